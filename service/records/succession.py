"""Which version takes over from which, and on which day.

Worked out anew after every change, so that it does not matter in which order documents were
added, described or withdrawn.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import zip_longest
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
    """Set the days on which each version of these documents took over, and was taken over from."""
    for document_id in document_ids:
        own = await _read(connection, versions.c.document_id == document_id)
        others = await _read(connection, document_id == SUPERSEDES)
        for version, since, end in _find_terms(own, others):
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document_id, versions.c.sha256 == version.sha256)
                .values(since=since, superseded=end)
            )


def _find_terms(
    own: Sequence[StoredVersion], others: Sequence[StoredVersion]
) -> Iterator[tuple[StoredVersion, date | None, date | None]]:
    """Each version with the day on which it took over and the day on which it was taken over from.

    A document takes over from what was published before it in its own collection, not from
    later versions.
    """
    since: date | None = None
    for version, following in zip_longest(own, own[1:]):
        days = [
            _counts_from(other)
            for other in others
            if other.document.id != version.document.id
            and other.document.collection == version.document.collection
            and not version.document.later_than(_counts_from(other))
        ]
        takes_over = _takes_over(version, following) if following else None
        if takes_over:
            days.append(takes_over)
        yield version, since, min(days, default=None)
        since = takes_over


def _takes_over(version: StoredVersion, following: StoredVersion) -> date:
    """The day from which the following version of a document counts instead.

    A text that claims no newer day than the one it replaces counts from when it was added: it
    must not change what was known before.
    """
    dated, before = following.document.counts_from, version.document.counts_from
    newer = dated is not None and (before is None or dated > before)
    return dated if dated is not None and newer else following.added.date()


def _counts_from(version: StoredVersion) -> date:
    return version.document.counts_from or version.added.date()


async def _read(connection: AsyncConnection, condition: Any) -> list[StoredVersion]:
    rows: Iterable[Row[Any]] = await connection.execute(READY.where(condition))
    return [read_version(row) for row in rows]
