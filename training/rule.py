"""Fit the weights and thresholds of the verdict rule (``service/engines/local/rule.py``).

    python -m training.rule

Reads the rows that no network was trained on: worlds of six documents about the same matters,
and single passages. Every claim goes through search and the judge's reading, over a library of
all documents of its file. The rows say of each document whether it supports or contradicts the
claim, so every passage found is a row to fit: two logistic regressions, one a side.

Thresholds: for each side the lowest with which, through search, judge and proof, at most
``WRONG`` of the claims that are not so are called so. Everything is repeated with the documents
cut into ``FOLDS``, weights and thresholds from the others: those figures are printed as
left-out. The figures belong in decision record 0005, the numbers in ``Rule``.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from evals.benchmarks import read_rows
from evals.calibration import expected_calibration_error
from evals.metrics import Scored
from evals.through_library import LabelledClaim, describe, library_of, read_claims
from service.domain.check import CheckOptions
from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.verdict import Judgement, Label, Stance, Verdict
from service.engines.local.entailment import EntailmentModel
from service.engines.local.judge import LocalJudge
from service.engines.local.readings import Reading
from service.engines.local.rule import RULE, Rule, Weights, decide, features_of
from service.pipeline.citations import conclude, verify_citations

DATA = Path(__file__).parent / "data"
FILES = ("newsdesk-worlds.jsonl.gz", "newsdesk-held.jsonl.gz")
WRONG = 0.05
FOLDS = 6
PENALTY = 1.0
"""C of scikit-learn: the inverse of the L2 penalty."""
GRID = tuple(round(0.1 + 0.05 * step, 2) for step in range(18))
OPEN = replace(RULE, support=0.0, refute=0.0)
"""Every passage is read sentence by sentence, whatever threshold is found."""
SIDES = {
    Stance.SUPPORTS: ("supported", Label.SUPPORTED),
    Stance.REFUTES: ("refuted", Label.REFUTED),
}


@dataclass(frozen=True)
class Case:
    """A labelled claim with what was found and read for it. ``group`` keeps documents together."""

    labelled: LabelledClaim
    claim: Claim
    evidence: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    texts: Mapping[str, str]
    group: str

    def conclude(self, rule: Rule) -> Verdict:
        judgement = decide(self.readings, rule)
        proof = verify_citations(self.claim, judgement, self.evidence, self.texts)
        return conclude(judgement, proof, "local")


class _Recorder(LocalJudge):
    """The judge, keeping what it was given and read."""

    def __init__(self) -> None:
        super().__init__(EntailmentModel(), OPEN)
        self.found: list[tuple[Claim, tuple[Evidence, ...], tuple[Reading, ...]]] = []

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        readings = tuple(await self.read(claim, evidence))
        self.found.append((claim, tuple(evidence), readings))
        return decide(readings, OPEN)


async def read_cases(path: Path) -> list[Case]:
    """Every claim of the file through search and reading."""
    rows = list(read_rows(path))
    recorder = _Recorder()
    cases = []
    async with library_of(rows) as claimdesk:
        checker = replace(claimdesk.checker, judge=recorder)
        for labelled in read_claims(rows):
            recorder.found.clear()
            await checker.verify(labelled.text, CheckOptions())
            for claim, evidence, readings in recorder.found:
                versions = {one.passage.version for one in evidence}
                texts = {one: await claimdesk.search.read_text(one) for one in versions}
                group = min(labelled.labels)
                cases.append(Case(labelled, claim, evidence, readings, texts, group))
    return cases


def fit(cases: Sequence[Case], stance: Stance) -> Weights:
    """A logistic regression over every passage found: does it stand on this side?"""
    label, _ = SIDES[stance]
    features, truths = [], []
    for case in cases:
        for reading in case.readings:
            features.append(features_of(reading))
            truths.append(case.labelled.labels.get(reading.evidence.document.id) == label)
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(np.array(features), truths)
    return Weights(
        round(float(model.intercept_[0]), 2), *(round(float(one), 2) for one in model.coef_[0])
    )


def find_rule(cases: Sequence[Case]) -> Rule:
    """Weights, then thresholds: refutation first, since it stands in the way of support."""
    rule = Rule(fit(cases, Stance.SUPPORTS), fit(cases, Stance.REFUTES), 1.0, 1.0)
    rule = replace(rule, support=GRID[-1])
    for refute in GRID:
        tried = replace(rule, refute=refute)
        if wrongly(Label.REFUTED, cases, tried) <= WRONG:
            rule = tried
            break
    for support in GRID:
        tried = replace(rule, support=support)
        if wrongly(Label.SUPPORTED, cases, tried) <= WRONG:
            return tried
    return rule


def wrongly(label: Label, cases: Sequence[Case], rule: Rule) -> float:
    """Of the claims that are not so, the share called so."""
    others = [case for case in cases if case.labelled.expected is not label]
    return sum(case.conclude(rule).label is label for case in others) / len(others)


def report(name: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    scored = [
        Scored(case.labelled.expected.value, verdict.label.value)
        for case, verdict in zip(cases, verdicts, strict=True)
    ]
    correct = [one.expected == one.got for one in scored]
    error = expected_calibration_error([one.confidence for one in verdicts], correct)
    figures = "  ".join(f"{name} {one:.3f}" for name, one in describe(scored).items())
    print(f"{name}: {len(cases)} claims  {figures}  calibration error {error:.3f}")


def conclude_left_out(cases: Sequence[Case]) -> list[Verdict]:
    """Verdicts by rules that were found without the documents concerned."""
    groups = sorted({case.group for case in cases})
    fold = {group: index % FOLDS for index, group in enumerate(groups)}
    rules = [find_rule([one for one in cases if fold[one.group] != k]) for k in range(FOLDS)]
    return [case.conclude(rules[fold[case.group]]) for case in cases]


async def measure() -> None:
    files = {name: await read_cases(DATA / name) for name in FILES}
    cases = [case for found in files.values() for case in found]
    left_out = dict(zip(map(id, cases), conclude_left_out(cases), strict=True))
    for name, found in files.items():
        report(f"{name}, as shipped", found, [case.conclude(RULE) for case in found])
        report(f"{name}, left out", found, [left_out[id(case)] for case in found])
    print(find_rule(cases))


def main() -> int:
    argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0]).parse_args()
    asyncio.run(measure())
    return 0


if __name__ == "__main__":
    sys.exit(main())
