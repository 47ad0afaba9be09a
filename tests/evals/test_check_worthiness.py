"""Reading labelled sentences, and figures beside each other."""

import gzip
import json
from pathlib import Path

import pytest

from evals.check_worthiness import FIGURES, Row, read_rows, show, show_difference
from evals.metrics import Rated


def test_rows_are_read_as_the_engine_reads_text(tmp_path: Path) -> None:
    (tmp_path / "checkworthiness").mkdir()
    rows = [
        {"sentence": "Trade\u200b fell\nin May.", "checkworthy": 1, "meta": {"speech": "A"}},
        {"sentence": "\u201cNo.\u201d", "checkworthy": 0, "meta": {}},
    ]
    with gzip.open(tmp_path / "checkworthiness" / "set.jsonl.gz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)

    assert read_rows(tmp_path, "set") == [
        Row("Trade fell in May.", True, "A"),
        Row('"No."', False, ""),
    ]


def test_a_missing_set_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read_rows(tmp_path, "set")


def test_a_figure_and_a_paired_difference_have_intervals() -> None:
    good = [Rated(True, 0.9), Rated(False, 0.1)] * 50
    bad = [Rated(case.expected, 1 - case.score) for case in good]

    assert show(good, FIGURES["AUC"]) == "1.000 [1.000, 1.000]"
    assert show_difference(good, bad, FIGURES["AUC"]) == "+1.000 [+1.000, +1.000]"
    assert show_difference(good, good, FIGURES["F1"]) == "+0.000 [+0.000, +0.000]"
