"""Sentences of an article: blocks of lines first, then sentencex within each block.

What sentencex cannot know is added around it: headings and list items, hard-wrapped lines,
abbreviations it misses, and quotations that must not be torn.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from service.domain.base import Span
from service.text.normalize import drop_invisible

LONGEST_QUOTATION = 400
"""Code points; a longer quotation is cut into its sentences."""

_CLOSERS = {
    "\u201c": "\u201d",
    "\u201f": "\u201d",
    "\u201e": "\u201c\u201d",
    "\u00ab": "\u00bb",
    "\u2039": "\u203a",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
    "\u300a": "\u300b",
    "\u3008": "\u3009",
    "\u2018": "\u2019",
    "\u201a": "\u2018\u2019",
}
_STRAIGHT = "\"'`"
_OPENERS = frozenset(_STRAIGHT).union(_CLOSERS)
_QUOTATION_MARKS = _OPENERS.union("\u201b\u00b4", *_CLOSERS.values())

_LIST_ITEM = re.compile(r"\s*(?:[-*+\u2022\u2023\u2013\u2014#>]+\s|\(?\d{1,3}[.)]\s|\(?[a-z]\)\s)")
_LIST_MARKER = re.compile(r"\s*\(?(?:\d{1,3}|[A-Za-z])[.)]\s*")
_TERMINAL = tuple(".!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964")
_OPEN_END = (*",;:-(/&", "\u2013", "\u2014", "\u060c")
_CLOSING = "\"'\u2019\u201d\u00bb)]}\u203a\u300d\u300f"
_LONGEST_HEADING = 20  # words
_SMALL_WORD = re.compile(
    r"an?|and|as|at|but|by|del?|der|for|from|in|is|la|le|nor|of|on|or|over|per|the|to|und|van|"
    r"via|von|vs|with",
    re.IGNORECASE,
)
_FITTED = 0.8  # of the widest line: a line that could have held the next word was not wrapped

# Abbreviations that sentencex takes for the end of a sentence: always followed by more, or
# only where a digit or a small letter follows.
_ALWAYS_GOES_ON = re.compile(r"(?:^|[\s(\[])(?:approx|incl|excl|avg|resp)\.\s*$", re.IGNORECASE)
_GOES_ON_SMALL = re.compile(
    r"(?:^|[\s(\[])(?:est|max|min|tel|ext|ca|pop|temp|\u0442|\u0435|\u0434|\u043f|\u043a|"
    r"\u0441\u043c|\u0433|\u0442\u044b\u0441|\u0440\u0443\u0431)\.\s*$",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 12


def find_sentences(text: str, language: str | None = None) -> tuple[Span, ...]:
    """The sentences of ``text`` in order, without the white space around them.

    Spans count code points of ``text``. Every visible character lies in exactly one of them,
    whatever the text; takes time linear in its length. ``language`` is a BCP 47 tag.
    """
    code = (language or "en").split("-")[0].split("_")[0].lower()
    readable = drop_invisible(text)
    found = []
    for block_start, block_end in _find_blocks(readable.text):
        block = readable.text[block_start:block_end]
        for start, end in _cut_block(block, code):
            words = block[start:end]
            first = block_start + start + len(words) - len(words.lstrip())
            last = block_start + start + len(words.rstrip())
            if first < last:
                original = readable.original_span(first, last)
                found.append(Span(start=original[0], end=original[1]))
    return tuple(found)


def find_quotations(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost quotations of ``text`` as half-open ranges, marks included.

    A mark without its partner, or with the partner too far away, makes no quotation; an
    apostrophe is no mark.
    """
    opened: dict[str, int] = {}
    pairs: list[tuple[int, int]] = []
    for place, mark in enumerate(text):
        if mark not in _QUOTATION_MARKS or _is_apostrophe(text, place):
            continue
        start = opened.pop(mark, None)
        if start is not None and place - start <= LONGEST_QUOTATION:
            pairs.append((start, place + 1))
        elif mark in _CLOSERS:
            opened.update(dict.fromkeys(_CLOSERS[mark], place))
        elif mark in _STRAIGHT and _can_open(text, place):
            opened[mark] = place
    outermost: list[tuple[int, int]] = []
    for pair in sorted(pairs):
        if not outermost or pair[0] >= outermost[-1][1]:
            outermost.append(pair)
    return tuple(outermost)


def _is_apostrophe(text: str, place: int) -> bool:
    return text[place - 1 : place].isalnum() and text[place + 1 : place + 2].isalnum()


def _can_open(text: str, place: int) -> bool:
    """Whether a straight mark may open a quotation: not after an inch, not before a decade."""
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    decade = text[place] != '"' and after.isdigit()
    return not before.isalnum() and after != "" and not after.isspace() and not decade


def _find_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Parts of the text that no sentence crosses, as half-open ranges in order."""
    paragraph: list[tuple[int, int]] = []
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        if line.strip():
            paragraph.append((start, end))
        elif paragraph:
            yield from _cut_paragraph(text, paragraph)
            paragraph = []
        start = end + 1
    if paragraph:
        yield from _cut_paragraph(text, paragraph)


def _cut_paragraph(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    width = max(end - start for start, end in lines)
    block_start = lines[0][0]
    fresh = True
    for (start, end), (next_start, next_end) in pairwise(lines):
        line, following = text[start:end], text[next_start:next_end]
        if _breaks_after(line, following, width, fresh):
            yield block_start, end
            block_start = next_start
            fresh = True
        else:
            fresh = _ends_sentence(line)
    yield block_start, lines[-1][1]


def _breaks_after(line: str, following: str, width: int, fresh: bool) -> bool:
    """Whether the line end was meant. ``fresh``: the line begins a sentence."""
    if _LIST_ITEM.match(following):
        return True
    goes_on = line.rstrip().endswith(_OPEN_END) or _ends_sentence(line)
    if goes_on or not fresh or following.lstrip()[0].islower():
        return False
    words = line.split(maxsplit=_LONGEST_HEADING)
    if len(words) > _LONGEST_HEADING:
        return False
    next_word = following.split(maxsplit=1)[0]
    not_wrapped = len(line.strip()) + 1 + len(next_word) <= width * _FITTED
    return not_wrapped or is_title_case(line)


def is_title_case(line: str) -> bool:
    """Whether every word that is no article, conjunction or preposition has a capital."""
    words = [word.strip(_CLOSING + "\u201c\u2018(") for word in line.split()]
    lettered = [word for word in words if any(letter.isalpha() for letter in word)]
    telling = [word for word in lettered if not _SMALL_WORD.fullmatch(word)]
    return bool(telling) and not any(word[0].islower() for word in telling if word)


def _ends_sentence(line: str) -> bool:
    return line.rstrip().rstrip(_CLOSING).endswith(_TERMINAL)


def _cut_block(block: str, language: str) -> Iterator[tuple[int, int]]:
    """The sentences of a block, white space included, as half-open ranges in order."""
    quotations = find_quotations(block)
    start = 0
    pair = 0
    for boundary in get_sentence_boundaries(language, _mask_marks(block, quotations)):
        end = _before_opener(block, start, boundary["end_index"])
        while pair < len(quotations) and quotations[pair][1] <= end:
            pair += 1
        torn = pair < len(quotations) and quotations[pair][0] < end
        if end < len(block) and not torn and not _goes_on(block, start, end):
            yield start, end
            start = end
    if start < len(block):
        yield start, len(block)


def _mask_marks(block: str, quotations: tuple[tuple[int, int], ...]) -> str:
    """The block as sentencex reads it: one line, and only marks that have their partner.

    sentencex takes quadratic time for openers without a closer, and swallows all that stands
    between two stray marks.
    """
    partnered = {place for start, end in quotations for place in (start, end - 1)}
    characters = list(block.replace("\n", " "))
    for place, character in enumerate(block):
        if character in _QUOTATION_MARKS:
            stray = "x" if _is_apostrophe(block, place) else " "
            characters[place] = '"' if place in partnered else stray
    return "".join(characters)


def _before_opener(block: str, start: int, end: int) -> int:
    """``end``, moved before an opening mark that belongs to the next sentence."""
    start = max(start, end - _LONGEST_ABBREVIATION)
    words = block[start:end].rstrip()
    opens = len(words) > 1 and words[-1] in _OPENERS and words[-2].isspace()
    return start + len(words) - 1 if opens and end < len(block) else end


def _goes_on(block: str, start: int, end: int) -> bool:
    """Whether the sentence goes on: after an abbreviation, a list number, a title's "?"."""
    tail = block[max(start, end - _LONGEST_ABBREVIATION) : end]
    if end - start <= _LONGEST_ABBREVIATION and _LIST_MARKER.fullmatch(block[start:end]):
        return True
    if _ALWAYS_GOES_ON.search(tail):
        return True
    following = block[end]
    if tail.rstrip()[-1:] in ("?", "!"):
        return following.islower()
    return bool(_GOES_ON_SMALL.search(tail)) and (following.islower() or following.isdigit())
