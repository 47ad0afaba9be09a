"""A single date or period at a token: the alternatives of the grammar of dates."""

from datetime import date

from service.domain.period import YEARLESS, Precision, month_end
from service.text.calendar_words import (
    HALVES,
    MONTH_CUES,
    MONTH_NAMES,
    MONTHS,
    NAME_CUES,
    NAMESAKES,
    PARTS,
    QUARTERS,
    SEASONS,
    Period,
    months_from,
    read_day,
    read_month,
    read_year,
    starts_measure,
)
from service.text.tokens import Kind, Tokens, skip_hyphen
from service.text.years import (
    read_financial_year,
    read_quarter_number,
    read_year_first,
    read_year_range,
)

_DASHES = frozenset(["-", "--"])


def read_period(tokens: Tokens, index: int) -> Period | None:
    """The longest single date or period that starts at ``index``.

    ``None`` also for what the calendar does not have, such as 31 February.
    """
    token = tokens[index]
    try:
        if token.kind is Kind.NUMBER:
            return _read_numeric(tokens, index)
        if token.kind is Kind.WORD and token.key in _WORDED:
            return _WORDED[token.key](tokens, index)
    except ValueError:
        return None
    return None


def _read_numeric(tokens: Tokens, index: int) -> Period | None:
    if tokens[index].glued and tokens[index - 1].kind is Kind.WORD:
        return None
    found = _read_iso(tokens, index) or _read_day_first(tokens, index)
    return found or read_year_first(tokens, index)


def _read_iso(tokens: Tokens, index: int) -> Period | None:
    """ "2021-12-06"."""
    year, dash, month, dash2, day = tokens[index : index + 5]
    shaped = len(month.surface) == len(day.surface) == 2 and len(year.surface) == 4
    if not (shaped and dash.key == dash2.key == "-" and all(t.glued for t in (dash, month, day))):
        return None
    stated = date(int(year.surface), int(month.surface), int(day.surface))
    return Period(stated, stated, Precision.DAY, index + 5)


def _read_day_first(tokens: Tokens, index: int) -> Period | None:
    """ "6 December 2021", "6-9 Dec.", "the 6th of December"."""
    first = read_day(tokens, index)
    if first is None:
        return None
    last = None
    if tokens[first[1]].key in _DASHES | {"to", "and"}:
        last = read_day(tokens, first[1] + 1)
    end = (last or first)[1]
    month = read_month(tokens, end + 1 if tokens[end].key == "of" else end)
    if month is None:
        return None
    return _days(tokens, month[0], first[0], last and last[0], month[1])


def _days(tokens: Tokens, month: int, first: int, last: int | None, end: int) -> Period:
    """The days of a month, of the year that may follow at ``end``."""
    year, end = _read_following_year(tokens, end)
    start = date(year or YEARLESS, month, first)
    if last is None or last <= first:
        return Period(start, start, Precision.DAY, end, year is None)
    return Period(start, start.replace(day=last), Precision.RANGE, end, year is None)


def _read_following_year(tokens: Tokens, index: int) -> tuple[int | None, int]:
    after = index + 1 if tokens[index].key in (",", "of") else index
    year = read_year(tokens, after)
    if year is None or starts_measure(tokens, year[1]):
        return None, index
    return year


def _read_month_first(tokens: Tokens, index: int, cued: bool = False) -> Period | None:
    """ "December 6, 2021", "October 6-9", "December 2021", "in October"."""
    month = read_month(tokens, index)
    if month is None:
        return None
    number, end = month
    day = read_day(tokens, end)
    # "In October 28 agreements were signed" counts agreements.
    if day and tokens[index - 1].key != "in" and not starts_measure(tokens, day[1]):
        last = None
        if tokens[day[1]].key in _DASHES | {"to"}:
            last = read_day(tokens, day[1] + 1)
            last = None if last and read_month(tokens, last[1]) else last
        return _days(tokens, number, day[0], last and last[0], (last or day)[1])
    year, end = _read_following_year(tokens, end)
    if year is None and not (cued or _is_cued(tokens, index, end)):
        return None
    first = date(year or YEARLESS, number, 1)
    last_day = month_end(first.year, number)
    return Period(first, last_day, Precision.MONTH, end, year is None)


def _is_cued(tokens: Tokens, index: int, end: int) -> bool:
    """Whether the words around a capitalised month's name, alone, make it a month."""
    before = tokens[index - 1].key
    if tokens[index].key not in MONTH_NAMES:
        return False
    if before in MONTH_CUES or (before in NAME_CUES and tokens[index].key not in NAMESAKES):
        return True
    joins = tokens[end].key in _DASHES | {"to"}
    return joins and read_month(tokens, end + 1) is not None


def _read_season(tokens: Tokens, index: int) -> Period | None:
    """ "spring 2022", "the winter of 2021-22"."""
    year = read_year(tokens, index + 2 if tokens[index + 1].key == "of" else index + 1)
    if year is None:
        return None
    winter = tokens[index].key == "winter" and read_year_range(tokens, *year)
    return months_from(year[0], SEASONS[tokens[index].key], 3, winter.end if winter else year[1])


def _read_part_of_year(tokens: Tokens, index: int) -> Period | None:
    """ "second quarter of 2018", "first half of 2021"."""
    noun = skip_hyphen(tokens, index + 1)
    year = read_year(tokens, noun + 2 if tokens[noun + 1].key == "of" else noun + 1)
    if year is None:
        return None
    key = tokens[index].key
    if tokens[noun].key == "quarter" and key in QUARTERS:
        return months_from(year[0], QUARTERS[key] * 3 - 2, 3, year[1])
    if tokens[noun].key == "half" and key in HALVES:
        return months_from(year[0], HALVES[key] * 6 - 5, 6, year[1])
    return None


def _read_abbreviated_part(tokens: Tokens, index: int) -> Period | None:
    """ "Q2 2018", "H1 2021"."""
    number = read_quarter_number(tokens, index)
    year = read_year(tokens, index + 3 if tokens[index + 2].key == "of" else index + 2)
    if number is None or year is None:
        return None
    if tokens[index].key == "q":
        return months_from(year[0], number * 3 - 2, 3, year[1])
    return months_from(year[0], number * 6 - 5, 6, year[1]) if number <= 2 else None


def _read_early_or_late(tokens: Tokens, index: int) -> Period | None:
    """ "early November 2021", "mid-2021", "the end of 2021"; a little over a third of it."""
    start = skip_hyphen(tokens, index + 1)
    start = start + 1 if tokens[start].key == "of" else start
    part = PARTS[tokens[index].key]
    month = _read_month_first(tokens, start, cued=True)
    if month and month.precision is Precision.MONTH:
        days = ((1, 12), (9, 22), (19, month.last.day))[part]
        return month._replace(
            first=month.first.replace(day=days[0]), last=month.last.replace(day=days[1])
        )
    year = read_year(tokens, start)
    if year is None:
        return None
    if tokens[year[1]].key == "s" and tokens[year[1]].glued:
        first, last = ((0, 3), (3, 6), (6, 9))[part]
        return Period(
            date(year[0] + first, 1, 1),
            date(year[0] + last, 12, 31),
            Precision.YEAR,
            year[1] + 1,
        )
    first, last = ((1, 4), (4, 9), (9, 12))[part]
    return Period(date(year[0], first, 1), month_end(year[0], last), Precision.YEAR, year[1])


_WORDED = (
    dict.fromkeys(MONTHS, _read_month_first)
    | dict.fromkeys(SEASONS, _read_season)
    | dict.fromkeys(QUARTERS.keys() | HALVES.keys(), _read_part_of_year)
    | dict.fromkeys(("q", "h"), _read_abbreviated_part)
    | dict.fromkeys(("financial", "fiscal", "fy"), read_financial_year)
    | dict.fromkeys(PARTS, _read_early_or_late)
)
