"""Fifth stage: no decisive verdict without proof.

Locating a quote may be fuzzy (white space, kinds of quotation marks and dashes, invisible
characters); verifying it never is: what is cited is cut from the stored text at the offsets.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.domain.base import Span
from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.verdict import (
    Citation,
    Judgement,
    Label,
    ProposedCitation,
    Stance,
    Verdict,
    sides_needed,
)
from service.pipeline.quantities import find_denial, find_unproven_number
from service.text.normalize import normalize

NEIGHBOURS = 20
"""Code points around a passage that are looked at for a word or number the quote would cut."""
NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:[ ']\d{3})+(?!\d)|\d+)(?:[.,]\d+)*")


@dataclass(frozen=True)
class Proof:
    """The citations that hold, and in words why others do not."""

    citations: tuple[Citation, ...]
    doubts: tuple[str, ...]

    @property
    def stances(self) -> frozenset[Stance]:
        return frozenset(citation.stance for citation in self.citations)


def verify_citations(
    claim: Claim, judgement: Judgement, evidence: Sequence[Evidence], texts: Mapping[str, str]
) -> Proof:
    """Hold every proposed citation against the stored text.

    ``texts`` maps a version's SHA-256 to its stored text.
    """
    shown = {one.passage.id: one for one in evidence}
    proven: dict[tuple[str, int, int, Stance], Citation] = {}
    sources: dict[str, Evidence] = {}
    doubts: list[str] = []
    for proposal in judgement.citations:
        source = shown.get(proposal.passage)
        if source is None:
            doubts.append("a citation names a passage that was not shown")
            continue
        citation, doubt = _verify(claim, proposal, source, texts[source.passage.version])
        if citation is None:
            doubts.append(doubt)
            continue
        key = (citation.version, citation.start, citation.end, citation.stance)
        proven.setdefault(key, citation)
        sources[citation.quote] = source
    citations = tuple(proven.values())
    unproven = find_unproven_number(claim, citations, sources)
    if unproven:
        doubts.append(unproven)
        citations = tuple(one for one in citations if one.stance is not Stance.SUPPORTS)
    return Proof(citations, tuple(dict.fromkeys(doubts)))


def _verify(
    claim: Claim, proposal: ProposedCitation, source: Evidence, text: str
) -> tuple[Citation | None, str]:
    span = locate_quote(proposal.quote, text, source.passage)
    if span is None:
        return None, f"a quote does not stand in {source.document.title!r}"
    if not source.decides:
        return None, f"{source.document.title!r} may be shown, but proves nothing here"
    quote = span.of(text)
    if proposal.stance is Stance.SUPPORTS:
        denial = find_denial(claim, quote, source)
        if denial:
            return None, denial
    citation = Citation(
        start=span.start,
        end=span.end,
        stance=proposal.stance,
        quote=quote,
        document=source.document,
        version=source.passage.version,
        heading=source.passage.heading,
        page=source.passage.page,
        later=source.later,
    )
    return citation, ""


def locate_quote(quote: str, text: str, passage: Span) -> Span | None:
    """Where ``quote`` stands inside ``passage`` of ``text``; ``None`` if it does not.

    The words must be the same and whole ("5 million" does not stand in "15 million", nor
    "lawful" in "unlawful"); only white space, the shape of quotation marks and dashes and
    invisible characters may differ. A quote without a letter or digit stands nowhere.
    """
    words = normalize(quote).text.split()
    if not any(character.isalnum() for word in words for character in word):
        return None
    before = max(0, passage.start - NEIGHBOURS)
    there = normalize(text[before : passage.end + NEIGHBOURS])
    wanted = r"\s+".join(re.escape(word) for word in words)
    for match in re.finditer(f"(?=({wanted}))", there.text):
        if _cuts(there.text, match.start(1)) or _cuts(there.text, match.end(1)):
            continue
        start, end = there.original_span(*match.span(1))
        span = Span(start=before + start, end=before + end)
        if span.within(passage):
            return span
    return None


def _cuts(text: str, place: int) -> bool:
    """Whether a word or number goes on across ``place``.

    Letters without capitals do not count: their scripts may write words without spaces.
    """
    if not 0 < place < len(text):
        return False
    left, right = text[place - 1], text[place]
    if unicodedata.combining(right) or (_joins(left) and _joins(right)):
        return True
    return any(number.start() < place < number.end() for number in NUMBER.finditer(text))


def _joins(character: str) -> bool:
    return character.isdigit() or character.lower() != character.upper()


def conclude(judgement: Judgement, proof: Proof, decided_by: str) -> Verdict:
    """The engine's label if it is proven, else not enough evidence, with the reason.

    A conflict of which one side fails its proof is not turned into a victory of the other:
    the engine saw something there.
    """
    missing = sides_needed(judgement.label) - proof.stances
    if not missing:
        return Verdict(
            label=judgement.label,
            confidence=judgement.confidence,
            justification=judgement.justification,
            decided_by=decided_by,
        )
    said = judgement.label.value.replace("_", " ")
    sides = " and ".join(sorted(stance.value for stance in missing))
    why = "; ".join(proof.doubts) or "none was offered"
    return Verdict(
        label=Label.NOT_ENOUGH_EVIDENCE,
        confidence=judgement.confidence,
        justification=(
            f"The engine leaned to {said}, but no quotation that {sides} the claim "
            f"could be verified: {why}."
        ),
        decided_by="proof",
    )
