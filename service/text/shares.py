"""Fractions and multiples in words: "a quarter", "two-thirds", "twice", "tenfold"."""

from decimal import Decimal
from math import gcd
from typing import NamedTuple

from service.text.hedges import read_hedge_before
from service.text.nouns import BOUNDARY
from service.text.numerals import FRACTIONS, SCALES, SMALL
from service.text.tokens import Kind, Tokens, skip_hyphen
from service.text.units import PER_CENT, TIMES, UNIT_STARTS, Unit

MULTIPLES: dict[str, int | Decimal] = {
    "twice": 2,
    "thrice": 3,
    "double": 2,
    "doubled": 2,
    "doubling": 2,
    "triple": 3,
    "tripled": 3,
    "trebled": 3,
    "quadrupled": 4,
    "halved": Decimal("0.5"),
    "halving": Decimal("0.5"),
}
_FOLD = {f"{word}fold": value for word, value in SMALL.items()}
ORDINALS = frozenset(
    ["first", "second", "third", "fourth", "last", "latter", "other", "final", "each", "every"]
)
FRACTION_STEP = Decimal("1.5")
"""A fraction in words is no figure: 26 per cent is not "a quarter", 25.5 is."""
HUNDRED = Decimal(100)
WHOLES = frozenset(Decimal(whole) for whole in (*range(2, 11), 20, 50, 100))
"""What shares are told out of: "one in three", "nine out of ten"."""
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
    out_of = _read_out_of(tokens, index)
    if out_of or key not in STARTS:
        return out_of
    if key in MULTIPLES:
        step = Decimal("0.1") if MULTIPLES[key] < 1 else Decimal(1)
        return WordedShare(Decimal(MULTIPLES[key]), step, TIMES, index + 1)
    if key in _FOLD:
        return WordedShare(_FOLD[key], Decimal(1), TIMES, index + 1)
    return _read_fold(tokens, index) or _read_half(tokens, index) or _read_fraction(tokens, index)


def _read_out_of(tokens: Tokens, index: int) -> WordedShare | None:
    """ "nine out of ten", "two in five voters"; not "killed two in five days"."""
    out = tokens[index + 1].key == "out" and tokens[index + 2].key == "of"
    if not out and (tokens[index + 1].key != "in" or not _starts_phrase(tokens, index)):
        return None
    end = index + 3 if out else index + 2
    part, whole = _read_small(tokens, index), _read_small(tokens, end)
    if not part or whole not in WHOLES or part >= whole:
        return None
    if tokens[end + 1].glued or tokens[end + 1].key in SCALES or tokens[end + 1].key in UNIT_STARTS:
        return None
    value = part * 100 / whole
    return WordedShare(
        value, FRACTION_STEP, PER_CENT, end + 1, approximate=value != value.to_integral_value()
    )


def _read_small(tokens: Tokens, index: int) -> Decimal | None:
    token = tokens[index]
    if token.kind is Kind.NUMBER and token.surface.isdigit() and len(token.surface) <= 3:
        return Decimal(token.surface)
    return HUNDRED if token.key == "hundred" else SMALL.get(token.key)


def _starts_phrase(tokens: Tokens, index: int) -> bool:
    """Whether a subject may start here: first, or after a mark, a hedge or a function word."""
    before = tokens[index - 1]
    hedged = read_hedge_before(tokens, index)[1] != index
    return before.kind in (Kind.END, Kind.SIGN) or before.key in BOUNDARY or hedged


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
