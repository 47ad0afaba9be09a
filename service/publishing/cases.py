"""Reviewed claims as eval cases: a person's word becomes the expected label."""

from typing import Any

from service.domain.report import Report, ReportClaim
from service.domain.verdict import Review


def eval_cases(report: Report) -> list[dict[str, Any]]:
    """One case per reviewed claim, in the report's order, ready for JSON Lines.

    ``{id, claim, evidence: [passage text], expected: label, meta}``; ``evidence`` is what
    the engine looked at, best first. ``meta.engine_label`` is ``None`` where the engine had
    no verdict; ``meta.documents`` has each document once.
    """
    return [_case(report, claim, claim.review) for claim in report.claims if claim.review]


def _case(report: Report, claim: ReportClaim, review: Review) -> dict[str, Any]:
    return {
        "id": f"{report.id}/{claim.id}",
        "claim": claim.text,
        "evidence": [item.passage.text for item in claim.considered],
        "expected": review.label.value,
        "meta": {
            "documents": list(dict.fromkeys(item.document.id for item in claim.considered)),
            "passages": [item.passage.id for item in claim.considered],
            "engine": report.provenance.engine,
            "engine_label": claim.verdict.label.value if claim.verdict else None,
            "unchecked": claim.unchecked.reason if claim.unchecked else None,
            "reviewer": review.reviewer,
            "reviewed": review.reviewed.isoformat(),
            "reason": review.reason,
            "kind": claim.kind.value,
            "as_of": report.as_of.isoformat(),
        },
    }
