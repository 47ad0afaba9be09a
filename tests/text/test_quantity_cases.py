"""A table of claims against sources: what a careful editor says of their numbers and dates.

``outcome`` was decided by hand before the code was run. Each case is about all quantities of the
claim, or about the one it ``asks``. ``answer`` is what the answering number of the source says.
What the code cannot do is marked ``known_miss``, with what it ``gives`` instead and why.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from service.domain.quantity import QuantityMatch
from service.domain.relation import Relation
from service.text.comparison import compare_quantities

CASES: list[dict[str, Any]] = [
    json.loads(line)
    for line in Path(__file__).with_name("quantity_cases.jsonl").read_text("utf-8").splitlines()
]
GROUPS = set(
    """
    words_and_digits separators scale rounding ranges about more_than records percentages
    currencies units fractions multiples computed which_answers dates periods durations ordinals
    ages_and_scores negatives
    """.split()
)
REQUIRED = {"id", "group", "claim", "source", "outcome", "why"}
OPTIONAL = {"asks", "answer", "known_miss", "gives", "miss"}
MOST_KNOWN_MISSES = 15


def compare(case: dict[str, Any]) -> list[QuantityMatch]:
    matches = compare_quantities(case["claim"], case["source"])
    return [match for match in matches if match.words == case.get("asks", match.words)]


def conclude(matches: list[QuantityMatch]) -> Relation:
    """One outcome for several quantities: none may differ, and all must agree to agree."""
    relations = {match.relation for match in matches}
    if Relation.DIFFERS in relations:
        return Relation.DIFFERS
    return Relation.AGREES if relations == {Relation.AGREES} else Relation.UNANSWERED


def parametrize(case: dict[str, Any]) -> Any:
    known = case.get("known_miss", False)
    marks = [pytest.mark.xfail(strict=True, reason=case["miss"])] if known else []
    return pytest.param(case, id=case["id"], marks=marks)


@pytest.mark.parametrize("case", [parametrize(case) for case in CASES])
def test_says_what_an_editor_says(case: dict[str, Any]) -> None:
    matches = compare(case)
    assert conclude(matches) is Relation(case["outcome"]), case["why"]
    if "answer" in case:
        assert case["answer"] in [match.source.text for match in matches if match.source]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case["id"]) for case in CASES if case.get("known_miss")]
)
def test_a_known_miss_is_the_one_that_is_known(case: dict[str, Any]) -> None:
    assert conclude(compare(case)) is Relation(case["gives"])


def test_the_table_is_complete() -> None:
    assert len(CASES) >= 180
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert len({(case["claim"], case["source"]) for case in CASES}) == len(CASES)
    assert {case["group"] for case in CASES} == GROUPS
    for case in CASES:
        assert REQUIRED <= case.keys() <= REQUIRED | OPTIONAL
        assert bool(case.get("known_miss")) == ("gives" in case) == ("miss" in case)
        assert case["outcome"] in set(Relation)


def test_the_table_has_both_sides_and_few_known_misses() -> None:
    outcomes = Counter(case["outcome"] for case in CASES)
    assert 0.4 <= outcomes["agrees"] / len(CASES) <= 0.6
    assert sum(bool(case.get("known_miss")) for case in CASES) <= MOST_KNOWN_MISSES


def test_no_case_asks_for_a_quantity_that_is_not_read() -> None:
    assert [case["id"] for case in CASES if "asks" in case and not compare(case)] == []
