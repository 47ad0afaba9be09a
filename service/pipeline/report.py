"""Last stage: everything that was found becomes one document."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from service.domain.article import Article, Sentence, sha256_of
from service.domain.claim import Outcome, SplitResult
from service.domain.evidence import Evidence
from service.domain.report import (
    SCHEMA,
    Considered,
    Cost,
    Provenance,
    Report,
    ReportArticle,
    ReportClaim,
    ReportSentence,
    ReportStatus,
    Summary,
)
from service.domain.verdict import Judgement


def assemble_report(
    *,
    report_id: str,
    article: Article,
    as_of: date,
    sentences: Sequence[Sentence],
    split: SplitResult,
    claims: Sequence[ReportClaim],
    provenance: Provenance,
    timing: Mapping[str, float],
) -> Report:
    """The report; ``partial`` if a sentence failed or a claim is unchecked."""
    failed = any(one.outcome is Outcome.ERROR for one in split.outcomes)
    unchecked = any(claim.unchecked is not None for claim in claims)
    return Report(
        id=report_id,
        schema=SCHEMA,
        status=ReportStatus.PARTIAL if failed or unchecked else ReportStatus.COMPLETE,
        created=datetime.now(UTC),
        as_of=as_of,
        article=ReportArticle(**article.model_dump(), sha256=sha256_of(article.text)),
        summary=Summary.of(len(sentences), claims),
        sentences=tuple(_account(sentences, split)),
        claims=tuple(claims),
        provenance=provenance,
        cost=_sum_cost(claims, timing),
        timing=dict(timing),
    )


def list_considered(
    evidence: Sequence[Evidence], judgement: Judgement | None
) -> tuple[Considered, ...]:
    """Every passage that was looked at, best first, with what the engine made of it."""
    entailments = judgement.entailments if judgement else {}
    return tuple(
        Considered(**dict(one), entailment=entailments.get(one.passage.id)) for one in evidence
    )


def _account(sentences: Sequence[Sentence], split: SplitResult) -> list[ReportSentence]:
    return [
        ReportSentence(
            index=sentence.index,
            start=sentence.start,
            end=sentence.end,
            outcome=outcome.outcome,
            reason=outcome.reason,
            claims=tuple(claim.id for claim in split.claims_of(sentence.index)),
        )
        for sentence, outcome in zip(sentences, split.outcomes, strict=True)
    ]


def _sum_cost(claims: Sequence[ReportClaim], timing: Mapping[str, float]) -> Cost:
    return Cost(
        calls=sum(claim.cost.calls for claim in claims),
        input_tokens=sum(claim.cost.input_tokens for claim in claims),
        output_tokens=sum(claim.cost.output_tokens for claim in claims),
        usd=sum(claim.cost.usd for claim in claims),
        seconds=round(sum(timing.values()), 3),
    )
