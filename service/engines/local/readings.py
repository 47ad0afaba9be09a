"""What the judge has read: passages in their context, and the sentences that could be quoted."""

import re
from dataclasses import dataclass

from service.domain.evidence import Entailment, Evidence
from service.domain.quantity import QuantityMatch
from service.domain.relation import Relation
from service.domain.verdict import Stance

MIN_WORDS = 4
CLOSING_MARKS = "”’\"'»)]"
LABELLED = re.compile(r"\w+: .*; \w+: ")
COMPANIONS = 2
"""How many sentences may stand beside a quote for the numbers that it lacks."""


@dataclass(frozen=True)
class SentenceReading:
    """A sentence, what the model makes of it alone, and the share of the claim's words it has."""

    quote: str
    entailment: Entailment
    numbers: tuple[QuantityMatch, ...]
    covered: float
    is_heading: bool = False
    by_claimant: bool = True

    @property
    def is_statement(self) -> bool:
        """Whether it says something.

        A question does not, nor a title or heading, nor a line of labels ("date: …; source: …").
        """
        ended = self.quote.rstrip(CLOSING_MARKS).endswith((".", "!", "…"))
        long_enough = len(self.quote.split()) >= MIN_WORDS
        return ended and long_enough and not self.is_heading and not LABELLED.search(self.quote)

    def leans(self, stance: Stance) -> bool:
        """Whether the sentence alone stands on this side rather than on the other."""
        more_for = self.entailment.entails - self.entailment.contradicts
        return more_for > 0 if stance is Stance.SUPPORTS else more_for < 0

    @property
    def denial(self) -> QuantityMatch | None:
        """A number or date of the claim for which the sentence gives another."""
        return next((one for one in self.numbers if one.denies), None)

    @property
    def stated(self) -> frozenset[str]:
        """The claim's numbers and dates that the sentence gives too, as the claim words them."""
        return frozenset(one.claim.text for one in self.numbers if one.relation is Relation.AGREES)

    def clarity(self, stance: Stance) -> float:
        """How well the sentence carries its side when it is quoted."""
        if stance is Stance.SUPPORTS:
            return self.covered + self.entailment.entails + 0.5 * len(self.stated)
        return self.covered + self.entailment.contradicts + 0.5 * (self.denial is not None)


@dataclass(frozen=True)
class Reading:
    """A passage in its context, and its sentences.

    ``covered`` is the share of the claim's telling words that the passage has with its title
    and neighbours, 0 to 1.
    """

    evidence: Evidence
    context: Entailment
    covered: float
    sentences: tuple[SentenceReading, ...] = ()

    def best(self, stance: Stance) -> SentenceReading | None:
        """The sentence to cite for a side, if there is one that can carry it.

        None can support when another sentence talks more of what the claim talks about and
        gives another number.
        """
        denied = max((one.covered for one in self.sentences if one.denial), default=0.0)
        able = [
            one
            for one in self.sentences
            if one.is_statement
            and one.leans(stance)
            and not (stance is Stance.SUPPORTS and (one.denial or one.covered < denied))
            and (one.by_claimant or stance is Stance.REFUTES)
        ]
        return max(able, key=lambda one: one.clarity(stance), default=None)

    def companions(self, quoted: SentenceReading) -> tuple[SentenceReading, ...]:
        """Further sentences that give the claim's numbers which the quoted one does not."""
        found: list[SentenceReading] = []
        stated = set(quoted.stated)
        for one in sorted(self.sentences, key=lambda one: -one.clarity(Stance.SUPPORTS)):
            able = one.is_statement and one.leans(Stance.SUPPORTS) and not one.denial
            if able and one.stated - stated:
                found.append(one)
                stated |= one.stated
        return tuple(found[:COMPANIONS])
