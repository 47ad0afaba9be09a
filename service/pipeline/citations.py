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
    Stance,
    Verdict,
    sides_needed,
)
from service.pipeline.quantities import (
    agrees_throughout,
    find_denial,
    find_unproven_number,
)
from service.text.normalize import normalize
from service.text.sentences import find_sentences

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
    proven: dict[tuple[str, int, int, Stance], tuple[Citation, Evidence, str]] = {}
    doubts: list[str] = []
    for proposal in judgement.citations:
        source = shown.get(proposal.passage)
        if source is None:
            doubts.append("a citation names a passage that was not shown")
            continue
        span = locate_quote(proposal.quote, texts[source.passage.version], source.passage)
        if span is None:
            doubts.append(f"a quote does not stand in {source.document.title!r}")
            continue
        citation = _cut(texts[source.passage.version], span, source, proposal.stance)
        sentences = _sentences_around(span, source)
        doubt = _find_doubt(claim, citation, source, sentences)
        if doubt:
            doubts.append(doubt)
        else:
            key = (citation.version, citation.start, citation.end, citation.stance)
            proven.setdefault(key, (citation, source, sentences))
    return _settle(claim, list(proven.values()), doubts)


def _cut(text: str, span: Span, source: Evidence, stance: Stance) -> Citation:
    return Citation(
        start=span.start,
        end=span.end,
        stance=stance,
        quote=span.of(text),
        document=source.document,
        version=source.passage.version,
        heading=source.passage.heading,
        page=source.passage.page,
        later=source.later,
    )


def _sentences_around(span: Span, source: Evidence) -> str:
    """The whole sentences of the passage that the quote touches: a short quote hides nothing."""
    passage = source.passage
    touched = [
        one.of(passage.text)
        for one in find_sentences(passage.text, source.document.language)
        if passage.start + one.start < span.end and span.start < passage.start + one.end
    ]
    return " ".join(touched)


def _find_doubt(claim: Claim, citation: Citation, source: Evidence, sentences: str) -> str:
    """Why the citation does not stand on its side, in words; empty if it does."""
    if not source.decides:
        return f"{source.document.title!r} may be shown, but proves nothing here"
    if citation.stance is Stance.SUPPORTS:
        return find_denial(claim, sentences, source)
    says_it = normalize(claim.text).text.strip(" .") in normalize(citation.quote).text
    if says_it and agrees_throughout(claim, sentences, source):
        return f"the quote from {source.document.title!r} says what the claim says"
    return ""


def _settle(
    claim: Claim, proven: Sequence[tuple[Citation, Evidence, str]], doubts: Sequence[str]
) -> Proof:
    """What is left when no words stand on both sides and no number is without proof."""
    sides: dict[tuple[str, int, int], set[Stance]] = {}
    for citation, _, _ in proven:
        place = (citation.version, citation.start, citation.end)
        sides.setdefault(place, set()).add(citation.stance)
    kept = [one for one in proven if len(sides[one[0].version, one[0].start, one[0].end]) == 1]
    if len(kept) < len(proven):
        doubts = [*doubts, "the same words were offered for both sides"]
    supporting = [(source, words) for one, source, words in kept if one.stance is Stance.SUPPORTS]
    unproven = find_unproven_number(claim, supporting) if supporting else ""
    if unproven:
        doubts = [*doubts, unproven]
        kept = [one for one in kept if one[0].stance is not Stance.SUPPORTS]
    return Proof(tuple(citation for citation, _, _ in kept), tuple(dict.fromkeys(doubts)))


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
    needed = sides_needed(judgement.label)
    missing = needed - proof.stances
    other_side = proof.stances - needed if judgement.label.decisive else frozenset[Stance]()
    if not missing and not other_side:
        return Verdict(
            label=judgement.label,
            confidence=judgement.confidence,
            justification=judgement.justification,
            decided_by=decided_by,
        )
    said = judgement.label.value.replace("_", " ")
    if other_side:
        return Verdict(
            label=Label.NOT_ENOUGH_EVIDENCE,
            confidence=round(1.0 - judgement.confidence, 3),
            justification=f"The engine leaned to {said}, but also cited the other side.",
            decided_by="proof",
        )
    sides = " and ".join(sorted(stance.value for stance in missing))
    why = "; ".join(proof.doubts) or "none was offered"
    return Verdict(
        label=Label.NOT_ENOUGH_EVIDENCE,
        # As sure as the engine was, so unsure it is that the evidence is not enough.
        confidence=round(1.0 - judgement.confidence, 3),
        justification=(
            f"The engine leaned to {said}, but no quotation that {sides} the claim "
            f"could be verified: {why}."
        ),
        decided_by="proof",
    )
