"""One computation over two numbers or dates of a text that gives a claim's quantity.

A claim may say "half" of what the text only gives in figures. What is computed proves it as a
stated figure would, but any handful of numbers gives some share or difference by chance. So the
operands must be stated exactly and near each other, small counts are not divided, a result may
not lie far past a bound ("more than half"), and no other two numbers may give it too, whatever
the computation. The complement of a share is not computed: false claims meet it more than true.

The direction of a change and what is measured are not looked at: that is the judge's work.
``service.text.implied`` computes where words say how two numbers belong together; here none do.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from service.domain.period import Bound, DateSpan, Precision, ends_on
from service.domain.quantity import Hedge, Quantity, comparable, relate_quantities
from service.domain.relation import Relation
from service.text.numerals import ONE
from service.text.relating import RATIO_STEP
from service.text.sentences import find_sentences
from service.text.statements import Figure, Statement, read_statement

MOST_NUMBERS = 12
"""A text with more quantities, or more dates, gives almost every figure by chance."""
SENTENCES_APART = {"share": 0, "ratio": 0, "sum": 0, "difference": 1, "points": 2, "duration": 2}
"""How many sentences on the second number may stand. Measured: wider finds mostly chance."""
NEAR_BOUND = Decimal("0.1")
"""How far past its bound "more than half" may be proven, as a share of the bound."""
SMALL = 10
"""A smaller difference is proven by one sentence only."""
SMALL_WHOLE = 20
"""Counts below it make every simple fraction."""
BARE_REACH = 8
"""How many tokens may lie between a bare number and the one whose unit it shares."""
DOUBT_REACH = 40  # characters before a number

_FINE = Decimal("0.000001")
_YEAR_DAYS = Decimal("365.25")
_FROM_BELOW = ("nearly", "almost")
_ADDED = ("count:", "money:", "length", "mass", "volume", "power", "energy", "area")
_LENT = (*_ADDED, "speed")
_DIVIDED = (*_LENT, "duration")
_YEAR_LIKE = re.compile(r"(?:1[5-9]|20)\d\d(?![\d.,]*\d)")
_DOUBTED = re.compile(
    r"\b(?:about|around|circa|roughly|approximately|barely|hardly|scarcely|perhaps|possibly|maybe"
    r"|not|or)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\s+or\b", re.IGNORECASE)
_TWO_YEARS = re.compile(r"\D*(\d{4})\D+(\d{4})\D*")
_STATED = frozenset({Bound.ON, Bound.SINCE, Bound.UNTIL})


class _Pair(NamedTuple):
    """Two quantities of one kind and unit, the smaller first, so many sentences apart."""

    less: Quantity
    more: Quantity
    apart: int


class _Day(NamedTuple):
    """One end of what is measured, a day or a year at its first day, and its sentence's number."""

    first: date
    precision: Precision
    sentence: int

    @property
    def words(self) -> str:
        day = "" if self.precision is Precision.YEAR else f"{self.first.day} {self.first:%B} "
        return f"{day}{self.first.year}"


class _Result(NamedTuple):
    """What was computed how, as a source would state it, and from which two."""

    how: str
    quantity: Quantity
    words: str
    operands: frozenset[tuple[str, Decimal] | date]
    apart: int


def derive(claim: Quantity, text: str, reference: date | None = None) -> str | None:
    """Why the text proves the claim's quantity by one computation, in words; ``None`` if not.

    A share or change in per cent, a ratio, a sum or difference, the points between two shares,
    or the days or years between two dates, compared by ``relate_quantities`` with the result as
    an exact quantity. ``reference`` is the day the text was written: it gives a year to dates
    without one. Never raises, in time linear in the text.
    """
    if claim.is_range or claim.low <= 0 or _is_year_like(claim):
        return None
    told = read_statement(text, reference)
    if len(told.figures) > MOST_NUMBERS or len(told.dates) > MOST_NUMBERS:
        return None
    asked = _sharpen(claim)
    starts = [sentence.start for sentence in find_sentences(text)]
    found = [one for one in _compute(asked, told, starts) if _proves(asked, one.quantity)]
    near = [one for one in found if one.apart <= _allow_apart(asked, one.how)]
    if not near or len({one.operands for one in found}) > 1:
        return None
    aims = asked.hedge in (Hedge.EXACT, Hedge.ABOUT)
    return min(near, key=lambda one: abs(one.quantity.low - asked.low) if aims else 0).words


def _sharpen(claim: Quantity) -> Quantity:
    """ "Twice" is no 2.4 times, and "halved" no 0.45."""
    step = claim.low * RATIO_STEP / 2 if claim.dimension == "ratio" else claim.precision
    return claim.model_copy(update={"precision": min(step, claim.precision)})


def _proves(claim: Quantity, result: Quantity) -> bool:
    """Whether the result agrees, and not only with a bound that it lies far from."""
    if relate_quantities(claim, result) is not Relation.AGREES:
        return False
    if claim.text.casefold().startswith(_FROM_BELOW) and result.low > claim.high:
        return False
    near = abs(result.low - claim.low) <= claim.low * NEAR_BOUND
    return near or claim.hedge in (Hedge.EXACT, Hedge.ABOUT)


def _allow_apart(claim: Quantity, how: str) -> int:
    return 0 if how == "difference" and claim.low < SMALL else SENTENCES_APART[how]


def _is_year_like(quantity: Quantity) -> bool:
    plain = quantity.dimension == "number" or quantity.dimension.startswith("count:")
    return plain and _YEAR_LIKE.match(quantity.text) is not None


def _read_operands(told: Statement, starts: Sequence[int]) -> list[Quantity]:
    """What is stated exactly; a bare number in the unit of its neighbour."""
    operands = []
    for place, figure in enumerate(told.figures):
        stated = figure.quantity
        exact = stated.hedge is Hedge.EXACT and not stated.is_range and stated.low > 0
        if not exact or _is_year_like(stated) or _is_doubted(told.text, stated):
            continue
        if stated.dimension == "number" and (unit := _find_lender(told.figures, place, starts)):
            stated = stated.model_copy(update={"dimension": unit.dimension, "unit": unit.unit})
        operands.append(stated)
    return operands


def _is_doubted(text: str, stated: Quantity | DateSpan) -> bool:
    """ "Barely 40", "not 40", "four or five"."""
    before = _DOUBTED.search(text, max(stated.start - DOUBT_REACH, 0), stated.start)
    return before is not None or _LEFT_OPEN.match(text, stated.end) is not None


def _find_lender(figures: Sequence[Figure], place: int, starts: Sequence[int]) -> Quantity | None:
    """What has the unit of a bare number ("14 of the 22 ships"), unless two beside it differ."""
    bare = figures[place]
    sentence = bisect_right(starts, bare.quantity.start)
    lenders = [
        one.quantity
        for one in (*figures[max(place - 1, 0) : place], *figures[place + 1 : place + 2])
        if one.quantity.dimension.startswith(_LENT)
        and max(one.begin, bare.begin) - min(one.end, bare.end) <= BARE_REACH
        and bisect_right(starts, one.quantity.start) == sentence
    ]
    return lenders[0] if len({one.dimension for one in lenders}) == 1 else None


def _compute(claim: Quantity, told: Statement, starts: Sequence[int]) -> Iterator[_Result]:
    """All that could be the claim's, but what the text states anyway: that needs no proof."""
    if claim.dimension == "duration":
        yield from _measure_times(claim, _read_days(told, starts))
        return
    operands = _read_operands(told, starts)
    stated = {(one.dimension, one.low) for one in operands}
    for two in combinations(operands, 2):
        less, more = sorted(two, key=lambda one: one.low)
        if comparable(less, more) and less.unit == more.unit:
            places = [bisect_right(starts, one.start) for one in two]
            for one in _combine(claim, _Pair(less, more, abs(places[0] - places[1]))):
                if (one.quantity.dimension, one.quantity.low) not in stated:
                    yield one


def _combine(claim: Quantity, pair: _Pair) -> Iterator[_Result]:
    kind = pair.more.dimension
    if claim.dimension == "percentage_point" and kind == "share":
        yield _subtract_shares(claim, pair)
    elif claim.dimension in ("share", "ratio") and kind.startswith(_DIVIDED):
        small = kind.startswith("count:") and pair.more.low < SMALL_WHOLE
        if pair.less.low < pair.more.low and not small:
            yield from (_divide if claim.dimension == "ratio" else _compare)(claim, pair)
    elif claim.dimension.startswith(_ADDED) and comparable(claim, pair.more):
        yield from _add(claim, pair)


def _divide(claim: Quantity, pair: _Pair) -> Iterator[_Result]:
    for one, two in ((pair.more, pair.less), (pair.less, pair.more)):
        value = one.low / two.low
        words = f"{_quote(one)} is {_show(value, 2)} times {_quote(two)}"
        yield _state("ratio", claim, value, pair, words)


def _compare(claim: Quantity, pair: _Pair) -> Iterator[_Result]:
    """The smaller as a share of the larger, and the change from one to the other, in per cent."""
    less, more, low, high = _quote(pair.less), _quote(pair.more), pair.less.low, pair.more.low
    part, fall, rise = low / high * 100, (high - low) / high * 100, (high - low) / low * 100
    yield _state("share", claim, part, pair, f"{less} of {more} is {_show(part)} per cent")
    yield _state("share", claim, fall, pair, f"{less} is {_show(fall)} per cent less than {more}")
    yield _state("share", claim, rise, pair, f"{more} is {_show(rise)} per cent more than {less}")


def _subtract_shares(claim: Quantity, pair: _Pair) -> _Result:
    value = pair.more.low - pair.less.low
    words = f"between {_quote(pair.less)} and {_quote(pair.more)} the difference is "
    words += f"{_show(value, 2)} percentage points"
    return _state("points", claim, value, pair, words)


def _add(claim: Quantity, pair: _Pair) -> Iterator[_Result]:
    """Sum and difference; prices and other rates do not add up."""
    less, more = pair.less, pair.more
    if " per " not in more.dimension.removesuffix(" per year"):
        words = f"{_quote(more)} and {_quote(less)} together are {_quote(claim)}"
        yield _state("sum", more, more.low + less.low, pair, words)
    words = f"between {_quote(less)} and {_quote(more)} the difference is {_quote(claim)}"
    yield _state("difference", more, more.low - less.low, pair, words)


def _state(how: str, kind: Quantity, value: Decimal, pair: _Pair, words: str) -> _Result:
    """The value in the dimension and unit of ``kind``; the same numbers said twice count once."""
    operands = frozenset((one.dimension, one.low) for one in (pair.less, pair.more))
    return _Result(how, _restate(kind, value), words, operands, pair.apart)


def _restate(kind: Quantity, value: Decimal) -> Quantity:
    stated = {"low": value, "high": value, "hedge": Hedge.EXACT, "precision": _FINE}
    return kind.model_copy(update=stated)


def _quote(quantity: Quantity) -> str:
    """Its own words, without the capital of a sentence's start."""
    first, *others = quantity.text.split()
    first = first.lower() if first.istitle() and len(first) > 2 else first
    return " ".join([first, *others])


def _show(value: Decimal, places: int = 1) -> str:
    return f"{value:,.{places}f}".rstrip("0").rstrip(".")


def _read_days(told: Statement, starts: Sequence[int]) -> list[_Day]:
    """The days and years that are stated, and the ends of periods; nothing open or yearless."""
    days = []
    for span in (figure.span for figure in told.dates):
        hedged = {"about", "around"} & set(span.text.casefold().split())
        if span.bound not in _STATED or span.yearless or hedged or _is_doubted(told.text, span):
            continue
        sentence = bisect_right(starts, span.start)
        days += [_Day(*end, sentence) for end in _read_ends(span)]
    return days


def _read_ends(span: DateSpan) -> Iterator[tuple[date, Precision]]:
    """A day or full year (not "early 2014"); of "2014 to 2018" and "6 to 9 May" both ends."""
    ends = (span.first.month, span.first.day, span.last.month, span.last.day)
    full_year = span.precision is Precision.YEAR and ends == (1, 1, 12, 31)
    if span.precision is Precision.DAY or full_year:
        yield span.first, span.precision
    elif span.precision is Precision.RANGE and ends_on(span) is Precision.DAY:
        yield span.first, Precision.DAY
        yield span.last, Precision.DAY
    elif span.precision is Precision.RANGE and (years := _TWO_YEARS.fullmatch(span.text)):
        for year in years.groups():
            yield date(int(year), 1, 1), Precision.YEAR


def _measure_times(claim: Quantity, days: Sequence[_Day]) -> Iterator[_Result]:
    """The days between two days; the years between two years, for a claim in years.

    One day or year lies between too many dates to mean anything.
    """
    for two in combinations(days, 2):
        first, last = sorted(two)
        in_years = first.precision is Precision.YEAR
        if first.precision is not last.precision or (in_years and claim.unit != "year"):
            continue
        count = last.first.year - first.first.year if in_years else (last.first - first.first).days
        if count < 2:
            continue
        value = _restate(claim, count * (_YEAR_DAYS if in_years else ONE))
        words = f"from {first.words} to {last.words} are {count} {'years' if in_years else 'days'}"
        apart = abs(first.sentence - last.sentence)
        yield _Result("duration", value, words, frozenset({first.first, last.first}), apart)
