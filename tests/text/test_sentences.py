"""Sentences: nothing visible is lost, nothing is cut where a reader would not cut."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.normalize import is_invisible
from service.text.sentences import find_quotations, find_sentences

TRICKY = st.text(
    alphabet=st.sampled_from(
        "aB5. !?\"'\u201c\u201d\u2018\u2019\u00ab\u00bb()"
        "\r\n\t\u200b\u200d\ufe0f\u0301\u0634\u06d4\U0001f469-\u2026\u2029"
    ),
    max_size=120,
)


def cut(text: str, language: str | None = None) -> list[str]:
    return [sentence.of(text) for sentence in find_sentences(text, language)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Trade fell. It rose.", ["Trade fell.", "It rose."]),
        (
            "It cost approx. 5 million. It rose.",
            ["It cost approx. 5 million.", "It rose."],
        ),
        ("Pop. 5, est. 6 incl. VAT. Next.", ["Pop. 5, est. 6 incl. VAT.", "Next."]),
        ("That is the max. Then it fell.", ["That is the max.", "Then it fell."]),
        ("Lt. Gen. Roe left. Mr. Doe came.", ["Lt. Gen. Roe left.", "Mr. Doe came."]),
        (
            "A long line that was\nwrapped. So it\nwas.",
            ["A long line that was\nwrapped.", "So it\nwas."],
        ),
        (
            "The post Why? appeared first. Why? Then.",
            ["The post Why? appeared first.", "Why?", "Then."],
        ),
        ("First part\n\nSecond part", ["First part", "Second part"]),
        ("One here.\r\n\r\nTwo here.", ["One here.", "Two here."]),
        ("1. First thing. 2. Second.", ["1. First thing.", "2. Second."]),
        ("- one item\n- two items", ["- one item", "- two items"]),
        ("\u200bA\ufe0f fell.\u200b \ufeffIt rose.\u200b", ["A\ufe0f fell.", "It rose."]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_russian_abbreviations() -> None:
    # "He came, that is, in time. Yes."
    text = (
        "\u041e\u043d \u043f\u0440\u0438\u0448\u0451\u043b, \u0442. \u0435. "
        "\u0443\u0441\u043f\u0435\u043b. \u0414\u0430."
    )
    assert len(find_sentences(text, "ru")) == 2


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            'She said: "We won. We did." He left.',
            ['She said: "We won. We did."', "He left."],
        ),
        (
            "\u201cNo. Never,\u201d they said. \u201cStop!\u201d",
            ["\u201cNo. Never,\u201d they said.", "\u201cStop!\u201d"],
        ),
        (
            "He said \u2018No. Never.\u2019 She left.",
            ["He said \u2018No. Never.\u2019", "She left."],
        ),
        (
            "\u201cIt opens only. Then more. End.",
            ["\u201cIt opens only.", "Then more.", "End."],
        ),
        (
            'A 5" disk. Another 6" here. End.',
            ['A 5" disk.', 'Another 6" here.', "End."],
        ),
        (
            "States' rights. It's the boys' club.",
            ["States' rights.", "It's the boys' club."],
        ),
    ],
)
def test_quotations_are_not_torn(text: str, sentences: list[str]) -> None:
    assert cut(text) == sentences


def test_long_quotation_is_cut() -> None:
    text = "\u201c" + "Trade fell again that year. " * 30 + "It rose.\u201d"
    assert len(find_sentences(text)) == 31


def test_quotations_of_a_text() -> None:
    text = "a \u201cb \u2018c\u2019\u201d 'd' don't \u201ce"
    assert [text[start:end] for start, end in find_quotations(text)] == [
        "\u201cb \u2018c\u2019\u201d",
        "'d'",
    ]


def test_headline_and_byline_lines_stand_alone() -> None:
    text = (
        "Council approves new budget for port\nBy Jane Doe\n"
        "The council on Monday approved a new budget for the port. It is the\n"
        "largest so far, and it will be paid in two parts over the next year."
    )
    assert cut(text)[:3] == [
        "Council approves new budget for port",
        "By Jane Doe",
        "The council on Monday approved a new budget for the port.",
    ]
    assert len(cut(text)) == 4


@given(
    st.text(max_size=200) | TRICKY,
    st.sampled_from([None, "en", "ru", "ur", "zh-CN", "xx"]),
)
def test_every_visible_character_is_in_exactly_one_sentence(
    text: str, language: str | None
) -> None:
    covered: set[int] = set()
    end = 0
    for sentence in find_sentences(text, language):
        assert sentence.start >= end
        end = sentence.end
        words = sentence.of(text)
        assert any(not is_invisible(character) and not character.isspace() for character in words)
        assert not words[0].isspace()
        assert not words[-1].isspace()
        covered.update(range(sentence.start, sentence.end))
    visible = {
        index
        for index, character in enumerate(text)
        if not is_invisible(character) and not character.isspace()
    }
    assert visible <= covered


@pytest.mark.parametrize(
    "unit",
    ["a.a.a.", '"', ".", "\u201c", "'", "`", "\u00ab", '"a. ', "'a.' ", "\u201ca. ", "(. ",
     "A\nB. ", "A b\n\n", "1. ", "approx. ", "\u0442. ", "\u200b", "\r\n", " "],
)  # fmt: skip
def test_hostile_text_takes_linear_time(unit: str) -> None:
    text = unit * (400_000 // len(unit))
    started = time.perf_counter()
    find_sentences(text)
    assert time.perf_counter() - started < 5
