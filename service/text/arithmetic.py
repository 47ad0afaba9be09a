"""Figures that a source does not state but implies by two of its numbers.

A difference, a ratio and a change in per cent follow from "rose from 7 to 9 billion", a share
from "30 of the 60 judges", a sum from numbers of one kind. Each is a ``Quantity`` whose span
runs from one of its numbers to the other. Where the numbers are rounded the figure may be off:
``low`` and ``high`` of ``widest`` are what it is when both are off by a quarter of their last
digit, against each other.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations, pairwise
from typing import NamedTuple

from service.domain.quantity import Quantity
from service.text.changes import Role
from service.text.statements import Figure, Statement
from service.text.tokens import Kind

MOST_ADDED = 8
"""Of more numbers of one kind than this no sums are made."""
REACH = 5
"""How many tokens may stand between the two numbers of a change or share."""
_PART_OF = {("of",), ("of", "the"), ("out", "of"), ("out", "of", "the"), ("of", "its")}
_FINE = Decimal("0.000001")
_QUARTER = Decimal("0.25")


class Pair(NamedTuple):
    """What something changed from and to, or a whole and its part."""

    first: Figure
    second: Figure

    @property
    def dimension(self) -> str:
        """Of the two; a bare number before or after a unit stands in the same."""
        return max((one.quantity.dimension for one in self), key=lambda name: name != "number")

    @property
    def rises(self) -> bool:
        return self.second.quantity.low > self.first.quantity.low


class Computed(NamedTuple):
    """A figure at face value, and as far off as the rounding of its numbers lets it be."""

    exact: Quantity
    widest: Quantity


def find_changes(source: Statement) -> list[Pair]:
    """Pairs of numbers "from" and "to", in whichever order they stand."""
    pairs = []
    for one, two in pairwise(source.figures):
        between = tuple(token.key for token in source.tokens[one.end : two.begin])
        if not _one_kind(one, two) or not 0 < len(between) <= REACH or "." in between:
            continue
        turned = bool({"up", "down"} & set(between)) or one.change.role is Role.TO
        if between[-1] == "to" and one.change.role is Role.FROM:
            pairs.append(Pair(one, two))
        elif (between[-1] == "from" and turned) or between[-2:] == ("compared", "with"):
            pairs.append(Pair(two, one))
    return pairs


def find_parts(source: Statement) -> list[Pair]:
    """Pairs of a whole and its part: "30 of the 60 judges", "Of 60 judges, 30 resigned"."""
    pairs = []
    for one, two in pairwise(source.figures):
        if not _one_kind(one, two):
            continue
        between = tuple(token.key for token in source.tokens[one.end : two.begin])
        before = [token.key for token in source.tokens[max(one.begin - REACH, 0) : one.begin]]
        if between in _PART_OF and one.quantity.low < two.quantity.low:
            pairs.append(Pair(two, one))
        elif between == (",",) and "of" in before and two.quantity.low < one.quantity.low:
            pairs.append(Pair(one, two))
    return pairs


def _one_kind(one: Figure, two: Figure) -> bool:
    plain = not (one.quantity.is_range or two.quantity.is_range)
    return plain and (
        one.quantity.dimension == two.quantity.dimension
        or "number" in (one.quantity.dimension, two.quantity.dimension)
    )


def compute_difference(pair: Pair, text: str, dimension: str) -> Computed:
    """How much more or less the second is than the first, without a sign."""
    first, second = pair.first.quantity, pair.second.quantity
    face = abs(second.low - first.low)
    off = (first.precision + second.precision) * _QUARTER
    return _compute(pair, text, (face, face - off, face + off), dimension)


def compute_ratio(pair: Pair, text: str) -> Computed | None:
    """The second as a multiple of the first."""
    values = _divide(pair)
    return values and _compute(pair, text, values, "ratio")


def compute_growth(pair: Pair, text: str) -> Computed | None:
    """The change in per cent of the first, without a sign."""
    values = _divide(pair)
    if values is None:
        return None
    face, low, high = ((value - 1) * 100 for value in values)
    if not pair.rises:
        face, low, high = -face, -high, -low
    return _compute(pair, text, (face, low, high), "share")


def compute_share(pair: Pair, text: str) -> Computed | None:
    """The second as a share of the first, in per cent."""
    values = _divide(pair)
    if values is None:
        return None
    return _compute(pair, text, (values[0] * 100, values[1] * 100, values[2] * 100), "share")


def add_up(figures: Sequence[Figure], text: str) -> Computed | None:
    """The sum of all; ``None`` unless there are two to ``MOST_ADDED``, none of them a range."""
    if not 2 <= len(figures) <= MOST_ADDED or any(one.quantity.is_range for one in figures):
        return None
    total = sum((one.quantity.low for one in figures), Decimal(0))
    pair = Pair(figures[0], figures[-1])
    return _compute(pair, text, (total, total, total), figures[0].quantity.dimension)


def combine(figures: Sequence[Figure], text: str) -> Iterator[Computed]:
    """The sum of all, and sum and difference of every two, of numbers of one dimension."""
    total = add_up(figures, text)
    if total is None:
        return
    yield total
    for one, two in combinations(figures, 2):
        yield compute_difference(Pair(one, two), text, one.quantity.dimension)
        yield add_up((one, two), text) or total


def _divide(pair: Pair) -> tuple[Decimal, Decimal, Decimal] | None:
    first, second = pair.first.quantity, pair.second.quantity
    off_first, off_second = first.precision * _QUARTER, second.precision * _QUARTER
    if first.low <= off_first or second.low < 0:
        return None
    low = (second.low - off_second) / (first.low + off_first)
    high = (second.low + off_second) / (first.low - off_first)
    return second.low / first.low, low, high


def _compute(
    pair: Pair, text: str, values: tuple[Decimal, Decimal, Decimal], dimension: str
) -> Computed:
    start = min(one.quantity.start for one in pair)
    end = max(one.quantity.end for one in pair)
    unit = next((one.quantity.unit for one in pair if one.quantity.dimension == dimension), "")

    def state(low: Decimal, high: Decimal) -> Quantity:
        return Quantity(
            start=start,
            end=end,
            text=text[start:end],
            low=low,
            high=high,
            dimension=dimension,
            unit=unit,
            precision=_FINE,
        )

    return Computed(state(values[0], values[0]), state(values[1], values[2]))


def says_sum(claim: Statement) -> bool:
    """Whether the claim's words say that it adds up."""
    words = {token.key for token in claim.tokens if token.kind is Kind.WORD}
    return bool(words & {"total", "combined", "together", "altogether", "overall", "sum"}) or (
        any(
            (one.key, two.key) == ("in", "all")
            for one, two in zip(claim.tokens, claim.tokens[1:], strict=False)
        )
    )
