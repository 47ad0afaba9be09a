import gzip
import json
from pathlib import Path

import pytest

from evals.benchmarks import read_rows

ROW = {
    "id": "x-1",
    "dataset": "newsdesk",
    "claim": "The bridge is closed.",
    "evidence": ["The bridge closed on Monday.", "Repairs take a month."],
    "label": "supported",
    "meta": {"title": "Bridge notice", "published": "2024-03-04", "deciding": [0]},
}


def test_rows_are_read_plain_and_packed(tmp_path: Path) -> None:
    line = json.dumps(ROW) + "\n"
    (tmp_path / "rows.jsonl").write_text(line, encoding="utf-8")
    with gzip.open(tmp_path / "rows.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(line)
    plain, packed = (list(read_rows(tmp_path / name)) for name in ("rows.jsonl", "rows.jsonl.gz"))
    assert plain == packed
    assert plain[0].heading == "Bridge notice (2024-03-04)."
    assert plain[0].text == "The bridge closed on Monday. Repairs take a month."
    assert plain[0].deciding == (0,)


@pytest.mark.parametrize("change", [{"label": "maybe"}, {"meta": None}, {"evidence": None}])
def test_another_shape_is_named_with_its_line(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(f"{json.dumps(ROW)}\n{json.dumps(ROW | change)}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 2"):
        list(read_rows(path))
