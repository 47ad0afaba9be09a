"""Numbers are exact, for every engine: a quote cannot prove what its own numbers deny."""

from collections.abc import Iterable, Mapping

from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.verdict import Citation, Stance
from service.text.comparison import Relation, compare_quantities


def find_denial(claim: Claim, quote: str, source: Evidence) -> str:
    """Why the quote cannot support the claim: it gives another number or date. Empty if it can."""
    matches = compare_quantities(claim.text, quote, source_reference=source.document.published)
    return next((one.explanation for one in matches if one.denies), "")


def find_unproven_number(
    claim: Claim, citations: Iterable[Citation], passages: Mapping[str, Evidence]
) -> str:
    """A number of the claim that no supporting passage states, in words; empty if all are.

    ``passages`` are those the citations stand in, keyed by quote. A date that no passage
    repeats is not held against the claim: documents seldom repeat their own date.
    """
    answered: dict[str, bool] = {}
    for citation in citations:
        if citation.stance is not Stance.SUPPORTS:
            continue
        passage = passages[citation.quote].passage.text
        for one in compare_quantities(
            claim.text, passage, source_reference=citation.document.published
        ):
            if not one.is_date:
                answered[one.claim.text] = answered.get(one.claim.text, False) or (
                    one.relation is Relation.AGREES
                )
    missing = [words for words, found in answered.items() if not found]
    return f"no cited passage states the claim's {missing[0]!r}" if missing else ""
