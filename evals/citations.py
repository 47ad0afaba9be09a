"""Does every citation of a report stand where it says? Checked from outside the service.

    claimdesk check ARTICLE --format json --output report.json
    python -m evals.citations report.json --command .venv/bin/claimdesk

Reads the report's JSON and, by ``claimdesk library show ID --text --version SHA256``, the stored
texts; takes no code from the service. Exit code 1 if anything is wrong.
"""

import argparse
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

SIDES = {
    "supported": {"supports"},
    "refuted": {"refutes"},
    "conflicting_evidence": {"supports", "refutes"},
    "not_enough_evidence": set(),
}
OUTCOMES = {"claims", "not_checkable", "ambiguous", "error"}


def find_faults(report: dict[str, Any], read_text: Callable[[str, str], str]) -> Iterator[str]:
    """Everything in the report that breaks the first two promises, in words."""
    yield from _find_lost_sentences(report)
    for claim in report["claims"]:
        text = report["article"]["text"]
        if text[claim["start"] : claim["end"]] != claim["original"]:
            yield f"{claim['id']}: the claim does not stand in the article"
        for citation in claim["citations"]:
            stored = read_text(citation["document"]["id"], citation["version"])
            if stored[citation["start"] : citation["end"]] != citation["quote"]:
                yield f"{claim['id']}: a quote does not stand in {citation['document']['id']}"
        stances = {citation["stance"] for citation in claim["citations"]}
        label = claim["verdict"]["label"] if claim["verdict"] else "not_enough_evidence"
        if not SIDES[label] <= stances:
            yield f"{claim['id']}: {label} without proof"


def _find_lost_sentences(report: dict[str, Any]) -> Iterator[str]:
    text = report["article"]["text"]
    covered = [False] * len(text)
    for sentence in report["sentences"]:
        if sentence["outcome"] not in OUTCOMES:
            yield f"sentence {sentence['index']}: outcome {sentence['outcome']!r}"
        if (sentence["outcome"] == "claims") != bool(sentence["claims"]):
            yield f"sentence {sentence['index']}: outcome and claims do not fit"
        if sentence["outcome"] != "claims" and not sentence["reason"]:
            yield f"sentence {sentence['index']}: no reason"
        for place in range(sentence["start"], sentence["end"]):
            if covered[place]:
                yield f"sentence {sentence['index']}: overlaps another"
                break
            covered[place] = True
    lost = "".join(one for one, seen in zip(text, covered, strict=True) if not seen).strip()
    if any(one.isalnum() for one in lost):
        yield f"words outside every sentence: {lost[:80]!r}"


def reader(command: str) -> Callable[[str, str], str]:
    """Reads stored texts by the command line, each once, and checks their digests."""

    @cache
    def read_text(document: str, version: str) -> str:
        shown = subprocess.run(  # noqa: S603 - the command is the caller's own
            [command, "library", "show", document, "--text", "--version", version],
            capture_output=True,
            check=True,
        ).stdout
        if hashlib.sha256(shown).hexdigest() != version:
            raise ValueError(f"the stored text of {document} has another digest than {version}")
        return shown.decode("utf-8")

    return read_text


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("report", type=Path)
    parser.add_argument("--command", default="claimdesk")
    arguments = parser.parse_args()
    report = json.loads(arguments.report.read_text(encoding="utf-8"))
    faults = list(find_faults(report, reader(arguments.command)))
    citations = sum(len(claim["citations"]) for claim in report["claims"])
    print(
        f"{len(report['sentences'])} sentences, {len(report['claims'])} claims, "
        f"{citations} citations, {len(faults)} faults"
    )
    for fault in faults:
        print(f"  {fault}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
