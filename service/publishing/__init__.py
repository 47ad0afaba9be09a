"""A finished report as a page, as Markdown, as CSV, on a terminal, and as eval cases.

Pure functions of ``service.domain.report.Report``; nothing is read but the package's own
template and style sheet. Everything that came from an article, a document or a reviewer is
text here: each format escapes it in its own way.

- ``words``: how labels, confidence, outcomes and reasons are said, once for all formats
- ``layout``: the article's text cut into paragraphs and segments, each knowing its claims
- ``excerpts``: a quote inside the passage it stands in
- ``links``: which addresses may become links
- ``html``, ``markdown``, ``table`` (CSV), ``terminal``: the formats
- ``cases``: reviewed claims as eval cases
"""
