"""The report: one document, the same from the API, the command line and the store."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from service.domain.article import Article
from service.domain.base import Sha256, Span, Value
from service.domain.claim import Claim, Outcome
from service.domain.evidence import Entailment, Evidence
from service.domain.verdict import Citation, Label, Review, Unchecked, Verdict
from service.errors import UnknownClaim

SCHEMA: Literal["claimdesk.report/1"] = "claimdesk.report/1"


class ReportStatus(StrEnum):
    """``partial``: something could not be done, and the report says what."""

    COMPLETE = "complete"
    PARTIAL = "partial"


class Cost(Value):
    """What was spent. ``usd`` is zero for an engine that runs on this machine."""

    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    seconds: float = 0.0


class ReportArticle(Article):
    """The article as it was checked, with its digest."""

    sha256: Sha256


class ReportSentence(Span):
    """A sentence, how it ended, and the ids of its claims."""

    index: int
    outcome: Outcome
    reason: str | None = None
    claims: tuple[str, ...] = ()


class Considered(Evidence):
    """A passage that was looked at, and what the engine made of it."""

    entailment: Entailment | None = None


class ReportClaim(Claim):
    """A claim with its verdict, or with the reason why it has none; never both."""

    verdict: Verdict | None = None
    unchecked: Unchecked | None = None
    citations: tuple[Citation, ...] = ()
    considered: tuple[Considered, ...] = ()
    cost: Cost = Cost()
    review: Review | None = None

    @model_validator(mode="after")
    def _verdict_or_unchecked(self) -> Self:
        if (self.verdict is None) == (self.unchecked is None):
            raise ValueError("a claim has a verdict or is unchecked, and never both")
        return self

    @property
    def label(self) -> Label | None:
        """The label that holds: the reviewer's, else the engine's, else none."""
        if self.review is not None:
            return self.review.label
        return self.verdict.label if self.verdict else None


class Summary(Value):
    """Counts. Every claim is in exactly one of the last five; reviewed ones by the review."""

    sentences: int
    claims: int
    supported: int
    refuted: int
    conflicting_evidence: int
    not_enough_evidence: int
    unchecked: int

    @classmethod
    def of(cls, sentences: int, claims: Iterable[ReportClaim]) -> "Summary":
        claims = list(claims)
        count = Counter(claim.label for claim in claims)
        return cls(
            sentences=sentences,
            claims=len(claims),
            supported=count[Label.SUPPORTED],
            refuted=count[Label.REFUTED],
            conflicting_evidence=count[Label.CONFLICTING_EVIDENCE],
            not_enough_evidence=count[Label.NOT_ENOUGH_EVIDENCE],
            unchecked=count[None],
        )


class ModelUse(Value):
    """A model that took part, what it did, and what it saw; ``local`` if on this machine."""

    name: str
    role: str
    sha256: str | None = None
    local: bool = True
    saw: str


class PromptUse(Value):
    name: str
    version: int
    sha256: Sha256


class LibrarySnapshot(Value):
    """The library as it was searched: its revision and the number of documents."""

    collection: str
    revision: int
    documents: int


class Provenance(Value):
    """What is needed to replay the report.

    ``fingerprints`` are those of the splitter and the judge: they change whenever the same
    input could get another answer.
    """

    engine: str
    fingerprints: dict[str, str] = Field(default_factory=dict)
    models: tuple[ModelUse, ...] = ()
    prompts: tuple[PromptUse, ...] = ()
    library: LibrarySnapshot
    settings: dict[str, Any] = Field(default_factory=dict)
    version: str
    commit: str | None = None


class Report(Value):
    """One check's result (``claimdesk.report/1``)."""

    id: str
    schema_: Literal["claimdesk.report/1"] = Field(default=SCHEMA, alias="schema")
    status: ReportStatus
    created: datetime
    as_of: date
    article: ReportArticle
    summary: Summary
    sentences: tuple[ReportSentence, ...]
    claims: tuple[ReportClaim, ...]
    provenance: Provenance
    cost: Cost = Cost()
    timing: dict[str, float] = Field(default_factory=dict)

    def claim(self, claim_id: str) -> ReportClaim:
        """Raises ``UnknownClaim``."""
        for claim in self.claims:
            if claim.id == claim_id:
                return claim
        raise UnknownClaim(f"The report {self.id} has no claim {claim_id!r}.")

    def reviewed(self, claim_id: str, review: Review | None) -> Self:
        """With a person's word on a claim (``None`` takes it back); the engine's stays.

        Raises ``UnknownClaim``.
        """
        reviewed = self.claim(claim_id).model_copy(update={"review": review})
        claims = tuple(reviewed if claim.id == claim_id else claim for claim in self.claims)
        summary = Summary.of(self.summary.sentences, claims)
        return self.model_copy(update={"claims": claims, "summary": summary})
