"""``/v1/checks``: have an article checked, see how far it is, forget it."""

from collections import Counter
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response
from pydantic import Field

from service import errors
from service.api import examples
from service.api.articles import ArticleQuery, read_submission
from service.api.headers import parse_idempotency_key, parse_wait
from service.api.openapi import (
    describe_article_body,
    describe_parameters,
    describe_problems,
    describe_success,
)
from service.api.problems import STATUS, RequestRefused
from service.api.reports import answer_json
from service.api.state import Between, Opened
from service.domain.base import Value
from service.domain.check import CheckFailure, CheckRequest, CheckStatus
from service.domain.report import Report
from service.records.checks import CheckOverview

router = APIRouter(tags=["checks"])


class CheckLinks(Value):
    """Where to go from here; ``report`` once there is one."""

    self: str
    report: str | None = None


class CheckState(CheckOverview):
    """A check without its article and report: where it is and what came out."""

    links: CheckLinks

    @classmethod
    def of(cls, check: CheckOverview) -> "CheckState":
        here = location_of(check.id)
        report = f"{here}/report" if check.report_status else None
        return cls(**dict(check), links=CheckLinks(self=here, report=report))


class CheckList(Value):
    """The newest checks first, and how many of those listed are in which state."""

    checks: tuple[CheckState, ...]
    counts: dict[CheckStatus, int]


class ChecksQuery(Value):
    limit: int = Field(default=50, ge=1, le=200)


def location_of(check_id: str) -> str:
    return f"/v1/checks/{check_id}"


@router.post(
    "/checks",
    summary="Have an article checked",
    status_code=HTTPStatus.ACCEPTED,
    response_model=CheckState,
    responses={
        200: describe_success(
            "Done within the time of `Prefer: wait=N`: the report.", examples.REPORT, Report
        ),
        202: describe_success("Taken; look at `Location` for how far it is.", examples.QUEUED),
        **describe_problems(
            errors.EmptyArticle,
            errors.ArticleTooLarge,
            errors.NotText,
            errors.InvalidField,
            errors.InvalidMetadata,
            errors.UnsupportedFormat,
            errors.UnreadableDocument,
            errors.EmptyCollection,
            errors.IdempotencyConflict,
            errors.TooManyChecks,
            errors.StoreFailed,
            statuses=(HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.CONFLICT),
        ),
    },
    openapi_extra={
        "requestBody": describe_article_body(examples.CHECK),
        "parameters": describe_parameters(
            ArticleQuery, "Only when the body is the article itself."
        ),
    },
)
async def create_check(
    submission: Annotated[CheckRequest, Depends(read_submission)],
    claimdesk: Opened,
    between: Between,
    idempotency_key: Annotated[
        str | None, Header(description='The same key and body make one check: `"a1b2"`.')
    ] = None,
    prefer: Annotated[
        list[str] | None, Header(description="`wait=N`: answer with the report if ready by then.")
    ] = None,
) -> Response:
    """The body is JSON, or the article itself as `text/plain`, `text/html` or `text/markdown`
    (its fields and the options are query parameters then).

    An `Idempotency-Key` is kept as long as its check: until somebody deletes that.
    """
    key = parse_idempotency_key(idempotency_key)
    asked = parse_wait(prefer or ())
    seconds = min(asked or 0, claimdesk.settings.limits.wait_seconds)
    await claimdesk.search.snapshot(submission.options.collection)  # nothing there: not queued
    with between.keys_in_use.hold(key):
        check = await claimdesk.runner.submit(submission, key)
        between.keys_in_use.tell_location(key, location_of(check.id))
        if seconds > 0:
            check = await claimdesk.runner.wait(check.id, seconds)
    headers = {"Location": location_of(check.id)}
    if seconds > 0 and check.failure is not None:
        refuse_failed(check.failure, headers)
    if seconds > 0 and check.report is not None:
        headers |= {
            "Preference-Applied": f"wait={seconds:g}",
            "Content-Location": f"{location_of(check.id)}/report",
        }
        return answer_json(check.report, headers=headers)
    if not check.status.final:
        headers["Retry-After"] = "1"
    overview = await claimdesk.checks.read_overview(check.id)
    return answer_json(CheckState.of(overview), HTTPStatus.ACCEPTED, headers)


def refuse_failed(failure: CheckFailure, headers: dict[str, str]) -> None:
    """Raises the problem that ended the check."""
    kind = next((one for one in STATUS if one.slug == failure.slug), errors.ClaimdeskError)
    raise RequestRefused(STATUS[kind], kind.slug, kind.title, failure.detail, headers)


@router.get(
    "/checks",
    summary="The newest checks",
    response_model=CheckList,
    responses={
        200: describe_success("Newest first.", examples.CHECKS),
        **describe_problems(errors.InvalidField, errors.StoreFailed),
    },
)
async def list_checks(query: Annotated[ChecksQuery, Query()], claimdesk: Opened) -> CheckList:
    """With each check's counts of claims by verdict, once it is done."""
    found = [CheckState.of(check) for check in await claimdesk.checks.list_recent(query.limit)]
    counted = Counter(check.status for check in found)
    return CheckList(
        checks=tuple(found), counts={status: counted[status] for status in CheckStatus}
    )


@router.get(
    "/checks/{check_id}",
    summary="How far a check is",
    response_model=CheckState,
    responses={
        200: describe_success("The check's state.", examples.DONE),
        **describe_problems(errors.UnknownCheck, errors.StoreFailed),
    },
)
async def read_check(check_id: str, claimdesk: Opened) -> CheckState:
    return CheckState.of(await claimdesk.checks.read_overview(check_id))


@router.delete(
    "/checks/{check_id}",
    summary="Stop a check, or forget it",
    status_code=HTTPStatus.NO_CONTENT,
    responses=describe_problems(
        errors.UnknownCheck, errors.StoreFailed, statuses=(HTTPStatus.FORBIDDEN,)
    ),
)
async def delete_check(check_id: str, claimdesk: Opened) -> None:
    """Its article, report and reviews are deleted with it."""
    await claimdesk.runner.cancel(check_id)
