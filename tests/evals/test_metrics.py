"""Figures, computed by hand."""

import pytest

from evals.metrics import (
    Scored,
    accuracy,
    always,
    f1_by_label,
    false_support_rate,
    macro_f1,
    majority,
)

# expected, got: two of three supported found, one refuted called supported, one open called right.
CASES = [
    Scored("supported", "supported"),
    Scored("supported", "supported"),
    Scored("supported", "refuted"),
    Scored("refuted", "supported"),
    Scored("not_enough_evidence", "not_enough_evidence"),
]


def test_accuracy() -> None:
    assert accuracy(CASES) == pytest.approx(3 / 5)


def test_f1_of_each_label_that_occurs() -> None:
    assert f1_by_label(CASES) == pytest.approx(
        {"supported": 4 / 6, "refuted": 0.0, "not_enough_evidence": 1.0}
    )
    assert macro_f1(CASES) == pytest.approx((4 / 6 + 0 + 1) / 3)


def test_false_support_counts_only_what_is_not_supported() -> None:
    assert false_support_rate(CASES) == pytest.approx(1 / 2)
    assert false_support_rate([Scored("supported", "supported")]) is None


def test_baselines() -> None:
    assert majority(CASES) == "supported"
    assert accuracy(always("supported", CASES)) == pytest.approx(3 / 5)
