"""Headers and footers of a PDF: lines that come back at the edge of most pages."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from service.library.readers.pdf_lines import Line

MIN_PAGES = 3
EDGE_LINES = 3
NUMBER = re.compile(r"\d+")


def strip_margins(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], tuple[str, ...]]:
    """The pages without their headers and footers, and the different lines left out.

    A line is one if it stands among the outermost three of at least half of the pages (three at
    least), either word for word or with a number that counts along with the pages. Lines are
    taken from the edge inwards and a page is never emptied, so that a page of a form that
    repeats its words keeps them.
    """
    if len(pages) < MIN_PAGES:
        return [list(lines) for lines in pages], ()
    needed = max(MIN_PAGES, len(pages) // 2)
    repeated = _repeated(pages, needed)
    kept: list[list[Line]] = []
    left_out: dict[str, None] = {}
    for number, lines in enumerate(pages):
        top, bottom = _count_margins(lines, number, repeated)
        if top + bottom >= len(lines):
            top = bottom = 0
        end = len(lines) - bottom
        kept.append(list(lines[top:end]))
        left_out.update((line.text, None) for line in (*lines[:top], *lines[end:]))
    return kept, tuple(left_out)


def _repeated(pages: Sequence[Sequence[Line]], needed: int) -> frozenset[str]:
    counts: Counter[str] = Counter()
    for number, lines in enumerate(pages):
        edges = (*lines[:EDGE_LINES], *lines[EDGE_LINES:][-EDGE_LINES:])
        counts.update({shape for line in edges for shape in _shapes(line.text, number)})
    return frozenset(shape for shape, count in counts.items() if count >= needed)


def _count_margins(lines: Sequence[Line], page: int, repeated: frozenset[str]) -> tuple[int, int]:
    top = _count_leading(lines[:EDGE_LINES], page, repeated)
    bottom = _count_leading(lines[::-1][:EDGE_LINES], page, repeated)
    return top, bottom


def _count_leading(lines: Sequence[Line], page: int, repeated: frozenset[str]) -> int:
    for count, line in enumerate(lines):
        if repeated.isdisjoint(_shapes(line.text, page)):
            return count
    return len(lines)


def _shapes(text: str, page: int) -> Iterator[str]:
    """The line as it is, and with each of its numbers in turn told as its distance to the page."""
    words = " ".join(text.split())
    yield words
    for found in NUMBER.finditer(words[:200]):
        if len(found[0]) < 7:
            distance = int(found[0]) - page
            yield f"{words[: found.start()]}\0{distance}\0{words[found.end() :]}"
