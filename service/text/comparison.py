"""A claim's quantities and dates against those of a source text."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from service.domain.period import DateSpan, describe_gap, relate_dates
from service.domain.quantity import (
    Hedge,
    Quantity,
    QuantityMatch,
    comparable,
    distance,
    relate_quantities,
)
from service.domain.relation import Relation
from service.text.dates import find_dates
from service.text.nouns import lemmatize
from service.text.quantities import find_quantities
from service.text.tokens import read_tokens

__all__ = ["QuantityMatch", "Relation", "compare_quantities"]

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
    tell; else the nearest of the same dimension (for a count, of the same noun) differs. A
    bare number answers a count only if it equals it and the source counts the noun nowhere
    else but names it ("the agreements were 28 in all").
    Never raises. Takes time linear in the source for each number of the claim.
    """
    quantities = find_quantities(source)
    dates = find_dates(source, reference=source_reference)
    matches = [_match_quantity(stated, quantities, source) for stated in find_quantities(claim)]
    matches += [
        _match_date(stated, dates) for stated in find_dates(claim, reference=claim_reference)
    ]
    return tuple(sorted(matches, key=lambda match: match.claim.start))


def _match_quantity(claim: Quantity, sources: Iterable[Quantity], text: str) -> QuantityMatch:
    answers = [
        (relate_quantities(claim, source), distance(claim, source), source)
        for source in sources
        if comparable(claim, source)
    ]
    if claim.dimension == "number":
        # Nothing says what a bare number counts, so another one does not contradict it.
        answers = [answer for answer in answers if answer[0] is not Relation.DIFFERS]
    if not answers:
        totals = [source for source in sources if _is_bare_equal(claim, source)]
        if totals and _names_noun(claim, text):
            answers = [(Relation.AGREES, Decimal(0), totals[0])]
    return _choose(claim, answers)


def _is_bare_equal(claim: Quantity, source: Quantity) -> bool:
    return (
        source.dimension == "number"
        and (source.low, source.high) == (claim.low, claim.high)
        and source.hedge is claim.hedge is Hedge.EXACT
    )


def _names_noun(claim: Quantity, text: str) -> bool:
    """Whether the text has the noun that the claim counts."""
    kind, _, noun = claim.dimension.partition(":")
    return kind == "count" and any(lemmatize(token.key) == noun for token in read_tokens(text))


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
