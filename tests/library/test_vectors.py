"""Vectors in Chroma: exact similarity, separate collections, several processes, clear errors."""

import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from pytest_asyncio import fixture as async_fixture

from service.errors import StoreFailed
from service.library.vectors import RefusingEmbeddingFunction, VectorStore
from tests.builders.pipeline import HashEmbedder

TEXTS = {
    "a": "the old quay of the harbour",
    "b": "the old quay of another town",
    "c": "parliament passed the budget",
}
EMBEDDER = HashEmbedder()

WRITE = """
import asyncio, sys
from pathlib import Path
from service.library.vectors import VectorStore
from tests.builders.pipeline import HashEmbedder
async def main():
    embedder = HashEmbedder()
    store = VectorStore(Path(sys.argv[1]), embedder)
    for name in sys.argv[2:]:
        if name.startswith("-"):
            await store.remove([name[1:]])
        else:
            await store.put([name], await embedder.embed([name]), "doc", "default")
    await store.close()
asyncio.run(main())
"""


async def put_texts(store: VectorStore, collection: str = "default") -> None:
    await store.put(list(TEXTS), await EMBEDDER.embed(list(TEXTS.values())), "doc", collection)


@async_fixture
async def store(tmp_path: Path) -> AsyncIterator[VectorStore]:
    vectors = VectorStore(tmp_path / "chroma", EMBEDDER)
    yield vectors
    await vectors.close()


async def test_an_empty_store_finds_nothing(store: VectorStore) -> None:
    assert await store.find("quay", "default", 5, 0) == []
    assert await store.list_ids() == set()
    await store.remove([])
    await store.remove(["unknown"])
    await store.put([], np.zeros((0, 384), dtype=np.float32), "doc", "default")


async def test_the_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    await put_texts(store)
    found = await store.find(TEXTS["a"], "default", 10, 0)
    assert [one for one, _ in found] == ["a", "b", "c"]
    vectors = await EMBEDDER.embed(list(TEXTS.values()))
    expected = vectors @ vectors[0]
    assert [score for _, score in found] == pytest.approx(list(expected), abs=1e-4)
    assert len(await store.find(TEXTS["a"], "default", 2, 0)) == 2


async def test_putting_twice_replaces(store: VectorStore) -> None:
    await put_texts(store)
    await store.put(["c"], await EMBEDDER.embed([TEXTS["a"]]), "doc", "default")
    assert await store.list_ids() == {"a", "b", "c"}
    found = dict(await store.find(TEXTS["a"], "default", 10, 0))
    assert found["c"] == pytest.approx(1.0, abs=1e-4)


async def test_collections_are_separate_and_vectors_can_move(store: VectorStore) -> None:
    await put_texts(store)
    assert await store.find(TEXTS["a"], "other", 10, 0) == []
    await store.move(["a"], "doc", "other")
    assert [one for one, _ in await store.find(TEXTS["a"], "other", 10, 0)] == ["a"]
    assert {one for one, _ in await store.find(TEXTS["a"], "default", 10, 0)} == {"b", "c"}


async def test_what_was_put_is_there_after_opening_again(tmp_path: Path) -> None:
    first = VectorStore(tmp_path, EMBEDDER)
    await put_texts(first)
    await first.close()
    second = VectorStore(tmp_path, EMBEDDER)
    assert await second.list_ids() == set(TEXTS)
    assert (await second.find(TEXTS["a"], "default", 1, 0))[0][0] == "a"
    await second.close()
    await second.close()


async def test_two_stores_in_one_process_do_not_disturb_each_other(tmp_path: Path) -> None:
    one, two = VectorStore(tmp_path / "1", EMBEDDER), VectorStore(tmp_path / "2", EMBEDDER)
    await put_texts(one)
    await one.close()
    await put_texts(two)
    await put_texts(one, "other")
    assert await one.find("quay", "default", 5, 7) == []
    assert len(await two.find("quay", "default", 5, 0)) == 3
    await one.close()
    assert len(await two.find("quay", "default", 5, 0)) == 3
    await two.close()


def write_elsewhere(folder: Path, *names: str) -> None:
    """Put a vector of each name, or remove it if it begins with a minus, in another process."""
    command = [sys.executable, "-c", WRITE, str(folder / "chroma"), *names]
    subprocess.run(command, check=True, timeout=60)


async def test_another_process_is_seen_as_soon_as_the_revision_rose(
    store: VectorStore, tmp_path: Path
) -> None:
    await put_texts(store)
    assert (await store.find(TEXTS["a"], "default", 1, 1))[0][0] == "a"
    write_elsewhere(tmp_path, "budget", "election")
    (found,) = await store.find("election", "default", 1, 2)
    assert found[0] == "election"
    assert found[1] == pytest.approx(1.0, abs=1e-4)
    write_elsewhere(tmp_path, "-a")
    assert (await store.find(TEXTS["a"], "default", 1, 3))[0][0] == "b"
    assert await store.list_ids() == {"b", "c", "budget", "election"}
    await store.catch_up(3)
    await store.put(["d"], await EMBEDDER.embed(["d"]), "doc", "default")
    assert await store.list_ids() == {"b", "c", "d", "budget", "election"}


async def test_a_store_that_cannot_be_opened_is_a_store_failure(tmp_path: Path) -> None:
    (tmp_path / "chroma").write_text("a file where a folder should be")
    store = VectorStore(tmp_path / "chroma", EMBEDDER)
    with pytest.raises(StoreFailed):
        await store.find("quay", "default", 5, 0)


async def test_a_damaged_store_is_a_store_failure(tmp_path: Path) -> None:
    (tmp_path / "chroma").mkdir()
    (tmp_path / "chroma" / "chroma.sqlite3").write_bytes(b"no database" * 1000)
    store = VectorStore(tmp_path / "chroma", EMBEDDER)
    with pytest.raises(StoreFailed):
        await store.list_ids()


async def test_vectors_of_another_width_are_refused(store: VectorStore) -> None:
    await put_texts(store)
    with pytest.raises(StoreFailed):
        await store.put(["x"], np.ones((1, 3), dtype=np.float32), "doc", "default")


def test_chroma_never_gets_to_embed_by_itself() -> None:
    with pytest.raises(StoreFailed):
        RefusingEmbeddingFunction()(["text"])
