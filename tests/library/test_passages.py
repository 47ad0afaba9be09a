"""Passages are true spans of the text, and leave nothing visible out."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.domain.article import sha256_of
from service.domain.evidence import Passage, Section
from service.library.passages import MAX_CHARACTERS, TARGET_CHARACTERS, cut_passages
from service.text.normalize import is_invisible

PARTS = (
    "The port grew by 5% in 2019. ",
    "Порт вырос. ",
    "نما الميناء. ",
    "👩‍👩‍👧 e\u0301! ",
    "\u200b\ufeff",
    "\r\n\r\n",
    "\n\n",
    "\n",
    "word " * 120,
    "x" * 1000,
    "word and" + " " * 950,
    "word,\n" * 200,
    "word,\u2003" * 200,
    "港口增长了。" * 60,
    "- item\n",
)
texts = st.one_of(
    st.lists(st.sampled_from(PARTS), min_size=1, max_size=8).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300),
)


@st.composite
def texts_and_sections(draw: st.DrawFn) -> tuple[str, tuple[Section, ...]]:
    """Sections in order and without overlap, as readers give them, but with gaps anywhere."""
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)))
    sections = [
        Section(start=start, end=end, heading=draw(st.sampled_from([None, "A heading"])))
        for start, end in pairwise(cuts)
        if draw(st.booleans())
    ]
    return text, tuple(sections)


def cut(text: str, sections: tuple[Section, ...] = ()) -> tuple[Passage, ...]:
    return cut_passages("doc", sha256_of(text), text, sections, "en")


@given(given=texts_and_sections())
def test_every_visible_character_lies_in_exactly_one_passage(
    given: tuple[str, tuple[Section, ...]],
) -> None:
    text, sections = given
    passages = cut(text, sections)
    for earlier, later in pairwise(passages):
        assert earlier.end <= later.start
    covered = {place for one in passages for place in range(one.start, one.end)}
    left_out = [
        (place, character)
        for place, character in enumerate(text)
        if place not in covered and not character.isspace() and not is_invisible(character)
    ]
    assert left_out == []


@given(given=texts_and_sections())
def test_passages_are_true_short_spans_with_ids_of_their_own(
    given: tuple[str, tuple[Section, ...]],
) -> None:
    text, sections = given
    passages = cut(text, sections)
    assert [one.index for one in passages] == list(range(len(passages)))
    assert len({one.id for one in passages}) == len(passages)
    for one in passages:
        assert one.text == text[one.start : one.end]
        assert one.text.strip() == one.text != ""
        assert len(one.text) <= MAX_CHARACTERS
        assert one.version == sha256_of(text)


@given(given=texts_and_sections())
def test_no_passage_crosses_the_edge_of_a_section(
    given: tuple[str, tuple[Section, ...]],
) -> None:
    text, sections = given
    for one in cut(text, sections):
        for section in sections:
            apart = one.end <= section.start or section.end <= one.start
            assert apart or one.within(section)
            assert apart or one.heading == section.heading


@given(given=texts_and_sections())
def test_cutting_twice_gives_the_same(given: tuple[str, tuple[Section, ...]]) -> None:
    assert cut(*given) == cut(*given)


def test_sentences_are_joined_up_to_the_target_and_stay_whole() -> None:
    sentence = "The harbour office counted the ships that came in that year. "
    text = sentence * 30
    passages = cut(text)
    assert all(one.text.endswith(".") for one in passages)
    assert all(one.text.startswith("The harbour") for one in passages)
    lengths = [len(one.text) for one in passages[:-1]]
    assert all(TARGET_CHARACTERS / 2 < length <= TARGET_CHARACTERS for length in lengths)


def test_a_long_sentence_is_cut_between_words_at_any_white_space() -> None:
    for space in (" ", "\n", "\u2003", "   \t  "):
        passages = cut(f"word,{space}" * 500)
        assert len(passages) > 1
        words = [word for one in passages for word in one.text.split()]
        assert words == ["word,"] * 500
        assert all(one.text == one.text.strip() for one in passages)


def test_heading_and_page_come_from_the_section() -> None:
    text = "First page.\n\nSecond page."
    sections = (
        Section(start=0, end=11, page=1),
        Section(start=13, end=25, page=2, heading="More"),
    )
    assert [(one.text, one.page, one.heading) for one in cut(text, sections)] == [
        ("First page.", 1, None),
        ("Second page.", 2, "More"),
    ]


def test_a_text_without_visible_characters_has_no_passage() -> None:
    assert cut(" \n\u200b ") == ()
