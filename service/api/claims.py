"""One claim: verified on its own, or reviewed by a person in a report."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, StringConstraints

from service import errors
from service.api import examples
from service.api.articles import OptionFields, choose_engine
from service.api.bodies import json_body, refuse_field
from service.api.openapi import describe_json_body, describe_problems, describe_success
from service.api.state import Opened
from service.domain.base import Value
from service.domain.report import ReportClaim
from service.domain.verdict import Label, Review
from service.pipeline.article import prepare_article

router = APIRouter(tags=["claims"])

# What no store can hold is no reason and no name.
Words = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[^\x00]*$")]


class ClaimBody(OptionFields):
    """The body of ``POST /v1/claims/verify``: one statement that stands alone."""

    claim: str


class ReviewBody(Value):
    """A person's word on a claim, and why."""

    label: Label
    reason: Words = Field(default="", max_length=5000)
    reviewer: Words = Field(min_length=1, max_length=200)


class ReviewList(Value):
    """What persons said of a claim, oldest first; ``null`` is where a review was taken back."""

    reviews: tuple[Review | None, ...]


@router.post(
    "/claims/verify",
    summary="Verify one claim",
    response_model=ReportClaim,
    responses={
        200: describe_success("The claim in the report's form.", examples.CLAIM),
        **describe_problems(
            errors.InvalidField,
            errors.NotText,
            errors.UnsupportedFormat,
            errors.EmptyCollection,
            errors.StoreFailed,
            statuses=(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.FORBIDDEN,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            ),
        ),
    },
    openapi_extra={"requestBody": describe_json_body(ClaimBody, examples.VERIFY)},
)
async def verify_claim(
    submitted: Annotated[ClaimBody, Depends(json_body(ClaimBody))], claimdesk: Opened
) -> ReportClaim:
    """Nothing is stored but the judgement. What goes wrong on the way is `unchecked`."""
    text = read_claim(submitted.claim, claimdesk.settings.limits.claim_characters)
    checker = choose_engine(claimdesk, submitted.engine, "body")
    await claimdesk.search.snapshot(submitted.collection)  # nothing there: not worth a verdict
    return await checker.verify(text, submitted.options())


def read_claim(claim: str, max_characters: int) -> str:
    """The claim without outer white space. Raises ``NotText``, and FastAPI's own error."""
    text = claim.strip()
    try:
        prepare_article(text, max_characters=max_characters)
    except errors.EmptyArticle:
        refuse_field("body", "claim", "it has no visible character")
    except errors.ArticleTooLarge:
        found = f"it has {len(text):,} characters; at most {max_characters:,} are accepted"
        refuse_field("body", "claim", found)
    return text


@router.put(
    "/checks/{check_id}/claims/{claim_id}/review",
    summary="Review a claim",
    response_model=ReportClaim,
    responses={
        200: describe_success("The claim, with the review.", examples.REVIEWED_CLAIM),
        **describe_problems(
            errors.UnknownCheck,
            errors.UnknownClaim,
            errors.ReportNotReady,
            errors.InvalidField,
            errors.NotText,
            errors.UnsupportedFormat,
            errors.StoreFailed,
            statuses=(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.FORBIDDEN,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
            ),
        ),
    },
    openapi_extra={"requestBody": describe_json_body(ReviewBody, examples.REVIEW)},
)
async def write_review(
    check_id: str,
    claim_id: str,
    submitted: Annotated[ReviewBody, Depends(json_body(ReviewBody))],
    claimdesk: Opened,
) -> ReportClaim:
    """The reviewer's label holds from now on; the engine's verdict is kept beside it."""
    review = Review(reviewed=datetime.now(UTC), **submitted.model_dump())
    report = await claimdesk.checks.review(check_id, claim_id, review)
    return report.claim(claim_id)


@router.delete(
    "/checks/{check_id}/claims/{claim_id}/review",
    summary="Take a review back",
    response_model=ReportClaim,
    responses={
        200: describe_success("The claim, without a review.", examples.CLAIM),
        **describe_problems(
            errors.UnknownCheck,
            errors.UnknownClaim,
            errors.ReportNotReady,
            errors.StoreFailed,
            statuses=(HTTPStatus.FORBIDDEN,),
        ),
    },
)
async def take_back_review(check_id: str, claim_id: str, claimdesk: Opened) -> ReportClaim:
    """The engine's verdict holds again. That there was a review stays on record."""
    report = await claimdesk.checks.review(check_id, claim_id, None)
    return report.claim(claim_id)


@router.get(
    "/checks/{check_id}/claims/{claim_id}/reviews",
    summary="Every review of a claim",
    responses={
        200: describe_success("Oldest first.", examples.REVIEWS),
        **describe_problems(
            errors.UnknownCheck, errors.UnknownClaim, errors.ReportNotReady, errors.StoreFailed
        ),
    },
)
async def list_reviews(check_id: str, claim_id: str, claimdesk: Opened) -> ReviewList:
    """The last one holds; where it is `null`, the engine's verdict does."""
    (await claimdesk.checks.read_report(check_id)).claim(claim_id)
    found = await claimdesk.checks.list_reviews(check_id, claim_id)
    return ReviewList(reviews=tuple(found))
