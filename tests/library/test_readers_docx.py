"""DOCX: everything that Word shows in the text, and no archive that is built to harm."""

from collections.abc import Callable

import pytest

from service import errors
from tests.builders.documents import (
    change_parts,
    make_docx,
    make_docx_of_xml,
    make_docx_with_footnote,
    make_zip_bomb,
)
from tests.builders.readings import read


async def test_docx_lists_titles_and_languages() -> None:
    content = make_docx(["# Lake", "Before.", "- one", "- two", "After."], title="T", language="en")
    extraction = await read("a.docx", content)
    assert extraction.text == "Lake\n\nBefore.\n\n- one\n- two\n\nAfter."
    assert (extraction.title, extraction.language) == ("T", "en")


async def test_docx_footnotes_stand_after_their_paragraph() -> None:
    content = make_docx_with_footnote("It rose by 3.", "Without the dam.", "Then it fell.")
    assert (await read("a.docx", content)).text.split("\n\n") == [
        "It rose by 3.",
        "Without the dam.",
        "Then it fell.",
    ]


async def test_docx_keeps_what_python_docx_passes_over() -> None:
    content = make_docx_of_xml(
        "<w:p><w:r><w:t>In</w:t></w:r><w:ins><w:r><w:t>serted</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom>"
        "<w:r><w:tab/><w:t>14.5</w:t></w:r>"
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r></w:p>',
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Controlled</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        "<w:p><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Boxed</w:t></w:r></w:p>"
        "</w:txbxContent></w:pict><w:t>Around</w:t></w:r></w:p>",
        '<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>Outlined</w:t></w:r></w:p>',
    )
    extraction = await read("a.docx", content)
    assert extraction.text.split("\n\n") == [
        "Inserted\t14.5¹",
        "Controlled",
        "Around",
        "Boxed",
        "Outlined",
    ]
    assert extraction.sections[-1].heading == "Outlined"
    assert any("tracked changes" in warning for warning in extraction.warnings)


def with_entity() -> bytes:
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    return change_parts(make_docx(["Words."]), {"word/document.xml": ("<w:document ", entity)})


@pytest.mark.parametrize(
    ("make", "error", "words"),
    [
        (make_zip_bomb, errors.UnreadableDocument, "unpack"),
        (lambda: make_zip_bomb(100_000_000), errors.UnreadableDocument, "harm"),
        (with_entity, errors.UnreadableDocument, "document type"),
        (lambda: make_docx(["Words."])[:-30], errors.UnreadableDocument, "ZIP"),
        (lambda: make_docx([" "]), errors.DocumentWithoutText, "no words"),
        (
            lambda: change_parts(make_docx(["x"]), {"word/document.xml": "<broken"}),
            errors.UnreadableDocument,
            "damaged",
        ),
    ],
    ids=["bomb", "ratio", "entity", "cut", "empty", "broken"],
)
async def test_docx_that_cannot_be_read(
    make: Callable[[], bytes], error: type[errors.BadInput], words: str
) -> None:
    with pytest.raises(error, match=words):
        await read("a.docx", make())


async def test_docx_with_too_many_parts_is_refused() -> None:
    parts = {f"word/x{number}.bin": "" for number in range(50)}
    with pytest.raises(errors.UnreadableDocument, match="parts"):
        await read("a.docx", change_parts(make_docx(["x"]), parts), max_zip_entries=50)
