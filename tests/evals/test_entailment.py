"""The protocol of the comparison, on probabilities set by hand."""

import pytest

from evals.benchmarks import Row
from evals.entailment import Case, accuracy, auc, balanced_accuracy, cut_windows, macro_f1

SURE, AGAINST, OPEN = (0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8)


def test_three_way_figures_by_hand() -> None:
    cases = [Case("supported", SURE), Case("refuted", SURE), Case("nei", OPEN)]
    assert accuracy(cases) == pytest.approx(2 / 3)
    # supported: 1 right of 1 true and 2 given, F1 2/3; refuted 0; nei 1.
    assert macro_f1(cases) == pytest.approx((2 / 3 + 0 + 1) / 3)


def test_binary_figures_by_hand() -> None:
    cases = [Case("supported", SURE), Case("supported", OPEN), Case("nei", OPEN)]
    assert balanced_accuracy(cases) == pytest.approx((0.5 + 1.0) / 2)
    assert auc([Case("supported", SURE), Case("refuted", AGAINST)]) == 1.0


def test_windows_begin_with_the_last_sentence_of_the_one_before() -> None:
    sentences = tuple(f"{number} " + "word " * 49 for number in range(5))
    windows = cut_windows(Row("c", sentences, "nei", "d"))
    numbers = [[word for word in one.split() if word.isdigit()] for one in windows]
    assert numbers == [["0", "1"], ["1", "2"], ["2", "3"], ["3", "4"]]


def test_a_sentence_longer_than_a_window_stands_whole() -> None:
    long = "word " * 300
    windows = cut_windows(Row("c", ("First.", long, "Last."), "nei", "d"))
    assert any(long.strip() in one for one in windows)
    assert "Last." in windows[-1]
