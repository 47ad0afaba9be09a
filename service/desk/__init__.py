"""The web page: reading a report, reviewing its claims and keeping the library in a browser.

A later issue builds it; until then everything is reached through ``service.api``.
"""
