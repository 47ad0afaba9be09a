"""A report keeps verdicts and failures apart, counts every claim once, and survives JSON."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain.article import sha256_of
from service.domain.report import (
    LibrarySnapshot,
    Provenance,
    Report,
    ReportArticle,
    ReportClaim,
    ReportStatus,
    Summary,
)
from service.domain.verdict import Label, Review, Unchecked, Verdict
from service.errors import UnknownClaim
from tests.builders.pipeline import claim_of

MOMENT = datetime(2026, 11, 24, 12, tzinfo=UTC)
verdicts = st.builds(
    Verdict,
    label=st.sampled_from(Label),
    confidence=st.floats(0, 1),
    justification=st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    decided_by=st.just("fake"),
)
reviews = st.builds(
    Review,
    label=st.sampled_from(Label),
    reviewer=st.just("Ada"),
    reviewed=st.just(MOMENT),
)


@st.composite
def claims(draw: st.DrawFn, number: int) -> ReportClaim:
    outcome = draw(st.one_of(verdicts, st.just(Unchecked(reason="engine-timeout"))))
    kind = "verdict" if isinstance(outcome, Verdict) else "unchecked"
    review = draw(st.none() | reviews)
    claim = claim_of(f"Claim {number}.")
    return ReportClaim.model_validate({**claim.model_dump(), kind: outcome, "review": review})


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
    made = [draw(claims(number)) for number in range(draw(st.integers(0, 5)))]
    library = LibrarySnapshot(collection="default", revision=1, documents=1)
    return Report(
        id="r",
        schema="claimdesk.report/1",
        status=ReportStatus.COMPLETE,
        created=MOMENT,
        as_of=date(2026, 11, 20),
        article=ReportArticle(text=text, sha256=sha256_of(text)),
        summary=Summary.of(1, made),
        sentences=(),
        claims=tuple(made),
        provenance=Provenance(engine="fake", library=library, version="0"),
    )


@given(report=reports())
def test_a_report_is_the_same_after_json(report: Report) -> None:
    assert Report.model_validate_json(report.model_dump_json(by_alias=True)) == report
    assert Report.model_validate(report.model_dump(mode="json", by_alias=True)) == report


@given(report=reports())
def test_every_claim_is_counted_once_under_the_label_that_holds(report: Report) -> None:
    summary = report.summary
    counts = Counter(claim.label for claim in report.claims)
    assert (
        summary.claims
        == len(report.claims)
        == sum(
            (
                summary.supported,
                summary.refuted,
                summary.conflicting_evidence,
                summary.not_enough_evidence,
                summary.unchecked,
            )
        )
    )
    assert summary.refuted == counts[Label.REFUTED]
    assert summary.unchecked == counts[None]
    for claim in report.claims:
        if claim.review is not None:
            assert claim.label is claim.review.label


@given(report=reports(), review=reviews, data=st.data())
def test_a_review_overrides_and_taking_it_back_restores(
    report: Report, review: Review, data: st.DataObject
) -> None:
    if not report.claims:
        with pytest.raises(UnknownClaim):
            report.reviewed("c", review)
        return
    claim = data.draw(st.sampled_from(report.claims))
    reviewed = report.reviewed(claim.id, review)
    changed = reviewed.claim(claim.id)
    assert changed.label is review.label
    assert (changed.verdict, changed.unchecked) == (claim.verdict, claim.unchecked)
    assert reviewed.summary == Summary.of(1, reviewed.claims)
    untouched = [one for one in reviewed.claims if one.id != claim.id]
    assert untouched == [one for one in report.claims if one.id != claim.id]
    assert reviewed.reviewed(claim.id, claim.review) == report


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {
            "verdict": Verdict(
                label=Label.SUPPORTED, confidence=1, justification="", decided_by="fake"
            ),
            "unchecked": Unchecked(reason="engine-failed"),
        },
    ],
)
def test_a_claim_has_a_verdict_or_a_reason_why_not_and_never_both(
    fields: dict[str, object],
) -> None:
    with pytest.raises(ValidationError, match="never both"):
        ReportClaim.model_validate({**claim_of("The quay is old.").model_dump(), **fields})


def test_unchecked_is_no_label() -> None:
    claim = ReportClaim.model_validate(
        {
            **claim_of("The quay is old.").model_dump(),
            "unchecked": Unchecked(reason="engine-failed"),
        }
    )
    assert claim.label is None
    assert "unchecked" not in set(Label)


def test_a_report_of_another_schema_is_refused() -> None:
    with pytest.raises(ValidationError):
        Report.model_validate({"schema": "claimdesk.report/2"})
