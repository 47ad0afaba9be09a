"""A claim's quantities and dates against those of a source text."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from service.domain.period import DateSpan, describe_gap, relate_dates
from service.domain.quantity import (
    Quantity,
    QuantityMatch,
    any_differs,
    distance,
    numbers_agree,
    relate_quantities,
)
from service.domain.relation import Relation
from service.text.dates import find_dates
from service.text.quantities import find_quantities

__all__ = [
    "QuantityMatch",
    "Relation",
    "any_differs",
    "compare_quantities",
    "numbers_agree",
]

_PREFERENCE = (Relation.AGREES, Relation.UNANSWERED, Relation.DIFFERS)
"""Which answer counts: a source that leaves a value open elsewhere does not contradict it."""


def compare_quantities(
    claim: str,
    source: str,
    *,
    claim_reference: date | None = None,
    source_reference: date | None = None,
) -> tuple[QuantityMatch, ...]:
    """What the source says about each quantity and date of the claim, in the claim's order.

    The references are the days on which the texts were written; they give a year to dates
    that state none. An agreeing number of the source wins; else one that is too coarse to
    tell; else the nearest of the same dimension (for a count, of the same noun) differs.
    Never raises. Takes time linear in the source for each number of the claim.
    """
    quantities = find_quantities(source)
    dates = find_dates(source, reference=source_reference)
    matches = [_match_quantity(stated, quantities) for stated in find_quantities(claim)]
    matches += [
        _match_date(stated, dates) for stated in find_dates(claim, reference=claim_reference)
    ]
    return tuple(sorted(matches, key=lambda match: match.claim.start))


def _match_quantity(claim: Quantity, sources: Iterable[Quantity]) -> QuantityMatch:
    answers = [
        (relate_quantities(claim, source), distance(claim, source), source)
        for source in sources
        if source.dimension == claim.dimension
    ]
    if claim.dimension == "number":
        # Nothing says what a bare number counts, so another one does not contradict it.
        answers = [answer for answer in answers if answer[0] is not Relation.DIFFERS]
    return _choose(claim, answers)


def _match_date(claim: DateSpan, sources: Iterable[DateSpan]) -> QuantityMatch:
    return _choose(
        claim,
        [(relate_dates(claim, source), describe_gap(claim, source), source) for source in sources],
    )


def _choose(
    claim: Quantity | DateSpan,
    answers: Sequence[tuple[Relation, Decimal | tuple[int, int], Quantity | DateSpan]],
) -> QuantityMatch:
    if not answers:
        return QuantityMatch(relation=Relation.UNANSWERED, claim=claim)
    relation, _, source = min(
        answers, key=lambda answer: (_PREFERENCE.index(answer[0]), answer[1], answer[2].start)
    )
    return QuantityMatch(relation=relation, claim=claim, source=source)
