"""Promise 4: a failure is never a verdict, and costs only the claim that suffered it."""

import asyncio
import inspect
from collections.abc import Iterator, Sequence

import pytest

from service import errors
from service.domain.check import CheckOptions
from service.domain.claim import Claim
from service.domain.evidence import Evidence, EvidenceQuery
from service.domain.report import LibrarySnapshot, Report, ReportStatus
from service.domain.verdict import Judgement, Label
from service.errors import ClaimdeskError, EmptyCollection, StoreFailed
from tests.builders.pipeline import (
    AS_OF,
    FakeIndex,
    FakeJudge,
    MemoryJudgements,
    check_text,
    checker_of,
    evidence_of,
    labels_of,
    support_with_first,
)

TEXT = "The quay is old. The crane is new. The dock is dry."
QUAY, CRANE, DOCK = "The quay is old.", "The crane is new.", "The dock is dry."
EVIDENCE = (evidence_of("They were all inspected."),)


def error_tree() -> Iterator[type[ClaimdeskError]]:
    for _, one in inspect.getmembers(errors, inspect.isclass):
        if issubclass(one, ClaimdeskError):
            yield one


class HangingJudge(FakeJudge):
    """Never answers about the crane."""

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        if claim.text == CRANE:
            self.asked.append(claim.text)
            await asyncio.sleep(3600)
        return await super().judge(claim, evidence)


def assert_only_the_crane_failed(report: Report, store: MemoryJudgements, reason: str) -> None:
    assert labels_of(report) == [Label.SUPPORTED, reason, Label.SUPPORTED]
    assert report.status is ReportStatus.PARTIAL
    crane = report.claims[1]
    assert crane.verdict is None
    assert crane.citations == ()
    assert report.summary.unchecked == 1
    assert report.summary.supported == 2
    assert len(store.kept) == 2


@pytest.mark.parametrize("kind", list(error_tree()))
async def test_every_error_of_the_tree_leaves_its_claim_unchecked(
    kind: type[ClaimdeskError],
) -> None:
    store = MemoryJudgements()
    judge = FakeJudge(support_with_first, errors={CRANE: kind("details")})
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    report = await check_text(checker, TEXT)
    assert_only_the_crane_failed(report, store, kind.slug)
    unchecked = report.claims[1].unchecked
    assert unchecked is not None
    assert unchecked.detail == "details"


@pytest.mark.parametrize(
    "error", [RuntimeError("bug"), ValueError("odd"), KeyError("gone"), RecursionError()]
)
async def test_a_crash_of_the_judge_is_an_engine_failure(error: Exception) -> None:
    store = MemoryJudgements()
    judge = FakeJudge(support_with_first, errors={CRANE: error})
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    assert_only_the_crane_failed(await check_text(checker, TEXT), store, "engine-failed")


async def test_a_judge_that_hangs_is_an_engine_timeout() -> None:
    store = MemoryJudgements()
    judge = HangingJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    report = await check_text(checker, TEXT, judge_seconds=0.05)
    assert_only_the_crane_failed(report, store, "engine-timeout")


async def test_waiting_for_others_is_no_time_out() -> None:
    """Each claim has its own seconds from when the engine is free for it."""

    class Slow(FakeJudge):
        async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
            await asyncio.sleep(0.2)
            return await super().judge(claim, evidence)

    checker = checker_of(judge=Slow(support_with_first), index=FakeIndex(EVIDENCE))
    texts = [" ".join(f"The crane of {name}{n} is red." for n in "abcd") for name in "XYZ"]
    reports = await asyncio.gather(
        *(check_text(checker, text, judge_seconds=0.55) for text in texts)
    )
    assert {one for report in reports for one in labels_of(report)} == {Label.SUPPORTED}


async def test_a_time_out_inside_the_judge_is_an_engine_timeout_also_within_a_budget() -> None:
    store = MemoryJudgements()
    judge = FakeJudge(support_with_first, errors={CRANE: TimeoutError("socket")})
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    report = await check_text(checker, TEXT, seconds=3600)
    assert_only_the_crane_failed(report, store, "engine-timeout")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (StoreFailed("disk"), "store-failed"),
        (EmptyCollection("none"), "empty-collection"),
        (OSError("disk"), "engine-failed"),
        (TimeoutError("socket"), "engine-failed"),
    ],
)
async def test_a_search_that_fails_leaves_its_claim_unchecked(
    error: Exception, reason: str
) -> None:
    store = MemoryJudgements()
    judge = FakeJudge(support_with_first)
    index = FakeIndex(EVIDENCE, errors={CRANE: error})
    checker = checker_of(judge=judge, index=index, judgements=store)
    report = await check_text(checker, TEXT, seconds=3600)
    assert_only_the_crane_failed(report, store, reason)
    assert CRANE not in judge.asked


async def test_a_text_that_cannot_be_read_proves_nothing() -> None:
    class Forgetful(FakeIndex):
        async def read_text(self, version: str) -> str:
            raise errors.UnknownVersion("gone")

    checker = checker_of(judge=FakeJudge(support_with_first), index=Forgetful(EVIDENCE))
    assert labels_of(await check_text(checker, QUAY)) == ["unknown-version"]


@pytest.mark.parametrize("door", ["find", "keep"])
async def test_a_store_that_fails_is_no_verdict(door: str) -> None:
    class Broken(MemoryJudgements):
        async def find(self, key: str) -> Judgement | None:
            if door == "find":
                raise StoreFailed("disk")
            return None

        async def keep(self, key: str, judgement: Judgement) -> None:
            raise StoreFailed("disk")

    checker = checker_of(judge=FakeJudge(support_with_first), judgements=Broken())
    assert labels_of(await check_text(checker, QUAY)) == ["store-failed"]


async def test_a_budget_that_is_spent_before_the_first_claim_checks_none() -> None:
    judge, store = FakeJudge(support_with_first), MemoryJudgements()
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    report = await check_text(checker, TEXT, seconds=1e-9)
    assert report.status is ReportStatus.PARTIAL
    assert all("budget-spent" in str(one.reason) for one in report.sentences)
    assert (judge.asked, store.kept) == ([], {})


async def test_a_budget_that_is_spent_in_the_middle_keeps_what_was_done() -> None:
    store = MemoryJudgements()
    judge = HangingJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    report = await check_text(checker, TEXT, seconds=0.3)
    assert_only_the_crane_failed(report, store, "budget-spent")


async def test_a_search_that_hangs_is_ended_by_the_budget() -> None:
    class Slow(FakeIndex):
        async def search(self, query: EvidenceQuery) -> tuple[Evidence, ...]:
            if query.text == CRANE:
                await asyncio.sleep(3600)
            return await super().search(query)

    store = MemoryJudgements()
    checker = checker_of(
        judge=FakeJudge(support_with_first), index=Slow(EVIDENCE), judgements=store
    )
    report = await check_text(checker, TEXT, seconds=0.3)
    assert_only_the_crane_failed(report, store, "budget-spent")


async def test_cancelling_a_check_is_not_swallowed() -> None:
    judge, store = HangingJudge(support_with_first), MemoryJudgements()
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    check = asyncio.create_task(check_text(checker, TEXT, seconds=3600))
    while CRANE not in judge.asked:
        await asyncio.sleep(0)
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert all(task is asyncio.current_task() for task in asyncio.all_tasks())


async def test_cancelling_one_claim_is_not_swallowed() -> None:
    judge = HangingJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE))
    claim = asyncio.create_task(checker.verify(CRANE, CheckOptions(as_of=AS_OF)))
    while CRANE not in judge.asked:
        await asyncio.sleep(0)
    claim.cancel()
    with pytest.raises(asyncio.CancelledError):
        await claim


async def test_a_cancelled_check_ends_only_after_all_its_claims_have_ended() -> None:
    """Else they would still be at work on stores that are closed by then."""
    ended = []

    class SlowToEnd(HangingJudge):
        async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
            try:
                self.asked.append(claim.text)
                await asyncio.sleep(3600)
            finally:
                await asyncio.sleep(0.01 * len(self.asked))
                ended.append(claim.text)
            raise AssertionError

    judge = SlowToEnd()
    check = asyncio.create_task(check_text(checker_of(judge=judge), TEXT))
    while len(judge.asked) < 3:
        await asyncio.sleep(0)
    check.cancel()
    with pytest.raises(asyncio.CancelledError):
        await check
    assert sorted(ended) == sorted([QUAY, CRANE, DOCK])


async def test_nothing_to_check_against_is_refused_before_any_work() -> None:
    judge = FakeJudge()
    with pytest.raises(EmptyCollection):
        await check_text(checker_of(judge=judge, index=FakeIndex(documents=0)), TEXT)
    assert judge.asked == []


async def test_a_library_that_cannot_be_counted_is_named() -> None:
    class Broken(FakeIndex):
        async def snapshot(self, collection: str) -> LibrarySnapshot:
            raise StoreFailed("disk")

    with pytest.raises(StoreFailed):
        await check_text(checker_of(index=Broken()), TEXT)


async def test_without_evidence_the_absence_is_not_a_refutation() -> None:
    report = await check_text(
        checker_of(judge=FakeJudge(support_with_first), index=FakeIndex()), QUAY
    )
    assert labels_of(report) == [Label.NOT_ENOUGH_EVIDENCE]
    assert report.status is ReportStatus.COMPLETE
