"""Which version counts when: the past stays as it was known."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from service.library.versions import AddOutcome
from tests.builders.pipeline import AS_OF
from tests.builders.stores import Stores, found, opened_stores

THEN = date(2021, 1, 1)


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with opened_stores(tmp_path) as opened:
        yield opened


async def test_a_revision_without_a_newer_date_does_not_change_the_past(stores: Stores) -> None:
    await stores.add("The museum is closed.", published=date(2020, 1, 1))
    await stores.add("The museum is open.", published=date(2020, 1, 1))

    assert await found(stores, "museum", as_of=THEN) == ["The museum is closed."]
    assert await found(stores, "museum", as_of=datetime.now(UTC).date()) == ["The museum is open."]


async def test_a_revision_with_a_newer_date_counts_from_that_day(stores: Stores) -> None:
    await stores.add("The museum is closed.", published=date(2020, 1, 1))
    await stores.add("The museum is open.", published=date(2022, 1, 1))

    assert await found(stores, "museum", as_of=THEN) == ["The museum is closed."]
    assert await found(stores, "museum", as_of=AS_OF) == ["The museum is open."]


async def test_a_successor_that_is_not_valid_yet_leaves_no_hole(stores: Stores) -> None:
    await stores.add("The fare is two crowns.", id="old", published=date(2020, 1, 1))
    await stores.add(
        "The fare is nine crowns.",
        id="new",
        published=date(2021, 1, 1),
        valid_from=date(2090, 1, 1),
        supersedes="old",
    )

    assert await found(stores, "fare", as_of=AS_OF) == ["The fare is two crowns."]


async def test_a_document_supersedes_only_in_its_own_collection(stores: Stores) -> None:
    await stores.add("The tram is red.", id="old", collection="x", published=date(2020, 1, 1))
    await stores.add("The tram is green.", id="new", collection="y", supersedes="old")

    assert await found(stores, "tram", collection="x", as_of=AS_OF) == ["The tram is red."]


async def test_an_update_is_stored_even_if_another_document_says_the_same(stores: Stores) -> None:
    await stores.add("The tram is red.", id="one")
    await stores.add("The tram is green.", id="two")

    updated = await stores.add("The tram is green.", id="one")

    assert updated.outcome is AddOutcome.NEW_VERSION


async def test_the_official_copy_of_an_own_text_is_no_duplicate(stores: Stores) -> None:
    await stores.add("The tram is red.", id="ours", own_publication=True)

    official = await stores.add("The tram is red.", id="official")

    assert official.outcome is AddOutcome.ADDED
