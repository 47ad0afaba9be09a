"""How the lines of a PDF page join into paragraphs.

A PDF knows glyphs at positions, not paragraphs. What separates two lines is read from the
page's geometry: a wide gap is a new paragraph, a line that ended although the next word would
have fitted is a wanted line break, everything else is a line that ran full.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles

from service.library.readers.extraction import Separator
from service.library.readers.pdf_lines import Line

SENTENCE_ENDS = (".", "!", "?", ":", ";", '."', ".)", ".”", "”")
# A step this much wider than the page's usual one is a paragraph's gap.
PARAGRAPH_GAP = 1.25
# A shorter block says too little about its margins; those of its column count.
MIN_BLOCK_LINES = 3
# Points; only used where a page has too few lines to tell.
STEP_OF_SHORT_PAGES = 14.0


@dataclass(frozen=True, slots=True)
class Reach:
    """How far the lines around a line reach, in points from the page's left edge."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class JoinedLine:
    """A line with what stands between it and the line before."""

    separator: Separator
    text: str


def join_lines(lines: Sequence[Line], compounds: frozenset[str]) -> Iterator[JoinedLine]:
    """The lines of one page with their separators.

    ``compounds`` are the bare words known to have a hyphen, which keep it at a line's end.
    """
    usual_step = _usual_step(lines)
    reaches = _reaches(lines, usual_step)
    for index, line in enumerate(lines):
        separator: Separator = ""
        if index and not lines[index - 1].hyphenated:
            separator = _separator(lines[index - 1], line, reaches[index - 1], usual_step)
        follower = lines[index + 1] if index + 1 < len(lines) else None
        yield JoinedLine(separator, _closed(line, follower, compounds))


def _separator(before: Line, line: Line, reach: Reach, usual_step: float) -> Separator:
    step = before.baseline - line.baseline
    goes_on = line.text[0].islower() and not before.text.endswith(SENTENCE_ENDS)
    if step < -usual_step / 2:  # up: the next column
        return " " if goes_on else "\n\n"
    if step < usual_step / 2:  # the same row
        return " "
    if step > usual_step * PARAGRAPH_GAP:
        return "\n\n"
    if before.tabular or line.tabular:
        return "\n"
    room = reach.right - before.right
    if not _would_fit(line, room) or (goes_on and room < (reach.right - reach.left) / 2):
        return " "
    return "\n"


def _would_fit(line: Line, room: float) -> bool:
    """Whether the line's first word would have found room at the end of the line before."""
    width_per_character = (line.right - line.left) / len(line.text)
    return room > width_per_character * (len(line.text.split()[0]) + 1.5)


def _usual_step(lines: Sequence[Line]) -> float:
    """The distance between the baselines of a paragraph's lines: the lower quartile of all."""
    steps = [
        step for upper, lower in pairwise(lines) if (step := upper.baseline - lower.baseline) > 1
    ]
    if len(steps) < 2:
        return STEP_OF_SHORT_PAGES
    return quantiles(steps, n=4, method="inclusive")[0]


def _reaches(lines: Sequence[Line], usual_step: float) -> list[Reach]:
    """For each line, how far the lines of its block reach, or of its column if that is short.

    A column ends at a step upwards, a block also at a paragraph's gap.
    """
    columns = _split(lines, float("inf"))
    blocks = _split(lines, usual_step * PARAGRAPH_GAP)
    return [
        _reach(block if len(block) >= MIN_BLOCK_LINES else column)
        for block, column in zip(blocks, columns, strict=True)
    ]


def _split(lines: Sequence[Line], gap: float) -> list[Sequence[Line]]:
    """For each line the run of lines it stands in; a run ends at a step upwards or over ``gap``."""
    runs: list[Sequence[Line]] = []
    start = 0
    for index, line in enumerate(lines):
        follower = lines[index + 1] if index + 1 < len(lines) else None
        if follower is None or not -1 <= line.baseline - follower.baseline <= gap:
            run = lines[start : index + 1]
            runs += [run] * len(run)
            start = index + 1
    return runs


def _reach(run: Sequence[Line]) -> Reach:
    return Reach(min(line.left for line in run), max(line.right for line in run))


def _closed(line: Line, follower: Line | None, compounds: frozenset[str]) -> str:
    """The line's text, with its hyphen if that belongs to the word and not to the line's end."""
    if not line.hyphenated:
        return line.text
    if follower is None:
        return line.text + "-"
    head, tail = line.text.split()[-1], follower.text.split()[0]
    broken = head[-1].islower() and tail[0].islower()
    known = bare_word(f"{head}-{tail}") in compounds
    return line.text if broken and not known else line.text + "-"


def bare_word(word: str) -> str:
    """The word in lower case without the punctuation around it."""
    return re.sub(r"^\W+|\W+$", "", word).lower()


def find_compounds(pages: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Words the document writes with a hyphen in the middle of a line, as bare words."""
    return frozenset(
        bare_word(word)
        for lines in pages
        for line in lines
        for word in line.text.split()
        if "-" in word
    )
