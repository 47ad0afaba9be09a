"""Quantities in a text: numbers with their hedges, units, currencies and counted nouns.

A grammar of our own over tokens. quantulum3 and text2num were tried: they lose or shift spans
and are not linear (see ``service.text.numerals``). Units are pint's. Numbers inside names
(S-400, G20, Article 370), scores, clock times, whatever belongs to a date and ordinals, but those
of occasions ("the third time"), are no quantities. A bare "one" is none either: it is mostly a
pronoun.
"""

from collections.abc import Container, Iterator
from decimal import Decimal

from service.domain.quantity import Hedge, Quantity
from service.text.ages import AGE, find_aged, read_age_after
from service.text.amounts import Stated, read_stated
from service.text.dates import dated_tokens
from service.text.hedges import read_hedge_after, read_hedge_before
from service.text.names import end_of_name, is_named
from service.text.nouns import read_noun
from service.text.numerals import NUMERAL_WORDS, ONE
from service.text.ordinals import ORDINAL_WORDS, Ordinal, read_ordinal
from service.text.rates import rate, read_rate
from service.text.shares import STARTS as SHARE_STARTS
from service.text.tokens import Kind, Token, Tokens, read_tokens
from service.text.units import NUMBER, PREFIX_STARTS, Unit

_STARTS = NUMERAL_WORDS | SHARE_STARTS | PREFIX_STARTS | ORDINAL_WORDS.keys() | {"-", "minus"}


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
        ordinal = read_ordinal(tokens, index)
        if ordinal:
            yield _complete_ordinal(text, tokens, index, ordinal)
            index = free_from = ordinal.end
            continue
        name_end = end_of_name(tokens, index)
        stated = None if name_end else read_stated(tokens, index, dated)
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


def _complete(
    text: str, tokens: Tokens, stated: Stated, free_from: int
) -> tuple[Quantity | None, int]:
    """The quantity with its noun, rate and hedge, and the index of the token after it."""
    low, high = stated
    hedge, begin = read_hedge_before(tokens, low.begin)
    aged = find_aged(tokens, begin) if high.unit is None else None
    if aged is not None:
        low, high = low._replace(unit=AGE), high._replace(unit=AGE)
        if hedge is Hedge.EXACT:
            hedge, begin = read_hedge_before(tokens, aged)
    after = read_hedge_after(tokens, high.end)
    end = after[1] if after else high.end
    named = _name_unit(tokens, Stated(low, high), end)
    if named is None:
        return None, end
    unit, yearly, end = named
    if unit is AGE:
        low, high = low._replace(unit=AGE), high._replace(unit=AGE)
    if after is None and (after := read_hedge_after(tokens, end)):
        end = after[1]
    if hedge is Hedge.EXACT and (after or low.approximate):
        hedge = after[0] if after else Hedge.ABOUT
    start, stop = tokens[max(begin, free_from)].start, tokens[end - 1].end
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


def _name_unit(tokens: Tokens, stated: Stated, end: int) -> tuple[Unit, Decimal, int] | None:
    """What is measured or counted, how many of these make a year's flow, and the index after.

    ``None`` if the number is part of a name.
    """
    unit = stated.high.unit
    if unit is not None and unit.name == "year" and (old := read_age_after(tokens, end)):
        return AGE, ONE, old
    if unit is None:
        noun = read_noun(tokens, end)
        if noun is None:
            return None if is_named(tokens, stated.low.begin) else (NUMBER, ONE, end)
        unit, end = Unit(f"count:{noun[0]}", noun[0], ONE), noun[1]
    per, end = read_rate(tokens, end)
    unit, yearly = rate(unit, per)
    return unit, yearly, end


def _complete_ordinal(text: str, tokens: Tokens, index: int, ordinal: Ordinal) -> Quantity:
    start, stop = tokens[index].start, tokens[ordinal.end - 1].end
    return Quantity(
        start=start,
        end=stop,
        text=text[start:stop],
        low=ordinal.value,
        high=ordinal.value,
        dimension=ordinal.dimension,
        unit=ordinal.dimension,
        precision=ONE,
    )
