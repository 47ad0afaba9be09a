"""Plain text and Markdown."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from service import errors
from service.library.readers import ReadLimits
from service.library.readers.markdown import read_markdown
from service.library.readers.text import read_text
from tests.builders.readings import check_sections, read

LIMITS = ReadLimits()


async def test_text_encodings_are_recognised() -> None:
    for encoded in (
        "é\r\nß\rx".encode("utf-8-sig"),
        "é\nß\nx".encode("utf-16"),
        "é\nß\nx".encode(),
    ):
        assert (await read("a.TXT", encoded)).text == "é\nß\nx"


@given(st.text(min_size=1))
def test_any_text_survives_but_for_line_ends(text: str) -> None:
    assume(text.strip() and "\0" not in text and not text.startswith("\ufeff"))
    extraction = read_text(text.encode(), LIMITS)
    assert extraction.text == text.replace("\r\n", "\n").replace("\r", "\n")
    check_sections(extraction)


@pytest.mark.parametrize(
    ("content", "byte"),
    [(b"abc\xff", 3), (b"\xef\xbb\xbfab\xff", 5), (b"ab\0c", 2), ("é\0".encode(), 2)],
)
async def test_what_is_no_text_says_where(content: bytes, byte: int) -> None:
    with pytest.raises(errors.NotText, match=rf"byte {byte}\b"):
        await read("a.txt", content)


async def test_markdown_loses_its_marks_and_keeps_its_words() -> None:
    extraction = await read(
        "a.md",
        "---\ntitle: T\npublished: 2021-12-06\n---\n"
        "Before **any** heading, [a link](https://example.org) and ![a picture](p.png) &amp; `c`,\n"
        "on two lines <b>bold</b> <script>evil()</script>end.\n\n"
        "Set *of*\nlines\n===\n\n- one\n- two\n\n  more\n    - deep\n\n"
        "3. three\n4. four\n\n> said\n\n"
        "<div>In a box<script>evil()</script></div>\n\n```\nas  it is\n```\n",
    )
    assert extraction.text == (
        "Before any heading, a link and a picture & c, on two lines bold end.\n\n"
        "Set of lines\n\n- one\n- two\n  more\n  - deep\n\n3. three\n4. four\n\nsaid\n\n"
        "In a box\n\nas  it is"
    )
    assert [section.heading for section in extraction.sections] == [None, "Set of lines"]
    assert extraction.front_matter["title"] == "T"


@pytest.mark.parametrize("front", ["just words", "- a", "a: [", "a: 2021-02-30", "? [a]\n: b"])
async def test_front_matter_that_is_no_mapping_is_refused(front: str) -> None:
    with pytest.raises(errors.InvalidMetadata, match="front matter"):
        await read("a.md", f"---\n{front}\n---\nWords.")


async def test_a_rule_at_the_beginning_is_no_front_matter() -> None:
    assert (await read("a.md", "---\n\nWords.")).text == "Words."


async def test_markdown_nested_beyond_reason_is_refused_and_not_cut() -> None:
    with pytest.raises(errors.UnreadableDocument, match="nested"):
        await read("a.md", ">" * 5000 + " words")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "# ", "## ", "- ", "1. ", "> ", "    "]),
            st.lists(
                st.text(st.characters(categories=["L", "N", "P", "S"]), min_size=1), min_size=1
            ),
        ),
        min_size=1,
    )
)
def test_markdown_of_any_words_has_true_sections(blocks: list[tuple[str, list[str]]]) -> None:
    source = "Words first.\n\n" + "\n\n".join(mark + " ".join(words) for mark, words in blocks)
    try:
        check_sections(read_markdown(source.encode(), LIMITS))
    except errors.InvalidMetadata:
        pytest.fail("a text that begins with words has no front matter")


@given(st.lists(st.from_regex(r"[^\W_]+", fullmatch=True), min_size=1))
def test_markdown_of_plain_words_keeps_every_word(words: list[str]) -> None:
    source = " ".join(words)
    assert read_markdown(source.encode(), LIMITS).text == source
