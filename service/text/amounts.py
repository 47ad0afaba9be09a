"""Amounts: numbers with the unit or currency beside them, alone or as a range of two."""

from collections.abc import Container
from decimal import Decimal
from typing import NamedTuple

from service.text.nouns import is_plural
from service.text.numerals import MONEY_SCALES, ONE, Numeral, read_numeral, scale_up
from service.text.shares import read_share
from service.text.tokens import Kind, Tokens
from service.text.units import Unit, read_prefix, read_unit

_RANGING = frozenset("anywhere range ranged ranges ranging varied varies vary varying".split())
"""Before these, or first in a sentence, "from 2 to 3" is a range and no change."""
SMALL_WEIGHT = 100_000
"""Fewer "pounds of" something may be a weight; more are money."""


class Amount(NamedTuple):
    """A number with its unit, if one is stated, from token ``begin`` to before ``end``.

    ``scale`` is what a scale word multiplied it by; ``prefixed`` if a currency stands before.
    """

    begin: int
    end: int
    value: Decimal
    step: Decimal
    unit: Unit | None = None
    scale: Decimal = ONE
    prefixed: bool = False
    approximate: bool = False

    @property
    def canonical(self) -> Decimal:
        return self.value * self.unit.factor if self.unit else self.value


class Stated(NamedTuple):
    """One amount, or the two ends of a range, before its noun and hedge are known."""

    low: Amount
    high: Amount


def read_stated(tokens: Tokens, index: int, dated: Container[int]) -> Stated | None:
    """The amount or range that starts at ``index``; ``dated`` are tokens that belong to dates."""
    first = _read_amount(tokens, index)
    if first is None:
        return None
    joint, before = tokens[first.end], tokens[index - 1].key
    joins = {
        "and": before == "between",
        "to": True,
        "-": joint.glued == tokens[first.end + 1].glued,
    }
    if not joins.get(joint.key, False) or first.end + 1 in dated:
        return Stated(first, first)
    second = _read_amount(tokens, first.end + 1)
    if second is None:
        return Stated(first, first)
    if joint.key == "to" and before == "from" and not _ranges(tokens, index - 2):
        # "rose from 2 to 3" states two values, not a range.
        first = _share_unit(first, second)
        return Stated(first, first)
    if joint.key == "to" and before == "by" and first.unit and second.unit:
        # Nor does "rose by 2 km to 3 km".
        return Stated(first, first)
    return _join(first, second) or Stated(first, first)


def _ranges(tokens: Tokens, index: int) -> bool:
    token = tokens[index]
    return token.kind is Kind.END or token.key == "." or token.key in _RANGING


def _share_unit(first: Amount, second: Amount) -> Amount:
    """The first of two values of a change with the unit and scale that only the second states."""
    if first.unit or second.prefixed:
        return first
    alike = Decimal("0.1") < first.value * second.scale / (second.value or ONE) < 10
    if first.scale == 1 < second.scale and alike:
        scale = second.scale
        first = first._replace(value=first.value * scale, step=first.step * scale, scale=scale)
    return first._replace(unit=second.unit)


def _join(first: Amount, second: Amount) -> Stated | None:
    """A range of both; what only one of them states, unit or scale, holds for the other."""
    if first.unit and second.unit and first.unit.dimension != second.unit.dimension:
        return None
    if first.unit and not second.unit and not first.prefixed:
        return None
    if first.scale == 1 < second.scale and first.value * second.scale < second.value:
        first = first._replace(value=first.value * second.scale, step=first.step * second.scale)
    unit = second.unit or first.unit
    low, high = first._replace(unit=first.unit or unit), second._replace(unit=unit)
    return Stated(low, high) if low.canonical < high.canonical else None


def _read_amount(tokens: Tokens, index: int) -> Amount | None:
    """The amount that starts at ``index``, with its currency before or its unit after it."""
    sign = _read_minus(tokens, index)
    prefix = read_prefix(tokens, sign)
    if prefix:
        numeral = read_numeral(tokens, prefix[1])
        if numeral is None:
            return None
        amount = _amount(index, _scale_abbreviated(tokens, numeral) or numeral, prefix[0])
        amount = amount._replace(prefixed=True)
    else:
        share = read_share(tokens, sign)
        if share:
            return Amount(
                index, share.end, share.value, share.step, share.unit, approximate=share.approximate
            )
        found = _read_suffixed(tokens, index, sign)
        if found is None:
            return None
        amount = found
    return amount._replace(value=-amount.value) if sign > index else amount


def _read_minus(tokens: Tokens, index: int) -> int:
    """The index after a minus sign, else ``index``; a hyphen or dash is none."""
    token, after = tokens[index], tokens[index + 1]
    hyphen = token.key == "-" and not token.glued and after.glued
    if (hyphen and tokens[index - 1].kind is not Kind.NUMBER) or token.key == "minus":
        return index + 1
    return index


def _read_half_unit(tokens: Tokens, begin: int, index: int) -> Amount | None:
    """ "half a year", "a day and a half"."""
    first, second = tokens[index].key, tokens[index + 1].key
    half = first == "half" and second in ("a", "an")
    if not half and first not in ("a", "an", "one"):
        return None
    unit = read_unit(tokens, index + 2 if half else index + 1)
    if unit is None:
        return None
    value, end = Decimal("0.5"), unit[1]
    if not half:
        if tuple(token.key for token in tokens[end : end + 3]) != ("and", "a", "half"):
            return None
        value, end = Decimal("1.5"), end + 3
    return Amount(begin, end, value, Decimal("0.1"), unit[0])


def _read_suffixed(tokens: Tokens, begin: int, index: int) -> Amount | None:
    halved = _read_half_unit(tokens, begin, index)
    if halved:
        return halved
    numeral = read_numeral(tokens, index)
    if numeral is None:
        return None
    scaled = _scale_abbreviated(tokens, numeral)
    if scaled:
        unit = read_unit(tokens, scaled.end)
        if unit and unit[0].dimension.startswith("money"):
            return _amount(begin, scaled, unit[0], unit[1])
        if is_plural(tokens[scaled.end]):
            return _amount(begin, scaled, None)
    unit = read_unit(tokens, numeral.end)
    if unit and not _may_weigh(tokens, numeral, unit[1]):
        return _amount(begin, numeral, *unit)
    return None if numeral.lone_one else _amount(begin, numeral, None)


def _may_weigh(tokens: Tokens, numeral: Numeral, end: int) -> bool:
    """Whether pounds may be a weight or money, so that they are neither: "200 pounds of rice"."""
    pounds = tokens[end - 1].key in ("pound", "pounds") and tokens[end].key == "of"
    return pounds and numeral.value < SMALL_WEIGHT


def _scale_abbreviated(tokens: Tokens, numeral: Numeral) -> Numeral | None:
    """The number multiplied by an abbreviated scale that follows it ("5m")."""
    scale = MONEY_SCALES.get(tokens[numeral.end].key)
    if scale is None or numeral.scale > 1:
        return None
    return scale_up(numeral, scale, numeral.end + 1)


def _amount(begin: int, numeral: Numeral, unit: Unit | None, end: int | None = None) -> Amount:
    end = numeral.end if end is None else end
    return Amount(begin, end, numeral.value, numeral.step, unit, numeral.scale)
