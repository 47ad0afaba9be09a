"""A report as CSV (RFC 4180), one row per claim, safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Sequence

from service.domain.report import Report, ReportClaim
from service.domain.verdict import Citation, Stance
from service.publishing import words

COLUMNS = (
    "number", "id", "sentence", "start", "end", "claim", "original", "kind", "claimant",
    "check_worthiness", "label", "engine_label", "confidence", "justification", "decided_by",
    "unchecked_reason", "unchecked_detail", "reviewer", "reviewed", "review_reason",
    "evidence_for", "evidence_against", "documents",
)  # fmt: skip

# What a spreadsheet may take for a formula, with the full-width forms some of them accept.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")

Cell = str | int | float


def render_csv(report: Report) -> str:
    """A header and one row per claim, in the report's order; ``label`` is the one that holds.

    Cells that start like a formula get a leading apostrophe (OWASP, CSV injection).
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number, claim in enumerate(report.claims, 1):
        row = _row(number, claim)
        writer.writerow([_guard(row[column]) for column in COLUMNS])
    return out.getvalue()


def _guard(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    shown = words.show_controls(cell)
    formula = shown.startswith(_FORMULA) or shown.lstrip().startswith(_FORMULA)
    return f"'{shown}" if formula else shown


def _row(number: int, claim: ReportClaim) -> dict[str, Cell]:
    verdict, unchecked, review = claim.verdict, claim.unchecked, claim.review
    return {
        "number": number,
        "id": claim.id,
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "claim": claim.text,
        "original": claim.original,
        "kind": claim.kind.value,
        "claimant": claim.claimant or "",
        "check_worthiness": claim.check_worthiness,
        "label": words.MARKS[claim.label].key,
        "engine_label": verdict.label.value if verdict else words.MARKS[None].key,
        "confidence": verdict.confidence if verdict else "",
        "justification": verdict.justification if verdict else "",
        "decided_by": verdict.decided_by if verdict else "",
        "unchecked_reason": unchecked.reason if unchecked else "",
        "unchecked_detail": unchecked.detail if unchecked else "",
        "reviewer": review.reviewer if review else "",
        "reviewed": review.reviewed.isoformat() if review else "",
        "review_reason": review.reason if review else "",
        "evidence_for": _evidence(claim.citations, Stance.SUPPORTS),
        "evidence_against": _evidence(claim.citations, Stance.REFUTES),
        "documents": " ".join(dict.fromkeys(c.document.id for c in claim.citations)),
    }


def _evidence(citations: Sequence[Citation], stance: Stance) -> str:
    """One line per citation: the quote, then its source and place."""
    return "\n".join(
        f"“{c.quote}” {', '.join(filter(None, _source(c)))}"
        for c in citations
        if c.stance is stance
    )


def _source(citation: Citation) -> tuple[str, ...]:
    return (
        words.say_source(citation.document),
        words.say_place(citation.document, citation.heading, citation.page),
        "later" if citation.later else "",
    )
