"""PDF, read with pdfium: one section per page. Runs as a process of its own (``isolated``)."""

import re
from collections.abc import Iterator, Sequence

import pypdfium2
import pypdfium2.raw as pdfium

from service import errors
from service.domain.evidence import Section
from service.library.readers.extraction import (
    Extraction,
    ReadLimits,
    Separator,
    TextBuilder,
    check_text_length,
    clean_block,
    explained,
)
from service.library.readers.isolated import answer
from service.library.readers.pdf_lines import Line, read_lines
from service.library.readers.pdf_margins import strip_margins
from service.library.readers.pdf_paragraphs import find_compounds, join_lines

# Hebrew to Arabic Extended-A, and their presentation forms: written from right to left.
RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
NO_TITLES = frozenset({"", "untitled", "(anonymous)", "(unspecified)"})
SHOWN_PAGES = 20


def read_pdf(content: bytes, limits: ReadLimits) -> Extraction:
    """Read a PDF: lines joined to paragraphs, words hyphenated at a line's end made whole.

    Headers and footers that come back on most pages are left out; a warning quotes them.
    Raises ``errors.EncryptedDocument`` (a password is needed), ``errors.DocumentWithoutText``
    (no page has text: scanned), ``errors.DocumentTooLarge`` and ``errors.UnreadableDocument``.
    """
    document = _open(content)
    if len(document) > limits.max_pages:
        raise errors.DocumentTooLarge(
            f"the PDF has {len(document):,} pages; at most {limits.max_pages:,} are accepted"
        )
    found = list(_read_pages(document, limits))
    if not any(found):
        raise errors.DocumentWithoutText(
            "no page of the PDF has text: it looks scanned and needs OCR before it can be used"
        )
    pages, margins = strip_margins(found)
    text, sections = _build_text(pages, limits)
    return Extraction(
        text=text,
        sections=sections,
        media_type="application/pdf",
        title=_title(document),
        warnings=tuple(_warnings(found, margins)),
    )


def _open(content: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD:
            raise errors.EncryptedDocument(
                "the PDF is protected with a password; upload it without one"
            ) from error
        raise errors.UnreadableDocument(f"the PDF is damaged ({error})") from error


def _read_pages(document: pypdfium2.PdfDocument, limits: ReadLimits) -> Iterator[list[Line]]:
    characters = 0
    for number in range(len(document)):
        with explained(f"page {number + 1} of the PDF is damaged", pypdfium2.PdfiumError):
            page = document[number]
            lines = read_lines(page)
            page.close()
        characters += sum(len(line.text) for line in lines)
        check_text_length(characters, limits.max_text_chars)
        yield lines


def _build_text(
    pages: Sequence[Sequence[Line]], limits: ReadLimits
) -> tuple[str, tuple[Section, ...]]:
    builder = TextBuilder(limits.max_text_chars)
    compounds = find_compounds(pages)
    before = ""
    for number, lines in enumerate(pages, start=1):
        builder.start_section(page=number)
        for index, line in enumerate(join_lines(lines, compounds)):
            goes_on = line.text[:1].islower() and before[-1:].isalnum()
            turn: Separator = "\n" if goes_on else "\n\n"
            builder.add(line.text, line.separator if index else turn)
            before = line.text
    return builder.finish()


def _title(document: pypdfium2.PdfDocument) -> str | None:
    title = " ".join(clean_block(document.get_metadata_value("Title")).split())
    return None if title.lower() in NO_TITLES else title


def _warnings(pages: Sequence[Sequence[Line]], margins: Sequence[str]) -> Iterator[str]:
    empty = [number for number, lines in enumerate(pages, start=1) if not lines]
    if empty:
        yield f"no text on {_list_pages(empty)}: scanned pages need OCR"
    reversed_pages = [
        number
        for number, lines in enumerate(pages, start=1)
        if any(RIGHT_TO_LEFT.search(line.text) for line in lines)
    ]
    if reversed_pages:
        yield (
            f"right-to-left script on {_list_pages(reversed_pages)}: "
            "text order unreliable; upload DOCX, HTML or text"
        )
    if margins:
        quoted = ", ".join(repr(line[:80]) for line in margins[:5])
        yield f"left out as page headers and footers, {len(margins)} different lines: {quoted}"


def _list_pages(numbers: Sequence[int]) -> str:
    listed = ", ".join(map(str, numbers[:SHOWN_PAGES]))
    more = " and more" if len(numbers) > SHOWN_PAGES else ""
    return f"page{'s' if len(numbers) > 1 else ''} {listed}{more}"


if __name__ == "__main__":
    answer(read_pdf)
