"""What is known about a reference document, from four places of rising rank.

Extracted from the file, its front matter, the sidecar beside it (``d14.pdf.yaml``), and the
options of the person who adds it: the later in this list wins, field by field.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

import py3langid
from pydantic import ValidationError

from service import errors
from service.domain.article import sha256_of
from service.domain.evidence import Document
from service.library.readers.extraction import Extraction
from service.library.readers.front_matter import load_mapping
from service.library.readers.text import decode_text

FIELDS = tuple(Document.model_fields)
DATES = frozenset({"published", "valid_from", "valid_until"})
FLAGS = frozenset({"own_publication"})
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
MAX_ID = 100
MAX_TITLE = 1000
DIGEST = 8
# Characters: below, a guess at the language is worth little; above, more text adds nothing.
LANGUAGE_FROM, LANGUAGE_TO = 100, 20_000


def describe_document(
    name: str,
    extraction: Extraction,
    sidecar: Mapping[str, Any] | None,
    options: Mapping[str, Any],
) -> Document:
    """The document's metadata; ``name`` is the file's name.

    Keys are the fields of ``Document``; ``None`` and empty text count as not given. Dates are
    ISO text (``2021-12-06``) or YAML dates. Where nobody says otherwise, ``id`` is the slug of
    the file's name, ``title`` the file's own title, its first heading or its name, and
    ``language`` what the file declares or what its words look like.

    Raises ``errors.InvalidMetadata``, naming the place and the field.
    """
    fields = _extracted(name, extraction)
    for where, given in (
        ("the front matter", extraction.front_matter),
        (f"the sidecar {sidecar_name(name)}", sidecar or {}),
        ("the options", options),
    ):
        fields |= _check_fields(given, where)
    document = _build_document(fields)
    if document.supersedes == document.id:
        raise errors.InvalidMetadata(f"supersedes: {document.id!r} cannot supersede itself")
    if document.valid_from and document.valid_until and document.valid_until < document.valid_from:
        raise errors.InvalidMetadata("valid_until is before valid_from")
    return document


def sidecar_name(name: str) -> str:
    """The name of the file beside ``name`` that describes it."""
    return f"{name}.yaml"


def read_sidecar(content: bytes) -> dict[str, Any]:
    """The mapping in a sidecar file.

    Raises ``errors.InvalidMetadata``, and ``errors.NotText`` for bytes that are no text.
    """
    return load_mapping(decode_text(content), "the sidecar")


def slug_of(name: str) -> str:
    """An id for the file of this name: its stem in lower case, of ``a-z 0-9 . _ -``.

    Where that loses letters (another script, a very long name) a digest of the stem is added,
    so that two files do not share an id.
    """
    stem = PurePath(name).stem
    plain = "".join(
        character
        for character in unicodedata.normalize("NFKD", stem)
        if not unicodedata.combining(character)
    ).lower()
    slug = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")
    if slug and len(slug) <= MAX_ID and plain.isascii():
        return slug
    kept = slug[: MAX_ID - DIGEST - 1].rstrip("-._") or "document"
    return f"{kept}-{sha256_of(stem)[:DIGEST]}"


def _extracted(name: str, extraction: Extraction) -> dict[str, Any]:
    headings = (section.heading for section in extraction.sections if section.heading)
    title = extraction.title or next(headings, None) or PurePath(name).stem
    return {
        "id": slug_of(name),
        "title": title[:MAX_TITLE],
        "language": extraction.language or _guess_language(extraction.text),
    }


def _guess_language(text: str) -> str | None:
    if len(text) < LANGUAGE_FROM:
        return None
    language, _ = py3langid.classify(text[:LANGUAGE_TO])
    return str(language)


def _check_fields(given: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The fields that are given, with their types checked as far as YAML blurs them."""
    for key in given:
        if key not in FIELDS:
            raise errors.InvalidMetadata(
                f"{where}: unknown key {str(key)[:100]!r}; allowed are {', '.join(FIELDS)}"
            )
    stripped = {
        key: value.strip() if isinstance(value, str) else value for key, value in given.items()
    }
    return {
        key: _check_value(key, value, where)
        for key, value in stripped.items()
        if value is not None and value != ""
    }


def _check_value(key: str, value: object, where: str) -> object:
    if key in DATES:
        return _check_date(key, value, where)
    if key not in FLAGS and not isinstance(value, str):
        # YAML reads 2021 as a number and no as false.
        raise errors.InvalidMetadata(
            f"{where}: {key} must be text, got {type(value).__name__}; put it in quotes"
        )
    return value


def _check_date(key: str, value: object, where: str) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    # Pydantic would read the year 2021 as seconds since 1970.
    if isinstance(value, str) and ISO_DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise errors.InvalidMetadata(f"{where}: {key} is no date: {error}") from error
    raise errors.InvalidMetadata(f"{where}: {key} must be a date such as 2021-12-06")


def _build_document(fields: Mapping[str, Any]) -> Document:
    try:
        return Document(**fields)
    except ValidationError as error:
        reasons = "; ".join(
            f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors()
        )
        raise errors.InvalidMetadata(reasons) from error
