"""Which version takes over from which, and on which day.

Worked out anew after every change, so that it does not matter in which order documents were
added, described or withdrawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from service.records.rows import read_version
from service.records.stored import StoredVersion, VersionState
from service.records.tables import documents, versions

READY = (
    select(versions)
    .join(documents, documents.c.id == versions.c.document_id)
    .where(versions.c.state == VersionState.READY, documents.c.withdrawn.is_(None))
    .order_by(versions.c.added)
)
SUPERSEDES = versions.c.description["supersedes"].as_string()


async def list_superseded(connection: AsyncConnection, document_id: str) -> set[str]:
    """The documents that versions of this one say they supersede."""
    query = select(SUPERSEDES).where(versions.c.document_id == document_id)
    return set((await connection.execute(query)).scalars()) - {None}


async def date_successions(connection: AsyncConnection, document_ids: Iterable[str]) -> None:
    """Set the day on which each version of these documents was superseded, if it was."""
    for document_id in document_ids:
        own = await _read(connection, versions.c.document_id == document_id)
        others = await _read(connection, document_id == SUPERSEDES)
        successors = [one for one in others if one.document.id != document_id]
        for version, day in _find_ends(own, successors):
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document_id, versions.c.sha256 == version.sha256)
                .values(superseded=day)
            )


def counts_from(version: StoredVersion) -> date:
    """The day from which the version counts instead of the one before."""
    return version.document.published or version.added.date()


def _find_ends(
    own: Sequence[StoredVersion], successors: Sequence[StoredVersion]
) -> Iterator[tuple[StoredVersion, date | None]]:
    """Each version with the day on which the next one, or another document, took over.

    A document takes over from what was published before it, not from later versions.
    """
    for index, version in enumerate(own):
        days = [
            counts_from(one)
            for one in successors
            if not version.document.later_than(counts_from(one))
        ]
        days += [counts_from(one) for one in own[index + 1 : index + 2]]
        yield version, min(days, default=None)


async def _read(connection: AsyncConnection, condition: Any) -> list[StoredVersion]:
    rows: Iterable[Row[Any]] = await connection.execute(READY.where(condition))
    return [read_version(row) for row in rows]
