"""Checks in the background: nothing lost, nothing paid twice, one failure ends one check."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from service.domain.article import Article
from service.domain.check import Check, CheckOptions, CheckRequest, CheckStatus
from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.report import LibrarySnapshot, ReportStatus
from service.domain.verdict import Judgement, Label
from service.errors import (
    EmptyCollection,
    IdempotencyConflict,
    InvalidField,
    TooManyChecks,
    UnknownCheck,
)
from service.jobs import runner as runner_module
from service.jobs.runner import CheckRunner
from tests.builders.pipeline import (
    AS_OF,
    FakeIndex,
    FakeJudge,
    checker_of,
    evidence_of,
    labels_of,
    support_with_first,
)
from tests.builders.stores import Stores, opened_stores

NAMES = "Ada Bo Cleo Dan Eve Finn Gus Hal Ida Jo Kim Leo".split()
SENTENCES = [f"The crane of {name} is red." for name in NAMES]
TEXT = " ".join(SENTENCES)
EVIDENCE = (evidence_of("They were all inspected."),)


def request_of(text: str = TEXT, engine: str = "fake", **options: object) -> CheckRequest:
    chosen = CheckOptions.model_validate({"as_of": AS_OF, **options})
    return CheckRequest(article=Article(text=text), options=chosen, engine=engine)


class GatedJudge(FakeJudge):
    """Answers ``free`` questions and then waits, until the gate is opened."""

    def __init__(self, free: int) -> None:
        super().__init__(support_with_first)
        self.free = free
        self.gate = asyncio.Event()
        self.finished: list[str] = []

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        if len(self.asked) >= self.free:
            await self.gate.wait()
        answer = await super().judge(claim, evidence)
        self.finished.append(claim.text)
        return answer


@asynccontextmanager
async def running(
    folder: Path, judge: FakeJudge, index: FakeIndex | None = None
) -> AsyncIterator[tuple[CheckRunner, Stores]]:
    """A runner over real records, with nothing begun."""
    async with opened_stores(folder) as stores:
        checker = checker_of(
            judge=judge, index=index or FakeIndex(EVIDENCE), judgements=stores.judgements
        )
        runner = CheckRunner(stores.checks, {"fake": checker})
        try:
            yield runner, stores
        finally:
            await runner.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.005)


async def until_done(runner: CheckRunner, check: Check) -> Check:
    done = await runner.wait(check.id, 20)
    assert done.status.final
    return done


async def test_a_check_runs_and_its_report_is_kept(tmp_path: Path) -> None:
    async with running(tmp_path, FakeJudge(support_with_first)) as (runner, stores):
        submitted = await runner.submit(request_of())
        assert submitted.status is CheckStatus.QUEUED
        done = await until_done(runner, submitted)
        assert done.status is CheckStatus.DONE
        report = await stores.checks.read_report(done.id)
        assert report.id == done.id
        assert labels_of(report) == [Label.SUPPORTED] * 12
        assert (done.progress.stage, done.progress.done) == ("verdicts", 12)


async def test_stopped_in_the_middle_and_started_again_it_repeats_nothing(
    tmp_path: Path,
) -> None:
    first = GatedJudge(free=5)
    async with running(tmp_path, first) as (runner, stores):
        submitted = await runner.submit(request_of())
        await until(lambda: len(first.finished) >= 5)
        await asyncio.sleep(0.1)  # what was answered is kept by now
        await runner.stop()
        assert not (await stores.checks.read(submitted.id)).status.final
    second = FakeJudge(support_with_first)
    async with running(tmp_path, second) as (runner, stores):
        await runner.start()
        done = await until_done(runner, submitted)
        report = await stores.checks.read_report(done.id)
    assert labels_of(report) == [Label.SUPPORTED] * 12
    assert report.status is ReportStatus.COMPLETE
    assert set(first.finished).isdisjoint(second.asked)
    assert sorted(first.finished + second.asked) == sorted(SENTENCES)


async def test_what_waited_in_the_queue_is_taken_up_again(tmp_path: Path) -> None:
    first = GatedJudge(free=0)
    async with running(tmp_path, first) as (runner, _):
        submitted = [await runner.submit(request_of(f"Quay {n} is old.")) for n in range(5)]
    async with running(tmp_path, FakeJudge(support_with_first)) as (runner, stores):
        assert len(await stores.checks.list_unfinished()) == 5
        await runner.start()
        for check in submitted:
            assert (await until_done(runner, check)).status is CheckStatus.DONE


async def test_starting_again_leaves_what_is_done_alone(tmp_path: Path) -> None:
    async with running(tmp_path, FakeJudge(support_with_first)) as (runner, _):
        done = await until_done(runner, await runner.submit(request_of()))
    judge = FakeJudge()
    async with running(tmp_path, judge) as (runner, stores):
        await runner.start()
        assert await runner.wait(done.id, 1) == done
        assert await stores.checks.read(done.id) == done
    assert judge.asked == []


async def test_a_check_of_an_engine_that_is_gone_fails_with_a_clear_word(tmp_path: Path) -> None:
    async with running(tmp_path, FakeJudge()) as (runner, stores):
        await stores.checks.create("c1", request_of(engine="gone"))
        await runner.start()
        failed = await until_done(runner, await stores.checks.read("c1"))
    assert failed.failure is not None
    assert failed.failure.slug == "invalid-field"
    assert "gone" in failed.failure.detail


@pytest.mark.parametrize(
    ("error", "slug"),
    [(EmptyCollection("nothing there"), "empty-collection"), (KeyError("x"), "claimdesk-error")],
)
async def test_a_failure_ends_its_own_check_only(
    tmp_path: Path, error: Exception, slug: str
) -> None:
    class Failing(FakeIndex):
        async def snapshot(self, collection: str) -> LibrarySnapshot:
            if collection == "broken":
                raise error
            return await super().snapshot(collection)

    async with running(tmp_path, FakeJudge(), Failing(EVIDENCE)) as (runner, _):
        broken = await runner.submit(request_of(collection="broken"))
        sound = await runner.submit(request_of())
        failed = await until_done(runner, broken)
        assert failed.status is CheckStatus.FAILED
        assert failed.report is None
        assert failed.failure is not None
        assert failed.failure.slug == slug
        assert (await until_done(runner, sound)).status is CheckStatus.DONE


async def test_an_idempotency_key_runs_once(tmp_path: Path) -> None:
    judge = FakeJudge(support_with_first)
    async with running(tmp_path, judge) as (runner, _):
        checks = await asyncio.gather(*(runner.submit(request_of(), "key") for _ in range(5)))
        assert len({check.id for check in checks}) == 1
        done = await until_done(runner, checks[0])
        assert await runner.submit(request_of(), "key") == done
        with pytest.raises(IdempotencyConflict):
            await runner.submit(request_of("Something else."), "key")
    assert sorted(judge.asked) == sorted(SENTENCES)


async def test_waiting_ends_after_the_time_that_was_asked_for(tmp_path: Path) -> None:
    judge = GatedJudge(free=0)
    async with running(tmp_path, judge) as (runner, _):
        submitted = await runner.submit(request_of())
        assert not (await runner.wait(submitted.id, 0.05)).status.final
        assert not (await runner.wait(submitted.id, 0)).status.final
        judge.gate.set()
        assert (await runner.wait(submitted.id, 20)).status is CheckStatus.DONE
        with pytest.raises(UnknownCheck):
            await runner.wait("unknown", 1)


async def test_a_cancelled_check_is_forgotten(tmp_path: Path) -> None:
    judge = GatedJudge(free=3)
    async with running(tmp_path, judge) as (runner, stores):
        submitted = await runner.submit(request_of())
        await until(lambda: len(judge.finished) >= 3)
        await runner.cancel(submitted.id)
        for attempt in (stores.checks.read(submitted.id), runner.cancel(submitted.id)):
            with pytest.raises(UnknownCheck):
                await attempt
        judge.gate.set()
        assert await stores.checks.list_recent() == []
        other = await runner.submit(request_of("The quay is old."))
        assert (await until_done(runner, other)).status is CheckStatus.DONE


async def test_an_unknown_engine_is_refused_and_nothing_kept(tmp_path: Path) -> None:
    async with running(tmp_path, FakeJudge()) as (runner, stores):
        with pytest.raises(InvalidField, match="fake"):
            await runner.submit(request_of(engine="gone"))
        assert await stores.checks.list_recent() == []


async def test_too_many_checks_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner_module, "MAX_WAITING", 3)
    judge = GatedJudge(free=0)
    async with running(tmp_path, judge) as (runner, stores):
        checks = [await runner.submit(request_of(f"Quay {n} is old.")) for n in range(3)]
        with pytest.raises(TooManyChecks):
            await runner.submit(request_of())
        assert len(await stores.checks.list_recent()) == 3
        judge.gate.set()
        for check in checks:
            await until_done(runner, check)
        await runner.submit(request_of())


async def test_only_a_few_run_at_once(tmp_path: Path) -> None:
    judge = GatedJudge(free=0)
    async with running(tmp_path, judge) as (runner, stores):
        for number in range(6):
            await runner.submit(request_of(f"Quay {number} is old."))
        await asyncio.sleep(0.2)
        states = [check.status for check in await stores.checks.list_recent()]
        assert states.count(CheckStatus.RUNNING) == runner_module.RUN_AT_ONCE
        judge.gate.set()
