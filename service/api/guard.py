"""What holds for every request and every answer: headers, the last door, other sites kept out."""

from collections.abc import Collection
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import structlog
from fastapi import Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import MEDIA_TYPE, answer_problem, answer_status

log = structlog.get_logger()

NO_CONTENT_POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
DEFAULT_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": NO_CONTENT_POLICY,
    "Cache-Control": "no-store",
}
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Middleware around everything that FastAPI does with a request.

    A page of another site must not write here through its reader's browser: a form or a plain
    text request needs no permission from us, so an ``Origin`` that is not ours is refused. And
    a name of theirs that they let point to this machine (DNS rebinding) is not ours either:
    on the loopback address only its own names are answered, and ``allowed_hosts``.
    """

    def __init__(self, app: ASGIApp, allowed_hosts: Collection[str] = ()) -> None:
        self.app = app
        self._allowed = LOOPBACK | {host.lower() for host in allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        answer = Answer(scope["path"], send)
        try:
            if not self._is_ours(scope):
                await answer.respond(refuse_host(scope["path"]))
            elif is_foreign(scope):
                await answer.respond(refuse_foreign(scope["path"]))
            else:
                await self.app(scope, receive, answer.send)
        except ClientDisconnect:
            log.info("client_left", path=scope["path"])
        except Exception:  # the last door: whatever it was, the caller learns nothing of it
            log.exception("request_crashed", path=scope["path"], method=scope["method"])
            if answer.started:
                raise
            await answer.respond(
                answer_status(
                    scope["path"],
                    HTTPStatus.INTERNAL_SERVER_ERROR,
                    "An unforeseen failure. The service's log says more.",
                )
            )

    def _is_ours(self, scope: Scope) -> bool:
        """Whether the ``Host`` is a name under which a server on the loopback address is known."""
        address = (scope.get("server") or ("", None))[0]
        named = _hostname_of(f"//{Headers(scope=scope).get('host', '')}")
        return address not in LOOPBACK or named in self._allowed


class Answer:
    """One answer on its way out, with the headers that every answer has."""

    def __init__(self, path: str, send: Send) -> None:
        self.started = False
        self._path = path
        self._send = send
        self._replaced = False

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            if _is_plain_refusal_of_size(message):
                self._replaced = True
                await self.respond(answer_status(self._path, HTTPStatus.REQUEST_ENTITY_TOO_LARGE))
                return
            headers = MutableHeaders(scope=message)
            for name, value in DEFAULT_HEADERS.items():
                headers.setdefault(name, value)
        if not self._replaced:
            await self._send(message)

    async def respond(self, response: Response) -> None:
        """Send a whole response of ours."""
        self.started = True
        for name, value in DEFAULT_HEADERS.items():
            response.headers.setdefault(name, value)
        await self._send(
            {
                "type": "http.response.start",
                "status": response.status_code,
                "headers": response.raw_headers,
            }
        )
        await self._send({"type": "http.response.body", "body": response.body})


def _is_plain_refusal_of_size(message: Message) -> bool:
    """Starlette answers a declared length that is too large by itself, in plain text."""
    return (
        message["status"] == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        and Headers(raw=message["headers"]).get("content-type") != MEDIA_TYPE
    )


def is_foreign(scope: Scope) -> bool:
    """Whether a browser says that a page of another site wants to change something here."""
    if scope["method"] in SAFE_METHODS:
        return False
    headers = Headers(scope=scope)
    if headers.get("sec-fetch-site") == "cross-site":
        return True
    origin = headers.get("origin")
    return origin is not None and _host_of(origin) != headers.get("host", "").lower()


def _hostname_of(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _host_of(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc.lower() or None
    except ValueError:
        return None


def refuse_foreign(path: str) -> Response:
    return answer_problem(
        path,
        "cross-origin-request",
        "Another site's page may not change anything here",
        HTTPStatus.FORBIDDEN,
        "The Origin header does not name this service.",
    )


def refuse_host(path: str) -> Response:
    return answer_problem(
        path,
        "unknown-host",
        "This service is not known under that name",
        HTTPStatus.MISDIRECTED_REQUEST,
        "The Host header names neither this machine nor one of CLAIMDESK_ALLOWED_HOSTS.",
    )
