"""Fit the weights and thresholds of the verdict rule (``service/engines/local/rule.py``).

    python -m training.rule

Reads the rows that no network was trained on: worlds of six documents about the same matters,
and single passages. Every claim goes through search and the judge's reading, over a library of
all documents of its file. The rows say of each document whether it supports or contradicts the
claim, so every passage found is a row to fit: two logistic regressions, one a side.

A document of another world counts as saying nothing of a claim, a document of its own world
without a label (both readers were not of one mind) is left out, and the parts of a document that
was cut in two both have its label.

Thresholds: for each side the lowest with which, through search, judge and proof, the side is
taken for at most ``WRONG`` of the claims that are not so; in a conflict both sides are taken.
Everything is repeated with the worlds cut into ``FOLDS``, weights and thresholds from the others:
those figures are printed as left out. The figures belong in decision record 0005, the numbers in
``Rule``. First it prints how well the network's score tells the passages of a side from the
others, alone and with the other features, also by left-out worlds.
"""

import argparse
import asyncio
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from evals.benchmarks import read_rows
from evals.calibration import expected_calibration_error
from evals.metrics import Rated, Scored, area_under_roc, f1_by_label
from evals.through_library import (
    LabelledClaim,
    describe,
    document_id,
    library_of,
    read_claims,
)
from service.domain.check import CheckOptions
from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.verdict import Judgement, Label, Stance, Verdict, sides_needed
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
LABEL_OF_ROW = {Stance.SUPPORTS: "supported", Stance.REFUTES: "refuted"}
NEVER = 1.1
"""A threshold that nothing passes."""
FEW = 0.02
FEATURES = {
    "the network alone": [0, 1],
    "and the words": [0, 1, 2],
    "and the likeness": [0, 1, 3],
    "and both": [0, 1, 2, 3],
}
"""Columns of ``features_of``."""
Numbers = NDArray[np.float64]
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Case:
    """A labelled claim with what was found and read for it.

    ``own`` are the ids of its world's documents; ``group`` keeps them on one side of a fold.
    """

    labelled: LabelledClaim
    claim: Claim
    evidence: tuple[Evidence, ...]
    readings: tuple[Reading, ...]
    texts: Mapping[str, str]
    own: frozenset[str]
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
    """Every claim of the file through search and reading. Raises ``RuntimeError`` if one fails."""
    rows = list(read_rows(path))
    group_of = {row.claim: row.world or document_id(row) for row in rows}
    documents: dict[str, set[str]] = {}
    for row in rows:
        documents.setdefault(group_of[row.claim], set()).add(document_id(row))
    recorder = _Recorder()
    cases = []
    async with library_of(rows) as claimdesk:
        checker = replace(claimdesk.checker, judge=recorder)
        for labelled in read_claims(rows):
            recorder.found.clear()
            await checker.verify(labelled.text, CheckOptions(judge_seconds=600))
            if len(recorder.found) != 1:
                raise RuntimeError(f"not judged: {labelled.text}")
            claim, evidence, readings = recorder.found[0]
            versions = {one.passage.version for one in evidence}
            texts = {one: await claimdesk.search.read_text(one) for one in versions}
            group = group_of[labelled.text]
            own = frozenset(documents[group])
            cases.append(Case(labelled, claim, evidence, readings, texts, own, group))
    return cases


def passages_of(cases: Sequence[Case], stance: Stance) -> tuple[Numbers, Truths]:
    """Features (passages, 4) of every passage found, and whether it stands on this side."""
    features, truths = [], []
    for case in cases:
        labels = case.labelled.labels
        for reading in case.readings:
            document = reading.evidence.document.id
            if document in labels or document not in case.own:
                features.append(features_of(reading))
                truths.append(labels.get(document) == LABEL_OF_ROW[stance])
    return np.array(features), np.array(truths)


def fit(cases: Sequence[Case], stance: Stance) -> Weights:
    """A logistic regression over every passage found."""
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(*passages_of(cases, stance))
    bias, weights = model.intercept_[0], model.coef_[0]
    return Weights(*(round(float(one), 2) for one in (bias, *weights)))


def find_rule(cases: Sequence[Case]) -> Rule:
    """Weights, then thresholds: refutation first, since it stands in the way of support.

    Raises ``ValueError`` if no threshold is high enough.
    """
    rule = Rule(fit(cases, Stance.SUPPORTS), fit(cases, Stance.REFUTES), NEVER, NEVER)
    for stance in (Stance.REFUTES, Stance.SUPPORTS):
        tried = (_with_threshold(rule, stance, one) for one in GRID)
        rule = next((one for one in tried if wrongly(stance, cases, one) <= WRONG), None) or _fail()
    return rule


def _with_threshold(rule: Rule, stance: Stance, threshold: float) -> Rule:
    if stance is Stance.SUPPORTS:
        return replace(rule, support=threshold)
    return replace(rule, refute=threshold)


def _fail() -> NoReturn:
    raise ValueError(f"every threshold takes a side wrongly for more than {WRONG} of the claims")


def wrongly(stance: Stance, cases: Sequence[Case], rule: Rule) -> float:
    """Of the claims for which no document is on this side, the share for which it is taken."""
    taking = {label for label in Label if stance in sides_needed(label)}
    others = [case for case in cases if case.labelled.expected not in taking]
    return sum(case.conclude(rule).label in taking for case in others) / len(others)


def report(title: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> None:
    scored = [
        Scored(case.labelled.expected.value, verdict.label.value)
        for case, verdict in zip(cases, verdicts, strict=True)
    ]
    correct = [one.expected == one.got for one in scored]
    error = expected_calibration_error([one.confidence for one in verdicts], correct)
    conflicts = sum(one.got == Label.CONFLICTING_EVIDENCE.value for one in scored)
    figures = "  ".join(f"{name} {one:.3f}" for name, one in describe(scored).items())
    print(f"{title}: {len(cases)} claims  {figures}  calibration error {error:.3f}")
    print("  F1 " + "  ".join(f"{name} {one:.3f}" for name, one in f1_by_label(scored).items()))
    print(f"  called conflicting {conflicts}")


def fold_of(cases: Sequence[Case]) -> dict[str, int]:
    """A fold for each group."""
    groups = sorted({case.group for case in cases})
    return {group: index % FOLDS for index, group in enumerate(groups)}


def conclude_left_out(cases: Sequence[Case]) -> list[Verdict]:
    """Verdicts by rules that were found without the worlds concerned."""
    fold = fold_of(cases)
    rules = [find_rule([one for one in cases if fold[one.group] != k]) for k in range(FOLDS)]
    return [case.conclude(rules[fold[case.group]]) for case in cases]


def compare_features(cases: Sequence[Case]) -> None:
    """Prints, for growing sets of features, how well they tell the passages of a side."""
    fold = fold_of(cases)
    parts = [[one for one in cases if fold[one.group] == k] for k in range(FOLDS)]
    for stance in Stance:
        tables = [passages_of(part, stance) for part in parts]
        truths = np.concatenate([truth for _, truth in tables])
        for name, columns in FEATURES.items():
            scores = np.concatenate([_score_left_out(tables, k, columns) for k in range(FOLDS)])
            bar = np.quantile(scores[~truths], 1 - FEW)
            rated = [Rated(bool(so), float(one)) for so, one in zip(truths, scores, strict=True)]
            print(
                f"{stance.value}, {name}: area under ROC {area_under_roc(rated):.3f}, "
                f"found with {FEW:.0%} of the others {float((scores[truths] > bar).mean()):.2f}"
            )


def _score_left_out(
    tables: Sequence[tuple[Numbers, Truths]], k: int, columns: list[int]
) -> Numbers:
    others = [table for index, table in enumerate(tables) if index != k]
    features = np.concatenate([one for one, _ in others])[:, columns]
    truths = np.concatenate([one for _, one in others])
    model = LogisticRegression(C=PENALTY, max_iter=1000).fit(features, truths)
    scores: Numbers = model.decision_function(tables[k][0][:, columns])
    return scores


async def measure() -> None:
    worlds, single = [await read_cases(DATA / name) for name in FILES]
    cases = [*worlds, *single]
    compare_features(worlds)
    verdicts = conclude_left_out(cases)
    report("worlds, left out", worlds, verdicts[: len(worlds)])
    report("single passages, left out", single, verdicts[len(worlds) :])
    for title, found in (("worlds", worlds), ("single passages", single)):
        report(f"{title}, by the rule that ships", found, [one.conclude(RULE) for one in found])
    print(find_rule(cases))


def main() -> int:
    argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0]).parse_args()
    asyncio.run(measure())
    return 0


if __name__ == "__main__":
    sys.exit(main())
