"""Checks, their reports and reviews: the second part of the records."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, Select, delete, insert, select, update

from service.domain.article import sha256_of
from service.domain.base import Value
from service.domain.check import (
    Check,
    CheckFailure,
    CheckRequest,
    CheckStatus,
    StageProgress,
)
from service.domain.report import Report, ReportStatus, Summary
from service.domain.verdict import Review
from service.errors import IdempotencyConflict, ReportNotReady, UnknownCheck
from service.records.database import Database
from service.records.tables import checks, reviews

FINAL = [status for status in CheckStatus if status.final]
# Picked out of the JSON by the database: a report is long, and only its counts are shown.
OVERVIEW: Select[Any] = select(
    checks.c.id,
    checks.c.status,
    checks.c.request["article", "title"].as_string().label("title"),
    checks.c.request["engine"].as_string().label("engine"),
    checks.c.request["options", "collection"].as_string().label("collection"),
    checks.c.progress,
    checks.c.failure,
    checks.c.report["status"].as_string().label("report_status"),
    checks.c.report["summary"].label("summary"),
    checks.c.created,
    checks.c.updated,
)


class CheckOverview(Value):
    """A check without its article and report: where it is and what came out."""

    id: str
    status: CheckStatus
    title: str | None
    engine: str
    collection: str
    progress: StageProgress
    failure: CheckFailure | None
    report_status: ReportStatus | None
    summary: Summary | None
    created: datetime
    updated: datetime


class CheckRecords:
    """Checks in SQL. A final status never changes again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(
        self, check_id: str, request: CheckRequest, idempotency_key: str | None = None
    ) -> Check:
        """A new check, or the one this key made before.

        Raises ``IdempotencyConflict`` when the key was used for another request.
        """
        body = request.model_dump(mode="json")
        digest = sha256_of(request.model_dump_json())
        now = datetime.now(UTC)
        async with self._database.writing() as connection:
            if idempotency_key is not None:
                query = select(checks).where(checks.c.idempotency_key == idempotency_key)
                row = (await connection.execute(query)).first()
                if row is not None and row.request_sha256 != digest:
                    raise IdempotencyConflict(
                        "This Idempotency-Key was used before with another request."
                    )
                if row is not None:
                    return _check(row)
            await connection.execute(
                insert(checks).values(
                    id=check_id,
                    status=CheckStatus.QUEUED,
                    request=body,
                    progress=StageProgress().model_dump(),
                    created=now,
                    updated=now,
                    idempotency_key=idempotency_key,
                    request_sha256=digest,
                )
            )
        return await self.read(check_id)

    async def read(self, check_id: str) -> Check:
        """Raises ``UnknownCheck``."""
        async with self._database.reading() as connection:
            query = select(checks).where(checks.c.id == check_id)
            row = (await connection.execute(query)).first()
        if row is None:
            raise UnknownCheck(f"There is no check {check_id!r}.")
        return _check(row)

    async def read_report(self, check_id: str) -> Report:
        """Raises ``UnknownCheck``, or ``ReportNotReady`` with what stands in the way."""
        check = await self.read(check_id)
        if check.report is None:
            why = f": {check.failure.detail}" if check.failure else ""
            raise ReportNotReady(f"The check {check_id} is {check.status}{why}.")
        return check.report

    async def read_overview(self, check_id: str) -> CheckOverview:
        """Raises ``UnknownCheck``."""
        async with self._database.reading() as connection:
            row = (await connection.execute(OVERVIEW.where(checks.c.id == check_id))).first()
        if row is None:
            raise UnknownCheck(f"There is no check {check_id!r}.")
        return _overview(row)

    async def list_recent(self, limit: int = 50) -> list[CheckOverview]:
        """Newest first."""
        query = OVERVIEW.order_by(checks.c.created.desc()).limit(limit)
        async with self._database.reading() as connection:
            return [_overview(row) for row in await connection.execute(query)]

    async def list_unfinished(self) -> list[Check]:
        """Oldest first."""
        query = select(checks).where(checks.c.status.not_in(FINAL)).order_by(checks.c.created)
        async with self._database.reading() as connection:
            return [_check(row) for row in await connection.execute(query)]

    async def note_progress(self, check_id: str, progress: StageProgress) -> None:
        await self._change(check_id, status=CheckStatus.RUNNING, progress=progress.model_dump())

    async def finish(self, check_id: str, report: Report) -> bool:
        """Whether the report was kept: not if the check was removed meanwhile."""
        return await self._change(check_id, status=CheckStatus.DONE, report=dump_report(report))

    async def fail(self, check_id: str, failure: CheckFailure) -> bool:
        return await self._change(check_id, status=CheckStatus.FAILED, failure=failure.model_dump())

    async def remove(self, check_id: str) -> None:
        """Forget a check with its article, report and reviews. Raises ``UnknownCheck``."""
        async with self._database.writing() as connection:
            gone = await connection.execute(delete(checks).where(checks.c.id == check_id))
            if gone.rowcount == 0:
                raise UnknownCheck(f"There is no check {check_id!r}.")

    async def review(self, check_id: str, claim_id: str, review: Review | None) -> Report:
        """Change the report by a review, and keep every review ever given.

        Raises ``UnknownCheck``, ``ReportNotReady``, ``UnknownClaim``.
        """
        async with self._database.writing() as connection:
            query = select(checks).where(checks.c.id == check_id)
            row = (await connection.execute(query)).first()
            if row is None:
                raise UnknownCheck(f"There is no check {check_id!r}.")
            if row.report is None:
                raise ReportNotReady(f"The check {check_id} is {row.status}.")
            report = Report.model_validate(row.report).reviewed(claim_id, review)
            await connection.execute(
                update(checks).where(checks.c.id == check_id).values(report=dump_report(report))
            )
            await connection.execute(
                insert(reviews).values(
                    check_id=check_id,
                    claim_id=claim_id,
                    review=review.model_dump(mode="json") if review else None,
                )
            )
        return report

    async def list_reviews(self, check_id: str, claim_id: str) -> list[Review | None]:
        """Every review of the claim, oldest first; ``None`` where one was taken back."""
        query = (
            select(reviews.c.review)
            .where(reviews.c.check_id == check_id, reviews.c.claim_id == claim_id)
            .order_by(reviews.c.number)
        )
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).scalars()
            return [Review.model_validate(one) if one else None for one in found]

    async def _change(self, check_id: str, **values: Any) -> bool:
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(checks)
                .where(checks.c.id == check_id, checks.c.status.not_in(FINAL))
                .values(updated=datetime.now(UTC), **values)
            )
            return changed.rowcount == 1


def dump_report(report: Report) -> dict[str, Any]:
    """The report as it is stored and answered."""
    return report.model_dump(mode="json", by_alias=True)


def _overview(row: Row[Any]) -> CheckOverview:
    times = {name: getattr(row, name).replace(tzinfo=UTC) for name in ("created", "updated")}
    return CheckOverview.model_validate({**row._mapping, **times})


def _check(row: Row[Any]) -> Check:
    return Check(
        id=row.id,
        status=CheckStatus(row.status),
        request=CheckRequest.model_validate(row.request),
        progress=StageProgress.model_validate(row.progress),
        report=Report.model_validate(row.report) if row.report else None,
        failure=CheckFailure.model_validate(row.failure) if row.failure else None,
        created=row.created.replace(tzinfo=UTC),
        updated=row.updated.replace(tzinfo=UTC),
    )
