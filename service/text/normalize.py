"""Text as the models see it: without invisible characters, with plain punctuation.

The original is what reports show, so every code point of a normalised text leads back to a
span of the original. Letters and combining marks are never changed, composed or decomposed.
"""

import re
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# Unicode's Default_Ignorable_Code_Point, the interlinear annotation marks and the control
# characters that are neither white space nor a line end: no reader sees any of them, and
# each can carry hidden instructions or break a word apart.
_INVISIBLE = (
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_LINE_ENDS = {
    "\r\n": "\n",
    **dict.fromkeys("\r\x0b\x0c\x85\u2028", "\n"),
    "\u2029": "\n\n",
}
_SPACES = dict.fromkeys(
    "\t\x1c\x1d\x1e\x1f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
    "\u2009\u200a\u202f\u205f\u3000",
    " ",
)
# A lone surrogate cannot be encoded, so no model or library could take it.
_SURROGATES = "\ud800-\udfff"
_REPLACEMENT = "\ufffd"
_PUNCTUATION = {
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"),
    **dict.fromkeys("\u2014\u2015", "--"),
    "\u2026": "...",
}
_INVISIBLE_CHARACTER = re.compile(f"[{_INVISIBLE}]")


@dataclass(frozen=True)
class NormalizedText:
    """A text and the way back: its code point ``i`` stands for ``starts[i]`` to ``ends[i]``.

    Offsets count code points of the original. Both sequences never decrease. Neighbours share
    a span where one character became several (an ellipsis, three dots).
    """

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    length: int

    @property
    def offsets(self) -> tuple[tuple[int, int], ...]:
        """For every code point of ``text``, its half-open span of the original."""
        return tuple(zip(self.starts, self.ends, strict=True))

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """The original's span for ``text[start:end]``; an empty span stays empty.

        Raises ``IndexError`` for a span that is not in the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"no span {start} to {end} in a text of {len(self.text)} characters")
        if start == end:
            place = self.starts[start] if start < len(self.text) else self.length
            return place, place
        return self.starts[start], self.ends[end - 1]


def is_invisible(character: str) -> bool:
    """Whether nothing is drawn for the character and it is no white space."""
    return _INVISIBLE_CHARACTER.match(character) is not None


def drop_invisible(text: str) -> NormalizedText:
    """The text without invisible characters, with plain spaces and line ends; all else stays."""
    return _rewrite(text, _READABLE_PATTERN, _READABLE)


def normalize(text: str) -> NormalizedText:
    """The text without invisible characters, with plain spaces, line ends and punctuation."""
    return _rewrite(text, _PLAIN_PATTERN, _PLAIN)


def _rewrite(text: str, pattern: re.Pattern[str], changes: Mapping[str, str]) -> NormalizedText:
    if pattern.search(text) is None:
        same = range(len(text))
        return NormalizedText(text, same, range(1, len(text) + 1), len(text))
    pieces: list[str] = []
    starts, ends = array("Q"), array("Q")
    kept_to = 0
    for match in pattern.finditer(text):
        start, end = match.span()
        pieces.append(text[kept_to:start])
        starts.extend(range(kept_to, start))
        ends.extend(range(kept_to + 1, start + 1))
        replacement = changes.get(match[0], "")
        if "\ud800" <= match[0] <= "\udfff":
            replacement = _REPLACEMENT
        pieces.append(replacement)
        starts.extend([start] * len(replacement))
        ends.extend([end] * len(replacement))
        kept_to = end
    pieces.append(text[kept_to:])
    starts.extend(range(kept_to, len(text)))
    ends.extend(range(kept_to + 1, len(text) + 1))
    return NormalizedText("".join(pieces), starts, ends, len(text))


def _pattern_of(changes: Mapping[str, str]) -> re.Pattern[str]:
    single = "".join(re.escape(character) for character in changes if len(character) == 1)
    return re.compile(f"\r\n|[{_INVISIBLE}{_SURROGATES}{single}]")


_READABLE = {**_LINE_ENDS, **_SPACES}
_PLAIN = {**_READABLE, **_PUNCTUATION}
_READABLE_PATTERN = _pattern_of(_READABLE)
_PLAIN_PATTERN = _pattern_of(_PLAIN)
