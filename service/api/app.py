"""The application, put together."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib.metadata import version

from fastapi import FastAPI
from fastapi.routing import APIRoute

from service.api import checks, claims, documents, health, reports, search
from service.api.articles import CheckBody
from service.api.claims import ClaimBody, ReviewBody
from service.api.guard import Guard
from service.api.openapi import TAGS, publish_openapi
from service.api.problems import install_handlers
from service.api.state import Exchange
from service.api.uploads import MULTIPART_OVERHEAD
from service.bootstrap import Claimdesk, open_claimdesk
from service.settings import LimitSettings, Settings

DESCRIPTION = """\
Checks an article against the newsroom's own reference documents: every sentence is read, its
checkable claims are held against the library, and each verdict comes with citations that open
at the exact words.

Failures are [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457) problem documents
(`application/problem+json`); `type` is `/problems/` and a slug. Offsets count Unicode code points.

**There is no authentication yet.** Serve it on the loopback address, or behind a proxy that
knows who may come in. Pages of other sites cannot use it: there is no CORS, and requests that
change something are refused when their `Origin` is another one.
"""
BYTES_PER_CHARACTER = 16
"""An escaped character outside the basic plane takes 12 bytes in JSON; a page has its markup."""
SMALL_BODY = 64 * 1024


def create_app(settings: Settings, claimdesk: Claimdesk | None = None) -> FastAPI:
    """The API on ``claimdesk``, or on what is opened at the start and closed at the end."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            opened = claimdesk
            if opened is None:
                opened = await stack.enter_async_context(open_claimdesk(settings))
            app.state.claimdesk = opened
            await opened.runner.start()
            stack.push_async_callback(opened.runner.stop)
            yield

    app = FastAPI(
        title="Claimdesk",
        version=version("claimdesk"),
        summary="Claim fact-checking for newsrooms",
        description=DESCRIPTION,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        openapi_tags=TAGS,
        openapi_url="/v1/openapi.json",
        # Their pages load scripts from elsewhere; nothing here reaches out of this machine.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=name_operation,
        form_limits={"max_files": 2, "max_fields": 30, "max_part_size": MULTIPART_OVERHEAD},
    )
    app.state.exchange = Exchange()
    if claimdesk is not None:
        app.state.claimdesk = claimdesk
    app.add_middleware(Guard, allowed_hosts=settings.allowed_hosts)
    install_handlers(app)
    include_routers(app, settings.limits)
    app.openapi = publish_openapi(  # type: ignore[method-assign] # FastAPI's own way to extend it
        app, (CheckBody, ClaimBody, ReviewBody)
    )
    return app


def include_routers(app: FastAPI, limits: LimitSettings) -> None:
    """Every noun with the largest body that it takes, in bytes."""
    for router, max_body_size in (
        (checks.router, BYTES_PER_CHARACTER * limits.article_characters + SMALL_BODY),
        (reports.router, SMALL_BODY),
        (claims.router, BYTES_PER_CHARACTER * limits.claim_characters + SMALL_BODY),
        (documents.router, limits.upload_bytes + MULTIPART_OVERHEAD),
        (search.router, SMALL_BODY),
    ):
        app.include_router(router, prefix="/v1", max_body_size=max_body_size)
    app.include_router(health.router, max_body_size=SMALL_BODY)


def name_operation(route: APIRoute) -> str:
    """The operation's id: the function's name."""
    return route.name
