"""A claim's words become a full-text query that cannot do anything but match words."""

from datetime import date
from pathlib import Path

import pytest

from service.domain.evidence import EvidenceQuery
from service.library.lexical import MAX_TERMS, LexicalSearch, match_any_word
from service.records.search import SearchRecords
from tests.builders.stores import Stores, opened_stores

AS_OF = date(2026, 11, 20)
HOSTILE = (
    "",
    " ",
    '"',
    '""" OR "',
    "a AND b OR NOT c NEAR(d, 5)",
    "NEAR(",
    "text:quay title : quay -quay ^quay quay*",
    "{text title} : quay",
    "quay' OR '1'='1'; DROP TABLE passages; --",
    "%s %d {0} {text} ${x} :query ?1 @x",
    "a\x00b quay",
    "\\",
    "((((((((",
    "quay " * 5000,
    "x" * 200_000,
    "💥 \u200b \u202e e\u0301 ½ ₂ ᵃ",
    "\ufdfd 港口 порт الميناء",
    "5.43 1,250 3.",
    "_ __ ___",
)


async def ids_for(stores: Stores, text: str) -> list[str]:
    search = LexicalSearch(SearchRecords(stores.database))
    found = await search.find(EvidenceQuery(text=text), AS_OF, 10)
    return [one.split(":")[0] for one, _ in found]


async def test_no_query_raises_and_none_changes_the_library(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        await stores.add("The quay is old.", id="quay", title="Quay")
        for text in HOSTILE:
            found = await ids_for(stores, text)
            assert found == (["quay"] if "quay" in text else []), text
        assert await ids_for(stores, "quay") == ["quay"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("quays", "quay"),
        ("QUAY", "quay"),
        ("Orbán", "orban"),
        ("ORBAN", "orban"),
        ("порт", "russian"),
        ("15,250", "number"),
        ("a title of its own", "titled"),
    ],
)
async def test_words_are_found_by_stem_without_accents_and_in_titles(
    tmp_path: Path, query: str, found: str
) -> None:
    async with opened_stores(tmp_path) as stores:
        await stores.add("The quay is old.", id="quay", title="One")
        await stores.add("Viktor Orbán spoke.", id="orban", title="Two")
        await stores.add("Это порт.", id="russian", title="Three")
        await stores.add("There were 15,250.", id="number", title="Four")
        await stores.add("Nothing here.", id="titled", title="A title of its own")
        assert await ids_for(stores, query) == [found]


def test_common_words_are_left_out_unless_nothing_else_is_said() -> None:
    assert match_any_word("The quay is the quay") == '"quay"'
    assert match_any_word("it was") == '"it" OR "was"'


def test_a_query_is_bounded() -> None:
    assert match_any_word(" ".join(f"w{n}" for n in range(1000))).count(" OR ") == MAX_TERMS - 1
