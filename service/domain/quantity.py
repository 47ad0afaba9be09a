"""Quantities and dates as a text states them, and when one text's answers another's.

The rules are those of entailment, not of similarity. A value stands for the set of true
values its words leave open ("more than 5", "1.5 to 2", "about 300"). The source agrees with
the claim when everything the source leaves open is allowed by the claim, differs when nothing
is, and leaves the claim unanswered when it is too coarse to tell. So a claim may round the
source, but a source that rounds does not prove a claim's further digits; and a claimed month
is proven by a day in it, a claimed day never by its month.
"""

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from service.domain.base import Span, Value
from service.domain.period import DateSpan, ends_on
from service.domain.relation import Relation

__all__ = [
    "Hedge",
    "Quantity",
    "QuantityMatch",
    "comparable",
    "distance",
    "relate_quantities",
]

INFINITY = Decimal("Infinity")
ABOUT_SHARE = Decimal("0.05")
"""How far off "about" may be, as a share of the stated value."""
JUST_SHARE = Decimal("0.1")
"""How far "just over" and "just under" reach, as a share of the stated value."""
CONVERSION_SHARE = Decimal("0.015")
"""How far off a value may be that somebody converted into another system of units."""
ROUNDING_CAP = Decimal("0.09")
"""Rounding never excuses more than this share: 1.4 billion is no "1 billion"."""


class Hedge(StrEnum):
    """What the words around a number say about it."""

    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at_least"
    MORE_THAN = "more_than"
    JUST_OVER = "just_over"
    AT_MOST = "at_most"
    LESS_THAN = "less_than"
    JUST_UNDER = "just_under"


APPROXIMATE = frozenset({Hedge.ABOUT, Hedge.JUST_OVER, Hedge.JUST_UNDER})


class Quantity(Span):
    """A quantity, with its hedge and unit, at ``start`` to ``end`` of the text it was read in.

    ``low`` and ``high`` are the stated value in the canonical unit of ``dimension``; they are
    equal unless a range is stated. ``unit`` names what it was stated in, or the canonical
    unit where the two differ by a power of ten. ``precision`` is the size of the last stated
    digit in the canonical unit: 10,000,000 for "5.43 billion".

    Dimensions and their canonical units: ``length`` km, ``area`` km2, ``mass`` tonne,
    ``volume`` m3, ``power`` MW, ``energy`` MWh, ``speed`` km/h, ``duration`` day, ``share``
    per cent, ``percentage_point``, ``ratio`` (times), ``money:USD`` and so on per currency,
    ``count:agreement`` and so on per head noun, ``age`` year, ``ordinal:time`` and so on ("third
    time"), and ``number`` where nothing is named. A rate
    is a dimension of its own, such as ``money:USD per barrel``. A flow (volume, mass or energy
    per day, week, month, quarter or year) stands per year: ``volume per year``; what is stated
    per another time has it in its unit (``m3 per day``). Of everything else per year is left
    out, since texts do.
    """

    text: str
    low: Decimal
    high: Decimal
    dimension: str
    unit: str
    hedge: Hedge = Hedge.EXACT
    precision: Decimal

    @property
    def is_range(self) -> bool:
        return self.low != self.high


class _Possible(NamedTuple):
    """The values that are left open; an end that is ``open`` is itself excluded."""

    low: Decimal
    high: Decimal
    low_open: bool = False
    high_open: bool = False

    def widened(self, slack: Decimal) -> "_Possible":
        low = self.low if self.low_open else self.low - slack
        high = self.high if self.high_open else self.high + slack
        return self._replace(low=low, high=high)

    def within(self, other: "_Possible") -> bool:
        above = self.low > other.low or (
            self.low == other.low and (self.low_open or not other.low_open)
        )
        below = self.high < other.high or (
            self.high == other.high and (self.high_open or not other.high_open)
        )
        return above and below

    def apart(self, other: "_Possible") -> bool:
        return self._ends_before(other) or other._ends_before(self)

    def _ends_before(self, other: "_Possible") -> bool:
        touching = self.high == other.low and (self.high_open or other.low_open)
        return self.high < other.low or touching


def _possible(quantity: Quantity) -> _Possible:
    low, high = quantity.low, quantity.high
    match quantity.hedge:
        case Hedge.EXACT:
            return _Possible(low, high)
        case Hedge.ABOUT:
            return _Possible(low - abs(low) * ABOUT_SHARE, high + abs(high) * ABOUT_SHARE)
        case Hedge.AT_LEAST:
            return _Possible(low, INFINITY)
        case Hedge.MORE_THAN:
            return _Possible(low, INFINITY, low_open=True)
        case Hedge.JUST_OVER:
            return _Possible(low, high + abs(high) * JUST_SHARE, low_open=True)
        case Hedge.AT_MOST:
            return _Possible(-INFINITY, high)
        case Hedge.LESS_THAN:
            return _Possible(-INFINITY, high, high_open=True)
        case Hedge.JUST_UNDER:
            return _Possible(low - abs(low) * JUST_SHARE, high, high_open=True)


def _rounding(coarse: Quantity, fine: Quantity) -> Decimal:
    """How far ``coarse`` may be off because it was rounded and ``fine`` was not so much."""
    same = (coarse.low, coarse.high) == (fine.low, fine.high)
    if same or coarse.precision <= fine.precision:
        return Decimal(0)
    cap = min(abs(coarse.low), abs(coarse.high)) * ROUNDING_CAP
    return min(coarse.precision / 2, cap)


def comparable(claim: Quantity, source: Quantity) -> bool:
    """Whether both are of one kind.

    A flow stated per year also meets a plain amount: "38 bcm" of a pipeline means a year's.
    """
    if claim.dimension == source.dimension:
        return True
    plain, flow = sorted((claim, source), key=lambda quantity: len(quantity.dimension))
    return flow.dimension == f"{plain.dimension} per year" and " per " not in flow.unit


def relate_quantities(claim: Quantity, source: Quantity) -> Relation:
    """Whether ``source`` answers ``claim``; unless they are ``comparable`` it never does."""
    if not comparable(claim, source):
        return Relation.UNANSWERED
    asserted, known = _possible(claim), _possible(source)
    slack = _rounding(claim, source)
    if claim.unit != source.unit:
        slack = max(slack, max(abs(claim.low), abs(claim.high)) * CONVERSION_SHARE)
    if claim.hedge in APPROXIMATE | {Hedge.EXACT} or claim.unit != source.unit:
        asserted = asserted.widened(slack)
    if claim.unit != source.unit and known.within(asserted):
        # What was converted is rounded by that already.
        return Relation.AGREES
    if source.hedge is Hedge.EXACT:
        known = known.widened(_rounding(source, claim))
    if known.within(asserted):
        return Relation.AGREES
    if known.apart(asserted):
        return Relation.DIFFERS
    return _relate_overlapping(claim, source)


def _relate_overlapping(claim: Quantity, source: Quantity) -> Relation:
    hedges = {claim.hedge, source.hedge}
    if hedges & APPROXIMATE and hedges <= APPROXIMATE | {Hedge.EXACT}:
        return Relation.AGREES
    if hedges == {Hedge.EXACT} and claim.is_range and source.is_range:
        return Relation.DIFFERS
    return Relation.UNANSWERED


def distance(claim: Quantity, source: Quantity) -> Decimal:
    """How far apart the stated values are, in the canonical unit."""
    return abs((claim.low + claim.high) - (source.low + source.high)) / 2


class QuantityMatch(Value):
    """A quantity or date of the claim, and what the source says about it.

    ``source`` is ``None`` where it says nothing of the kind.
    """

    relation: Relation
    claim: Quantity | DateSpan
    source: Quantity | DateSpan | None = None

    @property
    def is_date(self) -> bool:
        return isinstance(self.claim, DateSpan)

    @property
    def denies(self) -> bool:
        """Whether the source's value rules out the claim's, as far as code can tell.

        A number that differs does. A date only at the claim's own precision (for a period, that
        of its ends): a text has many dates, and one of another precision is mostly that of
        another event.
        """
        if self.relation is not Relation.DIFFERS:
            return False
        if isinstance(self.claim, DateSpan) and isinstance(self.source, DateSpan):
            same = self.claim.precision is self.source.precision
            return same and ends_on(self.claim) is ends_on(self.source)
        return True

    @property
    def words(self) -> str:
        """The claim's own words for it."""
        return _on_one_line(self.claim.text)

    @property
    def explanation(self) -> str:
        """One line for a justification."""
        says = f"the claim says {self.words}"
        if self.source is None:
            return f"{says}, the source does not say"
        only = "only says" if self.relation is Relation.UNANSWERED else "says"
        return f"{says}, the source {only} {_on_one_line(self.source.text)}"


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
