"""Adding, replacing and withdrawing documents is one act over three stores (promise 8)."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pytest_asyncio import fixture as async_fixture

from service.domain.article import sha256_of
from service.domain.evidence import EvidenceQuery
from service.errors import LibraryMismatch, UnknownDocument
from service.library.versions import AddOutcome
from tests.builders.pipeline import HashEmbedder, document_of
from tests.builders.stores import Stores, assert_consistent, found, opened_stores

OLD = "The old quay has nine cranes."
NEW = "The new quay has twelve cranes."


@async_fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with opened_stores(tmp_path) as opened:
        yield opened


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
    (before,) = await stores.search.search(EvidenceQuery(text="Harbour gazette"))
    again = await stores.add(OLD, title="Harbour gazette", issuer="The port")
    assert again.outcome is AddOutcome.DESCRIBED
    (listed,) = await stores.library.list_documents()
    assert (listed.document.title, listed.document.issuer) == ("Harbour gazette", "The port")
    assert await found(stores, "gazette") == [OLD]
    (evidence,) = await stores.search.search(EvidenceQuery(text="gazette"))
    assert evidence.lexical is not None
    assert evidence.document.title == "Harbour gazette"
    (after,) = await stores.search.search(EvidenceQuery(text="Harbour gazette"))
    assert before.dense is not None
    assert after.dense is not None
    assert after.dense > before.dense + 0.1, "the vector must follow the title"
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


async def test_a_document_takes_over_in_its_own_collection_only(stores: Stores) -> None:
    await stores.add(OLD, id="old", published=date(2020, 1, 1))
    await stores.add(
        NEW, id="new", published=date(2022, 1, 1), supersedes="old", collection="other"
    )
    assert await found(stores, as_of=date(2023, 1, 1)) == [OLD]
    await stores.add(NEW, id="new", published=date(2022, 1, 1), supersedes="old")
    assert await found(stores, as_of=date(2023, 1, 1)) == [NEW]


@pytest.mark.parametrize("day", [None, date(2020, 1, 1)])
async def test_a_correction_of_the_same_day_counts_from_when_it_was_added(
    stores: Stores, day: date | None
) -> None:
    await stores.add(OLD, published=day)
    await stores.add(NEW, published=day)
    today = datetime.now(UTC).date()
    assert await found(stores, as_of=today) == [NEW]
    assert await found(stores, as_of=today - timedelta(days=1)) == [OLD]
    assert await found(stores, as_of=date(2021, 1, 1)) == [OLD]


async def test_vectors_of_another_model_are_refused(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        await stores.add(OLD)
    with pytest.raises(LibraryMismatch):
        async with opened_stores(tmp_path, embedder=HashEmbedder(fingerprint="another:1")):
            raise AssertionError("opened")
    async with opened_stores(tmp_path) as stores:
        assert await found(stores) == [OLD]


async def test_times_are_kept_in_utc(stores: Stores) -> None:
    before = datetime.now(UTC)
    await stores.add(OLD)
    stored = await stores.records.read_document("doc")
    assert before <= stored.added <= datetime.now(UTC)
    assert stored.versions[0].added.tzinfo is UTC
