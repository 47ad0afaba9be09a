import csv
import io

import pytest

from service.domain.base import Span
from service.publishing.table import COLUMNS, render_csv
from service.publishing.words import MARKS
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import claim_at, report_of


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_one_row_per_claim_with_the_label_that_holds() -> None:
    report = realistic_report()
    table = rows(render_csv(report))
    assert [row["id"] for row in table] == [claim.id for claim in report.claims]
    assert [row["label"] for row in table] == [MARKS[claim.label].key for claim in report.claims]
    assert tuple(table[0]) == COLUMNS


def test_a_reviewed_row_keeps_the_engines_label() -> None:
    row = rows(render_csv(realistic_report()))[6]
    assert (row["label"], row["engine_label"], row["reviewer"]) == (
        "refuted", "supported", "A. Desk")  # fmt: skip


def test_evidence_is_told_by_side_with_source() -> None:
    row = rows(render_csv(realistic_report()))[4]
    assert row["evidence_for"].startswith("“On working days the line carries 45,000 passengers”")
    assert (
        "Quarterly passenger counts (Office of Statistics, 2026-10-12)" in row["evidence_against"]
    )
    assert row["documents"] == "operator-facts audit-2026"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", '="x",=1']
)
def test_cells_that_look_like_formulas_are_guarded(text: str) -> None:
    claim = claim_at(Span(start=0, end=1), "x", 1, text=text, claimant=text, original=text)
    (row,) = rows(render_csv(report_of("x", [claim])))
    assert row["claim"] == row["claimant"] == row["original"] == f"'{text}"


@pytest.mark.parametrize("text", ["1 = 1", "plain", 'say "x", y\nz', "a-b"])
def test_other_cells_are_kept_exactly(text: str) -> None:
    claim = claim_at(Span(start=0, end=1), "x", 1, text=text)
    (row,) = rows(render_csv(report_of("x", [claim])))
    assert row["claim"] == text


def test_an_empty_report_has_a_header_only() -> None:
    assert render_csv(report_of("x")) == ",".join(COLUMNS) + "\r\n"
