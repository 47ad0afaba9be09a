"""Dates and periods as a text states them, and when a source's proves a claim's."""

import calendar
from datetime import date
from enum import StrEnum
from typing import Self

from pydantic import model_validator

from service.domain.base import Span
from service.domain.relation import Relation

YEARLESS = 2000
"""The leap year in which dates stand whose year is not stated."""


class Precision(StrEnum):
    """To what a date is stated; ``range`` for a period with two stated ends."""

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    RANGE = "range"


class Bound(StrEnum):
    """How the words before a date use it: ``on`` it, or as one end of something open."""

    ON = "on"
    SINCE = "since"
    UNTIL = "until"
    BY = "by"
    BEFORE = "before"
    AFTER = "after"


class DateSpan(Span):
    """A date or period, both ends included, at ``start`` to ``end`` of the text it was read in.

    A ``yearless`` date ("on 6 October", with nothing to tell its year) stands in the year
    ``YEARLESS``; only its month and day count. ``first`` and ``last`` are the stated period
    itself whatever ``bound`` says: 1 January to 31 December 2016 for "since 2016".
    """

    text: str
    first: date
    last: date
    precision: Precision
    bound: Bound = Bound.ON
    yearless: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(f"a period ends after it starts, got {self.first} to {self.last}")
        return self


def in_year(day: date, year: int) -> date:
    """The same day of another year; 28 February for a 29th that year does not have."""
    return day.replace(year=year, day=min(day.day, calendar.monthrange(year, day.month)[1]))


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def ends_on(span: DateSpan) -> Precision:
    """The precision of both ends of a period: year for "2016-20", day for "1 to 9 May"."""
    if span.precision is not Precision.RANGE:
        return span.precision
    if span.first.day > 1 or span.last != month_end(span.last.year, span.last.month):
        return Precision.DAY
    years = span.first.month == 1 and span.last.month == 12
    return Precision.YEAR if years else Precision.MONTH


def _without_year(span: DateSpan) -> DateSpan:
    """The span in the year ``YEARLESS``."""
    if span.yearless:
        return span
    last = in_year(span.last, YEARLESS + span.last.year - span.first.year)
    if span.last == month_end(span.last.year, span.last.month):
        last = month_end(last.year, last.month)
    return span.model_copy(update={"first": in_year(span.first, YEARLESS), "last": last})


def _comparable(claim: DateSpan, source: DateSpan) -> tuple[DateSpan, DateSpan] | None:
    """Both on one time line; ``None`` where the fields they have do not meet."""
    if not (claim.yearless or source.yearless):
        return claim, source
    dated = source if claim.yearless else claim
    if not dated.yearless and (dated.last - dated.first).days > 360:
        return None
    return _without_year(claim), _without_year(source)


def relate_dates(claim: DateSpan, source: DateSpan) -> Relation:
    """Whether ``source`` answers ``claim``: see the rules in ``service.domain.quantity``."""
    pair = _comparable(claim, source)
    if pair is None:
        return Relation.UNANSWERED
    claim, source = pair
    if source.bound is Bound.ON:
        if claim.bound is Bound.ON:
            return _relate_periods(claim, source)
        return _relate_event_to_bound(claim, source)
    if claim.bound is source.bound:
        return _relate_bounds(claim, source)
    if claim.bound is Bound.ON:
        return _relate_date_to_bound(claim, source)
    return Relation.UNANSWERED


def _within(inner: DateSpan, outer: DateSpan) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def _relate_periods(claim: DateSpan, source: DateSpan) -> Relation:
    ranges = claim.precision is Precision.RANGE and source.precision is Precision.RANGE
    if ranges and (claim.first, claim.last) != (source.first, source.last):
        return Relation.DIFFERS
    if _within(source, claim):
        return Relation.AGREES
    if claim.last < source.first or source.last < claim.first:
        return Relation.DIFFERS
    return Relation.UNANSWERED


def _relate_event_to_bound(claim: DateSpan, source: DateSpan) -> Relation:
    """A claimed bound against a plain date: what happened on it lies before, after or by it."""
    match claim.bound:
        case Bound.BEFORE:
            inside, outside = source.last < claim.first, source.first >= claim.first
        case Bound.AFTER:
            inside, outside = source.first > claim.last, source.last <= claim.last
        case Bound.BY:
            inside, outside = source.last <= claim.last, source.first > claim.last
        case _:
            inside, outside = _within(source, claim), False
    if inside:
        return Relation.AGREES
    return Relation.DIFFERS if outside else Relation.UNANSWERED


def _relate_bounds(claim: DateSpan, source: DateSpan) -> Relation:
    match claim.bound:
        case Bound.BY | Bound.BEFORE:
            agrees = source.last <= claim.last
        case Bound.AFTER:
            agrees = source.first >= claim.first
        case _:
            agrees = _within(source, claim)
            if not agrees and _within(claim, source):
                return Relation.UNANSWERED
    return Relation.AGREES if agrees else Relation.DIFFERS


def _relate_date_to_bound(claim: DateSpan, source: DateSpan) -> Relation:
    """A claimed plain date against a bound of the source, which at most excludes it."""
    match source.bound:
        case Bound.BEFORE:
            excluded = claim.first >= source.first
        case Bound.AFTER:
            excluded = claim.last <= source.last
        case Bound.BY:
            excluded = claim.first > source.last
        case _:
            if _within(source, claim):
                return Relation.AGREES
            excluded = False
    return Relation.DIFFERS if excluded else Relation.UNANSWERED


COARSENESS = (Precision.DAY, Precision.MONTH, Precision.QUARTER, Precision.YEAR, Precision.RANGE)


def describe_gap(claim: DateSpan, source: DateSpan) -> tuple[int, int]:
    """How little two dates have to do with each other: steps of precision, then days apart."""
    steps = abs(COARSENESS.index(claim.precision) - COARSENESS.index(source.precision))
    pair = _comparable(claim, source)
    if pair is None:
        return steps, 1_000_000
    return steps, abs((pair[0].first - pair[1].first).days)
