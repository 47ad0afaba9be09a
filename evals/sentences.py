"""Which sentences of a labelled article yield a claim?

claimdesk check ../shared/article/article.txt --format json --output report.json
python -m evals.sentences report.json --gold ../shared/article/gold.jsonl
"""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from evals.gold import DEFAULT_DATA


def outcomes_by_worth(
    report: dict[str, Any], gold: list[dict[str, Any]]
) -> tuple[Counter[tuple[bool, str]], list[str]]:
    """Counts of (check-worthy, outcome), and the labelled sentences that were not found."""
    text = report["article"]["text"]
    found = {_fold(text[one["start"] : one["end"]]): one["outcome"] for one in report["sentences"]}
    counts: Counter[tuple[bool, str]] = Counter()
    missing = []
    for row in gold:
        outcome = found.get(_fold(row["text"]))
        if outcome is None:
            missing.append(row["text"])
        else:
            counts[row["check_worthy"], outcome] += 1
    return counts, missing


def _fold(text: str) -> str:
    return " ".join(text.split())


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--gold", type=Path, default=DEFAULT_DATA / "gold.jsonl")
    arguments = parser.parse_args()
    if not arguments.gold.is_file():
        print(f"No labelled sentences at {arguments.gold}; name their file with --gold.")
        return 2
    report = json.loads(arguments.report.read_text(encoding="utf-8"))
    gold = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines()]
    counts, missing = outcomes_by_worth(report, gold)
    for worthy, name in ((True, "check-worthy"), (False, "not check-worthy")):
        of_kind = {outcome: n for (worth, outcome), n in counts.items() if worth is worthy}
        print(
            f"{name}: {sum(of_kind.values())} sentences, {of_kind.get('claims', 0)} yield a claim"
        )
        print("  " + ", ".join(f"{outcome} {n}" for outcome, n in sorted(of_kind.items())))
    for text in missing:
        print(f"not found as a sentence: {text[:90]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
