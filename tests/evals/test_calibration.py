import pytest

from evals.calibration import expected_calibration_error, risk_at_coverage


def test_a_confidence_that_matches_the_share_of_right_answers_has_no_error() -> None:
    error = expected_calibration_error([0.75] * 4, [True, True, True, False])
    assert error == pytest.approx(0.0)


def test_the_error_is_the_distance_in_each_bin_weighted_by_its_size() -> None:
    # Three cases at 0.9, all wrong: distance 0.9; one at 0.5, right: distance 0.5.
    error = expected_calibration_error([0.9, 0.9, 0.9, 0.5], [False, False, False, True])
    assert error == pytest.approx((3 * 0.9 + 0.5) / 4)


def test_full_confidence_falls_into_the_last_bin() -> None:
    assert expected_calibration_error([1.0, 1.0], [True, True]) == pytest.approx(0.0)


def test_nothing_scored_has_no_calibration() -> None:
    with pytest.raises(ValueError, match="No confidence"):
        expected_calibration_error([], [])


def test_the_risk_counts_the_most_confident_first() -> None:
    confidences = [0.9, 0.8, 0.7, 0.6]
    correct = [True, True, False, False]
    assert risk_at_coverage(confidences, correct, [0.5, 0.75, 1.0]) == [0.0, 1 / 3, 0.5]
