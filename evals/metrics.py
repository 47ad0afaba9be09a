"""Figures over labelled claims. An unchecked claim is counted beside them, never as wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

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
