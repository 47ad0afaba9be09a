"""``/v1/search``: what the library says, without a verdict."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from service import errors
from service.api import examples
from service.api.bodies import IsoDate, refuse_field
from service.api.openapi import describe_problems, describe_success
from service.api.state import Opened
from service.domain.base import Value
from service.domain.evidence import COLLECTION, DEFAULT_COLLECTION, Evidence, EvidenceQuery

router = APIRouter(tags=["search"])


class SearchQuery(Value):
    q: str = Field(description="What to look for, in plain words.")
    collection: str = Field(default=DEFAULT_COLLECTION, pattern=COLLECTION)
    as_of: IsoDate | None = Field(default=None, description="By default today.")
    limit: int = Field(default=10, ge=1, le=100)


class SearchAnswer(Value):
    """Passages, best first; ``score`` is the fused rank score, the same for equal ranks."""

    query: str
    collection: str
    as_of: date
    results: tuple[Evidence, ...]


@router.get(
    "/search",
    summary="Search the library",
    response_model=SearchAnswer,
    responses={
        200: describe_success("Passages with scores, document and place.", examples.FOUND),
        **describe_problems(errors.InvalidField, errors.EmptyCollection, errors.StoreFailed),
    },
)
async def search_library(query: Annotated[SearchQuery, Query()], claimdesk: Opened) -> SearchAnswer:
    """Up to `limit` passages that could decide a claim, and a few that may only be shown:
    documents later than `as_of`, and the newsroom's own publications."""
    longest = claimdesk.settings.limits.claim_characters
    if not query.q.strip():
        refuse_field("query", "q", "there is nothing to look for")
    if len(query.q) > longest:
        refuse_field("query", "q", f"it has {len(query.q):,} characters; at most {longest:,}")
    as_of = query.as_of or datetime.now(UTC).date()
    results = await claimdesk.search.search(
        EvidenceQuery(text=query.q, collection=query.collection, as_of=as_of, limit=query.limit)
    )
    return SearchAnswer(query=query.q, collection=query.collection, as_of=as_of, results=results)
