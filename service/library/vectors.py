"""Dense search: passage vectors in a Chroma folder on this machine.

Measured with chromadb 1.5.9: a client does not see what another process wrote to the same
folder, until it is opened again. So the library's revision (kept in SQL) is handed in with
each search, and a new one makes the client open again.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from chromadb.api import ClientAPI
from chromadb.api.client import Client
from chromadb.api.models.Collection import Collection
from chromadb.api.types import Documents, EmbeddingFunction, Embeddings
from chromadb.config import Settings, System
from chromadb.errors import ChromaError

from service.domain.report import ModelUse
from service.errors import StoreFailed
from service.ports import Embedder, Vectors

COLLECTION = "passages"
DELETE_BATCH = 5000
OPENED_AGAIN = 3
"""How often a search that fails is tried on a freshly opened folder."""

# Chroma shares one system per folder between all clients of a process, also while it starts and
# after one of them closed it. So each store starts a system of its own, one at a time, and takes
# it out of the shared list.
_STARTING = threading.Lock()


class RefusingEmbeddingFunction(EmbeddingFunction[Documents]):
    """Chroma's default would fetch a model. We always hand in vectors; this one only refuses."""

    def __init__(self) -> None:
        pass

    def __call__(self, input: Documents) -> Embeddings:  # noqa: ARG002 - Chroma's own name
        raise StoreFailed("Chroma was asked to embed text; vectors must be given.")

    @staticmethod
    def name() -> str:
        return "claimdesk-refusing"

    def get_config(self) -> dict[str, str]:
        return {}

    @staticmethod
    def build_from_config(config: dict[str, str]) -> "RefusingEmbeddingFunction":  # noqa: ARG004 - Chroma's
        return RefusingEmbeddingFunction()


class VectorStore:
    """Vectors of passages, keyed by passage id. Every method runs Chroma in a thread."""

    def __init__(self, folder: Path, embedder: Embedder) -> None:
        self._folder = folder
        self._embedder = embedder
        self._lock = threading.Lock()
        self._system: System | None = None
        self._client: ClientAPI | None = None
        self._revision = -1

    @property
    def model(self) -> ModelUse:
        """The model that makes the vectors."""
        return self._embedder.model

    async def find(
        self, text: str, collection: str, limit: int, revision: int
    ) -> list[tuple[str, float]]:
        """Passage ids with their cosine similarity (-1 to 1), best first."""
        vector = (await self._embedder.embed([text]))[0]
        return await asyncio.to_thread(self._find, vector, collection, limit, revision)

    async def put(
        self, ids: Sequence[str], vectors: Vectors, document_id: str, collection: str
    ) -> None:
        """Store unit vectors; what is there under the same id is replaced."""
        if ids:
            where = {"document_id": document_id, "collection": collection}
            await asyncio.to_thread(self._put, list(ids), vectors, where)

    async def move(self, ids: Sequence[str], document_id: str, collection: str) -> None:
        """Put stored vectors into another collection of the library."""
        where = {"document_id": document_id, "collection": collection}
        await asyncio.to_thread(self._move, list(ids), where)

    async def remove(self, ids: Sequence[str]) -> None:
        await asyncio.to_thread(self._remove, list(ids))

    async def list_ids(self) -> set[str]:
        """Every id in the store; for checks of consistency."""
        return await asyncio.to_thread(self._list_ids)

    async def catch_up(self, revision: int) -> None:
        """Before a write: open the folder again if another process wrote since ``revision``."""
        await asyncio.to_thread(self._catch_up, revision)

    def note_own_write(self, revision: int) -> None:
        """After a write of ours led to ``revision``: nothing to open again for."""
        self._revision = revision

    async def close(self) -> None:
        await asyncio.to_thread(self._close)

    def _find(
        self, vector: Vectors, collection: str, limit: int, revision: int
    ) -> list[tuple[str, float]]:
        with self._lock, _translated():
            self._reopen_if_stale(revision)
            for _ in range(OPENED_AGAIN):
                try:
                    return self._query(vector, collection, limit)
                except ChromaError:  # another process removed a vector that this client knows
                    self._shut()
            return self._query(vector, collection, limit)

    def _query(self, vector: Vectors, collection: str, limit: int) -> list[tuple[str, float]]:
        found = self._open().query(
            query_embeddings=vector[np.newaxis, :],
            n_results=limit,
            where={"collection": collection},
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [
            (one, 1.0 - float(far)) for one, far in zip(found["ids"][0], distances, strict=True)
        ]

    def _catch_up(self, revision: int) -> None:
        with self._lock, _translated():
            self._reopen_if_stale(revision)

    def _reopen_if_stale(self, revision: int) -> None:
        if revision != self._revision:
            self._shut()
            self._revision = revision

    def _put(self, ids: list[str], vectors: Vectors, where: dict[str, str]) -> None:
        with self._lock, _translated():
            store = self._open()
            size = self._batch_size()
            for first in range(0, len(ids), size):
                batch = ids[first : first + size]
                store.upsert(
                    ids=batch,
                    embeddings=vectors[first : first + size],
                    metadatas=[dict(where) for _ in batch],
                )

    def _move(self, ids: list[str], where: dict[str, str]) -> None:
        with self._lock, _translated():
            store = self._open()
            size = self._batch_size()
            for first in range(0, len(ids), size):
                batch = ids[first : first + size]
                store.update(ids=batch, metadatas=[dict(where) for _ in batch])

    def _remove(self, ids: list[str]) -> None:
        with self._lock, _translated():
            for first in range(0, len(ids), DELETE_BATCH):
                self._open().delete(ids=ids[first : first + DELETE_BATCH])

    def _list_ids(self) -> set[str]:
        with self._lock, _translated():
            return set(self._open().get(include=[])["ids"])

    def _batch_size(self) -> int:
        return int(self._client.get_max_batch_size()) if self._client else 1

    def _open(self) -> Collection:
        if self._client is None:
            settings = Settings(
                is_persistent=True, persist_directory=str(self._folder), anonymized_telemetry=False
            )
            try:
                self._system, self._client = _start(settings)
            except Exception as error:  # when it cannot open, Chroma fails in its own clean-up
                raise StoreFailed(f"The vector store cannot be opened: {error}") from error
        return self._client.get_or_create_collection(
            COLLECTION,
            # Chroma's own type wants one that also takes images.
            embedding_function=RefusingEmbeddingFunction(),  # type: ignore[arg-type]
            configuration={"hnsw": {"space": "cosine", "ef_search": 200}},
        )

    def _close(self) -> None:
        with self._lock, _translated():
            self._shut()

    def _shut(self) -> None:
        if self._system is not None:
            self._system.stop()
            self._system = self._client = None


def _start(settings: Settings) -> tuple[System, ClientAPI]:
    with _STARTING:
        system = System(settings)
        system.start()
        client = Client.from_system(system)
        Client.clear_system_cache()
    return system, client


@contextmanager
def _translated() -> Iterator[None]:
    """The one seam where Chroma's errors become ours."""
    try:
        yield
    except (ChromaError, ValueError) as error:
        raise StoreFailed(f"The vector store refused: {error}") from error
