"""The article's text cut into paragraphs and segments, each knowing its claims.

Claims may overlap (an attribution spans the fact it reports), so marks are drawn segment by
segment: a segment is the longest stretch between two edges of any claim or sentence.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain.base import Span

_WHITE = re.compile(r"\s+")
_BREAK = re.compile(r"\r\n|[\n\r\v\f\x85\u2028\u2029]")


Numbers = tuple[int, ...]
"""Positions in a sequence of spans."""


@dataclass(frozen=True)
class Segment:
    """A stretch of text. Numbers are positions in the sequences given to ``lay_out``.

    ``claims`` cover it, the longest first; ``opens`` and ``closes`` are the claims whose
    first and last segment it is. ``sentences``, ``begins`` and ``ends`` likewise.
    """

    text: str
    claims: Numbers = ()
    opens: Numbers = ()
    closes: Numbers = ()
    sentences: Numbers = ()
    begins: Numbers = ()
    ends: Numbers = ()


@dataclass(frozen=True)
class Paragraph:
    """Segments, and the white space up to the next paragraph."""

    segments: tuple[Segment, ...]
    gap: str


def lay_out(text: str, sentences: Sequence[Span], claims: Sequence[Span]) -> tuple[Paragraph, ...]:
    """``text`` in order and complete: joining all segments and gaps gives it back.

    Every claim opens and closes exactly once, and every sentence begins and ends exactly
    once, even where its span lies in white space or beyond the text.
    """
    edges = sorted({edge for span in (*sentences, *claims) for edge in (span.start, span.end)})
    paragraphs = list(_paragraphs(text))
    cuts = [_cut(start, end, edges) for start, end, _ in paragraphs]
    pieces = [piece for cut in cuts for piece in cut]
    segments = iter(_segments(text, pieces, sentences, claims))
    return tuple(
        Paragraph(tuple(next(segments) for _ in cut), text[end:after])
        for cut, (_, end, after) in zip(cuts, paragraphs, strict=True)
    )


def _paragraphs(text: str) -> Iterator[tuple[int, int, int]]:
    """Start and end of each paragraph, and where the white space after it ends."""
    start = 0
    for white in _WHITE.finditer(text):
        if white.end() - white.start() < len(text) and len(_BREAK.findall(white.group())) > 1:
            yield start, white.start(), white.end()
            start = white.end()
    if start < len(text):
        yield start, len(text), len(text)


def _cut(start: int, end: int, edges: Sequence[int]) -> list[tuple[int, int]]:
    if start == end:  # the white space before the first paragraph
        return []
    inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
    return list(pairwise((start, *inner, end)))


def _segments(
    text: str,
    pieces: Sequence[tuple[int, int]],
    sentences: Sequence[Span],
    claims: Sequence[Span],
) -> Iterator[Segment]:
    claimed, opens, closes = _spread(claims, pieces)
    spoken, begins, ends = _spread(sentences, pieces)
    for piece, (start, end) in enumerate(pieces):
        yield Segment(
            text=text[start:end],
            claims=claimed[piece],
            opens=opens[piece],
            closes=closes[piece],
            sentences=spoken[piece],
            begins=begins[piece],
            ends=ends[piece],
        )


def _spread(spans: Sequence[Span], pieces: Sequence[tuple[int, int]]) -> list[list[Numbers]]:
    """For every piece: the spans that cover it, that have it first, that have it last."""
    longest_first = sorted(range(len(spans)), key=lambda i: (spans[i].start - spans[i].end, i))
    cover: list[list[int]] = [[] for _ in pieces]
    opens: list[list[int]] = [[] for _ in pieces]
    closes: list[list[int]] = [[] for _ in pieces]
    for index in longest_first:
        covered = _covered(spans[index], pieces)
        opens[covered[0]].append(index)
        closes[covered[-1]].append(index)
        for piece in covered:
            cover[piece].append(index)
    return [[tuple(found) for found in table] for table in (cover, opens, closes)]


def _covered(span: Span, pieces: Sequence[tuple[int, int]]) -> range:
    """The pieces under ``span``; the one before it where it covers none."""
    first = bisect_right(pieces, span.start, key=lambda piece: piece[1])
    last = bisect_left(pieces, span.end, key=lambda piece: piece[0])
    if first < last:
        return range(first, last)
    nearest = min(max(first - 1, 0), len(pieces) - 1)
    return range(nearest, nearest + 1)
