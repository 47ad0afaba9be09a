"""The words in the XML of a Word document (ECMA-376, part 1, chapter 17)."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from service.library.readers.extraction import CELL_SEPARATOR, SUPERSCRIPTS

Element = Any  # lxml has no types

PARAGRAPH, TABLE, ROW, CELL, RUN = (qn(f"w:{name}") for name in ("p", "tbl", "tr", "tc", "r"))
TEXT_BOX = qn("w:txbxContent")
WORDS = frozenset({qn("w:t"), qn("m:t")})
CHARACTERS = {
    qn("w:tab"): "\t",
    qn("w:ptab"): "\t",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
MARKUP_COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
# Taken out by a tracked change; settings (a tab stop is no tab); the copy for older programs.
PASSED_OVER = frozenset(
    {qn("w:del"), qn("w:moveFrom"), qn("w:pPr"), f"{{{MARKUP_COMPATIBILITY}}}Fallback"}
)
TRACKED = tuple(qn(f"w:{name}") for name in ("ins", "del", "moveFrom", "moveTo"))
NOTE_KINDS = {"footnotes": qn("w:footnote"), "endnotes": qn("w:endnote")}
NOTE_REFERENCES = {
    qn("w:footnoteReference"): "footnotes",
    qn("w:endnoteReference"): "endnotes",
}


def find_blocks(container: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body, cell, text box or note, also in content controls."""
    for child in container:
        if child.tag in (PARAGRAPH, TABLE):
            yield child
        elif child.tag not in PASSED_OVER:
            yield from find_blocks(child)


def paragraph_words(paragraph: Element) -> str:
    """The words of a paragraph in order, tracked changes accepted, without its text boxes."""
    return "".join(_pieces(paragraph))


def _pieces(element: Element) -> Iterator[str]:
    raised = element.tag == RUN and _is_raised(element)
    for child in element:
        if child.tag in WORDS:
            words = child.text or ""
            yield words.translate(SUPERSCRIPTS) if raised else words
        elif child.tag in CHARACTERS:
            yield CHARACTERS[child.tag]
        elif child.tag not in PASSED_OVER and child.tag != TEXT_BOX:
            yield from _pieces(child)


def _is_raised(run: Element) -> bool:
    alignment = run.find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return alignment is not None and alignment.get(qn("w:val")) == "superscript"


def join_cells(table: Element) -> Iterator[str]:
    """A line for each row with words; a merged cell counts once, a table in a cell is its words."""
    for row in _find(table, ROW):
        cells = (" ".join(_cell_words(cell).split()) for cell in _find(row, CELL))
        line = CELL_SEPARATOR.join(cells)
        if line.strip(" |"):
            yield line


def _cell_words(cell: Element) -> str:
    return " ".join(
        paragraph_words(block) if block.tag == PARAGRAPH else " ".join(join_cells(block))
        for block in find_blocks(cell)
    )


def find_text_boxes(block: Element) -> Iterator[Element]:
    return _find(block, TEXT_BOX)


def find_notes(block: Element) -> Iterator[tuple[str, str]]:
    """The kind and id of each note that the block refers to."""
    for tag, kind in NOTE_REFERENCES.items():
        for reference in _find(block, tag):
            yield kind, reference.get(qn("w:id"))


def has_tracked_changes(body: Element) -> bool:
    return next(body.iter(*TRACKED), None) is not None


def _find(element: Element, tag: str) -> Iterator[Element]:
    """The outermost elements of this kind, also in content controls and insertions."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag not in PASSED_OVER:
            yield from _find(child, tag)
