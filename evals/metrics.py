"""Figures over labelled claims. An unchecked claim is counted beside them, never as wrong."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LABELS = ("supported", "refuted", "conflicting_evidence", "not_enough_evidence")


@dataclass(frozen=True)
class Scored:
    """A claim with the label it should have and the one it got."""

    expected: str
    got: str


def accuracy(cases: Sequence[Scored]) -> float:
    return sum(case.expected == case.got for case in cases) / len(cases)


def f1_by_label(cases: Sequence[Scored]) -> dict[str, float]:
    """F1 of each label that occurs: 2TP / (2TP + FP + FN)."""
    figures = {}
    for label in LABELS:
        true = sum(case.expected == label == case.got for case in cases)
        total = sum((case.expected == label) + (case.got == label) for case in cases)
        if total:
            figures[label] = 2 * true / total
    return figures


def macro_f1(cases: Sequence[Scored]) -> float:
    figures = f1_by_label(cases)
    return sum(figures.values()) / len(figures)


def false_support_rate(cases: Sequence[Scored]) -> float | None:
    """Of the claims that the documents do not support, the share called supported.

    The dangerous error. ``None`` when every claim is supported.
    """
    others = [case for case in cases if case.expected != "supported"]
    if not others:
        return None
    return sum(case.got == "supported" for case in others) / len(others)


def always(label: str, cases: Sequence[Scored]) -> list[Scored]:
    """The baseline that answers the same whatever it is asked."""
    return [Scored(case.expected, label) for case in cases]


def majority(cases: Sequence[Scored]) -> str:
    """The most frequent expected label, known only afterwards."""
    expected = [case.expected for case in cases]
    return max(LABELS, key=expected.count)


# --- yes or no, with a score ---------------------------------------------------------------


@dataclass(frozen=True)
class Rated:
    """A case that is so or is not, with a score of 0 to 1 that it is."""

    expected: bool
    score: float


def precision(cases: Sequence[Rated], threshold: float) -> float:
    """Of those at or over the threshold, the share that is so; NaN without any."""
    return _share([case.expected for case in cases if case.score >= threshold])


def recall(cases: Sequence[Rated], threshold: float) -> float:
    """Of those that are so, the share at or over the threshold; NaN without any."""
    return _share([case.score >= threshold for case in cases if case.expected])


def _share(found: Sequence[bool]) -> float:
    return sum(found) / len(found) if found else math.nan


def f1(cases: Sequence[Rated], threshold: float) -> float:
    """2TP / (2TP + FP + FN); NaN where nothing is so and nothing was found."""
    true = sum(case.expected and case.score >= threshold for case in cases)
    total = sum(case.expected + (case.score >= threshold) for case in cases)
    return 2 * true / total if total else math.nan


def area_under_roc(cases: Sequence[Rated]) -> float:
    """How often a case that is so outscores one that is not, a tie counting half (Mann-Whitney).

    NaN without cases of both kinds.
    """
    yes = np.array([case.score for case in cases if case.expected])
    no = np.sort([case.score for case in cases if not case.expected])
    if not yes.size or not no.size:
        return math.nan
    below, not_above = np.searchsorted(no, yes, "left"), np.searchsorted(no, yes, "right")
    return float((below + not_above).sum() / (2 * yes.size * no.size))
