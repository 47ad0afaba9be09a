"""The lines of a PDF page, with their places on the paper."""

import ctypes
import re
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

from service.library.readers.extraction import SUPERSCRIPTS

# pdfium puts U+0002 (or U+FFFE) where a word was hyphenated at a line's end, and no line break.
HYPHEN_MARKS = "\x02\ufffe"
LINE_MARKS = "\r\n" + HYPHEN_MARKS
LINE_PATTERN = re.compile(rf"[^{LINE_MARKS}]*(?:\r\n|[{LINE_MARKS}]|\Z)")
FIGURES = frozenset("0123456789")
RAISED_FIGURES = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
# The size of a raised figure to that of its neighbour is less than this.
SMALLER = 0.95
# A gap between words that is wider than so many characters is one between a table's cells.
CELL_GAP = 2.5


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: positions in points, from the page's lower left corner.

    ``hyphenated``: a hyphen stood at its end (it is not part of ``text``). ``tabular``: it has
    the wide gaps of a table's row.
    """

    text: str
    left: float
    right: float
    baseline: float
    hyphenated: bool = False
    tabular: bool = False


def read_lines(page: pypdfium2.PdfPage) -> list[Line]:
    """The page's lines with words on them, in reading order as pdfium sees it."""
    return _PageWords(page).lines()


class _PageWords:
    """A page's characters, one for each of pdfium's indices, so that each has a position."""

    def __init__(self, page: pypdfium2.PdfPage) -> None:
        self._page = page.get_textpage()
        self._characters = self._read_characters()

    def lines(self) -> list[Line]:
        lines = []
        for found in LINE_PATTERN.finditer(self._characters):
            text = found[0].rstrip(LINE_MARKS)
            if text.strip():
                first = found.start() + len(text) - len(text.lstrip())
                last = found.start() + len(text.rstrip()) - 1
                hyphenated = found[0].endswith(tuple(HYPHEN_MARKS))
                lines.append(self._line(first, last, hyphenated))
        return lines

    def _line(self, first: int, last: int, hyphenated: bool) -> Line:
        left, baseline = self._origin(first)
        right = self._right(last)
        text = self._characters[first : last + 1]
        gaps = [
            self._origin(first + found.end())[0] - self._right(first + found.start() - 1)
            for found in re.finditer(r"\s+", text)
        ]
        ink = right - left - sum(gaps)
        tabular = bool(gaps) and max(gaps) > CELL_GAP * ink / len("".join(text.split()))
        # Halves of a surrogate pair have an index each; they become one character only here.
        whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return Line(whole, left, right, baseline, hyphenated, tabular)

    def _read_characters(self) -> str:
        # Not get_text_range(): it cuts characters beyond U+FFFF and may leave some out.
        characters: list[str] = []
        before = ""
        for index in range(self._page.count_chars()):
            character = chr(pdfium.FPDFText_GetUnicode(self._page, index) or 0x20)
            if character in FIGURES and before.strip() and self._is_raised(index, before):
                character = character.translate(SUPERSCRIPTS)
            characters.append(character)
            before = character
        return "".join(characters)

    def _is_raised(self, index: int, before: str) -> bool:
        """Whether a figure stands higher and smaller than the character before, as note marks do.

        After a figure that is raised: whether it stands as high as that one.
        """
        x, y = self._origin(index)
        x_before, y_before = self._origin(index - 1)
        if before in RAISED_FIGURES:
            return abs(y - y_before) < 1
        size = pdfium.FPDFText_GetFontSize(self._page, index)
        size_before = pdfium.FPDFText_GetFontSize(self._page, index - 1)
        return bool(x > x_before and y > y_before + 1 and size < size_before * SMALLER)

    def _origin(self, index: int) -> tuple[float, float]:
        x, y = ctypes.c_double(), ctypes.c_double()
        pdfium.FPDFText_GetCharOrigin(self._page, index, x, y)
        return x.value, y.value

    def _right(self, index: int) -> float:
        return float(self._page.get_charbox(index)[2])
