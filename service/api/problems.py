"""Every failure as a problem document (RFC 9457), and the one table of their HTTP status.

``type`` is ``/problems/<slug>``: for an error of ``service.errors`` its slug, for what the
interface itself refuses the slug of the status (``not-found``) or of a ``RequestRefused``.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.routing import Match

from service import errors
from service.domain.base import Value

log = structlog.get_logger()

MEDIA_TYPE = "application/problem+json"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
MAX_ERRORS = 20
MAX_NAME = 100

STATUS: dict[type[errors.ClaimdeskError], HTTPStatus] = {
    errors.ClaimdeskError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.BadInput: HTTPStatus.BAD_REQUEST,
    errors.EmptyArticle: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ArticleTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.ClaimTooLong: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotText: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidField: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.InvalidMetadata: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.UnsupportedFormat: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.UnreadableDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.EncryptedDocument: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DocumentWithoutText: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.DocumentTooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UnknownDocument: HTTPStatus.NOT_FOUND,
    errors.UnknownVersion: HTTPStatus.NOT_FOUND,
    errors.UnknownCheck: HTTPStatus.NOT_FOUND,
    errors.UnknownClaim: HTTPStatus.NOT_FOUND,
    errors.EmptyCollection: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.ReportNotReady: HTTPStatus.CONFLICT,
    errors.IdempotencyConflict: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.LimitReached: HTTPStatus.TOO_MANY_REQUESTS,
    errors.BudgetSpent: HTTPStatus.TOO_MANY_REQUESTS,
    errors.TooManyChecks: HTTPStatus.TOO_MANY_REQUESTS,
    errors.UpstreamFailed: HTTPStatus.BAD_GATEWAY,
    errors.EngineFailed: HTTPStatus.BAD_GATEWAY,
    errors.EngineTimeout: HTTPStatus.GATEWAY_TIMEOUT,
    errors.StoreFailed: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Misconfigured: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.InvalidSettings: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.ModelUnusable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.DataDirectoryUnusable: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.LibraryMismatch: HTTPStatus.INTERNAL_SERVER_ERROR,
}
"""Complete: a test compares it with every subclass of ``ClaimdeskError``."""

RETRY_AFTER_SECONDS = {HTTPStatus.TOO_MANY_REQUESTS: 60, HTTPStatus.SERVICE_UNAVAILABLE: 5}


class FieldError(Value):
    """What is wrong where: ``pointer`` into the JSON body (RFC 6901, as a URI fragment), or
    ``parameter``: the name of a query parameter, a path part, a form field or a header."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class Problem(Value):
    """A problem document (RFC 9457, ``application/problem+json``)."""

    type: str = Field(examples=["/problems/empty-article"])
    title: str
    status: int = Field(ge=400, le=599)
    detail: str
    instance: str = Field(description="The path of the request.")
    errors: tuple[FieldError, ...] = ()


class RequestRefused(HTTPException):
    """A refusal that only the interface knows, with a slug of its own."""

    def __init__(
        self,
        status: HTTPStatus,
        slug: str,
        title: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail, headers)
        self.slug = slug
        self.title = title


def install_handlers(app: FastAPI) -> None:
    """Answer every foreseen failure; the unforeseen ones are the guard's."""
    # Starlette types handlers for any exception, and calls them for their own class only.
    app.add_exception_handler(errors.ClaimdeskError, _answer_error)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, _answer_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, _answer_http)  # type: ignore[arg-type]


def answer_problem(
    request_path: str,
    slug: str,
    title: str,
    status: int,
    detail: str,
    *,
    field_errors: Sequence[FieldError] = (),
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The response for one problem."""
    problem = Problem(
        type=f"/problems/{slug}",
        title=title,
        status=status,
        detail=detail,
        instance=quote(request_path[:500]),
        errors=tuple(field_errors),
    )
    content = problem.model_dump(exclude_defaults=True)
    # What a caller sent may stand in a detail, and need not be encodable.
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return Response(body, status, dict(headers or {}), MEDIA_TYPE)


def answer_for(request_path: str, error: errors.ClaimdeskError) -> Response:
    """The response for an error of ours; what failed inside is logged, not told."""
    status = STATUS[type(error)]
    detail = error.detail
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("request_failed", slug=error.slug, detail=error.detail, path=request_path)
        detail = f"{error.title}. The service's log says more."
    headers = {}
    if status in RETRY_AFTER_SECONDS:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS[status])
    return answer_problem(request_path, error.slug, error.title, status, detail, headers=headers)


def too_large(request_path: str) -> errors.BadInput | None:
    """The error for a body that is too long, where the path tells what it holds."""
    if request_path.startswith("/v1/documents"):
        return errors.DocumentTooLarge("The upload is larger than this service accepts.")
    if request_path == "/v1/checks":
        return errors.ArticleTooLarge("The request is larger than any article accepted here.")
    return None


def answer_status(
    request_path: str, status: int, detail: str = "", headers: Mapping[str, str] | None = None
) -> Response:
    """The response for a plain HTTP status."""
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and (error := too_large(request_path)):
        return answer_for(request_path, error)
    # RFC 9110 renamed it; the standard library did so later.
    large = status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    title = "Content Too Large" if large else HTTPStatus(status).phrase
    slug = title.lower().replace(" ", "-").replace("'", "")
    return answer_problem(request_path, slug, title, status, detail or f"{title}.", headers=headers)


async def _answer_error(request: Request, error: errors.ClaimdeskError) -> Response:
    return answer_for(request.url.path, error)


async def _answer_http(request: Request, error: HTTPException) -> Response:
    path = request.url.path
    if isinstance(error, RequestRefused):
        return answer_problem(
            path, error.slug, error.title, error.status_code, error.detail, headers=error.headers
        )
    headers = dict(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = ", ".join(_allowed_methods(request))
    return answer_status(path, error.status_code, _detail_of(request, error), headers)


def _allowed_methods(request: Request) -> Iterator[str]:
    """Starlette names the methods of the first route with this path only."""
    for method in METHODS:
        scope = {**request.scope, "method": method}
        if any(route.matches(scope)[0] is Match.FULL for route in request.app.routes):
            yield method


def _detail_of(request: Request, error: HTTPException) -> str:
    match error.status_code:
        case HTTPStatus.NOT_FOUND:
            return "There is nothing at this address."
        case HTTPStatus.METHOD_NOT_ALLOWED:
            return f"This address does not take {request.method}."
        case _:
            return str(error.detail)


async def _answer_invalid(request: Request, error: RequestValidationError) -> Response:
    found: Sequence[Mapping[str, Any]] = error.errors()
    told = [field_error(one) for one in found[:MAX_ERRORS]]
    title, slug = errors.InvalidField.title, errors.InvalidField.slug
    where = told[0].pointer or told[0].parameter or "the request"
    more = f" ({len(found) - 1} more)" if len(found) > 1 else ""
    return answer_problem(
        request.url.path,
        slug,
        title,
        STATUS[errors.InvalidField],
        f"{where}: {told[0].detail}{more}",
        field_errors=told,
    )


def field_error(found: Mapping[str, Any]) -> FieldError:
    """One of Pydantic's errors, without the value that caused it."""
    place, *path = found["loc"]
    detail = str(found["msg"]).removeprefix("Value error, ")
    if place == "body":
        return FieldError(detail=detail, pointer="#" + "".join(map(_pointer_step, path)))
    return FieldError(detail=detail, parameter=".".join(map(str, path))[:MAX_NAME] or str(place))


def _pointer_step(step: object) -> str:
    plain = str(step)[:MAX_NAME].encode("utf-8", "replace").decode("utf-8")
    return "/" + quote(plain.replace("~", "~0").replace("/", "~1"), safe="~")
