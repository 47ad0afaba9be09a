import json

from service.domain.verdict import Label, Review
from service.publishing.cases import eval_cases
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import CREATED


def test_each_reviewed_claim_becomes_a_case() -> None:
    report = realistic_report()
    claim = report.claims[6]
    (case,) = eval_cases(report)
    assert case["id"] == f"r-1/{claim.id}"
    assert case["claim"] == claim.text
    assert case["expected"] == "refuted"
    assert case["evidence"] == [item.passage.text for item in claim.considered]
    assert case["meta"]["documents"] == ["operator-facts", "council-2026-06"]
    assert case["meta"]["engine_label"] == "supported"
    assert case["meta"]["reviewer"] == "A. Desk"
    assert json.loads(json.dumps(case)) == case


def test_a_reviewed_unchecked_claim_has_no_engine_label() -> None:
    report = realistic_report()
    review = Review(label=Label.SUPPORTED, reviewer="B", reviewed=CREATED)
    claim = report.claims[8].model_copy(update={"review": review})
    (case,) = eval_cases(report.model_copy(update={"claims": (claim,)}))
    assert case["expected"] == "supported"
    assert case["meta"]["engine_label"] is None
    assert case["meta"]["unchecked"] == "engine-timeout"
