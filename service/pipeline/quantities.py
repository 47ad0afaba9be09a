"""Numbers are exact, for every engine: a quote cannot prove what its own numbers deny."""

import re
from collections.abc import Iterable, Iterator, Sequence

from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.period import Bound, DateSpan
from service.domain.quantity import QuantityMatch
from service.text.comparison import Relation, compare_quantities
from service.text.dates import find_dates
from service.text.normalize import normalize
from service.text.quantities import find_quantities

TOKEN = re.compile(r"[^\s\"'(),;]+")
DIGIT = re.compile(r"\d")


def find_denial(claim: Claim, sentences: str, source: Evidence) -> str:
    """Why these sentences cannot support the claim: they give another number or date.

    ``sentences`` are the whole sentences that the quote stands in. Empty if nothing denies it.
    """
    return next((one.explanation for one in _match(claim, sentences, source) if _denies(one)), "")


def agrees_throughout(claim: Claim, sentences: str, source: Evidence) -> bool:
    """Whether the sentences give every number and date of the claim, which has at least one."""
    matches = _match(claim, sentences, source)
    return bool(matches) and all(one.relation is Relation.AGREES for one in matches)


def find_unproven_number(claim: Claim, supporting: Iterable[tuple[Evidence, str]]) -> str:
    """A number of the claim that no supporting passage proves, in words; empty if all are proven.

    ``supporting`` holds each cited passage with the sentences of its quote. A number is proven
    by those sentences, or elsewhere in the passage if it holds only one of that kind. A date
    that no passage repeats is not held against the claim: documents seldom repeat their own.
    Digits that are read as no number ("S-400", "21st") must stand there as they are.
    """
    missing = _numbers_of(claim)
    unread = _unread_digits(claim)
    for source, sentences in supporting:
        missing -= _proven_by(claim, source, sentences)
        read_in = f"{source.document.title} {source.passage.text}"
        unread -= {_fold(match) for match in _tokens_with_digit(read_in)}
    first = next(iter(sorted(missing) + sorted(unread)), None)
    return f"no cited passage states the claim's {first!r}" if first else ""


def _match(claim: Claim, text: str, source: Evidence) -> Sequence[QuantityMatch]:
    return compare_quantities(
        claim.text,
        text,
        claim_reference=claim.written,
        source_reference=source.document.published,
    )


def _denies(match: QuantityMatch) -> bool:
    """Also a date of another precision: the quote was chosen because it is about the claim."""
    if match.relation is not Relation.DIFFERS:
        return False
    if isinstance(match.claim, DateSpan) and isinstance(match.source, DateSpan):
        return match.claim.bound is Bound.ON and match.source.bound is Bound.ON
    return True


def _numbers_of(claim: Claim) -> set[str]:
    return {one.text for one in find_quantities(claim.text)}


def _proven_by(claim: Claim, source: Evidence, sentences: str) -> set[str]:
    own = {
        one.claim.text
        for one in _match(claim, sentences, source)
        if one.relation is Relation.AGREES
    }
    kinds = [one.dimension for one in find_quantities(source.passage.text)]
    elsewhere = {
        one.claim.text
        for one in _match(claim, source.passage.text, source)
        if one.relation is Relation.AGREES
        and not isinstance(one.claim, DateSpan)
        and kinds.count(one.claim.dimension) == 1
    }
    return own | elsewhere


def _unread_digits(claim: Claim) -> set[str]:
    """Tokens with digits that belong to no quantity and no date that could be read."""
    read = [*find_quantities(claim.text), *find_dates(claim.text, reference=claim.written)]
    return {
        _fold(match)
        for match in _tokens_with_digit(claim.text)
        if not any(one.start < match.end() and match.start() < one.end for one in read)
    }


def _tokens_with_digit(text: str) -> Iterator[re.Match[str]]:
    return (match for match in TOKEN.finditer(text) if DIGIT.search(match[0]))


def _fold(match: re.Match[str]) -> str:
    return normalize(match[0]).text.casefold().rstrip(".:!?")
