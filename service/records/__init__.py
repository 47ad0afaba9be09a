"""What is kept, in SQL: tables, migrations and one repository per noun."""
