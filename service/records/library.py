"""Documents, versions, texts and passages: the library's part of the records."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.evidence import Document, Passage
from service.errors import UnknownDocument, UnknownVersion
from service.records.database import Database
from service.records.rows import (
    passage_row,
    read_passage,
    read_stored_document,
    read_version,
    version_row,
)
from service.records.stored import StoredDocument, StoredVersion, VersionState
from service.records.succession import date_successions, list_superseded
from service.records.tables import documents, library_state, passages, texts, versions

DELETE_FTS = text(
    "DELETE FROM passages_fts WHERE rowid IN (SELECT number FROM passages "
    "WHERE document_id = :document_id AND sha256 = :sha256)"
)
INSERT_FTS = text(
    "INSERT INTO passages_fts (rowid, text, title) SELECT number, text, :title FROM passages "
    "WHERE document_id = :document_id AND sha256 = :sha256"
)


class LibraryRecords:
    """The library in SQL. A version is searched only once it is ``ready`` in all stores."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find_current(self, document_id: str) -> StoredVersion | None:
        """The version that is searched now, or nothing if there is none."""
        query = (
            select(versions)
            .join(documents, _is_current())
            .where(documents.c.id == document_id, documents.c.withdrawn.is_(None))
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query)).first()
            return read_version(row) if row else None

    async def find_collection(self, document_id: str) -> str | None:
        """The collection the document is in, also if it was withdrawn."""
        query = select(documents.c.collection).where(documents.c.id == document_id)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).scalar_one_or_none()

    async def find_duplicate(self, sha256: str, document: Document) -> str | None:
        """The id of a document of the same collection and kind of proof with this text now."""
        query = (
            select(documents.c.id)
            .join(versions, _is_current())
            .where(
                documents.c.current_version == sha256,
                documents.c.collection == document.collection,
                documents.c.withdrawn.is_(None),
                versions.c.description["own_publication"].as_boolean() == document.own_publication,
            )
        )
        async with self._database.reading() as connection:
            return (await connection.execute(query.limit(1))).scalar_one_or_none()

    async def write_pending(
        self, version: StoredVersion, content: str, cut: Sequence[Passage]
    ) -> None:
        """Store text, version and passages in one transaction; nothing is searched yet."""
        document = version.document
        async with self._database.writing() as connection:
            await connection.execute(
                upsert(texts).values(sha256=version.sha256, text=content).on_conflict_do_nothing()
            )
            await connection.execute(
                upsert(documents)
                .values(id=document.id, collection=document.collection, added=version.added)
                .on_conflict_do_nothing()
            )
            await _delete_version(connection, document.id, version.sha256)
            await connection.execute(insert(versions).values(**version_row(version)))
            if cut:
                await connection.execute(
                    insert(passages), [passage_row(document.id, passage) for passage in cut]
                )

    async def make_ready(self, document: Document, sha256: str) -> None:
        """Let the version be searched, and supersede what it replaces, in one transaction."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document.id, versions.c.sha256 == sha256)
                .values(state=VersionState.READY)
            )
            await connection.execute(
                update(documents)
                .where(documents.c.id == document.id)
                .values(current_version=sha256, collection=document.collection, withdrawn=None)
            )
            await date_successions(
                connection, {document.id} | await list_superseded(connection, document.id)
            )
            await _index_full_text(connection, document, sha256)
            await _raise_revision(connection)

    async def describe(self, document: Document, sha256: str) -> None:
        """Replace the description of a version whose text stays the same."""
        async with self._database.writing() as connection:
            before = await list_superseded(connection, document.id)
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document.id, versions.c.sha256 == sha256)
                .values(description=document.model_dump(mode="json"))
            )
            after = await list_superseded(connection, document.id)
            await date_successions(connection, {document.id} | before | after)
            await connection.execute(
                update(documents)
                .where(documents.c.id == document.id)
                .values(collection=document.collection)
            )
            await _index_full_text(connection, document, sha256)
            await _raise_revision(connection)

    async def begin_leaving(self, document_id: str) -> None:
        """Take every version of a document out of the search; its texts stay readable.

        Raises ``UnknownDocument``.
        """
        async with self._database.writing() as connection:
            changed = await connection.execute(
                update(documents)
                .where(documents.c.id == document_id, documents.c.withdrawn.is_(None))
                .values(withdrawn=datetime.now(UTC))
            )
            if changed.rowcount == 0:
                raise UnknownDocument(f"The library has no document {document_id!r}.")
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document_id)
                .values(state=VersionState.LEAVING)
            )
            await date_successions(connection, await list_superseded(connection, document_id))
            await _raise_revision(connection)

    async def finish_leaving(self, version: StoredVersion) -> None:
        key = {"document_id": version.document.id, "sha256": version.sha256}
        async with self._database.writing() as connection:
            await connection.execute(DELETE_FTS, key)
            await connection.execute(delete(passages).filter_by(**key))
            await connection.execute(
                update(versions).filter_by(**key).values(state=VersionState.WITHDRAWN)
            )
            await _raise_revision(connection)

    async def unfinished(self, state: VersionState) -> list[StoredVersion]:
        """Versions that a crash left half-way in ``state``."""
        query = select(versions).where(versions.c.state == state)
        async with self._database.reading() as connection:
            return [read_version(row) for row in await connection.execute(query)]

    async def passages_of(self, document_id: str, sha256: str) -> list[Passage]:
        query = (
            select(passages)
            .where(passages.c.document_id == document_id, passages.c.sha256 == sha256)
            .order_by(passages.c.position)
        )
        async with self._database.reading() as connection:
            return [read_passage(row) for row in await connection.execute(query)]

    async def list_passage_ids(self, document_id: str) -> list[str]:
        """The ids of the passages of all its versions."""
        query = select(passages.c.id).where(passages.c.document_id == document_id)
        async with self._database.reading() as connection:
            return list((await connection.execute(query)).scalars())

    async def read_text(self, sha256: str) -> str:
        async with self._database.reading() as connection:
            found = await connection.execute(select(texts.c.text).filter_by(sha256=sha256))
            content = found.scalar_one_or_none()
        if content is None:
            raise UnknownVersion(f"The library has no text with SHA-256 {sha256}.")
        return str(content)

    async def list_documents(
        self, collection: str | None = None, limit: int = 1000, offset: int = 0
    ) -> list[StoredDocument]:
        query = (
            select(documents, versions.c.description)
            .join(versions, _is_current())
            .where(documents.c.withdrawn.is_(None))
            .order_by(documents.c.id)
            .limit(limit)
            .offset(offset)
        )
        if collection is not None:
            query = query.where(documents.c.collection == collection)
        async with self._database.reading() as connection:
            return [read_stored_document(row) for row in await connection.execute(query)]

    async def read_document(self, document_id: str) -> StoredDocument:
        """A document with all its versions, newest first. Raises ``UnknownDocument``."""
        query = select(documents, versions.c.description).join(versions, _is_current())
        history = (
            select(versions)
            .where(versions.c.document_id == document_id)
            .order_by(versions.c.added.desc())
        )
        async with self._database.reading() as connection:
            row = (await connection.execute(query.where(documents.c.id == document_id))).first()
            if row is None:
                raise UnknownDocument(f"The library has no document {document_id!r}.")
            found = [read_version(version) for version in await connection.execute(history)]
        return read_stored_document(row).model_copy(update={"versions": tuple(found)})

    async def count_documents(self, collection: str | None) -> int:
        query = (
            select(func.count())
            .select_from(documents)
            .where(documents.c.withdrawn.is_(None), documents.c.current_version.is_not(None))
        )
        if collection is not None:
            query = query.where(documents.c.collection == collection)
        async with self._database.reading() as connection:
            return int((await connection.execute(query)).scalar_one())

    async def read_state(self, key: str) -> str | None:
        async with self._database.reading() as connection:
            found = await connection.execute(select(library_state.c.value).filter_by(key=key))
            return found.scalar_one_or_none()

    async def write_state(self, key: str, value: str) -> None:
        async with self._database.writing() as connection:
            await _write_state(connection, key, value)

    async def read_revision(self) -> int:
        return int(await self.read_state("revision") or 0)


def _is_current() -> Any:
    return (versions.c.document_id == documents.c.id) & (
        versions.c.sha256 == documents.c.current_version
    )


async def _delete_version(connection: AsyncConnection, document_id: str, sha256: str) -> None:
    key = {"document_id": document_id, "sha256": sha256}
    await connection.execute(DELETE_FTS, key)
    await connection.execute(delete(passages).filter_by(**key))
    await connection.execute(delete(versions).filter_by(**key))


async def _index_full_text(connection: AsyncConnection, document: Document, sha256: str) -> None:
    key = {"document_id": document.id, "sha256": sha256}
    await connection.execute(DELETE_FTS, key)
    await connection.execute(INSERT_FTS, key | {"title": document.title})


async def _raise_revision(connection: AsyncConnection) -> None:
    found = await connection.execute(select(library_state.c.value).filter_by(key="revision"))
    await _write_state(connection, "revision", str(int(found.scalar_one_or_none() or 0) + 1))


async def _write_state(connection: AsyncConnection, key: str, value: str) -> None:
    await connection.execute(
        upsert(library_state)
        .values(key=key, value=value)
        .on_conflict_do_update(index_elements=["key"], set_={"value": value})
    )
