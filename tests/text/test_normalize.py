"""Normalised text: what models see, and the way back to what was written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.normalize import drop_invisible, is_invisible, normalize

ANY_TEXT = st.text(max_size=200)
TRICKY = st.text(
    alphabet=st.sampled_from(
        "a\u00e9e\u0301\u200b\u200d\ufe0f\ufeff\u00ad\r\n"
        "\u2026\u2014\u201c\u2019\U000e0041\U0001f469 5"
    )
)


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("tra\u00adde\u200b fell", "trade fell"),
        ("\ufeffA\u202eB\u202c", "AB"),
        ("x\ufe0f\U000e0100\U000e0041", "x"),
        (
            "\u201cIt\u2019s\u201d \u2018so\u2019 \u00abyes\u00bb",
            '"It\'s" \'so\' "yes"',
        ),
        ("2019\u20132020 \u2014 5\u00a0km\u2026", "2019-2020 -- 5 km..."),
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("e\u0301 \u00e9 \ufb01 \u00bd", "e\u0301 \u00e9 \ufb01 \u00bd"),
        ("\ud800", "\ufffd"),
    ],
)
def test_normalize_folds_and_drops(written: str, seen: str) -> None:
    assert normalize(written).text == seen


def test_emoji_stay_without_their_joiners() -> None:
    assert (
        normalize("\U0001f469\u200d\U0001f467 \u2764\ufe0f").text == "\U0001f469\U0001f467 \u2764"
    )


def test_drop_invisible_keeps_punctuation() -> None:
    assert drop_invisible("\u201cA\u200b\u201d\u2026\r\n").text == "\u201cA\u201d\u2026\n"


def test_span_leads_back_over_dropped_characters() -> None:
    written = "The\u200b tra\u00adde\u2026 fell"
    seen = normalize(written)
    start = seen.text.index("trade...")
    assert seen.original_span(start, start + 8) == (5, 12)
    assert written[5:12] == "tra\u00adde\u2026"


def test_span_outside_the_text_is_refused() -> None:
    with pytest.raises(IndexError, match="no span 0 to 4"):
        normalize("abc").original_span(0, 4)


def test_empty_span_stays_empty() -> None:
    seen = normalize("a\u200bb")
    assert seen.original_span(1, 1) == (2, 2)
    assert seen.original_span(2, 2) == (3, 3)


@given(ANY_TEXT | TRICKY)
def test_map_is_monotone_and_in_range(written: str) -> None:
    seen = normalize(written)
    assert len(seen.offsets) == len(seen.text)
    place = 0
    for start, end in seen.offsets:
        assert place <= start < end <= len(written)
        place = start


@given(ANY_TEXT | TRICKY)
def test_letters_and_marks_survive_in_place(written: str) -> None:
    seen = normalize(written)
    kept = {
        index: character
        for index, character in enumerate(written)
        if unicodedata.category(character)[0] in "LMNS"
        and not is_invisible(character)
        and character not in "\u02bc\u2212"
    }
    back = {
        start: character
        for (start, _), character in zip(seen.offsets, seen.text, strict=True)
        if start in kept
    }
    assert back == kept


@given(ANY_TEXT | TRICKY)
def test_normalize_is_idempotent_and_leaves_nothing_invisible(written: str) -> None:
    seen = normalize(written).text
    assert normalize(seen).text == seen
    assert not any(is_invisible(character) for character in seen)


@given(ANY_TEXT | TRICKY, st.data())
def test_nested_spans_lead_back_to_nested_spans(written: str, draw: st.DataObject) -> None:
    seen = normalize(written)
    cuts = sorted(draw.draw(st.lists(st.integers(0, len(seen.text)), min_size=4, max_size=4)))
    outer, inner = (cuts[0], cuts[3]), (cuts[1], cuts[2])
    if outer[0] < inner[0] < inner[1] < outer[1]:
        outer_span, inner_span = seen.original_span(*outer), seen.original_span(*inner)
        assert outer_span[0] <= inner_span[0] < inner_span[1] <= outer_span[1]
