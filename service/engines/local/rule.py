"""How readings of passages become one of four labels.

1. Each passage leans to a side as far as the model says, read in its context.
2. It can be cited only by one of its sentences: a statement, not a heading, that talks about
   what the claim talks about and, read alone, leans to the same side. A passage without such
   a sentence leans to no side.
3. A sentence that gives another number for what the claim counts cannot support it.
4. A side is taken when its strongest passage passes its threshold; both sides taken is a
   conflict. Support that is weaker than what speaks against it supports nothing.

The thresholds were chosen on public data, never on the demo (decision record 0005).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.evidence import Entailment, Evidence
from service.domain.quantity import QuantityMatch
from service.domain.relation import Relation
from service.domain.verdict import Judgement, Label, ProposedCitation, Stance


@dataclass(frozen=True)
class Rule:
    """Thresholds on a passage's lean and on a sentence's share of the claim's words, 0 to 1."""

    support: float = 0.35
    refute: float = 0.65
    covered: float = 0.3
    version: int = 6

    @property
    def fingerprint(self) -> str:
        return f"{self.version}/{self.support}/{self.refute}/{self.covered}"


RULE = Rule()
QUOTES_PER_SIDE = 3
MIN_WORDS = 4
CLOSING_MARKS = "”’\"'»)]"
LABELLED = re.compile(r"\w+: .*; \w+: ")


@dataclass(frozen=True)
class SentenceReading:
    """A sentence, what the model makes of it alone, and how much of the claim it talks about."""

    quote: str
    entailment: Entailment
    numbers: tuple[QuantityMatch, ...]
    covered: float
    names_it: bool = False
    by_claimant: bool = True

    @property
    def is_statement(self) -> bool:
        """Whether it says something.

        A question does not, nor a title or heading, nor a line of labels ("date: …; source: …").
        """
        ended = self.quote.rstrip(CLOSING_MARKS).endswith((".", "!", "…"))
        long_enough = len(self.quote.split()) >= MIN_WORDS
        return ended and long_enough and not self.names_it and not LABELLED.search(self.quote)

    def leans(self, stance: Stance) -> bool:
        """Whether the sentence alone stands on this side rather than on the other."""
        more_for = self.entailment.entails - self.entailment.contradicts
        return more_for > 0 if stance is Stance.SUPPORTS else more_for < 0

    @property
    def denial(self) -> QuantityMatch | None:
        """A number or date of the claim for which the sentence gives another."""
        return next((one for one in self.numbers if one.denies), None)

    def clarity(self, stance: Stance) -> float:
        """How well the sentence carries its side when it is quoted."""
        if stance is Stance.SUPPORTS:
            agree = sum(one.relation is Relation.AGREES for one in self.numbers)
            return self.covered + self.entailment.entails + 0.5 * agree
        return self.covered + self.entailment.contradicts + 0.5 * (self.denial is not None)


@dataclass(frozen=True)
class Reading:
    """A passage in its context, and its sentences."""

    evidence: Evidence
    context: Entailment
    sentences: tuple[SentenceReading, ...]

    def best(self, stance: Stance, rule: Rule) -> SentenceReading | None:
        """The sentence to cite for a side, if there is one that can carry it.

        None can support when another sentence talks more of what the claim talks about and
        gives another number.
        """
        denied = max((one.covered for one in self.sentences if one.denial), default=0.0)
        able = [
            one
            for one in self.sentences
            if one.is_statement
            and one.covered >= rule.covered
            and one.leans(stance)
            and not (stance is Stance.SUPPORTS and (one.denial or one.covered < denied))
            and (one.by_claimant or stance is Stance.REFUTES)
        ]
        return max(able, key=lambda one: one.clarity(stance), default=None)


@dataclass(frozen=True)
class Lean:
    """How far a passage stands on a side, 0 to 1, and by which sentence."""

    degree: float
    reading: Reading
    sentence: SentenceReading


def decide(readings: Sequence[Reading], rule: Rule = RULE) -> Judgement:
    """One of four labels, with the quotes that carry it."""
    leans = {stance: _rank(readings, stance, rule) for stance in Stance}
    support, refute = (_strongest(leans[stance]) for stance in (Stance.SUPPORTS, Stance.REFUTES))
    label = _label(support, refute, rule)
    taken = [stance for stance in Stance if label in _TAKES[stance]]
    return Judgement(
        label=label,
        confidence=_confidence(label, support, refute),
        justification=_justify(taken, leans, readings),
        citations=tuple(
            citation for stance in taken for citation in _cite(leans[stance], stance, rule)
        ),
        entailments={one.evidence.passage.id: one.context for one in readings},
    )


_TAKES = {
    Stance.SUPPORTS: {Label.SUPPORTED, Label.CONFLICTING_EVIDENCE},
    Stance.REFUTES: {Label.REFUTED, Label.CONFLICTING_EVIDENCE},
}


def _rank(readings: Sequence[Reading], stance: Stance, rule: Rule) -> list[Lean]:
    leans = []
    for one in readings:
        sentence = one.best(stance, rule)
        if sentence is not None:
            supports = stance is Stance.SUPPORTS
            degree = one.context.entails if supports else one.context.contradicts
            leans.append(Lean(degree, one, sentence))
    return sorted(leans, key=lambda lean: -lean.degree)


def _strongest(leans: Sequence[Lean]) -> float:
    return leans[0].degree if leans else 0.0


def _label(support: float, refute: float, rule: Rule) -> Label:
    supported, refuted = support >= rule.support, refute >= rule.refute
    if supported and refuted:
        return Label.CONFLICTING_EVIDENCE
    if supported and support >= refute:
        return Label.SUPPORTED
    return Label.REFUTED if refuted else Label.NOT_ENOUGH_EVIDENCE


def _confidence(label: Label, support: float, refute: float) -> float:
    confidence = {
        Label.SUPPORTED: support,
        Label.REFUTED: refute,
        Label.CONFLICTING_EVIDENCE: min(support, refute),
        Label.NOT_ENOUGH_EVIDENCE: 1.0 - max(support, refute),
    }[label]
    return round(min(max(confidence, 0.0), 1.0), 3)


def _cite(leans: Sequence[Lean], stance: Stance, rule: Rule) -> list[ProposedCitation]:
    """The strongest passages of a side, one quote each."""
    threshold = rule.support if stance is Stance.SUPPORTS else rule.refute
    strong = [lean for lean in leans if lean.degree >= threshold][:QUOTES_PER_SIDE]
    return [
        ProposedCitation(
            passage=lean.reading.evidence.passage.id, quote=lean.sentence.quote, stance=stance
        )
        for lean in strong
    ]


def _justify(
    taken: Sequence[Stance], leans: dict[Stance, list[Lean]], readings: Sequence[Reading]
) -> str:
    if not taken:
        searched = len({one.evidence.document.id for one in readings})
        nearest = f" Nearest: {readings[0].evidence.document.title}." if readings else ""
        looked = f"None of {len(readings)} passages from {searched} documents"
        return f"{looked} decides the claim.{nearest}"
    return " ".join(_say(stance, leans[stance][0]) for stance in taken)


def _say(stance: Stance, lean: Lean) -> str:
    title = lean.reading.evidence.document.title
    if stance is Stance.SUPPORTS:
        return f"“{title}” says so."
    if lean.sentence.denial is not None:
        return f"“{title}” contradicts it: {lean.sentence.denial.explanation}."
    return f"“{title}” contradicts it."
