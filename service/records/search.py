"""Search in SQL: full text by FTS5, and the rules of which versions count when."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, and_, or_, select, text
from sqlalchemy.orm import aliased

from service.domain.base import Value
from service.domain.evidence import Document, Passage
from service.records.database import Database
from service.records.rows import read_passage
from service.records.stored import VersionState
from service.records.tables import documents, passages, versions

FULL_TEXT = text(
    "SELECT p.id AS id, -bm25(passages_fts, 1.0, 0.5) AS score "
    "FROM passages_fts JOIN passages p ON p.number = passages_fts.rowid "
    "JOIN versions v ON v.document_id = p.document_id AND v.sha256 = p.sha256 "
    "JOIN documents d ON d.id = p.document_id "
    "WHERE passages_fts MATCH :query AND d.collection = :collection AND v.state = 'ready' "
    "AND (v.superseded IS NULL OR v.superseded > :as_of) "
    "ORDER BY score DESC LIMIT :limit"
)


class FoundPassage(Value):
    """A passage that may be searched, with its document and its neighbours' texts.

    ``later``: the document, or this version of it, does not count yet on the day asked for.
    """

    document: Document
    passage: Passage
    later: bool
    before: str
    after: str


class SearchRecords:
    """Looks passages up; ranks nothing but full text."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_by_text(
        self, query: str, collection: str, as_of: date, limit: int
    ) -> list[tuple[str, float]]:
        """Passage ids with their BM25 score (higher is better), best first.

        ``query`` is an FTS5 expression; see ``library.lexical`` for how it is made safe.
        """
        values = {
            "query": query,
            "collection": collection,
            "as_of": as_of.isoformat(),
            "limit": limit,
        }
        async with self._database.reading() as connection:
            return [(row.id, row.score) for row in await connection.execute(FULL_TEXT, values)]

    async def load(
        self, passage_ids: Sequence[str], collection: str, as_of: date
    ) -> dict[str, FoundPassage]:
        """Those of the passages that may be searched as of that day, by id.

        Left out: versions not ready or superseded by then, documents withdrawn or no longer
        valid. Documents published later are kept: they are shown, and never decide.
        """
        query = _passages_with_neighbours().where(
            passages.c.id.in_(passage_ids),
            documents.c.collection == collection,
            _counts_on(as_of),
        )
        async with self._database.reading() as connection:
            found = [_found(row, as_of) for row in await connection.execute(query)]
        return {
            one.passage.id: one
            for one in found
            if one.document.valid_until is None or one.document.valid_until >= as_of
        }


def _counts_on(as_of: date) -> Any:
    return and_(
        versions.c.state == VersionState.READY,
        documents.c.withdrawn.is_(None),
        or_(versions.c.superseded.is_(None), versions.c.superseded > as_of),
    )


def _passages_with_neighbours() -> Select[Any]:
    previous, following = aliased(passages), aliased(passages)

    def neighbour(other: Any, step: int) -> Any:
        return and_(
            other.c.document_id == passages.c.document_id,
            other.c.sha256 == passages.c.sha256,
            other.c.position == passages.c.position + step,
        )

    return (
        select(
            passages,
            versions.c.description,
            versions.c.since,
            previous.c.text.label("before"),
            following.c.text.label("after"),
        )
        .join(
            versions,
            and_(
                versions.c.document_id == passages.c.document_id,
                versions.c.sha256 == passages.c.sha256,
            ),
        )
        .join(documents, documents.c.id == passages.c.document_id)
        .outerjoin(previous, neighbour(previous, -1))
        .outerjoin(following, neighbour(following, 1))
    )


def _found(row: Any, as_of: date) -> FoundPassage:
    document = Document.model_validate(row.description)
    return FoundPassage(
        document=document,
        passage=read_passage(row),
        later=document.later_than(as_of) or (row.since is not None and row.since > as_of),
        before=row.before or "",
        after=row.after or "",
    )
