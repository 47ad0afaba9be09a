"""How far stated probabilities can be trusted, and what holding back buys."""

from collections.abc import Sequence

import numpy as np

BINS = 15


def expected_calibration_error(confidences: Sequence[float], correct: Sequence[bool]) -> float:
    """Mean distance of confidence from accuracy over 15 equal bins, weighted by their size.

    Confidences 0 to 1. Guo et al. (2017), On Calibration of Modern Neural Networks.
    Raises ``ValueError`` where there is nothing to score.
    """
    if not confidences:
        raise ValueError("No confidence to compare with the truth.")
    stated, right = np.asarray(confidences), np.asarray(correct, dtype=float)
    places = np.minimum((stated * BINS).astype(int), BINS - 1)
    error = 0.0
    for place in range(BINS):
        inside = places == place
        if inside.any():
            error += inside.mean() * abs(stated[inside].mean() - right[inside].mean())
    return float(error)


def risk_at_coverage(
    confidences: Sequence[float], correct: Sequence[bool], coverages: Sequence[float]
) -> list[float]:
    """The share of errors among the most confident part of the cases, for each part (0 to 1)."""
    order = np.argsort(-np.asarray(confidences), kind="stable")
    wrong = ~np.asarray(correct, dtype=bool)[order]
    counts = [max(1, round(coverage * len(wrong))) for coverage in coverages]
    return [float(wrong[:count].mean()) for count in counts]
