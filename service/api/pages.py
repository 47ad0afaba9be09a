"""A stored text as a small page, so that a citation opens at its exact words.

Nothing on it is anybody's markup: every word is escaped, no script, nothing loaded.
"""

import base64
import hashlib

from jinja2 import Environment, StrictUndefined

from service.publishing.html import known_language
from service.records.stored import StoredDocument, StoredVersion

_CSS = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 Georgia, serif; margin: 2rem auto; max-width: 42rem; padding: 0 1rem; }
header { border-bottom: 1px solid; font-family: system-ui, sans-serif; margin-bottom: 1.5rem; }
h1 { font-size: 1.2rem; margin: 0; }
header p { font-size: .85rem; margin: .3rem 0; overflow-wrap: anywhere; }
main { overflow-wrap: anywhere; unicode-bidi: plaintext; white-space: pre-wrap; }
mark { background: #ffe08a; color: #1a1a1a; outline: 2px solid #8a4b00; scroll-margin: 30vh; }
"""

# No white space may come between the parts of the text: it is shown as it is stored.
_PAGE = """<!doctype html>
<html lang="{{ language }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{{ document.title }}</title>
<style>{{ css }}</style>
</head>
<body>
<header lang="en">
<h1 dir="auto" lang="{{ language }}">{{ document.title }}</h1>
<p>{% if document.issuer %}<bdi>{{ document.issuer }}</bdi>, {% endif %}
{{ document.published.isoformat() if document.published else "undated" }}</p>
<p>Stored text of {{ document.id }}, SHA-256 {{ version.sha256 }}</p>
{% if withdrawn %}<p><strong>Withdrawn from the library on {{ withdrawn }}.</strong></p>
{% elif not current %}<p><strong>An earlier version; a newer one is in the library.</strong></p>
{% endif %}
</header>
<main dir="auto" lang="{{ language }}">{{ before }}
{%- if quote %}<mark id="quote">{{ quote }}</mark>{% endif %}{{ after }}</main>
</body>
</html>
"""

_TEMPLATE = Environment(autoescape=True, undefined=StrictUndefined).from_string(_PAGE)
_HASH = base64.b64encode(hashlib.sha256(_CSS.encode("utf-8")).digest()).decode("ascii")

POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)


def render_text(
    stored: StoredDocument, version: StoredVersion, text: str, start: int, end: int
) -> str:
    """The page, with ``text[start:end]`` (code points) marked as ``#quote``; an empty range
    marks nothing."""
    return _TEMPLATE.render(
        css=_CSS,
        document=version.document,
        version=version,
        language=known_language(version.document.language),
        withdrawn=stored.withdrawn.date().isoformat() if stored.withdrawn else "",
        current=version.sha256 == stored.current_version,
        before=text[:start],
        quote=text[start:end],
        after=text[end:],
    )
