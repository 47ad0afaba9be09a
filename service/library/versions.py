"""Adding, replacing and withdrawing documents: one act over three stores.

Text, passages and full text live in SQL, vectors in Chroma, and no transaction spans both.
So a version is first written as ``pending`` with everything needed to finish it, then its
vectors are stored, then it becomes ``ready`` in one SQL transaction; only ``ready`` versions
are searched. Whatever a crash leaves half-way, the next writer finishes.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from service.domain.article import sha256_of
from service.domain.base import Value
from service.domain.evidence import Document, Passage
from service.errors import LibraryMismatch, UnknownVersion
from service.library.embedding import embed_passages
from service.library.passages import cut_passages
from service.library.readers import Extraction
from service.library.vectors import VectorStore
from service.ports import Embedder
from service.records.library import LibraryRecords
from service.records.lock import FileLock
from service.records.stored import StoredDocument, StoredVersion, VersionState


class AddOutcome(StrEnum):
    """What adding a document did."""

    ADDED = "added"
    NEW_VERSION = "new_version"
    DESCRIBED = "described"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"


class Added(Value):
    """``document_id`` is the document that holds the text now; for a duplicate, the other one."""

    outcome: AddOutcome
    document_id: str
    version: str
    passages: int
    warnings: tuple[str, ...] = ()


class Library:
    """The newsroom's reference documents, as their owner sees them."""

    def __init__(
        self, records: LibraryRecords, vectors: VectorStore, embedder: Embedder, lock: FileLock
    ) -> None:
        self._records = records
        self._vectors = vectors
        self._embedder = embedder
        self._lock = lock

    async def open(self) -> None:
        """Check that the vectors fit the embedding model, and finish what a crash left.

        Raises ``LibraryMismatch``.
        """
        known = await self._records.read_state("embedder")
        if known is None:
            await self._records.write_state("embedder", self._embedder.fingerprint)
        elif known != self._embedder.fingerprint:
            raise LibraryMismatch(
                "The library's vectors were made by another embedding model "
                f"({known}, now {self._embedder.fingerprint}). Add the documents to a new "
                "data directory, or go back to the model."
            )
        if await self._has_unfinished():
            async with self._lock.hold():
                await self._finish_unfinished()

    async def add(self, document: Document, extraction: Extraction, file_name: str) -> Added:
        """Add a document, or a new version of one; doing it twice changes nothing.

        The text of another document of the collection under a new id is a duplicate and not
        added: two copies of one source would look like two sources.
        """
        sha256 = sha256_of(extraction.text)
        async with self._lock.hold():
            await self._vectors.catch_up(await self._records.read_revision())
            await self._finish_unfinished()
            known = await self._find_known(document, sha256)
            if known is not None:
                return known
            version = StoredVersion(
                sha256=sha256,
                document=document,
                added=datetime.now(UTC),
                sections=extraction.sections,
                media_type=extraction.media_type,
                file_name=file_name,
                warnings=extraction.warnings,
            )
            first = await self._records.find_collection(document.id) is None
            cut = cut_passages(
                document.id, sha256, extraction.text, extraction.sections, document.language
            )
            await self._records.write_pending(version, extraction.text, cut)
            await self._finish(version, cut)
        return Added(
            outcome=AddOutcome.ADDED if first else AddOutcome.NEW_VERSION,
            document_id=document.id,
            version=sha256,
            passages=len(cut),
            warnings=extraction.warnings,
        )

    async def withdraw(self, document_id: str) -> None:
        """Take a document out of every search. Its texts stay, so old reports still open.

        Raises ``UnknownDocument``.
        """
        async with self._lock.hold():
            await self._vectors.catch_up(await self._records.read_revision())
            await self._records.begin_leaving(document_id)
            await self._finish_unfinished()

    async def list_documents(
        self, collection: str | None = None, limit: int = 1000, offset: int = 0
    ) -> list[StoredDocument]:
        return await self._records.list_documents(collection, limit, offset)

    async def count_documents(self, collection: str | None = None) -> int:
        """How many can be searched now, in all collections or in one."""
        return await self._records.count_documents(collection)

    async def read_document(self, document_id: str) -> StoredDocument:
        """With all its versions, newest first; also a withdrawn one. Raises ``UnknownDocument``."""
        return await self._records.read_document(document_id)

    async def find_text(
        self, document_id: str, sha256: str | None = None
    ) -> tuple[StoredDocument, StoredVersion, str]:
        """A document, one of its versions (by default the current one), and that one's text.

        Raises ``UnknownDocument``; ``UnknownVersion`` also for a version of another document.
        """
        stored = await self._records.read_document(document_id)
        wanted = sha256 or stored.current_version
        version = next((one for one in stored.versions if one.sha256 == wanted), None)
        if version is None:
            raise UnknownVersion(
                f"The document {document_id!r} has no version with the SHA-256 {wanted[:100]}."
            )
        return stored, version, await self._records.read_text(version.sha256)

    async def _find_known(self, document: Document, sha256: str) -> Added | None:
        """What to answer when nothing has to be stored."""
        if await self._records.find_collection(document.id) is None:
            holder = await self._records.find_duplicate(sha256, document)
            if holder is not None:
                return Added(
                    outcome=AddOutcome.DUPLICATE, document_id=holder, version=sha256, passages=0
                )
        current = await self._records.find_current(document.id)
        if current is None or current.sha256 != sha256:
            return None
        outcome = AddOutcome.UNCHANGED
        cut = await self._records.passages_of(document.id, sha256)
        if current.document != document:
            outcome = AddOutcome.DESCRIBED
            await self._describe(current.document, document, sha256, cut)
        return Added(outcome=outcome, document_id=document.id, version=sha256, passages=len(cut))

    async def _describe(
        self, old: Document, new: Document, sha256: str, cut: Sequence[Passage]
    ) -> None:
        if old.title != new.title:
            await self._put_vectors(new, cut)
        await self._bring_along(new)
        await self._records.describe(new, sha256)
        self._vectors.note_own_write(await self._records.read_revision())

    async def _has_unfinished(self) -> bool:
        pending = await self._records.unfinished(VersionState.PENDING)
        return bool(pending or await self._records.unfinished(VersionState.LEAVING))

    async def _finish_unfinished(self) -> None:
        for version in await self._records.unfinished(VersionState.PENDING):
            cut = await self._records.passages_of(version.document.id, version.sha256)
            await self._finish(version, cut)
        for version in await self._records.unfinished(VersionState.LEAVING):
            cut = await self._records.passages_of(version.document.id, version.sha256)
            await self._vectors.remove([one.id for one in cut])
            await self._records.finish_leaving(version)
        self._vectors.note_own_write(await self._records.read_revision())

    async def _finish(self, version: StoredVersion, cut: Sequence[Passage]) -> None:
        await self._put_vectors(version.document, cut)
        await self._bring_along(version.document)
        await self._records.make_ready(version.document, version.sha256)
        self._vectors.note_own_write(await self._records.read_revision())

    async def _bring_along(self, document: Document) -> None:
        """Move the vectors of all versions when the document changes its collection."""
        if await self._records.find_collection(document.id) != document.collection:
            ids = await self._records.list_passage_ids(document.id)
            await self._vectors.move(ids, document.id, document.collection)

    async def _put_vectors(self, document: Document, cut: Sequence[Passage]) -> None:
        vectors = await embed_passages(self._embedder, document, cut)
        await self._vectors.put([one.id for one in cut], vectors, document.id, document.collection)
