"""``/health``: is the process alive, and can it do its work?"""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from fastapi import APIRouter, Request, Response

from service.api import examples
from service.api.openapi import describe_problems, describe_success
from service.api.problems import FieldError, answer_problem
from service.api.reports import answer_json
from service.bootstrap import Claimdesk
from service.domain.base import Value
from service.domain.evidence import EvidenceQuery
from service.errors import ClaimdeskError
from service.records.database import is_reachable

router = APIRouter(prefix="/health", tags=["health"])

PATIENCE_SECONDS = 10.0


class Live(Value):
    status: Literal["live"] = "live"


class Ready(Value):
    """``models`` are those loaded at the start, without which the service would not have
    started; ``documents`` is the size of the library."""

    status: Literal["ready"] = "ready"
    models: tuple[str, ...]
    documents: int


@router.get(
    "/live",
    summary="The process answers",
    responses={200: describe_success("It does.", examples.LIVE)},
)
async def tell_live() -> Live:
    return Live()


@router.get(
    "/ready",
    summary="The service can work",
    response_model=Ready,
    responses={
        200: describe_success("Database and library answer.", examples.READY),
        **describe_problems(statuses=(503,)),
    },
)
async def tell_ready(request: Request) -> Response:
    """Asks the database and the library; says which of them failed."""
    claimdesk: Claimdesk | None = getattr(request.app.state, "claimdesk", None)
    if claimdesk is None:
        return _not_ready(request, [FieldError(parameter="service", detail="It is starting.")])
    found = await asyncio.gather(
        _try("database", _check_database(claimdesk)),
        _try("library", _check_library(claimdesk)),
    )
    wrong = [one for one in found if one is not None]
    if wrong:
        return _not_ready(request, wrong)
    names = {use.name for checker in claimdesk.checkers.values() for use in checker.judge.models}
    documents = await claimdesk.library.count_documents()
    return answer_json(Ready(models=tuple(sorted(names)), documents=documents))


async def _try(part: str, check: Awaitable[str | None]) -> FieldError | None:
    """What is wrong with the part, told without its internals."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            wrong = await check
    except TimeoutError:
        wrong = "It does not answer."
    except ClaimdeskError as error:
        wrong = error.title
    except Exception as error:  # a probe must answer, whatever is broken
        wrong = f"It fails ({type(error).__name__})."
    return FieldError(parameter=part, detail=wrong) if wrong else None


async def _check_database(claimdesk: Claimdesk) -> str | None:
    return None if await is_reachable(claimdesk.database) else "It cannot be reached."


async def _check_library(claimdesk: Claimdesk) -> str | None:
    """A search in the first document's collection goes through the embedder and all stores."""
    listed = await claimdesk.library.list_documents(limit=1)
    if listed:
        where = listed[0].document.collection
        await claimdesk.search.search(EvidenceQuery(text="ready", collection=where, limit=1))
    return None


def _not_ready(request: Request, wrong: list[FieldError]) -> Response:
    return answer_problem(
        request.url.path,
        "not-ready",
        "The service cannot work now",
        503,
        f"Not working: {', '.join(one.parameter or '' for one in wrong)}.",
        field_errors=wrong,
        headers={"Retry-After": "5"},
    )
