"""Adding, replacing and withdrawing documents is one act over three stores (promise 8)."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pytest_asyncio import fixture as async_fixture
from sqlalchemy import text

from service.domain.article import sha256_of
from service.domain.evidence import EvidenceQuery
from service.errors import EmptyCollection, LibraryMismatch, UnknownDocument
from service.library.vectors import VectorStore
from service.library.versions import AddOutcome
from service.ports import Vectors
from tests.builders.pipeline import HashEmbedder, document_of
from tests.builders.stores import Stores, opened_stores

OLD = "The old quay has nine cranes."
NEW = "The new quay has twelve cranes."
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


@async_fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with opened_stores(tmp_path) as opened:
        yield opened


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


async def test_adding_twice_changes_nothing(stores: Stores) -> None:
    first = await stores.add(OLD)
    revision = await stores.records.read_revision()
    second = await stores.add(OLD)
    assert (first.outcome, second.outcome) == (AddOutcome.ADDED, AddOutcome.UNCHANGED)
    assert (first.version, first.passages) == (second.version, second.passages)
    assert await stores.records.read_revision() == revision
    assert await found(stores) == [OLD]
    await assert_consistent(stores)


async def test_another_description_of_the_same_text_replaces_the_description(
    stores: Stores,
) -> None:
    await stores.add(OLD, title="Old title")
    again = await stores.add(OLD, title="Harbour gazette", issuer="The port")
    assert again.outcome is AddOutcome.DESCRIBED
    (listed,) = await stores.library.list_documents()
    assert (listed.document.title, listed.document.issuer) == ("Harbour gazette", "The port")
    assert await found(stores, "gazette") == [OLD]
    (evidence,) = await stores.search.search(EvidenceQuery(text="gazette"))
    assert evidence.lexical is not None
    assert evidence.document.title == "Harbour gazette"
    (after,) = await stores.search.search(EvidenceQuery(text="Harbour gazette"))
    assert after.dense is not None
    assert after.dense > 0.4
    await assert_consistent(stores)


async def test_the_same_text_under_another_id_is_not_added(stores: Stores) -> None:
    await stores.add(OLD, id="first")
    second = await stores.add(OLD, id="second")
    assert (second.outcome, second.document_id) == (AddOutcome.DUPLICATE, "first")
    assert [one.document.id for one in await stores.library.list_documents()] == ["first"]
    other = await stores.add(OLD, id="second", collection="other")
    assert other.outcome is AddOutcome.ADDED
    assert await found(stores) == await found(stores, collection="other") == [OLD]
    await assert_consistent(stores)


async def test_a_new_version_takes_over_and_the_old_text_stays_readable(stores: Stores) -> None:
    await stores.add(OLD, published=date(2020, 1, 1))
    second = await stores.add(NEW, published=date(2022, 1, 1))
    assert second.outcome is AddOutcome.NEW_VERSION
    assert await found(stores, as_of=date(2023, 1, 1)) == [NEW]
    assert await found(stores, as_of=date(2022, 1, 1)) == [NEW]
    assert await found(stores, as_of=date(2021, 12, 31)) == [OLD]
    assert await stores.search.read_text(sha256_of(OLD)) == OLD
    stored = await stores.records.read_document("doc")
    assert [one.sha256 for one in stored.versions] == [sha256_of(NEW), sha256_of(OLD)]
    await assert_consistent(stores)


async def test_going_back_to_an_earlier_text_makes_it_count_again(stores: Stores) -> None:
    await stores.add(OLD, published=date(2020, 1, 1))
    await stores.add(NEW, published=date(2022, 1, 1))
    await stores.add(OLD, published=date(2024, 1, 1))
    assert await found(stores, as_of=date(2025, 1, 1)) == [OLD]
    await assert_consistent(stores)


@pytest.mark.parametrize("with_new_text", [False, True])
async def test_moving_to_another_collection_takes_every_version_along(
    stores: Stores, with_new_text: bool
) -> None:
    await stores.add(OLD, published=date(2020, 1, 1))
    await stores.add(NEW, published=date(2022, 1, 1))
    latest = "The newest quay has fifty cranes." if with_new_text else NEW
    moved = document_of(published=date(2023, 1, 1), collection="other")
    await stores.add(latest, moved)
    for query in ("cranes", OLD):
        assert await found(stores, query) == []
        assert await found(stores, query, date(2024, 1, 1), "other") == [latest]
        assert OLD in await found(stores, query, date(2021, 1, 1), "other")
    asked = EvidenceQuery(text=OLD, as_of=date(2021, 1, 1), collection="other")
    dense = {one.passage.text: one.dense for one in await stores.search.search(asked)}
    assert dense[OLD] is not None, "the vectors of the old version stayed behind"
    await assert_consistent(stores)


async def test_withdrawing_takes_every_version_out_and_keeps_the_texts(stores: Stores) -> None:
    await stores.add(OLD, published=date(2020, 1, 1))
    await stores.add(NEW, published=date(2022, 1, 1))
    await stores.add("Another crane.", id="stays")
    await stores.library.withdraw("doc")
    assert await found(stores) == ["Another crane."]
    assert await found(stores, as_of=date(2021, 1, 1)) == ["Another crane."]
    assert [one.document.id for one in await stores.library.list_documents()] == ["stays"]
    for version in (OLD, NEW):
        assert await stores.search.read_text(sha256_of(version)) == version
    with pytest.raises(UnknownDocument):
        await stores.library.withdraw("doc")
    with pytest.raises(UnknownDocument):
        await stores.library.withdraw("never there")
    await assert_consistent(stores)


async def test_what_was_withdrawn_can_be_added_again(stores: Stores) -> None:
    await stores.add(OLD)
    await stores.library.withdraw("doc")
    assert await found(stores) == []
    await stores.add(OLD)
    assert await found(stores) == [OLD]
    (listed,) = await stores.library.list_documents()
    assert listed.withdrawn is None
    await stores.library.withdraw("doc")
    other = await stores.add(OLD, id="other")
    assert other.outcome is AddOutcome.ADDED
    await assert_consistent(stores)


@pytest.mark.parametrize("order", ["old first", "new first", "described later"])
async def test_a_document_that_supersedes_another_takes_over_on_its_day(
    stores: Stores, order: str
) -> None:
    old = document_of("old", published=date(2020, 1, 1))
    new = document_of("new", published=date(2022, 1, 1), supersedes="old")
    first = {"old first": [(OLD, old), (NEW, new)], "new first": [(NEW, new), (OLD, old)]}
    described = [(OLD, old), (NEW, new.model_copy(update={"supersedes": None})), (NEW, new)]
    for content, document in first.get(order, described):
        await stores.add(content, document)
    assert await found(stores, as_of=date(2023, 1, 1)) == [NEW]
    assert await found(stores, as_of=date(2021, 1, 1)) == [OLD]
    await assert_consistent(stores)


async def test_a_document_counts_again_when_what_superseded_it_is_withdrawn(
    stores: Stores,
) -> None:
    await stores.add(OLD, id="old", published=date(2020, 1, 1))
    await stores.add(NEW, id="new", published=date(2022, 1, 1), supersedes="old")
    await stores.library.withdraw("new")
    assert await found(stores, as_of=date(2023, 1, 1)) == [OLD]
    await stores.add(NEW, id="new", published=date(2022, 1, 1), supersedes="old")
    assert await found(stores, as_of=date(2023, 1, 1)) == [NEW]
    await stores.add(NEW, id="new", published=date(2022, 1, 1))
    assert await found(stores, as_of=date(2023, 1, 1)) == sorted([OLD, NEW])
    await assert_consistent(stores)


async def test_a_superseded_document_counts_again_with_a_version_of_a_later_day(
    stores: Stores,
) -> None:
    await stores.add(OLD, id="old", published=date(2020, 1, 1))
    await stores.add(NEW, id="new", published=date(2022, 1, 1), supersedes="old")
    latest = "The oldest quay has fifty cranes."
    await stores.add(latest, id="old", published=date(2024, 1, 1))
    assert await found(stores, as_of=date(2023, 1, 1)) == [NEW]
    assert await found(stores, as_of=date(2025, 1, 1)) == sorted([NEW, latest])
    assert await found(stores, as_of=date(2021, 1, 1)) == [OLD]


async def test_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        await stores.add(OLD)
    with pytest.raises(LibraryMismatch):
        async with opened_stores(tmp_path, embedder=HashEmbedder(fingerprint="another:1")):
            raise AssertionError("opened")
    async with opened_stores(tmp_path) as stores:
        assert await found(stores) == [OLD]


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
        with pytest.raises(Crash):
            if act == "withdraw":
                await dying.library.withdraw("doc")
            elif act == "move":
                await dying.add(OLD, published=date(2020, 1, 1), collection="other")
            else:
                await dying.add(LONG, published=date(2022, 1, 1))
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

    async with opened_stores(tmp_path) as stores:
        await stores.add("A crane that stays.", id="stays")
        await stores.add(OLD)
        with monkeypatch.context() as patch:
            patch.setattr(stores.records, door, die)
            with pytest.raises(Crash):
                if door == "finish_leaving":
                    await stores.library.withdraw("doc")
                else:
                    await stores.add(LONG, id="long")
    async with opened_stores(tmp_path) as stores:
        await assert_consistent(stores)
        expected = {"make_ready": 3, "finish_leaving": 1, "write_pending": 2}[door]
        assert len(await stores.library.list_documents()) == expected
        assert (OLD in await found(stores)) is (door != "finish_leaving")


async def test_times_are_kept_in_utc(stores: Stores) -> None:
    before = datetime.now(UTC)
    await stores.add(OLD)
    stored = await stores.records.read_document("doc")
    assert before <= stored.added <= datetime.now(UTC)
    assert stored.versions[0].added.tzinfo is UTC
