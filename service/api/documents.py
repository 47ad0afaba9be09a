"""``/v1/documents``: the newsroom's reference documents."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Response
from pydantic import Field

from service import errors
from service.api import examples, pages
from service.api.bodies import refuse_field
from service.api.openapi import describe_form, describe_problems, describe_success
from service.api.reports import answer_json
from service.api.state import Between, Opened
from service.api.uploads import Upload, describe_version, read_upload, require_form
from service.domain.base import Value
from service.domain.evidence import COLLECTION
from service.library.metadata import describe_document
from service.library.versions import Added, AddOutcome
from service.records.stored import StoredDocument

router = APIRouter(prefix="/documents", tags=["documents"])

TAKES_A_FORM = Depends(require_form)
CREATED = frozenset({AddOutcome.ADDED, AddOutcome.NEW_VERSION})
UPLOAD_PROBLEMS = (
    errors.InvalidField,
    errors.InvalidMetadata,
    errors.NotText,
    errors.UnsupportedFormat,
    errors.UnreadableDocument,
    errors.EncryptedDocument,
    errors.DocumentWithoutText,
    errors.DocumentTooLarge,
    errors.StoreFailed,
)
REFUSED = (HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN)


class DocumentsQuery(Value):
    collection: str | None = Field(default=None, pattern=COLLECTION)
    limit: int = Field(default=100, ge=1, le=1000)
    offset: int = Field(default=0, ge=0, le=1_000_000_000)


class DocumentList(Value):
    """Documents in the order of their ids; ``total`` counts those that are not listed too."""

    documents: tuple[StoredDocument, ...]
    total: int
    limit: int
    offset: int


class VersionQuery(Value):
    version: str | None = Field(
        default=None, description="The SHA-256 of a version's text; by default the current one."
    )


class PlaceQuery(VersionQuery):
    """Offsets count Unicode code points of the version's text; ``end`` is excluded."""

    start: int = Field(default=0, ge=0)
    end: int = Field(default=0, ge=0)


@router.post(
    "",
    summary="Add a document",
    status_code=HTTPStatus.CREATED,
    response_model=Added,
    dependencies=[TAKES_A_FORM],
    openapi_extra=describe_form(examples.UPLOAD),
    responses={
        200: describe_success("Already there, or described anew.", examples.UNCHANGED, Added),
        201: describe_success("Added, or added as a new version.", examples.ADDED),
        **describe_problems(*UPLOAD_PROBLEMS, statuses=REFUSED),
    },
)
async def add_document(
    form: Annotated[Upload, Form(media_type="multipart/form-data")],
    claimdesk: Opened,
    between: Between,
) -> Response:
    """The file's name only decides the format and the default `id`.

    The same text under another id in the same collection is a `duplicate` and not added.
    """
    limit = claimdesk.settings.limits.upload_bytes
    name, extraction, options = await read_upload(form, between, limit)
    document = describe_document(name, extraction, None, options)
    return _answer_added(await claimdesk.library.add(document, extraction, name))


def _answer_added(added: Added) -> Response:
    status = HTTPStatus.CREATED if added.outcome in CREATED else HTTPStatus.OK
    return answer_json(added, status, {"Location": f"/v1/documents/{added.document_id}"})


@router.get(
    "",
    summary="List the documents",
    responses={
        200: describe_success("By id.", examples.DOCUMENTS),
        **describe_problems(errors.InvalidField, errors.StoreFailed),
    },
)
async def list_documents(
    query: Annotated[DocumentsQuery, Query()], claimdesk: Opened
) -> DocumentList:
    """Withdrawn documents are not listed."""
    found = await claimdesk.library.list_documents(query.collection, query.limit, query.offset)
    return DocumentList(
        documents=tuple(found),
        total=await claimdesk.library.count_documents(query.collection),
        limit=query.limit,
        offset=query.offset,
    )


@router.get(
    "/{document_id}",
    summary="A document with its versions",
    responses={
        200: describe_success("Newest version first.", examples.DOCUMENT),
        **describe_problems(errors.UnknownDocument, errors.StoreFailed),
    },
)
async def read_document(document_id: str, claimdesk: Opened) -> StoredDocument:
    """Also of a withdrawn document, which old reports may cite."""
    return await claimdesk.library.read_document(document_id)


@router.put(
    "/{document_id}",
    summary="Upload a new version",
    dependencies=[TAKES_A_FORM],
    openapi_extra=describe_form(examples.UPLOAD),
    responses={
        200: describe_success("What it did.", examples.NEW_VERSION),
        **describe_problems(errors.UnknownDocument, *UPLOAD_PROBLEMS, statuses=REFUSED),
    },
)
async def replace_document(
    document_id: str,
    form: Annotated[Upload, Form(media_type="multipart/form-data")],
    claimdesk: Opened,
    between: Between,
) -> Added:
    """What the upload does not say about the document stays as it was, `published` too.

    Earlier versions stay readable, and reports that cite them stay provable.
    """
    current = await claimdesk.library.read_document(document_id)
    limit = claimdesk.settings.limits.upload_bytes
    name, extraction, options = await read_upload(form, between, limit)
    document = describe_version(name, extraction, options, current.document)
    return await claimdesk.library.add(document, extraction, name)


@router.delete(
    "/{document_id}",
    summary="Withdraw a document",
    status_code=HTTPStatus.NO_CONTENT,
    responses=describe_problems(
        errors.UnknownDocument, errors.StoreFailed, statuses=(HTTPStatus.FORBIDDEN,)
    ),
)
async def withdraw_document(document_id: str, claimdesk: Opened) -> None:
    """It is searched no more. Its texts stay, so that old reports still open."""
    await claimdesk.library.withdraw(document_id)


@router.get(
    "/{document_id}/text",
    summary="A version's stored text",
    response_class=Response,
    responses={
        200: describe_success(
            "The text to whose code points citations count.",
            examples.TEXT,
            media_type="text/plain",
        ),
        **describe_problems(errors.UnknownDocument, errors.UnknownVersion, errors.StoreFailed),
    },
)
async def read_text(
    document_id: str, query: Annotated[VersionQuery, Query()], claimdesk: Opened
) -> Response:
    _, version, text = await claimdesk.library.find_text(document_id, query.version)
    return Response(text, headers={"ETag": f'"{version.sha256}"'}, media_type="text/plain")


@router.get(
    "/{document_id}/view",
    summary="A version's text as a page",
    response_class=Response,
    responses={
        200: describe_success(
            "The text with a quote marked; `#quote` scrolls there.",
            examples.PAGE,
            media_type="text/html",
        ),
        **describe_problems(
            errors.UnknownDocument, errors.UnknownVersion, errors.InvalidField, errors.StoreFailed
        ),
    },
)
async def view_text(
    document_id: str, query: Annotated[PlaceQuery, Query()], claimdesk: Opened
) -> Response:
    stored, version, text = await claimdesk.library.find_text(document_id, query.version)
    if not 0 <= query.start <= query.end <= len(text):
        place = f"{query.start} to {query.end}"
        refuse_field("query", "end", f"there is no {place} in {len(text)} characters")
    page = pages.render_text(stored, version, text, query.start, query.end)
    return Response(page, headers={"Content-Security-Policy": pages.POLICY}, media_type="text/html")
