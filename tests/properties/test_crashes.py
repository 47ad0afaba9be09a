"""Promise 8: whenever a writer dies, every document is there once, and all stores agree."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from service.domain.article import sha256_of
from service.library.vectors import VectorStore
from service.library.versions import AddOutcome
from service.ports import Vectors
from tests.builders.stores import assert_consistent, found, opened_stores

OLD = "The old quay has nine cranes."
LONG = "\n\n".join(f"Paragraph {n} about the quay. " + "Words follow. " * 30 for n in range(6))


class Crash(Exception):
    """Stands for the moment at which the process dies."""


class FailingVectors(VectorStore):
    """Dies at the steps that ``plan`` names, before or after the step is done."""

    plan: tuple[str, ...] = ()

    async def _fail(self, step: str) -> None:
        if step in self.plan:
            raise Crash(step)

    async def put(
        self, ids: Sequence[str], vectors: Vectors, document_id: str, collection: str
    ) -> None:
        await self._fail("before put")
        half = len(ids) // 2
        await super().put(ids[:half], vectors[:half], document_id, collection)
        await self._fail("half put")
        await super().put(ids, vectors, document_id, collection)
        await self._fail("after put")

    async def move(self, ids: Sequence[str], document_id: str, collection: str) -> None:
        await self._fail("before move")
        await super().move(ids, document_id, collection)
        await self._fail("after move")

    async def remove(self, ids: Sequence[str]) -> None:
        await self._fail("before remove")
        await super().remove(ids[: len(ids) // 2])
        await self._fail("half remove")
        await super().remove(ids)
        await self._fail("after remove")


async def test_several_writers_at_once_add_every_document_once(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as one, opened_stores(tmp_path) as two:
        writers = [one, two]
        await asyncio.gather(
            *(
                writers[n % 2].add(f"Crane number {n // 2} is red.", id=f"doc{n // 2}")
                for n in range(16)
            )
        )
        assert len(await one.library.list_documents()) == 8
        assert len(await found(one, "crane red")) == 8
        assert len(await found(two, "crane red")) == 8
        await assert_consistent(one)


async def test_searching_while_others_write_sees_whole_documents(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as writer, opened_stores(tmp_path) as reader:
        await writer.add("A crane that stays.", id="stays")
        paragraphs = await writer.add(LONG, id="long")

        async def write() -> None:
            for number in range(6):
                await writer.add(f"Crane {number} is red.", id=f"doc{number % 2}")
                await writer.library.withdraw("long")
                await writer.add(LONG, id="long")

        async def read() -> None:
            while not writing.done():
                texts = await found(reader, "crane quay paragraph words")
                assert "A crane that stays." in texts
                assert sum("Paragraph" in one for one in texts) in {0, paragraphs.passages}

        writing = asyncio.create_task(write())
        await asyncio.gather(writing, *(read() for _ in range(3)))
        await assert_consistent(reader)


async def crash_and_reopen(folder: Path, step: str, *, act: str) -> None:
    """Begin with OLD in the library; die at ``step`` of ``act``; open again and look."""
    async with opened_stores(folder) as before:
        await before.add(OLD, published=date(2020, 1, 1))
        await before.add("A crane that stays.", id="stays")
    failing = type("Planned", (FailingVectors,), {"plan": (step,)})
    async with opened_stores(folder, vectors=failing) as dying:
        acts: dict[str, Callable[[], Awaitable[object]]] = {
            "withdraw": lambda: dying.library.withdraw("doc"),
            "move": lambda: dying.add(OLD, published=date(2020, 1, 1), collection="other"),
            "add": lambda: dying.add(LONG, published=date(2022, 1, 1)),
        }
        with pytest.raises(Crash):
            await acts[act]()
        # Until somebody finishes it, the old state is searched, or nothing of it.
        assert "A crane that stays." in await found(dying)


@pytest.mark.parametrize("step", ["before put", "half put", "after put"])
async def test_a_crash_while_adding_is_finished_at_the_next_start(
    tmp_path: Path, step: str
) -> None:
    await crash_and_reopen(tmp_path, step, act="add")
    async with opened_stores(tmp_path) as stores:
        await assert_consistent(stores)
        assert len(await stores.library.list_documents()) == 2
        assert OLD not in await found(stores, "quay cranes", date(2023, 1, 1))
        assert "".join(await found(stores, "quay", date(2023, 1, 1))).count("Paragraph") == 6
        assert OLD in await found(stores, "quay cranes", date(2021, 1, 1))
        again = await stores.add(LONG, published=date(2022, 1, 1))
        assert again.outcome is AddOutcome.UNCHANGED


@pytest.mark.parametrize("step", ["before put", "half put", "after put"])
async def test_a_crash_while_adding_is_finished_by_the_next_writer(
    tmp_path: Path, step: str
) -> None:
    failing = type("Planned", (FailingVectors,), {"plan": (step,)})
    async with opened_stores(tmp_path, vectors=failing) as dying:
        with pytest.raises(Crash):
            await dying.add(LONG)
        assert await found(dying, "quay") == []
        setattr(failing, "plan", ())  # noqa: B010 - the class is made above
        again = await dying.add(LONG)
        assert again.outcome is AddOutcome.UNCHANGED
        assert len(await dying.library.list_documents()) == 1
        await assert_consistent(dying)


@pytest.mark.parametrize("step", ["before remove", "half remove", "after remove"])
async def test_a_crash_while_withdrawing_is_finished_at_the_next_start(
    tmp_path: Path, step: str
) -> None:
    await crash_and_reopen(tmp_path, step, act="withdraw")
    async with opened_stores(tmp_path) as stores:
        await assert_consistent(stores)
        assert await found(stores) == ["A crane that stays."]
        assert await stores.search.read_text(sha256_of(OLD)) == OLD


@pytest.mark.parametrize("step", ["before move", "after move"])
async def test_a_crash_while_moving_loses_nothing_and_can_be_repeated(
    tmp_path: Path, step: str
) -> None:
    await crash_and_reopen(tmp_path, step, act="move")
    async with opened_stores(tmp_path) as stores:
        assert len(await stores.library.list_documents()) == 2
        assert await found(stores) == ["A crane that stays.", OLD]
        await stores.add(OLD, published=date(2020, 1, 1), collection="other")
        assert await found(stores) == ["A crane that stays."]
        assert await found(stores, collection="other") == [OLD]
        await assert_consistent(stores)


@pytest.mark.parametrize("door", ["make_ready", "finish_leaving", "write_pending"])
async def test_a_crash_between_vectors_and_sql_is_finished_at_the_next_start(
    tmp_path: Path, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def die(*_arguments: object) -> None:
        raise Crash

    leaving = door == "finish_leaving"
    async with opened_stores(tmp_path) as stores:
        await stores.add("A crane that stays.", id="stays")
        await stores.add(OLD)
        with monkeypatch.context() as patch:
            patch.setattr(stores.records, door, die)
            dying = stores.library.withdraw("doc") if leaving else stores.add(LONG, id="long")
            with pytest.raises(Crash):
                await dying
    async with opened_stores(tmp_path) as stores:
        await assert_consistent(stores)
        expected = {"make_ready": 3, "finish_leaving": 1, "write_pending": 2}[door]
        assert len(await stores.library.list_documents()) == expected
        assert (OLD in await found(stores)) is not leaving
