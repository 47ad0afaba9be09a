"""How readings of passages become one of four labels.

1. A passage stands on a side as probably as a logistic model says of what the network makes of
   it, read in its context, and of how much it talks about the same: the share of the claim's
   words that it has, and how alike the two are.
2. It can be cited only by one of its sentences: a statement, not a heading, that, read alone,
   leans to the same side. A passage without such a sentence stands on no side.
3. A sentence that gives another number for what the claim counts cannot support it. Sentences
   that give the claim's other numbers are quoted beside it.
4. A side is taken when its strongest passage passes its threshold; both sides taken is a
   conflict. Support that is weaker than what speaks against it supports nothing.

Weights and thresholds were chosen on rows written for it, never on the demo (decision record
0005); ``python -m training.rule`` fits them.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from service.domain.verdict import Judgement, Label, ProposedCitation, Stance, sides_needed
from service.engines.local.readings import Reading, SentenceReading

QUOTES_PER_SIDE = 3
FOUND_BY_WORDS_ALONE = 0.2
"""The likeness taken for a passage that only the search for words found."""
FLOOR = 0.001
"""A probability is held at least this far from 0 and 1 before its log-odds are taken."""


@dataclass(frozen=True)
class Weights:
    """A logistic model over a passage: log-odds of the network's two sides, words, likeness."""

    bias: float
    entails: float
    contradicts: float
    covered: float
    alike: float

    def probability(self, reading: Reading) -> float:
        """That the passage stands on the side these weights are for."""
        features = features_of(reading)
        odds = self.bias + sum(
            weight * feature for weight, feature in zip(astuple(self)[1:], features, strict=True)
        )
        return 1.0 / (1.0 + math.exp(-odds))


def features_of(reading: Reading) -> tuple[float, float, float, float]:
    """What ``Weights`` weighs, in its order."""
    dense = reading.evidence.dense
    return (
        log_odds(reading.context.entails),
        log_odds(reading.context.contradicts),
        reading.covered,
        FOUND_BY_WORDS_ALONE if dense is None else dense,
    )


def log_odds(share: float) -> float:
    held = min(max(share, FLOOR), 1.0 - FLOOR)
    return math.log(held / (1.0 - held))


@dataclass(frozen=True)
class Rule:
    """Weights of the two sides, and thresholds on their probabilities, 0 to 1."""

    supports: Weights = Weights(-3.96, 0.74, 0.38, 2.97, 3.73)
    refutes: Weights = Weights(-4.16, 0.54, 0.72, 4.1, 2.24)
    support: float = 0.45
    refute: float = 0.45
    version: int = 7

    @property
    def fingerprint(self) -> str:
        return "/".join(str(one) for one in astuple(self))

    def probability(self, stance: Stance, reading: Reading) -> float:
        weights = self.supports if stance is Stance.SUPPORTS else self.refutes
        return weights.probability(reading)

    def threshold(self, stance: Stance) -> float:
        return self.support if stance is Stance.SUPPORTS else self.refute

    def may_decide(self, reading: Reading) -> bool:
        """Whether the passage passes a threshold, so that its sentences are worth reading."""
        return any(self.probability(one, reading) >= self.threshold(one) for one in Stance)


RULE = Rule()


@dataclass(frozen=True)
class Lean:
    """How probably a passage stands on a side, 0 to 1, and by which sentence."""

    degree: float
    reading: Reading
    sentence: SentenceReading


def decide(readings: Sequence[Reading], rule: Rule = RULE) -> Judgement:
    """One of four labels, with the quotes that carry it."""
    probabilities = {
        stance: [rule.probability(stance, one) for one in readings] for stance in Stance
    }
    leans = {
        stance: _rank(readings, found, stance, rule.threshold(stance))
        for stance, found in probabilities.items()
    }
    label = _label(leans, against=max(probabilities[Stance.REFUTES], default=0.0))
    taken = [stance for stance in Stance if stance in sides_needed(label)]
    return Judgement(
        label=label,
        confidence=_confidence(label, probabilities),
        justification=_justify(taken, leans, readings),
        citations=tuple(citation for stance in taken for citation in _cite(leans[stance], stance)),
        entailments={one.evidence.passage.id: one.context for one in readings},
    )


Leans = Mapping[Stance, Sequence[Lean]]


def _rank(
    readings: Sequence[Reading], probabilities: Sequence[float], stance: Stance, threshold: float
) -> list[Lean]:
    """The passages that pass the side's threshold and can be cited, strongest first."""
    leans = [
        Lean(degree, one, sentence)
        for one, degree in zip(readings, probabilities, strict=True)
        if degree >= threshold and (sentence := one.best(stance)) is not None
    ]
    return sorted(leans, key=lambda lean: -lean.degree)


def _label(leans: Leans, against: float) -> Label:
    supports, refutes = leans[Stance.SUPPORTS], leans[Stance.REFUTES]
    if supports and refutes:
        return Label.CONFLICTING_EVIDENCE
    if supports and supports[0].degree >= against:
        return Label.SUPPORTED
    return Label.REFUTED if refutes else Label.NOT_ENOUGH_EVIDENCE


def _confidence(label: Label, probabilities: Mapping[Stance, Sequence[float]]) -> float:
    """That some passage stands on the sides that the label takes and none on the others.

    The passages and the sides are taken for independent, so the four labels' probabilities sum
    to one.
    """
    confidence = 1.0
    for stance, found in probabilities.items():
        none = math.prod(1.0 - one for one in found)
        confidence *= 1.0 - none if stance in sides_needed(label) else none
    return round(confidence, 3)


def _cite(leans: Sequence[Lean], stance: Stance) -> list[ProposedCitation]:
    """The strongest passages of a side: a quote each, and for support what its numbers need."""
    citations = []
    for lean in leans[:QUOTES_PER_SIDE]:
        reading, quoted = lean.reading, [lean.sentence]
        if stance is Stance.SUPPORTS:
            quoted += reading.companions(lean.sentence)
        citations += [
            ProposedCitation(passage=reading.evidence.passage.id, quote=one.quote, stance=stance)
            for one in quoted
        ]
    return citations


def _justify(taken: Sequence[Stance], leans: Leans, readings: Sequence[Reading]) -> str:
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
