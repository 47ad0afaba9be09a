"""Quantities in a text: numbers with their hedges, units, currencies and counted nouns.

A grammar of our own over tokens. quantulum3 and text2num were tried: they lose or shift spans
and are not linear (see ``service.text.numerals``). Units are pint's. Numbers inside names
(S-400, G20, Article 370), ordinals, scores, clock times and whatever belongs to a date are no
quantities. A bare "one" is none either: it is mostly a pronoun.
"""

from collections.abc import Container, Iterator
from decimal import Decimal
from typing import NamedTuple

from service.domain.quantity import Hedge, Quantity
from service.text.dates import dated_tokens
from service.text.hedges import read_hedge_after, read_hedge_before
from service.text.names import end_of_name, is_named
from service.text.nouns import BOUNDARY, is_plural, lemmatize, read_noun
from service.text.numerals import MONEY_SCALES, NUMERAL_WORDS, ONE, Numeral, read_numeral, scale_up
from service.text.shares import STARTS as SHARE_STARTS
from service.text.shares import read_share
from service.text.tokens import Kind, Token, Tokens, read_tokens
from service.text.units import NUMBER, PREFIX_STARTS, Unit, read_prefix, read_unit

_RATED = """
    barrel day gallon head hour kilo kilogram kilometre kilowatt litre mile minute month night
    ounce person piece pound second share ton tonne unit week year
    """
RATED = frozenset(_RATED.split())
"""What "a" may mean "per" before: "$80 a barrel"."""
ABBREVIATED = {"annum": "year", "yr": "year", "y": "year", "mo": "month", "d": "day"}
ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
}
FLOWS = frozenset({"energy", "mass", "volume"})
"""What flows evenly enough that a day's can be told from a year's; a worker's pay does not."""
A_YEAR = {
    "year": ONE,
    "quarter": Decimal(4),
    "month": Decimal(12),
    "week": Decimal(365) / 7,
    "day": Decimal(365),
}
SUBSTANCE = 3
"""How many words may name what flows: "of liquefied natural gas a year"."""
NOT_PER = frozenset({"ago", "earlier", "later"})
"""After these words "a year" is a point in time: "lost 5 tonnes a year later"."""

_STARTS = NUMERAL_WORDS | SHARE_STARTS | PREFIX_STARTS | {"-", "minus"}


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


def find_quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities of the text, in order and apart; never raises, in linear time."""
    tokens = read_tokens(text)
    return tuple(read_quantities(text, tokens, dated_tokens(tokens)))


def read_quantities(text: str, tokens: Tokens, dated: Container[int]) -> Iterator[Quantity]:
    """The quantities among the tokens; ``dated`` are indices of tokens that belong to dates."""
    index, free_from = 0, 0
    while tokens[index].kind is not Kind.END:
        if not _may_start(tokens[index]) or index in dated:
            index += 1
            continue
        name_end = end_of_name(tokens, index)
        stated = None if name_end else _read_stated(tokens, index, dated)
        if stated is None:
            index = name_end or index + 1
            continue
        quantity, index = _complete(text, tokens, stated, free_from)
        free_from = index
        if quantity is not None:
            yield quantity


def _may_start(token: Token) -> bool:
    """Whether it is worth looking for a quantity here: a guard for speed, never for meaning."""
    return token.kind is Kind.NUMBER or token.key in _STARTS or not token.surface.isascii()


def _read_stated(tokens: Tokens, index: int, dated: Container[int]) -> Stated | None:
    first = _read_amount(tokens, index)
    if first is None:
        return None
    joint, before = tokens[first.end], tokens[index - 1].key
    # "rose from 2 to 3" states two values, not a range.
    joins = {
        "and": before == "between",
        "to": before != "from",
        "-": joint.glued == tokens[first.end + 1].glued,
    }
    if joins.get(joint.key, False) and first.end + 1 not in dated:
        second = _read_amount(tokens, first.end + 1)
        if second is not None:
            return _join(first, second) or Stated(first, first)
    return Stated(first, first)


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


def _read_suffixed(tokens: Tokens, begin: int, index: int) -> Amount | None:
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
    if unit:
        return _amount(begin, numeral, *unit)
    return None if numeral.lone_one else _amount(begin, numeral, None)


def _scale_abbreviated(tokens: Tokens, numeral: Numeral) -> Numeral | None:
    """The number multiplied by an abbreviated scale that follows it ("5m")."""
    scale = MONEY_SCALES.get(tokens[numeral.end].key)
    if scale is None or numeral.scale > 1:
        return None
    return scale_up(numeral, scale, numeral.end + 1)


def _amount(begin: int, numeral: Numeral, unit: Unit | None, end: int | None = None) -> Amount:
    end = numeral.end if end is None else end
    return Amount(begin, end, numeral.value, numeral.step, unit, numeral.scale)


def _complete(
    text: str, tokens: Tokens, stated: Stated, free_from: int
) -> tuple[Quantity | None, int]:
    """The quantity with its noun, rate and hedge, and the index of the token after it."""
    low, high = stated
    begin, end, unit, yearly = low.begin, high.end, high.unit, ONE
    after = read_hedge_after(tokens, end)
    end = after[1] if after else end
    if unit is None:
        noun = read_noun(tokens, end)
        if noun is None and is_named(tokens, begin):
            return None, end
        unit = NUMBER
        if noun:
            unit, end = Unit(f"count:{noun[0]}", noun[0], ONE), noun[1]
    if unit is not NUMBER:
        per, end = _read_rate(tokens, end)
        unit, yearly = _rate(unit, per)
    hedge, hedge_begin = read_hedge_before(tokens, begin)
    begin = max(hedge_begin, free_from)
    if hedge is Hedge.EXACT and (after or low.approximate):
        hedge = after[0] if after else Hedge.ABOUT
    start, stop = tokens[begin].start, tokens[end - 1].end
    quantity = Quantity(
        start=start,
        end=stop,
        text=text[start:stop],
        low=low.canonical * yearly,
        high=high.canonical * yearly,
        dimension=unit.dimension,
        unit=unit.name,
        hedge=hedge,
        precision=min(low.step, high.step) * unit.factor * yearly,
    )
    return quantity, end


def _rate(unit: Unit, per: str) -> tuple[Unit, Decimal]:
    """The unit of what is stated ``per`` something, and how many of these make a year's flow.

    Of everything but a flow "per year" is left out, since texts do.
    """
    if unit.dimension in FLOWS and per in A_YEAR:
        name = unit.name if per == "year" else f"{unit.name} per {per}"
        return unit._replace(dimension=f"{unit.dimension} per year", name=name), A_YEAR[per]
    if per in ("", "year"):
        return unit, ONE
    return unit._replace(dimension=f"{unit.dimension} per {per}"), ONE


def _read_rate(tokens: Tokens, index: int) -> tuple[str, int]:
    """What the quantity is per ("" if nothing), and the index after it.

    It may stand behind what is measured: "10 billion cubic metres of gas a year".
    """
    per, end = _read_per(tokens, index)
    if per or tokens[index].key != "of":
        return per, end
    for place in range(index + 1, index + 1 + SUBSTANCE):
        if tokens[place].kind is not Kind.WORD or tokens[place].key in BOUNDARY:
            break
        per, end = _read_per(tokens, place + 1)
        if per:
            return per, end
    return "", index


def _read_per(tokens: Tokens, index: int) -> tuple[str, int]:
    key, after = tokens[index].key, tokens[index + 1]
    if key in ADVERBS:
        return ADVERBS[key], index + 1
    noun = lemmatize(after.key)
    if key in ("per", "/") and after.kind is Kind.WORD:
        return ABBREVIATED.get(noun, noun), index + 2
    rated = key in ("a", "an", "every", "each") and noun in RATED
    if rated and tokens[index + 2].key not in NOT_PER:
        return noun, index + 2
    return "", index
