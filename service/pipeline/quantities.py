"""Numbers are exact, for every engine: a quote cannot prove what its own numbers deny."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.period import Bound, DateSpan
from service.domain.quantity import Quantity, QuantityMatch
from service.text.comparison import Relation, compare_quantities
from service.text.dates import find_dates
from service.text.derivation import derive
from service.text.normalize import normalize
from service.text.quantities import find_quantities

TOKEN = re.compile(r"[^\s\"'(),;]+")
DIGIT = re.compile(r"\d")
DEFINITE = re.compile(r"\b(?:the|these|those|its|their|his|her)\s$", re.IGNORECASE)
SMALL = re.compile(r"(?:two|three|four|five|six|seven|eight|nine|ten)\b", re.IGNORECASE)


def find_denial(claim: Claim, sentences: str, source: Evidence) -> str:
    """Why these sentences cannot support the claim: they give another number or date.

    ``sentences`` are the whole sentences that the quote stands in. Empty if nothing denies it.
    A number that the passage gives by computation is denied by none that it is computed from.
    """
    return next(
        (
            one.explanation
            for one in _match(claim, sentences, source)
            if _denies(one) and not is_computed(one, source)
        ),
        "",
    )


def is_computed(match: QuantityMatch, source: Evidence) -> bool:
    """Whether the passage gives the claim's number by one computation."""
    return isinstance(match.claim, Quantity) and bool(
        derive(match.claim, source.passage.text, source.document.published)
    )


def agrees_throughout(claim: Claim, sentences: str, source: Evidence) -> bool:
    """Whether the sentences give every number and date of the claim, which has at least one."""
    matches = _match(claim, sentences, source)
    return bool(matches) and all(one.relation is Relation.AGREES for one in matches)


@dataclass(frozen=True)
class NumbersProven:
    """``unproven`` is the first number without proof (empty: all have one); ``computed`` says of
    each that no source states how two of its numbers give it."""

    unproven: str
    computed: tuple[str, ...]


def prove_numbers(claim: Claim, supporting: Sequence[tuple[Evidence, str]]) -> NumbersProven:
    """Whether the supporting passages prove every number of the claim.

    ``supporting`` holds each cited passage with the sentences of its quote. A number is proven
    by those sentences, or elsewhere in the passage if it holds only one of that kind, or by one
    computation over two of the passage's. A date that no passage repeats is not held against
    the claim: documents seldom repeat their own. Digits that are read as no number ("S-400",
    "21st") must stand there as they are.
    """
    missing = _numbers_of(claim)
    unread = _unread_digits(claim)
    for source, sentences in supporting:
        for proven in _proven_by(claim, source, sentences):
            missing.pop(proven, None)
        read_in = f"{source.document.title} {source.passage.text}"
        unread -= {_fold(match) for match in _tokens_with_digit(read_in)}
    computed = {name: _compute(number, supporting) for name, number in missing.items()}
    first = next((name for name in sorted(missing) if not computed[name]), None)
    first = first or next(iter(sorted(unread)), None)
    return NumbersProven(
        unproven=f"no cited passage states the claim's {first!r}" if first else "",
        computed=tuple(words for words in computed.values() if words),
    )


def _compute(number: Quantity, supporting: Sequence[tuple[Evidence, str]]) -> str:
    return next(
        (
            words
            for source, _ in supporting
            if (words := derive(number, source.passage.text, source.document.published))
        ),
        "",
    )


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


def _numbers_of(claim: Claim) -> dict[str, Quantity]:
    """The numbers that need proof, by how the claim words them.

    "The two leaders" takes for granted how many there are; a source that gives another number
    still denies it (``find_denial``).
    """
    return {
        one.text: one
        for one in find_quantities(claim.text)
        if not (
            one.dimension.startswith("count:")
            and SMALL.match(one.text)
            and DEFINITE.search(claim.text[: one.start])
        )
    }


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
