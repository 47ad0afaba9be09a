"""An uploaded file becomes a document: its label, its bytes, what is said about it."""

import re
from collections.abc import Mapping
from typing import Any

from fastapi import Request, UploadFile
from pydantic import BaseModel, ConfigDict, Field

from service.api.bodies import content_type, parse_json, refuse_media_type
from service.api.state import Exchange
from service.domain.evidence import Document
from service.errors import DocumentTooLarge, InvalidMetadata
from service.library.metadata import describe_document
from service.library.readers import Extraction, ReadLimits, read_document

MAX_LABEL = 200
MULTIPART_OVERHEAD = 64 * 1024
"""Bytes of a body beside the file: boundaries, part headers, form fields."""


class Upload(BaseModel):
    """The form of an upload. Fields that are empty count as absent; they outrank ``metadata``,
    and that what the file says about itself."""

    model_config = ConfigDict(extra="forbid")

    file: UploadFile = Field(description="PDF, DOCX, HTML, Markdown or plain text.")
    metadata: UploadFile | str | None = Field(
        default=None, description="A JSON object with the same fields as this form."
    )
    id: str | None = None
    title: str | None = None
    issuer: str | None = None
    kind: str | None = None
    published: str | None = Field(default=None, description="YYYY-MM-DD: when it became known.")
    valid_from: str | None = Field(default=None, description="YYYY-MM-DD")
    valid_until: str | None = Field(default=None, description="YYYY-MM-DD")
    supersedes: str | None = Field(default=None, description="The id of the document it replaces.")
    language: str | None = None
    url: str | None = None
    collection: str | None = None
    own_publication: str | None = Field(
        default=None, description="true: the newsroom's own text, shown but never proof."
    )


async def require_form(request: Request) -> None:
    """Raises ``UnsupportedFormat`` unless the body is a multipart form."""
    declared, _ = content_type(request)
    if declared != "multipart/form-data":
        refuse_media_type(declared, "multipart/form-data with a part named file")


async def read_upload(
    form: Upload, exchange: Exchange, max_bytes: int
) -> tuple[str, Extraction, dict[str, Any]]:
    """The file's label, what was read from it, and what the caller says about it.

    Raises what ``library.readers.read_document`` raises, and ``InvalidMetadata``.
    """
    options = await _read_options(form)
    name = label_of(form.file.filename)
    if form.file.size is not None and form.file.size > max_bytes:
        raise DocumentTooLarge(
            f"{name!r} has {form.file.size:,} bytes; at most {max_bytes:,} are accepted."
        )
    async with exchange.reading:
        content = await form.file.read()
        extraction = await read_document(name, content, ReadLimits(max_bytes=max_bytes))
    return name, extraction, options


def label_of(file_name: str | None) -> str:
    """A file's name as a label: no folders, nothing invisible, its end (the extension) kept."""
    last = re.split(r"[/\\]", file_name or "")[-1]
    visible = "".join(character for character in last if character.isprintable()).strip()
    return visible[-MAX_LABEL:] or "upload"


async def _read_options(form: Upload) -> dict[str, Any]:
    given = await _read_metadata(form.metadata)
    fields = form.model_dump(exclude={"file", "metadata"}, exclude_none=True)
    return given | {name: value for name, value in fields.items() if value.strip()}


async def _read_metadata(part: UploadFile | str | None) -> dict[str, Any]:
    if part is None or part == "":
        return {}
    content = part.encode("utf-8") if isinstance(part, str) else await part.read()
    value = parse_json(content)
    if not isinstance(value, dict):
        raise InvalidMetadata("metadata must be a JSON object.")
    return value


def describe_version(
    name: str, extraction: Extraction, options: Mapping[str, Any], current: Document
) -> Document:
    """The description of a new version: what nobody says anew stays as it was.

    Raises ``InvalidMetadata``, also where the upload names another document.
    """
    for where, given in (("The form", options), ("The front matter", extraction.front_matter)):
        if (other := given.get("id")) is not None and other != current.id:
            raise InvalidMetadata(
                f"{where} names the document {str(other)[:100]!r}; this is {current.id!r}."
            )
    before = current.model_dump(exclude_none=True)
    known = extraction.model_copy(update={"front_matter": before | extraction.front_matter})
    return describe_document(name, known, None, {**options, "id": current.id})
