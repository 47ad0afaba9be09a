"""What a check finds: fused ranks, filtered by collection and by what counted on a day."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_asyncio import fixture as async_fixture

from service.domain.evidence import Evidence, EvidenceQuery, Section
from service.errors import EmptyCollection, UnknownVersion
from service.library.search import RANK_CONSTANT, SHOWN_LATER, fuse_ranks
from tests.builders.pipeline import document_of
from tests.builders.stores import Stores, extraction_of, opened_stores

MAY = date(2021, 5, 10)


@async_fixture
async def stores(tmp_path: Path) -> AsyncIterator[Stores]:
    async with opened_stores(tmp_path) as opened:
        yield opened


async def search(
    stores: Stores, text: str = "cranes on the quay", as_of: date | None = MAY, limit: int = 10
) -> tuple[Evidence, ...]:
    return await stores.search.search(EvidenceQuery(text=text, as_of=as_of, limit=limit))


def ids(evidence: tuple[Evidence, ...], *, deciding: bool) -> set[str]:
    return {one.document.id for one in evidence if one.decides is deciding}


@pytest.mark.parametrize(
    ("fields", "searched", "decides"),
    [
        ({}, True, True),
        ({"published": date(2021, 5, 10)}, True, True),
        ({"published": date(2021, 5, 11)}, True, False),
        ({"valid_from": date(2021, 5, 11)}, True, False),
        ({"published": date(2021, 5, 1), "valid_from": date(2021, 6, 1)}, True, False),
        ({"valid_until": date(2021, 5, 10)}, True, True),
        ({"valid_until": date(2021, 5, 9)}, False, False),
        ({"own_publication": True}, True, False),
        ({"own_publication": True, "published": date(2000, 1, 1)}, True, False),
    ],
)
async def test_what_counts_on_a_day(
    stores: Stores, fields: dict[str, Any], searched: bool, decides: bool
) -> None:
    await stores.add("Nine cranes stand on the quay.", id="doc", **fields)
    found = await search(stores)
    assert bool(found) is searched
    assert ids(found, deciding=True) == ({"doc"} if decides else set())
    for one in found:
        assert one.later is (not decides and not fields.get("own_publication"))


async def test_later_documents_are_few_and_take_no_place_from_those_that_decide(
    stores: Stores,
) -> None:
    for number in range(8):
        later = date(2022, 1, 1 + number)
        await stores.add(f"{number} cranes on the quay.", id=f"later{number}", published=later)
    for number in range(4):
        text = f"Crane number {number} was on the old quay that year."
        await stores.add(text, id=f"known{number}", published=date(2020, 1, 1))
    found = await search(stores, limit=3)
    assert len(ids(found, deciding=True)) == 3
    assert len(ids(found, deciding=False)) == SHOWN_LATER


async def test_without_a_day_everything_known_today_counts(stores: Stores) -> None:
    await stores.add("Nine cranes stand on the quay.", id="known", published=date(2021, 1, 1))
    await stores.add("Ten cranes stand on the quay.", id="future", published=date(9999, 1, 1))
    found = await search(stores, as_of=None)
    assert ids(found, deciding=True) == {"known"}
    assert ids(found, deciding=False) == {"future"}


async def test_collections_never_mix(stores: Stores) -> None:
    await stores.add("Nine cranes stand on the quay.", id="one")
    await stores.add("Ten cranes stand on the quay.", id="two", collection="other")
    assert ids(await search(stores), deciding=True) == {"one"}
    asked = EvidenceQuery(text="cranes", collection="other")
    assert ids(await stores.search.search(asked), deciding=True) == {"two"}
    snapshot = await stores.search.snapshot("other")
    assert (snapshot.collection, snapshot.documents) == ("other", 1)


async def test_an_empty_collection_is_refused(stores: Stores) -> None:
    with pytest.raises(EmptyCollection):
        await search(stores)
    await stores.add("Nine cranes stand on the quay.", collection="other")
    with pytest.raises(EmptyCollection):
        await search(stores)
    with pytest.raises(EmptyCollection):
        await stores.search.snapshot("default")


async def test_both_searches_are_used_and_named(stores: Stores) -> None:
    await stores.add("Nine cranes stand on the quay.", id="both")
    await stores.add("Parliament passed a budget.", id="neither", title="Quite another thing")
    found = {one.document.id: one for one in await search(stores)}
    assert found["both"].dense is not None
    assert found["both"].lexical is not None
    assert found["neither"].lexical is None
    assert found["both"].score > found["neither"].score


async def test_a_passage_comes_with_its_neighbours(stores: Stores) -> None:
    paragraphs = [f"Paragraph {n}. " + "Other words follow here. " * 12 for n in "abc"]
    paragraphs[1] += "Nine cranes."
    await stores.add("\n\n".join(paragraphs))
    best = (await search(stores, "nine cranes"))[0]
    assert best.passage.text.startswith("Paragraph b")
    assert best.before.startswith("Paragraph a")
    assert best.after.startswith("Paragraph c")


async def test_passages_are_cut_from_the_stored_text(stores: Stores) -> None:
    text = "\r\n\r\n".join(f"Crane {n} 👷‍♀️ e\u0301 is on the quay. " * 20 for n in range(5))
    await stores.add(text)
    found = await search(stores)
    assert len(found) > 3
    for one in found:
        stored = await stores.search.read_text(one.passage.version)
        assert one.passage.of(stored) == one.passage.text


async def test_an_unknown_text_is_refused(stores: Stores) -> None:
    with pytest.raises(UnknownVersion):
        await stores.search.read_text("0" * 64)


@pytest.mark.parametrize(
    "hidden",
    [
        {"published": date(2022, 1, 1)},
        {"valid_until": date(2021, 1, 1)},
        {"own_publication": True},
        {"published": date(2001, 1, 1)},
    ],
)
async def test_many_nearer_passages_that_do_not_count_do_not_hide_one_that_does(
    stores: Stores, hidden: dict[str, Any]
) -> None:
    """More of them than candidates are looked at first."""
    lines = [f"Cranes on the quay {number}." for number in range(70)]
    starts = [sum(len(line) for line in lines[:index]) for index in range(70)]
    sections = tuple(
        Section(start=start, end=start + len(line))
        for start, line in zip(starts, lines, strict=True)
    )
    extraction = extraction_of("".join(lines), sections=sections)
    added = await stores.library.add(document_of("hidden", **hidden), extraction, "hidden.txt")
    assert added.passages == 70
    if hidden.get("published") == date(2001, 1, 1):
        superseding = document_of("hidden", published=date(2002, 1, 1))
        await stores.add("Parliament passed a budget.", superseding)
    await stores.add("Nine cranes stand there on a quay, it is said.", id="known", published=MAY)
    assert "known" in ids(await search(stores), deciding=True)


async def test_every_change_raises_the_revision(stores: Stores) -> None:
    revisions: list[int] = []
    for act in ("add", "replace", "describe", "withdraw"):
        if act == "withdraw":
            await stores.add("It stays.", id="other")
            revisions.append((await stores.search.snapshot("default")).revision)
            await stores.library.withdraw("doc")
        else:
            text = "Nine cranes." if act == "add" else "Ten cranes."
            await stores.add(text, title="New" if act == "describe" else "Old")
        revisions.append((await stores.search.snapshot("default")).revision)
    assert revisions == sorted(set(revisions))


@given(
    rankings=st.lists(
        st.lists(st.sampled_from("abcdef"), unique=True, max_size=6), min_size=1, max_size=3
    )
)
def test_fusion_is_the_sum_of_reciprocal_ranks(rankings: list[list[str]]) -> None:
    scores = fuse_ranks(rankings)
    assert set(scores) == {one for ranking in rankings for one in ranking}
    for one, score in scores.items():
        ranks = [ranking.index(one) + 1 for ranking in rankings if one in ranking]
        assert score == pytest.approx(sum(1 / (RANK_CONSTANT + rank) for rank in ranks))


async def test_the_same_words_in_two_documents_take_one_place(stores: Stores) -> None:
    for name in ("release", "reprint"):
        await stores.add("Nine cranes stand on the quay.", id=name)
    await stores.add("The quay was built for ten cranes.", id="other")
    found = await search(stores, limit=2)
    assert len([one for one in found if one.document.id in ("release", "reprint")]) == 1
    assert "other" in ids(found, deciding=True)


async def test_many_copies_of_nearer_words_do_not_hide_others(stores: Stores) -> None:
    """More of them than candidates are looked at first, all of which may decide."""
    line = "Nine cranes stand on the quay. "
    sections = tuple(
        Section(start=start, end=start + len(line)) for start in range(0, 70 * len(line), len(line))
    )
    extraction = extraction_of(line * 70, sections=sections)
    added = await stores.library.add(document_of("copies"), extraction, "copies.txt")
    assert added.passages == 70
    await stores.add("Nine cranes stand there on a quay, it is said.", id="other")
    assert ids(await search(stores, limit=2), deciding=True) == {"copies", "other"}
