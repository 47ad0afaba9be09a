"""One stage per file; ``check.py`` is the table of contents and reads top to bottom."""
