"""Bootstrap intervals: how far a figure would move on another sample of the same kind."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np

SAMPLES = 1000
Case = TypeVar("Case")


def bootstrap(
    cases: Sequence[Case], figure: Callable[[Sequence[Case]], float], seed: int = 0
) -> tuple[float, float]:
    """The middle 95 % of a figure over 1,000 samples of the cases, drawn with replacement.

    Efron and Tibshirani (1993), An Introduction to the Bootstrap (percentile interval).
    """
    generator = np.random.default_rng(seed)
    picks = generator.integers(0, len(cases), (SAMPLES, len(cases)))
    values = [figure([cases[index] for index in pick]) for pick in picks]
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
