"""Which addresses may become links: anything else is shown as text."""

import re
from urllib.parse import urlsplit

# Printable ASCII without what could end an attribute, a tag or a Markdown link, or without
# the backslash, which browsers read as a slash; and the letters of internationalised names.
_CLEAN = re.compile(r"[^\s\x00-\x20\x7f-\x9f\"'<>\\^`{|}\u2000-\u200f\u2028-\u202f\u2060-\u206f]+")


def web_link(url: str | None) -> str | None:
    """``url`` where it is a clean http or https address with a host, else ``None``."""
    if not url or not _CLEAN.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme.lower() in {"http", "https"} and parts.hostname else None


def place_link(url: str) -> str | None:
    """As ``web_link``, and also a path on the same host (``/documents/...``)."""
    if url.startswith("/") and not url.startswith("//") and _CLEAN.fullmatch(url):
        return url
    return web_link(url)
