"""Why a sentence is not checkable, and how much a statement is worth checking."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.claim import NotCheckable
from service.engines.local.check_worthiness import SIGNS, score_check_worthiness
from service.engines.local.splitting.checkability import (
    Place,
    find_layout_reason,
    find_reason,
    find_unclear_subject,
    knows_language,
    knows_script,
)

TOP = Place(index=0, alone=True, last=False)
LINE = Place(index=9, alone=True, last=False)
WITHIN = Place(index=9, alone=False, last=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Is the port open?", NotCheckable.QUESTION),
        ('And why "now?"', NotCheckable.QUESTION),
        ("I think the road is safe.", NotCheckable.OPINION),
        ("The food is delicious.", NotCheckable.OPINION),
        ("One can argue that the plan failed.", NotCheckable.OPINION),
        ("Trade will recover soon.", NotCheckable.PREDICTION),
        ("Prices could reach 100 dollars by 2040.", NotCheckable.PREDICTION),
        ("The two sides are set to meet again.", NotCheckable.PREDICTION),
        ("The government should cut taxes by 5 per cent.", NotCheckable.ADVICE),
        ("Drivers must be careful now.", NotCheckable.ADVICE),
        ("The country needs to understand this.", NotCheckable.ADVICE),
        ("Let's go to the park.", NotCheckable.ADVICE),
        ("Nice work.", NotCheckable.FRAGMENT),
        ("A road to Oslo", NotCheckable.FRAGMENT),
    ],
)
def test_not_checkable(text: str, reason: NotCheckable) -> None:
    assert find_reason(text) is reason


@pytest.mark.parametrize(
    "text",
    [
        "Deplorably, trade fell by 17 per cent in 2020.",
        "The line will be 1,040 km long.",
        "Members must pay 5 euros by 5 May.",
        "In May exports fell.",
        "Exports fell in 2020 and should be revived.",
        "Norway is the largest exporter of gas in Europe.",
        "The treaty was signed in the good city of Oslo.",
        "Unfortunately the talks failed.",
        "The bank may have lost 5 million.",
    ],
)
def test_checkable(text: str) -> None:
    assert find_reason(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "The post New Railway appeared first on The Post.",
        "\u00a9 2021 The Post. All rights reserved.",
        "Copyright 2021 The Post",
        "Read more: another story",
        "Subscribe to our newsletter",
        "Share this article",
        "Follow us on X",
        "(Reporting by Ann Roe)",
    ],
)
def test_boilerplate(text: str) -> None:
    assert find_layout_reason(text, WITHIN) is NotCheckable.BOILERPLATE


@pytest.mark.parametrize(
    ("text", "place", "reason"),
    [
        ("Port to get new railway", TOP, NotCheckable.HEADLINE),
        ("Port To Get New Railway", LINE, NotCheckable.HEADLINE),
        ("What Is The Port Worth?", TOP, NotCheckable.QUESTION),
        ("By Ann Roe and John Doe", TOP, NotCheckable.BYLINE),
        ("Ann Roe", Place(index=2, alone=True, last=False), NotCheckable.BYLINE),
        ("ann roe", Place(9, alone=False, last=False, author="Ann Roe"), NotCheckable.BYLINE),
        (
            "port to get new railway.",
            Place(9, alone=True, last=False, title="Port to get new railway"),
            NotCheckable.HEADLINE,
        ),
        (
            "Port To Get New Railway",
            Place(1, alone=True, last=False, repeated=True),
            NotCheckable.BOILERPLATE,
        ),
        ("Port to get new railway", Place(0, alone=True, last=True), None),
        ("The port was built in 2004.", TOP, None),
        ("- exports rose by 5 per cent", TOP, None),
        ("exports rose by 5 per cent", LINE, None),
        ("Published in 2004, the book sold 5 million copies.", WITHIN, None),
        ("Copyright law changed in 2020.", WITHIN, None),
        ("Register of voters was closed.", WITHIN, None),
    ],
)
def test_layout(text: str, place: Place, reason: NotCheckable | None) -> None:
    assert find_layout_reason(text, place) is reason


@pytest.mark.parametrize(
    ("text", "before", "people", "clear"),
    [
        ("They agreed to it again.", "Chad met Niger.", (), False),
        ("It signed the deal with Chad.", "In May Norway met Mali.", (), True),
        ("It signed the deal with Chad.", None, (), False),
        ("He left Oslo.", "Ann Roe spoke.", ("Ann Roe",), True),
        ("He left Oslo.", "Ann Roe met John Doe.", ("Ann Roe", "John Doe"), False),
        ("That was the end of it.", None, (), False),
        ("This agreement was signed in Oslo.", None, (), True),
        ("It is known that the port closed.", None, (), True),
        ("There were 5 people.", None, (), True),
        ("Those who left were paid.", None, (), True),
    ],
)
def test_unclear_subject(
    text: str, before: str | None, people: tuple[str, ...], clear: bool
) -> None:
    assert (find_unclear_subject(text, before, people) is None) is clear


@pytest.mark.parametrize(
    ("text", "language", "known"),
    [
        ("Trade between the two countries fell in 2020.", None, True),
        ("Der Handel zwischen den beiden Staaten fiel im Jahr 2020 stark.", None, False),
        ("Whatever this is", "de-AT", False),
        ("Was auch immer das ist, es bleibt", "en-GB", True),
        ("Ann Roe", None, True),
    ],
)
def test_language(text: str, language: str | None, known: bool) -> None:
    assert knows_language(text, language) is known


def test_script() -> None:
    assert knows_script("Trade \u062a\u062c")
    assert not knows_script("\u062a\u062c\u0627\u0631\u062a ok")
    assert not knows_script("123")


def test_figures_and_names_raise_the_score_and_belief_lowers_it() -> None:
    fact = score_check_worthiness("Norway exported 5 million tonnes of gas in 2020.")
    plain = score_check_worthiness("The road is long.")
    belief = score_check_worthiness("I think we should hope for a good answer.")
    assert fact > 0.8 > 0.5 > plain > belief


def test_signs_are_found_by_name() -> None:
    text = "I hope trade grew by 5 per cent."
    signs = {sign.name: sign.weight for sign in SIGNS if sign.count(text)}
    assert {"figure", "measure", "past", "first person", "belief"} >= set(signs) - {
        "word", "institution", "change",
    }  # fmt: skip
    assert signs["figure"] > 0 > signs["belief"]


@given(st.text(max_size=300))
def test_score_is_a_probability_for_any_text(text: str) -> None:
    assert 0 <= score_check_worthiness(text) <= 1
    find_reason(text)
    find_layout_reason(text, TOP)
