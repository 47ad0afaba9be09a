"""PDF: lines become paragraphs, pages become sections."""

import pytest

from service import errors
from tests.builders.documents import (
    make_pdf,
    make_pdf_of_lines,
    make_pdf_of_other_script,
    make_scanned_pdf,
)
from tests.builders.readings import PARAGRAPHS, read


async def test_pdf_joins_hyphenated_words_only_where_that_is_safe() -> None:
    lines = [
        "The long-term plan asks for closer co-",
        "operation on the S-",
        "400 system, the Polish-",
        "Danish line and the long-",
        "term plan.",
    ]
    text = (await read("a.pdf", make_pdf_of_lines(lines))).text
    assert text == (
        "The long-term plan asks for closer cooperation on the S-400 system, "
        "the Polish-Danish line and the long-term plan."
    )


async def test_pdf_keeps_short_lines_apart_and_joins_full_ones() -> None:
    lines = [
        "Present were:",
        "Ines Marlow",
        "Tessa Oduya",
        "The council of the lake met again in the spring of the year and went on",
        "until the evening.",
        "",
        "A new paragraph.",
    ]
    text = (await read("a.pdf", make_pdf_of_lines(lines))).text
    assert text == (
        "Present were:\nInes Marlow\nTessa Oduya\n"
        "The council of the lake met again in the spring of the year and went on "
        "until the evening.\n\nA new paragraph."
    )


async def test_pdf_note_marks_do_not_become_figures() -> None:
    text = (await read("a.pdf", make_pdf([["Up 14.5<super>12</super> per cent in a year."]]))).text
    assert text == "Up 14.5¹² per cent in a year."


async def test_pdf_headers_and_footers_go_and_are_told() -> None:
    pages = [[f"Page of {word}.", "Total 100"] for word in ("one", "two", "three", "four")]
    content = make_pdf(pages, header="Lake Council Papers", footer="{page} of 4")
    extraction = await read("a.pdf", content)
    assert "Papers" not in extraction.text
    assert "of 4" not in extraction.text
    assert all(f"Page of {word}." in extraction.text for word in ("one", "two", "three", "four"))
    assert any("'Lake Council Papers'" in warning for warning in extraction.warnings)


async def test_pdf_keeps_numbers_that_do_not_count_pages_and_pages_that_repeat() -> None:
    sums = [
        [f"Paragraph {word}.", f"Sum {number}"]
        for word, number in zip("abcd", (9, 4, 7, 1), strict=True)
    ]
    text = (await read("a.pdf", make_pdf_of_lines(*sums))).text
    assert all(f"Sum {number}" in text for number in (9, 4, 7, 1))
    same = await read("a.pdf", make_pdf_of_lines(["Form A"], ["Form A"], ["Form A"]))
    assert same.text.split("\n\n") == ["Form A"] * 3
    two = await read("a.pdf", make_pdf_of_lines(["Head", "x."], ["Head", "y."]))
    assert two.text.count("Head") == 2


async def test_pdf_with_pages_without_text_says_which() -> None:
    extraction = await read("a.pdf", make_pdf_of_lines(["Words."], [], ["More."]))
    assert [section.page for section in extraction.sections] == [1, 3]
    assert any("page 2" in warning for warning in extraction.warnings)


async def test_pdf_in_arabic_script_carries_a_warning() -> None:
    extraction = await read("a.pdf", make_pdf_of_other_script("سلام"))
    assert any("page 1" in warning and "DOCX" in warning for warning in extraction.warnings)
    assert not (await read("a.pdf", make_pdf_of_other_script("мир"))).warnings


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (make_pdf([PARAGRAPHS], password="secret"), errors.EncryptedDocument, "password"),
        (make_scanned_pdf(), errors.DocumentWithoutText, "OCR"),
        (b"%PDF-1.7\nnot really", errors.UnreadableDocument, "damaged"),
        (make_pdf([PARAGRAPHS])[:400], errors.UnreadableDocument, "damaged"),
    ],
    ids=["encrypted", "scanned", "junk", "cut"],
)
async def test_pdf_that_cannot_be_read(
    content: bytes, error: type[errors.BadInput], words: str
) -> None:
    with pytest.raises(error, match=words):
        await read("a.pdf", content)
