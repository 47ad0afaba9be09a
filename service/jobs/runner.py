"""Runs checks inside the server's process, a few at a time, and resumes them after a restart.

What was judged before a crash is found again in the judgement store, so nothing is paid twice.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from uuid import uuid4

import structlog

from service.domain.check import (
    Check,
    CheckFailure,
    CheckRequest,
    StageProgress,
)
from service.errors import ClaimdeskError, InvalidField, StoreFailed, TooManyChecks
from service.pipeline.check import Checker
from service.records.checks import CheckRecords

log = structlog.get_logger()

RUN_AT_ONCE = 2
WRITE_PAUSES_SECONDS = (0.1, 0.5, 2.0, 10.0)
MAX_WAITING = 200


class CheckRunner:
    """Takes requests quickly, works on them later."""

    def __init__(self, records: CheckRecords, checkers: Mapping[str, Checker]) -> None:
        self._records = records
        self._checkers = checkers
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._at_once = asyncio.Semaphore(RUN_AT_ONCE)

    async def start(self) -> None:
        """Take up again what was waiting or running when the process ended."""
        for check in await self._records.list_unfinished():
            self._begin(check)

    async def stop(self) -> None:
        """End without losing anything: what runs is taken up at the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def submit(self, request: CheckRequest, idempotency_key: str | None = None) -> Check:
        """Keep the request and begin; the same key and request answer the same check.

        Raises ``InvalidField`` for an unknown engine, ``TooManyChecks``,
        ``IdempotencyConflict``.
        """
        self.find_checker(request.engine)
        if len(self._tasks) >= MAX_WAITING:
            raise TooManyChecks(f"{len(self._tasks)} checks are waiting; try again in a minute.")
        check = await self._records.create(uuid4().hex, request, idempotency_key)
        if not check.status.final and check.id not in self._tasks:
            self._begin(check)
        return check

    async def wait(self, check_id: str, seconds: float) -> Check:
        """The check when it is done, or as it is after so many seconds."""
        task = self._tasks.get(check_id)
        if task is not None and seconds > 0:
            await asyncio.wait({task}, timeout=seconds)
        return await self._records.read(check_id)

    async def cancel(self, check_id: str) -> None:
        """Stop working on a check and forget it with its article. Raises ``UnknownCheck``."""
        await self._records.read(check_id)
        task = self._tasks.get(check_id)
        if task is not None:
            task.cancel()
            await asyncio.wait({task})
        await self._records.remove(check_id)

    def find_checker(self, engine: str) -> Checker:
        """Raises ``InvalidField`` that says which engines there are."""
        if engine not in self._checkers:
            known = ", ".join(sorted(self._checkers))
            raise InvalidField(f"There is no engine {engine!r}; there is {known}.")
        return self._checkers[engine]

    def _begin(self, check: Check) -> None:
        task = asyncio.create_task(self._run(check), name=f"check-{check.id}")
        self._tasks[check.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(check.id, None))

    async def _run(self, check: Check) -> None:
        async with self._at_once:
            watch = ProgressNotes(self._records, check.id)
            try:
                checker = self.find_checker(check.request.engine)
                report = await checker.check_article(
                    check.request.article, check.request.options, watch, check.id
                )
                await watch.settle()
                await keep_trying(lambda: self._records.finish(check.id, report))
            except ClaimdeskError as error:
                await self._fail(check.id, error.slug, error.detail)
            except Exception as error:  # the last door: a crash is told, and ends only this check
                log.exception("check_crashed", check=check.id)
                await self._fail(check.id, ClaimdeskError.slug, type(error).__name__)
            finally:
                await watch.settle()

    async def _fail(self, check_id: str, slug: str, detail: str) -> None:
        failure = CheckFailure(slug=slug, detail=detail)
        try:
            await keep_trying(lambda: self._records.fail(check_id, failure))
        except StoreFailed:
            # It stays unfinished in the records, and is taken up at the next start.
            log.exception("check_not_recorded", check=check_id)


async def keep_trying(write: Callable[[], Awaitable[bool]]) -> None:
    """Write again, ever more slowly, while the store fails. Raises its last ``StoreFailed``."""
    for pause in WRITE_PAUSES_SECONDS:
        try:
            await write()
        except StoreFailed:
            await asyncio.sleep(pause)
        else:
            return
    await write()


class ProgressNotes:
    """Writes progress down in the background; the latest word wins."""

    def __init__(self, records: CheckRecords, check_id: str) -> None:
        self._records = records
        self._check_id = check_id
        self._latest: StageProgress | None = None
        self._writer: asyncio.Task[None] | None = None

    def __call__(self, stage: str, done: int, total: int) -> None:
        self._latest = StageProgress(stage=stage, done=done, total=total)
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._write())

    async def settle(self) -> None:
        """Wait until nothing is left to write."""
        if self._writer is not None:
            await asyncio.wait({self._writer})

    async def _write(self) -> None:
        while self._latest is not None:
            latest, self._latest = self._latest, None
            await self._records.note_progress(self._check_id, latest)
