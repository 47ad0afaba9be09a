"""DOCX: paragraphs, tables and notes in order. Runs as a process of its own (``isolated``).

python-docx opens the file and knows its styles. The walk over the body is our own, as in
``docx_words``: ``iter_inner_content`` passes over content controls, and ``Paragraph.text`` over
tracked insertions, so their words would be lost.
"""

import io
from collections.abc import Iterator
from typing import Any, Literal

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.styles.style import BaseStyle

from service import errors
from service.library.readers.docx_archive import check_archive
from service.library.readers.docx_words import (
    NOTE_KINDS,
    PARAGRAPH,
    Element,
    find_blocks,
    find_notes,
    find_text_boxes,
    has_tracked_changes,
    join_cells,
    paragraph_words,
)
from service.library.readers.extraction import (
    Extraction,
    ReadLimits,
    TextBuilder,
    clean_block,
    language_tag,
)
from service.library.readers.isolated import answer

Role = Literal["heading", "item", "text"]
BODY_OUTLINE_LEVEL = 9
TRACKED = "the document has tracked changes: read as if all were accepted"


def read_docx(content: bytes, limits: ReadLimits) -> Extraction:
    """Read a Word document.

    Headings start sections, a list item begins with ``- ``, a table has one line per row, a
    foot- or endnote stands after the paragraph that refers to it. Tracked changes count as
    accepted. Page headers and footers, comments and automatic numbers are left out.
    Raises ``errors.UnreadableDocument``, ``errors.EncryptedDocument``,
    ``errors.UnsupportedFormat``, ``errors.DocumentWithoutText`` and ``errors.DocumentTooLarge``.
    """
    check_archive(content, limits)
    try:
        document = docx.Document(io.BytesIO(content))
    except ValueError as error:  # another kind of Office document
        raise errors.UnsupportedFormat("the file is no Word document (.docx)") from error
    builder = TextBuilder(limits.max_text_chars)
    _BodyReader(document, builder).read()
    text, sections = builder.finish()
    properties = document.core_properties
    return Extraction(
        text=text,
        sections=sections,
        media_type="application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        title=clean_block(properties.title) or None,
        language=language_tag(properties.language),
        warnings=(TRACKED,) if has_tracked_changes(document.element.body) else (),
    )


class _BodyReader:
    """Adds the body's blocks to the builder; knows the styles' roles and which notes are read."""

    def __init__(self, document: WordDocument, builder: TextBuilder) -> None:
        self._body: Element = document.element.body
        self._builder = builder
        self._roles = {style.style_id: _role_of_style(style) for style in document.styles}
        self._notes = dict(_read_notes(document))
        self._after_item = False

    def read(self) -> None:
        self._read_blocks(self._body)
        for note in tuple(self._notes):  # those that nothing refers to
            self._read_note(note)

    def _read_blocks(self, container: Element) -> None:
        for block in find_blocks(container):
            if block.tag == PARAGRAPH:
                self._read_paragraph(block)
            else:
                self._builder.add("\n".join(join_cells(block)))
                self._after_item = False
            for box in find_text_boxes(block):
                self._read_blocks(box)
            for note in find_notes(block):
                self._read_note(note)

    def _read_paragraph(self, paragraph: Element) -> None:
        words = paragraph_words(paragraph).strip()
        if not words:
            return
        role = self._role(paragraph)
        if role == "heading":
            self._builder.add_heading(words)
        elif role == "item":
            self._builder.add(f"- {words}", "\n" if self._after_item else "\n\n")
        else:
            self._builder.add(words)
        self._after_item = role == "item"

    def _read_note(self, note: tuple[str, str]) -> None:
        content = self._notes.pop(note, None)
        if content is not None:
            self._read_blocks(content)

    def _role(self, paragraph: Element) -> Role:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return "text"
        style = properties.find(qn("w:pStyle"))
        named = self._roles.get(style.get(qn("w:val"))) if style is not None else None
        return _role_of_properties(properties) or named or "text"


def _role_of_style(style: BaseStyle) -> Role | None:
    """What a paragraph of this style is, by its name (English in every Word) or its ancestors'."""
    ancestor: Any = style
    seen: set[int] = set()
    while ancestor is not None and id(ancestor.element) not in seen:
        seen.add(id(ancestor.element))
        if ancestor.name is not None and ancestor.name.startswith(("Heading ", "Title")):
            return "heading"
        properties = ancestor.element.find(qn("w:pPr"))
        role = None if properties is None else _role_of_properties(properties)
        if role is not None:
            return role
        ancestor = getattr(ancestor, "base_style", None)
    return None


def _role_of_properties(properties: Element) -> Role | None:
    level = properties.find(qn("w:outlineLvl"))
    if level is not None and level.get(qn("w:val")) != str(BODY_OUTLINE_LEVEL):
        return "heading"
    number = properties.find(f"{qn('w:numPr')}/{qn('w:numId')}")
    # List number 0 takes a paragraph out of its style's list.
    return None if number is None else "text" if number.get(qn("w:val")) == "0" else "item"


def _read_notes(document: WordDocument) -> Iterator[tuple[tuple[str, str], Element]]:
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in NOTE_KINDS and not relation.is_external:
            for note in parse_xml(relation.target_part.blob).iter(NOTE_KINDS[kind]):
                if note.get(qn("w:type")) in (None, "normal"):  # the others are separator lines
                    yield (kind, note.get(qn("w:id"))), note


if __name__ == "__main__":
    answer(read_docx)
