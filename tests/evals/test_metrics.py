"""Figures, computed by hand."""

import math

import pytest

from evals.metrics import (
    Rated,
    Scored,
    accuracy,
    always,
    area_under_roc,
    f1,
    f1_by_label,
    false_support_rate,
    macro_f1,
    majority,
    precision,
    recall,
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


# At or over 0.5: one of two that are so, one of two that are not.
RATED = [Rated(True, 0.9), Rated(True, 0.2), Rated(False, 0.5), Rated(False, 0.2)]


def test_yes_or_no_at_a_threshold() -> None:
    assert precision(RATED, 0.5) == pytest.approx(1 / 2)
    assert recall(RATED, 0.5) == pytest.approx(1 / 2)
    assert f1(RATED, 0.5) == pytest.approx(2 / (2 + 1 + 1))
    assert f1(RATED, 0.51) == pytest.approx(2 / (2 + 0 + 1))


def test_area_under_the_curve_counts_a_tie_half() -> None:
    # Of four pairs: 0.9 wins twice, 0.2 loses once and ties once.
    assert area_under_roc(RATED) == pytest.approx(2.5 / 4)


def test_nothing_to_count_gives_no_figure() -> None:
    certain = [Rated(False, 0.1)]
    assert all(math.isnan(one(certain, 0.5)) for one in (precision, recall, f1))
    assert math.isnan(area_under_roc(certain))
