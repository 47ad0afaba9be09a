"""Verdicts, the citations that prove them, and what is no verdict at all."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from service.domain.base import Probability, Sha256, Span, Value
from service.domain.evidence import Document, Entailment


class Label(StrEnum):
    """The four verdicts on a claim."""

    SUPPORTED = "supported"
    REFUTED = "refuted"
    CONFLICTING_EVIDENCE = "conflicting_evidence"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"

    @property
    def decisive(self) -> bool:
        return self is not Label.NOT_ENOUGH_EVIDENCE


LABEL_DEFINITIONS: dict[Label, str] = {
    Label.SUPPORTED: "The documents say what the claim says, and none contradicts it.",
    Label.REFUTED: "The documents contradict the claim, and none supports it.",
    Label.CONFLICTING_EVIDENCE: "Some documents support the claim and others contradict it.",
    Label.NOT_ENOUGH_EVIDENCE: "No document decides the claim. Absence is not refutation.",
}


class Stance(StrEnum):
    """On which side of the claim a citation stands."""

    SUPPORTS = "supports"
    REFUTES = "refutes"


def sides_needed(label: Label) -> frozenset[Stance]:
    """The stances without which ``label`` is not proven."""
    return {
        Label.SUPPORTED: frozenset({Stance.SUPPORTS}),
        Label.REFUTED: frozenset({Stance.REFUTES}),
        Label.CONFLICTING_EVIDENCE: frozenset(Stance),
        Label.NOT_ENOUGH_EVIDENCE: frozenset[Stance](),
    }[label]


class ProposedCitation(Value):
    """What an engine offers as proof: words it says stand in a passage. Not yet believed."""

    passage: str
    quote: str = Field(min_length=1)
    stance: Stance


class Citation(Span):
    """Proof: ``quote`` stands at ``start`` to ``end`` of the version's stored text."""

    stance: Stance
    quote: str
    document: Document
    version: Sha256
    heading: str | None = None
    page: int | None = None
    later: bool = False


class Judgement(Value):
    """What an engine thinks of a claim, before anything was verified.

    ``entailments`` is keyed by passage id.
    """

    label: Label
    confidence: Probability
    justification: str
    citations: tuple[ProposedCitation, ...] = ()
    entailments: dict[str, Entailment] = Field(default_factory=dict)


class Verdict(Value):
    """The conclusion on a claim, proven where it is decisive."""

    label: Label
    confidence: Probability
    justification: str
    decided_by: str


class Unchecked(Value):
    """The claim could not be checked: ``reason`` is an error's slug. Not a verdict."""

    reason: str
    detail: str = ""


class Review(Value):
    """A person's word on a claim, which overrides the engine's and keeps it."""

    label: Label
    reason: str = Field(default="", max_length=5000)
    reviewer: str = Field(min_length=1, max_length=200)
    reviewed: datetime
