"""Dates and periods in a text, with the precision they are stated to.

A grammar of our own over tokens. dateparser was tried: its search is not strict (it finds
dates in "2 and 3", "the 21st" and "march on", and misses "since 2016" or "27 September to
6 October"), gives one moment instead of a period and no offsets. Days without a year are
resolved only against a reference date. Dates in digits alone are read in ISO form only, since
06/12/2021 is two days to two readers. Relative dates ("last year", "on Monday") are not read.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from service.domain.period import Bound, DateSpan, Precision, in_year
from service.text.calendar_words import Period
from service.text.periods import read_period
from service.text.tokens import Kind, Tokens, read_tokens

NEAR_FUTURE = timedelta(days=183)
"""A day without year is in the reference's year, unless it would lie further ahead than this."""
_JOINTS = frozenset(["-", "--", "to", "until", "till", "through"])
_LATEST = {("no", "later", "than"), ("not", "later", "than")}
_BOUNDS = {
    "since": Bound.SINCE,
    "from": Bound.SINCE,
    "until": Bound.UNTIL,
    "till": Bound.UNTIL,
    "by": Bound.BY,
    "before": Bound.BEFORE,
    "after": Bound.AFTER,
}


def find_dates(text: str, *, reference: date | None = None) -> tuple[DateSpan, ...]:
    """The dates of the text, in order and apart; never raises, in linear time.

    ``reference`` is the day the text was written: it gives a year to dates without one,
    which otherwise stay ``yearless``.
    """
    tokens = read_tokens(text)
    return tuple(
        _make_span(text, tokens, begin, period, reference) for begin, period in _scan(tokens)
    )


def dated_tokens(tokens: Tokens) -> frozenset[int]:
    """The indices of all tokens that belong to a date."""
    return frozenset(place for begin, period in _scan(tokens) for place in range(begin, period.end))


def _scan(tokens: Tokens) -> Iterator[tuple[int, Period]]:
    index = 0
    while tokens[index].kind is not Kind.END:
        period = _read_connected(tokens, index)
        if period is None:
            index += 1
        else:
            yield index, period
            index = period.end


def _read_connected(tokens: Tokens, index: int) -> Period | None:
    """A period, or two that are the ends of a longer one ("27 September to 6 October")."""
    first = read_period(tokens, index)
    if first is None:
        return None
    joint = tokens[first.end].key
    if joint in _JOINTS or (joint == "and" and tokens[index - 1].key == "between"):
        last = read_period(tokens, first.end + 1)
        if last is not None:
            return _join(first, last) or first
    return first


def _join(first: Period, last: Period) -> Period | None:
    """From the start of one to the end of the other, which may share a year stated once."""
    if first.yearless and last.yearless:
        if last.first < first.first:
            last = last._replace(last=in_year(last.last, last.last.year + 1))
    elif first.yearless:
        moved = first.moved_to(last.first.year)
        first = moved if moved.first <= last.last else first.moved_to(last.first.year - 1)
    elif last.yearless:
        moved = last.moved_to(first.last.year)
        last = moved if first.first <= moved.last else last.moved_to(first.last.year + 1)
    if last.last < first.first:
        return None
    return Period(first.first, last.last, Precision.RANGE, last.end, last.yearless)


def _read_bound(tokens: Tokens, begin: int, period: Period) -> tuple[Bound, int]:
    """What the words before a date make of it, and the index where they start."""
    place = begin - 1
    if tokens[place].key in ("the", "about", "around"):
        place -= 1
    key = tokens[place].key
    if (tokens[place - 1].key, key) in (("prior", "to"), ("ahead", "of")):
        return Bound.BEFORE, place - 1
    if tuple(token.key for token in tokens[place - 2 : place + 1]) in _LATEST:
        return Bound.BY, place - 2
    # "from 6 to 9 October" has both its ends already.
    if key not in _BOUNDS or (key == "from" and period.precision is Precision.RANGE):
        return Bound.ON, begin
    return _BOUNDS[key], place


def _make_span(
    text: str, tokens: Tokens, begin: int, period: Period, reference: date | None
) -> DateSpan:
    bound, bound_begin = _read_bound(tokens, begin, period)
    if period.yearless and reference is not None:
        period = _resolve(period, reference)
    start, end = tokens[bound_begin].start, tokens[period.end - 1].end
    return DateSpan(
        start=start,
        end=end,
        text=text[start:end],
        first=period.first,
        last=period.last,
        precision=period.precision,
        bound=bound,
        yearless=period.yearless,
    )


def _resolve(period: Period, reference: date) -> Period:
    if not date.min.year < reference.year < date.max.year:
        return period
    resolved = period.moved_to(reference.year)
    if resolved.first - reference > NEAR_FUTURE:
        return period.moved_to(reference.year - 1)
    return resolved
