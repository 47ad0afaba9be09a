"""Search as a check sees it: dense and lexical ranks fused, filtered by collection and time."""

from collections.abc import Sequence
from datetime import UTC, datetime

from service.domain.evidence import Evidence, EvidenceQuery
from service.domain.report import LibrarySnapshot, ModelUse
from service.errors import EmptyCollection
from service.library.lexical import LexicalSearch
from service.library.vectors import VectorStore
from service.records.library import LibraryRecords
from service.records.search import FoundPassage, SearchRecords

RANK_CONSTANT = 10
"""Smaller than the customary 60: over five public sets and newsdesk the first ranks of either
search deserve more (``evals/README.md``)."""
CANDIDATES = (60, 240, 960)
"""How many are looked at: more only where too few of them may decide, as when most of a
collection is later than the day whose knowledge counts, or repeats the same words."""
SHOWN_LATER = 3


class LibrarySearch:
    """The ``EvidenceIndex`` over SQL and Chroma."""

    def __init__(
        self, records: LibraryRecords, searches: SearchRecords, vectors: VectorStore
    ) -> None:
        self._records = records
        self._searches = searches
        self._vectors = vectors
        self._lexical = LexicalSearch(searches)

    async def search(self, query: EvidenceQuery) -> tuple[Evidence, ...]:
        """Passages by fused rank: ``limit`` that may decide, and a few that may only be shown.

        Raises ``EmptyCollection``.
        """
        await self.snapshot(query.collection)
        kept: tuple[Evidence, ...] = ()
        for candidates in CANDIDATES:
            limit = max(candidates, 3 * query.limit)
            ranked, complete = await self._rank(query, limit)
            kept = _keep(ranked, query.limit)
            if complete or sum(one.decides for one in kept) >= query.limit:
                break
        return kept

    async def _rank(self, query: EvidenceQuery, limit: int) -> tuple[list[Evidence], bool]:
        """The best of ``limit`` candidates of each search, and whether that was all there are."""
        as_of = query.as_of or datetime.now(UTC).date()
        revision = await self._records.read_revision()
        dense = await self._vectors.find(query.text, query.collection, limit, revision)
        lexical = await self._lexical.find(query, as_of, limit)
        scores = fuse_ranks([[one for one, _ in dense], [one for one, _ in lexical]])
        found = await self._searches.load(list(scores), query.collection, as_of)
        similar, matched = dict(dense), dict(lexical)
        ranked = [
            _as_evidence(found[one], similar.get(one), matched.get(one), scores[one])
            for one in sorted(found, key=lambda one: (-scores[one], one))
        ]
        return ranked, max(len(dense), len(lexical)) < limit

    @property
    def models(self) -> tuple[ModelUse, ...]:
        return (self._vectors.model,)

    async def read_text(self, version: str) -> str:
        return await self._records.read_text(version)

    async def snapshot(self, collection: str) -> LibrarySnapshot:
        """What the collection holds now. Raises ``EmptyCollection``."""
        documents = await self._records.count_documents(collection)
        if documents == 0:
            raise EmptyCollection(f"The collection {collection!r} has no documents.")
        revision = await self._records.read_revision()
        return LibrarySnapshot(collection=collection, revision=revision, documents=documents)


def fuse_ranks(rankings: Sequence[Sequence[str]]) -> dict[str, float]:
    """Reciprocal rank fusion: the sum of 1 / (constant + rank), ranks from 1.

    Cormack, Clarke and Buettcher (2009), Reciprocal rank fusion outperforms Condorcet.
    """
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, one in enumerate(ranking, start=1):
            scores[one] = scores.get(one, 0.0) + 1.0 / (RANK_CONSTANT + rank)
    return scores


def _as_evidence(
    found: FoundPassage, dense: float | None, lexical: float | None, score: float
) -> Evidence:
    return Evidence(
        document=found.document,
        passage=found.passage,
        before=found.before,
        after=found.after,
        dense=dense,
        lexical=lexical,
        score=score,
        later=found.later,
    )


def _keep(ranked: Sequence[Evidence], limit: int) -> tuple[Evidence, ...]:
    """The best that may decide, and the best few others, in the order of rank.

    Of passages with the same words only the first may decide: the same release in two documents
    is one voice, and takes one place.
    """
    first = {_words_of(one): one.passage.id for one in reversed(ranked) if one.decides}
    deciding = [one for one in ranked if first.get(_words_of(one)) == one.passage.id][:limit]
    shown = [one for one in ranked if not one.decides][:SHOWN_LATER]
    kept = {one.passage.id for one in (*deciding, *shown)}
    return tuple(one for one in ranked if one.passage.id in kept)


def _words_of(evidence: Evidence) -> str:
    return " ".join(evidence.passage.text.casefold().split())
