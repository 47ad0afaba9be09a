"""Checks, reports and reviews are kept; promise 9: a person has the last word."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_asyncio import fixture as async_fixture

from service.domain.article import Article
from service.domain.check import CheckFailure, CheckRequest, CheckStatus, StageProgress
from service.domain.report import Report
from service.domain.verdict import Label, Review
from service.errors import (
    IdempotencyConflict,
    ReportNotReady,
    StoreFailed,
    UnknownCheck,
    UnknownClaim,
)
from service.records.checks import CheckRecords, dump_report
from service.records.database import open_database
from tests.builders.pipeline import FakeJudge, check_text, checker_of, support_with_first
from tests.builders.stores import url_of

REQUEST = CheckRequest(article=Article(text="The quay is old. The crane is new."))
OTHER = CheckRequest(article=Article(text="Something else."))


def review_of(label: Label, reviewer: str = "Ada") -> Review:
    moment = datetime(2026, 11, 24, 12, tzinfo=UTC)
    return Review(label=label, reason="I asked.", reviewer=reviewer, reviewed=moment)


async def make_report() -> Report:
    """Two claims, both supported."""
    checker = checker_of(judge=FakeJudge(support_with_first))
    return await check_text(checker, REQUEST.article.text)


@async_fixture
async def records(tmp_path: Path) -> AsyncIterator[CheckRecords]:
    database = await open_database(url_of(tmp_path))
    yield CheckRecords(database)
    await database.close()


async def test_a_check_goes_from_queued_to_done(records: CheckRecords) -> None:
    created = await records.create("c1", REQUEST)
    assert created.status is CheckStatus.QUEUED
    assert created.request == REQUEST
    with pytest.raises(ReportNotReady):
        await records.read_report("c1")
    await records.note_progress("c1", StageProgress(stage="verdicts", done=1, total=2))
    assert (await records.read("c1")).progress.done == 1
    report = await make_report()
    assert await records.finish("c1", report)
    assert (await records.read("c1")).status is CheckStatus.DONE
    assert await records.read_report("c1") == report
    assert await records.list_unfinished() == []


async def test_a_final_status_never_changes(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    report = await make_report()
    await records.finish("c1", report)
    assert not await records.fail("c1", CheckFailure(slug="x", detail="y"))
    await records.note_progress("c1", StageProgress(stage="sentences"))
    assert not await records.finish("c1", report.model_copy(update={"id": "another"}))
    kept = await records.read("c1")
    assert (kept.status, kept.report, kept.failure) == (CheckStatus.DONE, report, None)


async def test_a_failed_check_says_why_there_is_no_report(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    await records.fail("c1", CheckFailure(slug="empty-collection", detail="nothing there"))
    with pytest.raises(ReportNotReady, match="nothing there"):
        await records.read_report("c1")


async def test_an_idempotency_key_makes_one_check(records: CheckRecords) -> None:
    first = await records.create("c1", REQUEST, "key")
    assert await records.create("c2", REQUEST, "key") == first
    with pytest.raises(IdempotencyConflict):
        await records.create("c3", OTHER, "key")
    assert (await records.create("c4", OTHER, "other key")).id == "c4"
    assert [one.id for one in await records.list_unfinished()] == ["c1", "c4"]


async def test_an_id_is_used_once(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    with pytest.raises(StoreFailed):
        await records.create("c1", OTHER)
    assert (await records.read("c1")).request == REQUEST


async def test_what_is_forgotten_is_gone_with_its_reviews(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    report = await make_report()
    await records.finish("c1", report)
    claim = report.claims[0].id
    await records.review("c1", claim, review_of(Label.REFUTED))
    await records.remove("c1")
    assert await records.list_reviews("c1", claim) == []
    assert not await records.finish("c1", report)
    for attempt in (records.read("c1"), records.remove("c1"), records.read_report("c1")):
        with pytest.raises(UnknownCheck):
            await attempt


async def test_a_review_overrides_and_keeps_the_engines_verdict(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    report = await make_report()
    await records.finish("c1", report)
    claim = report.claims[0].id

    await records.review("c1", claim, review_of(Label.REFUTED))
    reviewed = await records.read_report("c1")
    assert reviewed.claims[0].label is Label.REFUTED
    assert reviewed.claims[0].verdict == report.claims[0].verdict
    assert reviewed.claims[0].citations == report.claims[0].citations
    assert (reviewed.summary.supported, reviewed.summary.refuted) == (1, 1)
    assert reviewed.claims[1] == report.claims[1]

    await records.review("c1", claim, review_of(Label.NOT_ENOUGH_EVIDENCE, "Bo"))
    await records.review("c1", claim, None)
    assert await records.read_report("c1") == report
    log = await records.list_reviews("c1", claim)
    assert [one and one.reviewer for one in log] == ["Ada", "Bo", None]
    assert await records.list_reviews("c1", report.claims[1].id) == []


async def test_a_review_also_decides_what_was_left_unchecked(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    failing = FakeJudge(errors={"The quay is old.": RuntimeError("bug")})
    report = await check_text(checker_of(judge=failing), REQUEST.article.text)
    await records.finish("c1", report)
    claim = report.claims[0]
    reviewed = await records.review("c1", claim.id, review_of(Label.SUPPORTED))
    assert (report.summary.unchecked, reviewed.summary.unchecked) == (1, 0)
    assert reviewed.summary.supported == 1
    assert reviewed.claims[0].unchecked == claim.unchecked


async def test_a_review_of_nothing_is_refused_and_not_logged(records: CheckRecords) -> None:
    review = review_of(Label.REFUTED)
    with pytest.raises(UnknownCheck):
        await records.review("c1", "c", review)
    await records.create("c1", REQUEST)
    with pytest.raises(ReportNotReady):
        await records.review("c1", "c", review)
    await records.finish("c1", await make_report())
    with pytest.raises(UnknownClaim):
        await records.review("c1", "c", review)
    assert await records.list_reviews("c1", "c") == []


async def test_an_overview_shows_the_counts_without_the_report(records: CheckRecords) -> None:
    await records.create("c1", REQUEST)
    await records.create("c2", OTHER)
    report = await make_report()
    await records.finish("c1", report)
    await records.fail("c2", CheckFailure(slug="empty-collection", detail="nothing there"))

    done = await records.read_overview("c1")
    assert (done.status, done.summary) == (CheckStatus.DONE, report.summary)
    assert (done.report_status, done.failure) == (report.status, None)
    assert (done.title, done.engine, done.collection) == (None, "local", "default")
    whole = await records.read("c1")
    assert (done.created, done.updated) == (whole.created, whole.updated)
    failed, same = await records.list_recent()
    assert same == done
    assert (failed.id, failed.summary, failed.report_status) == ("c2", None, None)
    assert failed.failure is not None
    assert failed.failure.slug == "empty-collection"
    with pytest.raises(UnknownCheck):
        await records.read_overview("c3")


async def test_a_report_is_equal_after_it_was_json(records: CheckRecords) -> None:
    report = await make_report()
    assert Report.model_validate(dump_report(report)) == report
    assert Report.model_validate_json(report.model_dump_json(by_alias=True)) == report
    assert dump_report(report)["schema"] == "claimdesk.report/1"
