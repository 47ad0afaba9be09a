"""Text to tokens whose spans count code points of the text as it was given.

What only looks different is made equal first, without losing a position: what ``normalize``
does, and decimal digits of any script. Both the expression and the readers built on it look at
a bounded number of characters or tokens ahead, so reading takes time linear in the text.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple, TypeVar

from service.text.normalize import normalize


class Kind(IntEnum):
    END = 0
    NUMBER = 1
    WORD = 2
    SIGN = 3


class Token(NamedTuple):
    """``key`` is the case-folded token; ``glued`` if no white space stands before it."""

    start: int
    end: int
    surface: str
    key: str
    kind: Kind
    glued: bool


END = Token(0, 0, "", "", Kind.END, False)
LOOK_AROUND = 12
"""How many tokens a reader may look past either end of the text without a check."""

Tokens = Sequence[Token]
Phrased = TypeVar("Phrased")

_KINDS = {"number": Kind.NUMBER, "word": Kind.WORD, "sign": Kind.SIGN}
_TOKEN = re.compile(
    r"""
      (?P<number>
          [0-9]{1,3}(?:\ [0-9]{3}){1,6}(?!\ ?[0-9]|,[0-9])(?:\.[0-9]{1,12})?  # 5 000
        | [0-9]{1,3}(?:'[0-9]{3})+(?![0-9'])                                  # 5'000
        | [0-9]{1,2}(?=,(?:19|20)[0-9]{2}(?![0-9]|[,.][0-9]))                 # October 6,2021
        | [0-9]+(?:,[0-9]+)*(?:\.[0-9]+)*
      )
    | (?P<word>[^\W\d_]+)
    | (?P<sign>([^\w\s]|_)\4*)
    """,
    re.VERBOSE,
)


def _plain_digits(text: str) -> str:
    """The same text with decimal digits of every script, and full-width forms, as ASCII."""
    if text.isascii():
        return text
    table = {}
    for character in set(text):
        if "\uff01" <= character <= "\uff5e":
            table[ord(character)] = chr(ord(character) - 0xFEE0)
        elif not character.isascii() and character.isdecimal():
            table[ord(character)] = str(unicodedata.decimal(character))
    return text.translate(table)


def read_tokens(text: str) -> Tokens:
    """The tokens, followed by ``LOOK_AROUND`` empty ones.

    The padding serves at both ends: an index just past the last token and a negative one both
    find an empty token, so that readers may look around without checking.
    """
    # A tab parts two cells of a table, so it must not become the space inside "5 000".
    plain = normalize(text.replace("\t", "\n"))
    starts, ends = plain.starts, plain.ends
    tokens: list[Token] = []
    last_end = -1
    for match in _TOKEN.finditer(_plain_digits(plain.text)):
        start, end = match.span()
        surface = match.group()
        kind = _KINDS[match.lastgroup or ""]
        key = surface.casefold() if kind is Kind.WORD else surface
        tokens.append(Token(starts[start], ends[end - 1], surface, key, kind, start == last_end))
        last_end = end
    tokens.extend([END] * LOOK_AROUND)
    return tokens


def skip_hyphen(tokens: Tokens, index: int) -> int:
    """The index after a hyphen that joins two words, else ``index`` itself."""
    joins = tokens[index].key == "-" and tokens[index].glued and tokens[index + 1].glued
    return index + 1 if joins else index


def match_phrase(
    tokens: Tokens, index: int, phrases: dict[tuple[str, ...], Phrased], longest: int
) -> tuple[Phrased, int] | None:
    """The value of the longest phrase that starts at ``index``, and the index after it."""
    for length in range(longest, 0, -1):
        key = tuple(token.key for token in tokens[index : index + length])
        if key in phrases:
            return phrases[key], index + length
    return None
