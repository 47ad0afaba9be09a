"""Years at a token: alone, in ranges and decades, and financial ones."""

from datetime import date

from service.domain.period import Precision, month_end
from service.text.calendar_words import Period, months_from, read_year, starts_measure
from service.text.hedges import read_hedge_before
from service.text.names import is_labelled
from service.text.nouns import is_plural
from service.text.tokens import Kind, Tokens
from service.text.units import read_prefix

FINANCIAL_YEAR_MONTH = 4
"""A financial year is taken to start in April; "2020-21" names the year from April 2020."""
YEAR_CUES = frozenset(
    ["in", "since", "until", "till", "before", "after", "during", "from", "year", "fiscal", "fy"]
)


def read_year_first(tokens: Tokens, index: int) -> Period | None:
    """ "2021", "2016-20", "1990s", "2018 Q2"."""
    found = read_year(tokens, index)
    if found is None or _is_tied(tokens, index):
        return None
    year, end = found
    if tokens[end].key == "s" and tokens[end].glued and year % 10 == 0:
        return Period(date(year, 1, 1), date(year + 9, 12, 31), Precision.RANGE, end + 1)
    if tokens[end].key == "q" and (quarter := read_quarter_number(tokens, end)):
        return months_from(year, quarter * 3 - 2, 3, end + 2)
    return read_year_range(tokens, year, end) or _read_plain_year(tokens, year, index)


def _is_tied(tokens: Tokens, index: int) -> bool:
    before = tokens[index - 1]
    if not tokens[index].glued:
        return read_prefix(tokens, index - 1) is not None
    return before.key in "-/_.:=&#@+" or read_prefix(tokens, index - 1) is not None


def read_year_range(tokens: Tokens, year: int, end: int) -> Period | None:
    """ "2016-20", "2011-2020", "2020/21"; "2021-05" is a month."""
    joint, second = tokens[end], tokens[end + 1]
    if joint.key not in ("-", "/") or not (joint.glued and second.glued):
        return None
    if second.kind is not Kind.NUMBER or not second.surface.isdigit():
        return None
    last = expand_year(year, second.surface)
    if last is not None:
        return Period(date(year, 1, 1), date(last, 12, 31), Precision.RANGE, end + 2)
    if len(second.surface) == 2 and 1 <= int(second.surface) <= 12:
        month = int(second.surface)
        return Period(date(year, month, 1), month_end(year, month), Precision.MONTH, end + 2)
    return None


def expand_year(first: int, surface: str) -> int | None:
    """The later year that ``surface`` names after ``first``, in two or four digits."""
    if len(surface) not in (2, 4):
        return None
    last = int(surface) if len(surface) == 4 else first // 100 * 100 + int(surface)
    return last if first < last <= first + 999 else None


def _read_plain_year(tokens: Tokens, year: int, index: int) -> Period | None:
    """A year alone; "2000 soldiers" and "about 2000" are numbers."""
    before, end = tokens[index - 1].key, index + 1
    if starts_measure(tokens, end) or is_labelled(tokens, index):
        return None
    if before not in YEAR_CUES | {"the"}:
        hedged = read_hedge_before(tokens, index)[1] != index
        if hedged or is_plural(tokens[end]) or not 1900 <= year <= 2099:
            return None
    return Period(date(year, 1, 1), date(year, 12, 31), Precision.YEAR, end)


def read_quarter_number(tokens: Tokens, index: int) -> int | None:
    number = tokens[index + 1]
    return int(number.surface) if number.glued and number.surface in ("1", "2", "3", "4") else None


def read_financial_year(tokens: Tokens, index: int) -> Period | None:
    """ "the financial year 2020-21", "FY2021", "fiscal 2021"."""
    start = index + 2 if tokens[index + 1].key == "year" else index + 1
    surface = tokens[start].surface
    if tokens[index].key == "fy" and len(surface) == 2 and surface.isdigit():
        last, end = 2000 + int(surface), start + 1
        return _financial_years(last - 1, last, end)
    year = read_year(tokens, start)
    if year is None:
        return None
    span = read_year_range(tokens, *year)
    if span and span.precision is Precision.RANGE:
        return _financial_years(year[0], span.last.year, span.end)
    return _financial_years(year[0] - 1, year[0], year[1])


def _financial_years(first: int, last: int, end: int) -> Period:
    precision = Precision.YEAR if last == first + 1 else Precision.RANGE
    start = date(first, FINANCIAL_YEAR_MONTH, 1)
    return Period(start, month_end(last, FINANCIAL_YEAR_MONTH - 1), precision, end)
