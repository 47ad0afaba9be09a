"""Documents, versions, texts and passages: the library's part of the records."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from service.domain.evidence import Document, DocumentVersion, Passage, Section
from service.errors import UnknownDocument, UnknownVersion
from service.records.database import Database
from service.records.stored import StoredDocument, StoredVersion, VersionState
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
            return _stored_version(row) if row else None

    async def has_document(self, document_id: str) -> bool:
        query = select(documents.c.id).where(documents.c.id == document_id)
        async with self._database.reading() as connection:
            return (await connection.execute(query)).first() is not None

    async def find_duplicate(self, sha256: str, collection: str) -> str | None:
        """The id of the document in ``collection`` whose current text has this digest."""
        query = select(documents.c.id).where(
            documents.c.current_version == sha256,
            documents.c.collection == collection,
            documents.c.withdrawn.is_(None),
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
            await connection.execute(insert(versions).values(**_version_row(version)))
            if cut:
                await connection.execute(
                    insert(passages), [_passage_row(document.id, passage) for passage in cut]
                )

    async def make_ready(self, document: Document, sha256: str, superseded_on: date) -> None:
        """Let the version be searched, and supersede what it replaces, in one transaction."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(versions)
                .where(
                    versions.c.document_id.in_({document.id, document.supersedes or document.id}),
                    versions.c.superseded.is_(None),
                    versions.c.state == VersionState.READY,
                )
                .values(superseded=superseded_on)
            )
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document.id, versions.c.sha256 == sha256)
                .values(state=VersionState.READY, superseded=None)
            )
            await connection.execute(
                update(documents)
                .where(documents.c.id == document.id)
                .values(current_version=sha256, collection=document.collection, withdrawn=None)
            )
            await _index_full_text(connection, document, sha256)
            await _raise_revision(connection)

    async def describe(self, document: Document, sha256: str) -> None:
        """Replace the description of a version whose text stays the same."""
        async with self._database.writing() as connection:
            await connection.execute(
                update(versions)
                .where(versions.c.document_id == document.id, versions.c.sha256 == sha256)
                .values(description=document.model_dump(mode="json"))
            )
            await connection.execute(
                update(documents)
                .where(documents.c.id == document.id)
                .values(collection=document.collection)
            )
            await _index_full_text(connection, document, sha256)
            await _raise_revision(connection)

    async def begin_leaving(self, document_id: str) -> list[StoredVersion]:
        """Take every version of a document out of the search; its texts stay readable."""
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
            await _raise_revision(connection)
        return await self.unfinished(VersionState.LEAVING)

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
            return [_stored_version(row) for row in await connection.execute(query)]

    async def passages_of(self, document_id: str, sha256: str) -> list[Passage]:
        query = (
            select(passages)
            .where(passages.c.document_id == document_id, passages.c.sha256 == sha256)
            .order_by(passages.c.position)
        )
        async with self._database.reading() as connection:
            return [read_passage(row) for row in await connection.execute(query)]

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
            return [_stored_document(row) for row in await connection.execute(query)]

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
            found = [_stored_version(version) for version in await connection.execute(history)]
        return _stored_document(row).model_copy(update={"versions": tuple(found)})

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


def _version_row(version: StoredVersion) -> dict[str, Any]:
    return {
        "document_id": version.document.id,
        "sha256": version.sha256,
        "description": version.document.model_dump(mode="json"),
        "sections": [section.model_dump() for section in version.sections],
        "media_type": version.media_type,
        "file_name": version.file_name,
        "warnings": list(version.warnings),
        "added": version.added,
        "superseded": version.superseded,
        "state": version.state,
    }


def _passage_row(document_id: str, passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document_id": document_id,
        "sha256": passage.version,
        "position": passage.index,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "page": passage.page,
        "text": passage.text,
    }


def read_passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        version=row.sha256,
        index=row.position,
        start=row.start,
        end=row.end,
        text=row.text,
        heading=row.heading,
        page=row.page,
    )


def _stored_version(row: Row[Any]) -> StoredVersion:
    return StoredVersion(
        **DocumentVersion(
            sha256=row.sha256,
            document=Document.model_validate(row.description),
            added=row.added.replace(tzinfo=UTC),
            superseded=row.superseded,
        ).model_dump(),
        sections=tuple(Section.model_validate(section) for section in row.sections),
        media_type=row.media_type,
        file_name=row.file_name,
        warnings=tuple(row.warnings),
        state=VersionState(row.state),
    )


def _stored_document(row: Row[Any]) -> StoredDocument:
    return StoredDocument(
        document=Document.model_validate(row.description),
        current_version=row.current_version,
        added=row.added.replace(tzinfo=UTC),
        withdrawn=row.withdrawn.replace(tzinfo=UTC) if row.withdrawn else None,
    )
