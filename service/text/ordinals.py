"""Ordinals that count occasions: "the third time", "a fourth term", "a sixth straight month".

Other ordinals belong to names ("the 21st summit", "the second tunnel") and state no quantity;
nor does "the first time", which claims that nothing went before, as "record" does.
"""

from decimal import Decimal
from typing import NamedTuple

from service.text.nouns import lemmatize
from service.text.numerals import read_literal
from service.text.tokens import Kind, Tokens

_WORDS = """
    second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
    """
ORDINAL_WORDS = {word: Decimal(value) for value, word in enumerate(_WORDS.split(), start=2)}
_ENDINGS = frozenset(["st", "nd", "rd", "th"])
_OCCASIONS = frozenset(["time", "term"])
_RUNNING = frozenset(["consecutive", "straight", "successive"])
_PERIODS = frozenset("day week month quarter season term year win victory defeat loss".split())


class Ordinal(NamedTuple):
    """``dimension`` names what is counted: ``ordinal:time``, ``ordinal:consecutive month``."""

    value: Decimal
    dimension: str
    end: int


def read_ordinal(tokens: Tokens, index: int) -> Ordinal | None:
    """The ordinal of an occasion that starts at ``index``."""
    found = _read_rank(tokens, index)
    if found is None:
        return None
    value, end = found
    word = tokens[end]
    if word.key in _OCCASIONS:
        return Ordinal(value, f"ordinal:{word.key}", end + 1)
    noun = lemmatize(tokens[end + 1].key)
    if word.key in _RUNNING and noun in _PERIODS:
        return Ordinal(value, f"ordinal:consecutive {noun}", end + 2)
    if word.key in _PERIODS and tokens[end + 1].key == "running":
        return Ordinal(value, f"ordinal:consecutive {word.key}", end + 2)
    return None


def _read_rank(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    token = tokens[index]
    if token.key in ORDINAL_WORDS:
        return ORDINAL_WORDS[token.key], index + 1
    ending = tokens[index + 1]
    if token.kind is not Kind.NUMBER or not (ending.glued and ending.key in _ENDINGS):
        return None
    literal = read_literal(token.surface)
    return (literal[0], index + 2) if literal and literal[0] >= 2 else None
