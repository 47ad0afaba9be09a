"""What dates are made of: months, days and years in words and digits, and the periods they give."""

from datetime import date
from typing import Final, NamedTuple

from service.domain.period import Precision, in_year, month_end
from service.text.numerals import SCALES
from service.text.tokens import Kind, Tokens
from service.text.units import read_unit

_MONTHS = "january february march april may june july august september october november december"
MONTH_NAMES: Final = tuple(_MONTHS.split())
MONTHS = (
    {name: number for number, name in enumerate(MONTH_NAMES, start=1)}
    | {name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)}
    | {"sept": 9}
)
MONTH_CUES = frozenset(
    ["in", "since", "until", "during", "early", "mid", "late", "last", "this", "next"]
)
"""What stands before a month that is named without day and year."""
NAME_CUES = frozenset(["by", "from", "till", "of", "before", "after"])
"""Such words too, but for months that are also people or verbs."""
NAMESAKES = frozenset(["may", "march", "april", "june", "august"])
_QUARTERS = ("first 1st", "second 2nd", "third 3rd", "fourth 4th final last")
QUARTERS = {word: number for number, words in enumerate(_QUARTERS, 1) for word in words.split()}
HALVES = {"first": 1, "second": 2, "latter": 2, "1st": 1, "2nd": 2}
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which the season starts, as on the northern half of the earth."""
PARTS = {
    "early": 0,
    "beginning": 0,
    "start": 0,
    "mid": 1,
    "middle": 1,
    "late": 2,
    "end": 2,
}
_DAY_ENDINGS = frozenset(["st", "nd", "rd", "th"])
MIN_YEAR, MAX_YEAR = 1000, 2199


def read_month(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """The month named at ``index`` and the index after it; "may" and "march" are verbs."""
    token = tokens[index]
    month = MONTHS.get(token.key)
    if month is None or not token.surface[0].isupper():
        return None
    abbreviated = len(token.key) <= 4 and token.key not in MONTH_NAMES
    stop = tokens[index + 1].key == "." and tokens[index + 1].glued
    return month, index + 2 if abbreviated and stop else index + 1


def read_day(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A day of the month, 1 to 31, and the index after it: "6", "06", "6th"."""
    token = tokens[index]
    if token.kind is not Kind.NUMBER or not token.surface.isdigit() or len(token.surface) > 2:
        return None
    day = int(token.surface)
    if not 1 <= day <= 31:
        return None
    ending = tokens[index + 1]
    if ending.glued and ending.key in _DAY_ENDINGS:
        return day, index + 2
    return None if ending.glued and ending.kind is Kind.WORD else (day, index + 1)


def read_year(tokens: Tokens, index: int) -> tuple[int, int] | None:
    """A year in four digits, and the index after it."""
    surface = tokens[index].surface
    if len(surface) != 4 or not surface.isdigit() or not surface.isascii():
        return None
    year = int(surface)
    return (year, index + 1) if MIN_YEAR <= year <= MAX_YEAR else None


def starts_measure(tokens: Tokens, index: int) -> bool:
    """Whether a unit or a scale word stands at ``index``, so that a number before it counts."""
    return tokens[index].key in SCALES or read_unit(tokens, index) is not None


class Period(NamedTuple):
    """Both days included; ``end`` is the index of the next token."""

    first: date
    last: date
    precision: Precision
    end: int
    yearless: bool = False

    def moved_to(self, year: int) -> "Period":
        last = in_year(self.last, year + self.last.year - self.first.year)
        if self.precision is Precision.MONTH and self.last == month_end(
            self.last.year, self.last.month
        ):
            last = month_end(last.year, last.month)
        return self._replace(first=in_year(self.first, year), last=last, yearless=False)


def months_from(year: int, first: int, count: int, end: int) -> Period:
    """``count`` months from the month ``first``, which may run into the next year."""
    last = first + count - 1
    precision = Precision.QUARTER if count == 3 else Precision.RANGE
    last_day = month_end(year + (last - 1) // 12, (last - 1) % 12 + 1)
    return Period(date(year, first, 1), last_day, precision, end)
