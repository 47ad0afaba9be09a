"""Labelled claims on the demo library, given to ``/v1/claims/verify`` of a running service.

    claimdesk demo && claimdesk serve &
    python -m evals.gold --url http://127.0.0.1:8000 --data ../shared/article

Reads ``variants.jsonl`` and ``gold.jsonl`` in that folder. A document ``D07`` of the labels is
the library's document whose id begins with ``d07-``.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from evals.metrics import (
    LABELS,
    Scored,
    accuracy,
    always,
    f1_by_label,
    false_support_rate,
    macro_f1,
    majority,
)

DEFAULT_DATA = Path(__file__).parent.parent.parent / "shared" / "article"
LAST_DAY = {"2021-12": "2021-12-31"}
WORST = 10


@dataclass(frozen=True)
class Case:
    """A labelled claim: ``deciding`` holds the numbers of documents that decide it (``d07``)."""

    id: str
    claim: str
    expected: str
    as_of: str | None
    deciding: frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What the service said; ``label`` is ``None`` if the claim is unchecked."""

    case: Case
    label: str | None
    confidence: float
    justification: str
    found: tuple[str, ...]

    @property
    def correct(self) -> bool:
        return self.label == self.case.expected


def read_cases(folder: Path) -> dict[str, list[Case]]:
    """The cases of both files. Raises ``FileNotFoundError``."""
    return {name: [_case(row) for row in rows] for name, rows in read_labelled(folder).items()}


def read_labelled(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The labelled claims that are to be scored, by file. Raises ``FileNotFoundError``."""
    gold = [
        claim
        for row in read_lines(folder / "gold.jsonl")
        for claim in row["claims"]
        if claim["score"] and claim["same_as"] is None
    ]
    return {"variants": read_lines(folder / "variants.jsonl"), "gold": gold}


def ask(client: httpx.Client, case: Case) -> Answer:
    """One claim, verified. Raises ``httpx.HTTPStatusError``."""
    body: dict[str, Any] = {"claim": case.claim}
    if case.as_of:
        body["as_of"] = case.as_of
    response = client.post("/v1/claims/verify", json=body)
    response.raise_for_status()
    claim = response.json()
    verdict = claim["verdict"] or {}
    return Answer(
        case=case,
        label=verdict.get("label"),
        confidence=verdict.get("confidence", 0.0),
        justification=verdict.get("justification", "") or str(claim["unchecked"]),
        found=tuple(one["document"]["id"].split("-")[0] for one in claim["considered"]),
    )


def print_figures(name: str, answers: Sequence[Answer]) -> None:
    """A table of the figures, with two baselines beside them."""
    scored = [Scored(one.case.expected, one.label) for one in answers if one.label]
    print(
        f"\n{name}: {len(answers)} claims, {len(scored)} scored, "
        f"{len(answers) - len(scored)} unchecked"
    )
    rows = {
        "claimdesk": scored,
        "always supported": always("supported", scored),
        f"always {majority(scored)} (majority)": always(majority(scored), scored),
    }
    for row, cases in rows.items():
        by_label = f1_by_label(cases)
        rate = false_support_rate(cases)
        print(
            f"  {row:44} accuracy {accuracy(cases):.3f}  macro-F1 {macro_f1(cases):.3f}  "
            f"false support {'-' if rate is None else f'{rate:.3f}'}"
        )
        print("    F1 " + "  ".join(f"{one} {by_label.get(one, 0.0):.2f}" for one in LABELS))
    decided = [one for one in answers if one.case.deciding]
    any_found = sum(bool(one.case.deciding & set(one.found[:10])) for one in decided)
    all_found = sum(one.case.deciding <= set(one.found[:10]) for one in decided)
    print(
        f"  recall@10 of a deciding document {any_found / len(decided):.3f}, "
        f"of all of them {all_found / len(decided):.3f} ({len(decided)} claims)"
    )


def print_mistakes(answers: Iterable[Answer]) -> None:
    """The ten worst: false support first, then by confidence."""
    wrong = [one for one in answers if one.label and not one.correct]
    wrong.sort(key=lambda one: (one.label != "supported", -one.confidence))
    print(f"\nThe {min(WORST, len(wrong))} worst of {len(wrong)} mistakes")
    for one in wrong[:WORST]:
        print(f"  {one.case.id}: {one.case.expected} called {one.label} ({one.confidence:.2f})")
        print(f"    {one.case.claim}")
        print(f"    {one.justification}")


def _case(row: dict[str, Any]) -> Case:
    label = {"conflicting": "conflicting_evidence"}.get(row["label"], row["label"])
    deciding = {one["doc"].lower() for one in row["evidence"] if one["role"] != "nearest"}
    as_of = row.get("as_of")
    return Case(
        id=row.get("id") or row["claim_id"],
        claim=row["claim"],
        expected=label,
        as_of=LAST_DAY.get(as_of, as_of) if as_of else None,
        deciding=frozenset(deciding),
    )


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON Lines file. Raises ``FileNotFoundError``."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        print(f"No labelled claims at {arguments.data}; name their folder with --data.")
        return 2
    everything = []
    with httpx.Client(base_url=arguments.url, timeout=120) as client:
        for name, cases in read_cases(arguments.data).items():
            answers = [ask(client, case) for case in cases]
            print_figures(name, answers)
            everything += answers
    print_mistakes(everything)
    return 0


if __name__ == "__main__":
    sys.exit(main())
