"""A real library on a temporary folder: SQLite, Chroma and a lock, with a fake embedder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import text

from service.domain.evidence import Document, EvidenceQuery, Section
from service.errors import EmptyCollection
from service.library.readers import Extraction
from service.library.search import LibrarySearch
from service.library.vectors import VectorStore
from service.library.versions import Added, Library
from service.records.checks import CheckRecords
from service.records.database import Database, open_database
from service.records.judgements import JudgementRecords
from service.records.library import LibraryRecords
from service.records.lock import FileLock
from service.records.search import SearchRecords
from tests.builders.pipeline import HashEmbedder, document_of

PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Stores:
    """All stores of one data directory, opened."""

    database: Database
    records: LibraryRecords
    vectors: VectorStore
    library: Library
    search: LibrarySearch
    judgements: JudgementRecords
    checks: CheckRecords
    embedder: HashEmbedder

    async def add(self, text: str, document: Document | None = None, **fields: Any) -> Added:
        """Add ``text`` as the document ``doc``, or as the one that is given or described."""
        source = document or document_of(**fields)
        return await self.library.add(source, extraction_of(text), f"{source.id}.txt")


def extraction_of(text: str, **fields: Any) -> Extraction:
    whole = Section(start=0, end=len(text))
    return Extraction.model_validate(
        {"text": text, "sections": (whole,), "media_type": "text/plain", **fields}
    )


def url_of(folder: Path) -> str:
    return f"sqlite+aiosqlite:///{folder / 'claimdesk.sqlite'}"


@asynccontextmanager
async def opened_stores(
    folder: Path,
    *,
    embedder: HashEmbedder | None = None,
    vectors: type[VectorStore] = VectorStore,
) -> AsyncIterator[Stores]:
    """The stores under ``folder``, as ``bootstrap`` composes them, and closed at the end."""
    chosen = embedder or HashEmbedder()
    database = await open_database(url_of(folder))
    store = vectors(folder / "chroma", chosen)
    records = LibraryRecords(database)
    try:
        library = Library(records, store, chosen, FileLock(folder / "lock", PATIENCE_SECONDS))
        await library.open()
        yield Stores(
            database=database,
            records=records,
            vectors=store,
            library=library,
            search=LibrarySearch(records, SearchRecords(database), store),
            judgements=JudgementRecords(database),
            checks=CheckRecords(database),
            embedder=chosen,
        )
    finally:
        await store.close()
        await database.close()


async def found(
    stores: Stores, query: str = "cranes", as_of: date | None = None, collection: str = "default"
) -> list[str]:
    """Per passage that may decide, its text, in order of the alphabet."""
    asked = EvidenceQuery(text=query, as_of=as_of, collection=collection, limit=50)
    try:
        evidence = await stores.search.search(asked)
    except EmptyCollection:
        return []
    return sorted(one.passage.text for one in evidence if one.decides)


async def assert_consistent(stores: Stores) -> None:
    """Vectors, passages and full text hold the same passages, and nothing is half-way."""
    async with stores.database.reading() as connection:
        searched = set(
            (
                await connection.execute(
                    text(
                        "SELECT p.id FROM passages p JOIN versions v ON v.sha256 = p.sha256 "
                        "AND v.document_id = p.document_id WHERE v.state = 'ready'"
                    )
                )
            ).scalars()
        )
        kept = set((await connection.execute(text("SELECT id FROM passages"))).scalars())
        indexed = (
            await connection.execute(
                text("SELECT p.id FROM passages_fts f JOIN passages p ON p.number = f.rowid")
            )
        ).scalars()
        full_text = list(indexed)
        rows = (await connection.execute(text("SELECT count(*) FROM passages_fts"))).scalar_one()
        states = set((await connection.execute(text("SELECT state FROM versions"))).scalars())
    assert kept == searched
    assert sorted(full_text) == sorted(searched)
    assert rows == len(searched)
    assert await stores.vectors.list_ids() == searched
    assert states <= {"ready", "withdrawn"}
