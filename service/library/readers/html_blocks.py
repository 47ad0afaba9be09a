"""The blocks of words on a page: headings, paragraphs, list items, table rows, in order."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml import etree

from service.library.readers.extraction import CELL_SEPARATOR, SUPERSCRIPTS

# Elements of HTML, and those of the tree that trafilatura answers with.
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "head"})
LISTS = frozenset({"ul", "ol", "menu", "list"})
ITEMS = frozenset({"li", "item"})
ROWS = frozenset({"tr", "row"})
CELLS = frozenset({"td", "th", "cell"})
BREAKS = frozenset({"br", "lb"})
PARAGRAPHS = frozenset({"p", "pre", "blockquote", "quote", "address", "center", "figcaption", "hr"})
PARTS = frozenset({"body", "main", "article", "section", "aside", "header", "hgroup", "footer"})
BOXES = frozenset({"div", "figure", "details", "summary", "dialog", "form", "fieldset", "legend"})
TABLES = frozenset({"table", "caption", "thead", "tbody", "tfoot"}) | ROWS | CELLS
BLOCKS = PARAGRAPHS | PARTS | BOXES | TABLES | HEADINGS | LISTS | ITEMS | {"dl", "dt", "dd"}
# A table that holds one of these arranges the page; its cells are no row of figures.
ARRANGED = HEADINGS | LISTS | {"table", "article", "section", "main"}
EXECUTED = frozenset({"script", "noscript", "style", "template", "title"})
EMBEDDED = frozenset({"iframe", "object", "embed", "applet", "svg", "canvas", "audio", "video"})
CONTROLS = frozenset({"nav", "button", "input", "select", "datalist", "textarea"})
UNSHOWN = EXECUTED | EMBEDDED | CONTROLS
BOILERPLATE_OUTSIDE_ARTICLE = frozenset({"aside", "footer", "header"})
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
WHITE_SPACE = re.compile(r"[ \t\n\r\f]+")
# Stands for a wanted line break until the block is complete; no decoded page contains it.
LINE_BREAK = "\0"


@dataclass(frozen=True, slots=True)
class Block:
    """Words that stand together; ``tight`` if directly under the line of the block before."""

    words: str
    heading: bool = False
    tight: bool = False
    marker: str = ""


def read_blocks(element: etree._Element) -> Iterator[Block]:
    """The blocks in ``element`` that a reader of the page sees, without navigation."""
    run = [element.text or ""]
    for child in element:
        if is_shown(child):
            if any(inner.tag in BLOCKS for inner in child.iter()):
                yield from _close(run)
                run = []
                yield from _read_block(child)
            else:
                run.append(_inline_words(child))
        run.append(child.tail or "")
    yield from _close(run)


def is_shown(element: etree._Element) -> bool:
    """Whether the element is part of the page's text: not hidden, no control, no navigation."""
    tag = element.tag
    if not isinstance(tag, str) or tag in UNSHOWN or element.get("role") == "navigation":
        return False
    if element.get("hidden") is not None or HIDDEN_STYLE.search(element.get("style", "")):
        return False
    if tag in BOILERPLATE_OUTSIDE_ARTICLE:
        inside = any(ancestor.tag in ("article", "main") for ancestor in element.iterancestors())
        return inside or element.find(".//h1") is not None
    return True


def _read_block(element: etree._Element) -> Iterator[Block]:
    tag = element.tag
    if tag in HEADINGS:
        yield from _close([_inline_words(element)], heading=True)
    elif tag in LISTS:
        yield from _list_items(element)
    elif tag == "table" and not any(inner.tag in ARRANGED for inner in _below(element)):
        yield from _table_rows(element)
    elif tag == "pre":
        yield from _close(["".join(element.itertext()).replace("\n", LINE_BREAK)])
    else:
        yield from read_blocks(element)


def _list_items(element: etree._Element) -> Iterator[Block]:
    start = element.get("start", "1")
    number = int(start) if start.isdecimal() and len(start) < 9 else 1
    first = True
    for child in element:
        if child.tag not in ITEMS:
            if is_shown(child):
                yield from _read_block(child)
            continue
        marker = f"{number}. " if element.tag == "ol" else "- "
        number += 1
        for block in read_blocks(child) if is_shown(child) else ():
            yield replace(block, tight=not first, marker=marker or block.marker)
            first, marker = False, ""


def _table_rows(table: etree._Element) -> Iterator[Block]:
    tight = False
    for part in _below(table):
        if part.tag == "caption":
            yield from _close([_inline_words(part)])
        elif part.tag in ROWS and is_shown(part):
            cells = [_inline_words(cell) for cell in part if cell.tag in CELLS and is_shown(cell)]
            words = CELL_SEPARATOR.join(_collapse(cell).replace("\n", " ") for cell in cells)
            if words.strip(" |"):
                yield Block(words, tight=tight)
                tight = True


def _below(element: etree._Element) -> Iterator[etree._Element]:
    return element.iterdescendants()  # type: ignore[no-any-return]  # lxml is untyped


def _inline_words(element: etree._Element) -> str:
    """The words of an element that is part of a line; blocks within it are set off by a space."""
    if element.tag in BREAKS:
        return LINE_BREAK
    words = [element.text or ""]
    for child in element:
        if is_shown(child):
            words.append(_inline_words(child))
        words.append(child.tail or "")
    joined = "".join(words)
    if element.tag == "sup":
        return joined.translate(SUPERSCRIPTS)
    return f" {joined} " if element.tag in BLOCKS else joined


def _close(run: Iterable[str], heading: bool = False) -> Iterator[Block]:
    words = _collapse("".join(run))
    if words:
        yield Block(words, heading=heading)


def _collapse(words: str) -> str:
    """White space as a browser shows it: one space, or the line breaks that were wanted."""
    lines = (line.strip(" ") for line in WHITE_SPACE.sub(" ", words).split(LINE_BREAK))
    return "\n".join(line for line in lines if line)
