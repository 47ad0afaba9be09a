"""A text read once for comparison: its tokens, its numbers and how each of them is used."""

from bisect import bisect_left
from datetime import date
from typing import NamedTuple

from service.domain.period import DateSpan
from service.domain.quantity import Quantity
from service.text.changes import Change, read_change
from service.text.dates import dated_tokens, find_dates
from service.text.quantities import read_quantities
from service.text.tokens import Kind, Tokens, read_tokens


class Figure(NamedTuple):
    """A quantity from token ``begin`` to before ``end``, and what it says of a change."""

    quantity: Quantity
    begin: int
    end: int
    change: Change


class DateFigure(NamedTuple):
    """A date or period from token ``begin`` to before ``end``."""

    span: DateSpan
    begin: int
    end: int


class Statement(NamedTuple):
    """``dated`` are the indices of the tokens that belong to dates."""

    text: str
    tokens: Tokens
    dated: frozenset[int]
    figures: tuple[Figure, ...]
    dates: tuple[DateFigure, ...]


def read_statement(text: str, reference: date | None = None) -> Statement:
    """``reference`` is the day the text was written. Never raises, in linear time."""
    tokens = read_tokens(text)
    dated = dated_tokens(tokens)
    starts = [token.start for token in tokens if token.kind is not Kind.END]

    def place(start: int, end: int) -> tuple[int, int]:
        return bisect_left(starts, start), bisect_left(starts, end)

    figures = []
    for quantity in read_quantities(text, tokens, dated):
        begin, end = place(quantity.start, quantity.end)
        figures.append(Figure(quantity, begin, end, read_change(tokens, begin, end)))
    dates = [
        DateFigure(span, *place(span.start, span.end))
        for span in find_dates(text, reference=reference)
    ]
    return Statement(text, tokens, dated, tuple(figures), tuple(dates))
