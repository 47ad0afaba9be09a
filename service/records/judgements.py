"""Finished judgements, so that work is paid once."""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from service.domain.verdict import Judgement
from service.records.database import Database
from service.records.tables import judgements


class JudgementRecords:
    """The ``JudgementStore`` in SQL."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, key: str) -> Judgement | None:
        query = select(judgements.c.judgement).where(judgements.c.key == key)
        async with self._database.reading() as connection:
            found = (await connection.execute(query)).scalar_one_or_none()
        return Judgement.model_validate(found) if found is not None else None

    async def keep(self, key: str, judgement: Judgement) -> None:
        async with self._database.writing() as connection:
            await connection.execute(
                insert(judgements)
                .values(
                    key=key, judgement=judgement.model_dump(mode="json"), created=datetime.now(UTC)
                )
                .on_conflict_do_nothing()
            )
