"""Fractions and multiples in words: "a quarter", "two-thirds", "twice", "tenfold"."""

from decimal import Decimal
from math import gcd
from typing import NamedTuple

from service.text.hedges import read_hedge_before
from service.text.nouns import BOUNDARY
from service.text.numerals import FRACTIONS, SCALES, SMALL
from service.text.tokens import Kind, Tokens, skip_hyphen
from service.text.units import PER_CENT, TIMES, UNIT_STARTS, Unit

MULTIPLES = {
    "twice": 2,
    "thrice": 3,
    "double": 2,
    "doubled": 2,
    "doubling": 2,
    "triple": 3,
    "tripled": 3,
    "trebled": 3,
    "quadrupled": 4,
}
_FOLD = {f"{word}fold": value for word, value in SMALL.items()}
ORDINALS = frozenset(
    ["first", "second", "third", "fourth", "last", "latter", "other", "final", "each", "every"]
)
FRACTION_STEP = Decimal("1.5")
"""A fraction in words is no figure: 26 per cent is not "a quarter", 25.5 is."""
STARTS = frozenset({"a", "an", "half"} | MULTIPLES.keys() | _FOLD.keys() | SMALL.keys())


class WordedShare(NamedTuple):
    """``approximate`` for a fraction that no figure states exactly, such as a third."""

    value: Decimal
    step: Decimal
    unit: Unit
    end: int
    approximate: bool = False


def read_share(tokens: Tokens, index: int) -> WordedShare | None:
    """The worded fraction or multiple that starts at ``index``."""
    key = tokens[index].key
    if key not in STARTS:
        return None
    if key in MULTIPLES:
        return WordedShare(Decimal(MULTIPLES[key]), Decimal(1), TIMES, index + 1)
    if key in _FOLD:
        return WordedShare(_FOLD[key], Decimal(1), TIMES, index + 1)
    return _read_fold(tokens, index) or _read_half(tokens, index) or _read_fraction(tokens, index)


def _read_fold(tokens: Tokens, index: int) -> WordedShare | None:
    """ "ten-fold"."""
    end = skip_hyphen(tokens, index + 1)
    if end == index + 1 or tokens[end].key != "fold" or tokens[index].key not in SMALL:
        return None
    return WordedShare(SMALL[tokens[index].key], Decimal(1), TIMES, end + 1)


def _read_half(tokens: Tokens, index: int) -> WordedShare | None:
    if tokens[index].key != "half":
        return None
    before, after = tokens[index - 1], tokens[index + 1]
    if before.key in ORDINALS or (before.key == "-" and before.glued) or after.key == "-":
        return None
    if after.key in ("a", "an") or after.key in SCALES:
        return None
    if not _stands_alone(tokens, index, index + 1):
        return None
    return WordedShare(Decimal(50), FRACTION_STEP, PER_CENT, index + 1)


def _read_fraction(tokens: Tokens, index: int) -> WordedShare | None:
    """ "a third", "two-thirds"; not "a third party", "the third quarter", "one quarter-final"."""
    part_index = skip_hyphen(tokens, index + 1)
    part = FRACTIONS.get(tokens[part_index].key)
    if part is None or tokens[index].key == "half":
        return None
    article = tokens[index].key in ("a", "an")
    count = Decimal(1) if article else SMALL[tokens[index].key]
    plural = tokens[part_index].key.endswith("s")
    if not 0 < count < part or plural != (count > 1) or gcd(int(count), part) > 1:
        return None
    if not plural and not _stands_alone(tokens, index, part_index + 1):
        return None
    value = count * 100 / part
    exact = value == value.to_integral_value() or part == 8
    return WordedShare(value, FRACTION_STEP, PER_CENT, part_index + 1, approximate=not exact)


def _stands_alone(tokens: Tokens, index: int, after: int) -> bool:
    """Whether no noun follows that would make the fraction an ordinal or an adjective."""
    following = tokens[after]
    if following.key == "of" and tokens[after + 1].key in ("a", "an"):
        return False
    if following.kind is not Kind.WORD or following.key in BOUNDARY:
        return following.key != "-" or not following.glued
    return read_hedge_before(tokens, index)[1] != index and following.key not in UNIT_STARTS
