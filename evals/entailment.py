"""Entailment models side by side on public labelled pairs of claim and evidence.

    python -m evals.entailment --data ../shared/benchmarks \\
        --model start=../shared/models/entailment.int8.onnx

The model that ships is always measured; ``--model NAME=FILE`` adds others. One protocol:

- Three-way sets: the evidence joined by spaces and cut to the model's 256 tokens, the label of
  the largest probability; ``partial`` rows are left out. Figures: accuracy and macro-F1.
- Binary sets (supported against the rest): the evidence in windows of whole sentences of about
  160 tokens, each starting with the last sentence of the one before; the score of a claim is the
  largest probability of support, the threshold 0.5. Figures: balanced accuracy and AUC.
- Where a set is large, a seeded sample. Brackets hold the 95 % bootstrap interval.
- A claim that is longer than the model can read is unscored, and counted.
"""

import argparse
import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from evals.benchmarks import LABELS, PARTIAL, Row, read_rows
from evals.calibration import expected_calibration_error, risk_at_coverage
from evals.intervals import bootstrap
from evals.metrics import Rated, area_under_roc
from service.domain.evidence import Entailment
from service.engines.local.entailment import ENTAILMENT, EntailmentModel
from service.errors import ClaimTooLong

DEFAULT_DATA = Path(__file__).parent.parent.parent / "shared" / "benchmarks"
THREE_WAY = (
    "newsdesk.dev fm2.dev fever_symmetric_v02.dev healthver.dev check_covid.dev covidfact.dev "
    "factcheckgpt_stance.all anli.dev_r1r2r3 nyu_base_news.test nyu_base_wiki.test "
    "negnli_mnli.test conjnli.dev nli4ct.dev"
).split()
BINARY = (
    "wice_claim_oracle.dev lfqa_verification.all summedits.evaluation qags.cnndm qags.xsum "
    "aggrefact_cliff.val begin.test_wow"
).split()
WINDOW_WORDS = 120  # about 160 tokens
CHUNK = 64
COVERAGES = (0.2, 0.4, 0.6, 0.8, 1.0)


@dataclass(frozen=True)
class Case:
    """A row with what a model made of it: probabilities in the order of ``LABELS``."""

    label: str
    probabilities: tuple[float, float, float]

    @property
    def got(self) -> str:
        return LABELS[int(np.argmax(self.probabilities))]

    @property
    def correct(self) -> bool:
        return self.got == self.label

    @property
    def is_supported(self) -> bool:
        return self.label == "supported"


async def judge_whole(model: EntailmentModel, rows: Sequence[Row]) -> list[Case]:
    """Each claim on its evidence as one text; rows that cannot be scored are left out."""
    found = await _score(model, [(row.text, row.claim) for row in rows])
    return [_case(row, one) for row, one in zip(rows, found, strict=True) if one is not None]


async def judge_in_windows(model: EntailmentModel, rows: Sequence[Row]) -> list[Case]:
    """Each claim on the window of its evidence that supports it most."""
    windows = [(index, text) for index, row in enumerate(rows) for text in cut_windows(row)]
    found = await _score(model, [(text, rows[index].claim) for index, text in windows])
    best: dict[int, Entailment] = {}
    for (index, _), one in zip(windows, found, strict=True):
        if one is not None and (index not in best or one.entails > best[index].entails):
            best[index] = one
    return [_case(rows[index], one) for index, one in best.items()]


def cut_windows(row: Row) -> list[str]:
    """The evidence in runs of sentences, each starting with the last one of the run before."""
    windows: list[list[str]] = [[]]
    for sentence in row.evidence:
        words = sum(len(one.split()) for one in windows[-1])
        if windows[-1] and words + len(sentence.split()) > WINDOW_WORDS:
            windows.append([windows[-1][-1]])
        windows[-1].append(sentence)
    return [" ".join(one) for one in windows]


async def _score(
    model: EntailmentModel, pairs: Sequence[tuple[str, str]]
) -> list[Entailment | None]:
    """What the model makes of each pair; ``None`` for a claim that is too long for it."""
    found: list[Entailment | None] = []
    for first in range(0, len(pairs), CHUNK):
        chunk = pairs[first : first + CHUNK]
        try:
            found += await model.score(chunk)
        except ClaimTooLong:
            for pair in chunk:
                try:
                    found += await model.score([pair])
                except ClaimTooLong:
                    found.append(None)
    return found


def _case(row: Row, found: Entailment) -> Case:
    return Case(row.label, (found.entails, found.contradicts, found.neutral))


def accuracy(cases: Sequence[Case]) -> float:
    return sum(case.correct for case in cases) / len(cases)


def macro_f1(cases: Sequence[Case]) -> float:
    """Mean F1 over the labels that occur among the truths."""
    figures = []
    for label in {case.label for case in cases}:
        true = sum(case.label == label == case.got for case in cases)
        total = sum((case.label == label) + (case.got == label) for case in cases)
        figures.append(2 * true / total)
    return sum(figures) / len(figures)


def balanced_accuracy(cases: Sequence[Case]) -> float:
    """Mean of the shares found right among the supported and among the rest."""
    shares = []
    for side in (True, False):
        found = [case.probabilities[0] >= 0.5 for case in cases if case.is_supported is side]
        shares.append(sum(one is side for one in found) / max(1, len(found)))
    return sum(shares) / 2


def auc(cases: Sequence[Case]) -> float:
    """Not a number where all cases are of one kind."""
    found = area_under_roc([Rated(one.is_supported, one.probabilities[0]) for one in cases])
    return float("nan") if found is None else found


def take_rows(folder: Path, name: str, most: int) -> list[Row]:
    """The rows of a set with a label that counts, at most so many, drawn with a fixed seed."""
    rows = list(read_rows(folder / f"{name}.jsonl.gz"))
    if name in THREE_WAY:
        rows = [row for row in rows if row.label != PARTIAL]
    if len(rows) > most:
        rows = random.Random(0).sample(rows, most)  # noqa: S311 - a sample, not a secret
    return rows


async def measure(
    models: dict[str, EntailmentModel], folder: Path, most: int, most_long: int
) -> None:
    averages: dict[str, list[float]] = {name: [] for name in models}
    pooled: dict[str, list[Case]] = {name: [] for name in models}
    for data in (*THREE_WAY, *BINARY):
        three_way = data in THREE_WAY
        rows = take_rows(folder, data, most if three_way else most_long)
        print(f"{data}: {len(rows)} rows", flush=True)
        for name, model in models.items():
            judge = judge_whole if three_way else judge_in_windows
            cases = await judge(model, rows)
            averages[name].append(accuracy(cases) if three_way else balanced_accuracy(cases))
            pooled[name] += cases if three_way else []
            print(f"  {name:12} {_describe(cases, three_way)}  unscored {len(rows) - len(cases)}")
    print("All sets: mean of accuracy (three-way) and balanced accuracy (binary); pooled three-way")
    for name, figures in averages.items():
        print(
            f"  {name:12} mean {sum(figures) / len(figures):.3f}  {_describe_trust(pooled[name])}"
        )


def _describe(cases: Sequence[Case], three_way: bool) -> str:
    figure, second = (accuracy, macro_f1) if three_way else (balanced_accuracy, auc)
    names = ("accuracy", "macro-F1") if three_way else ("balanced accuracy", "AUC")
    low, high = bootstrap(cases, figure)
    text = f"{names[0]} {figure(cases):.3f} [{low:.3f}, {high:.3f}]  {names[1]} {second(cases):.3f}"
    return f"{text}  ECE {_calibration(cases):.3f}" if three_way else text


def _describe_trust(cases: Sequence[Case]) -> str:
    stated = [max(case.probabilities) for case in cases]
    risks = risk_at_coverage(stated, [case.correct for case in cases], COVERAGES)
    curve = "  ".join(
        f"{coverage:.0%} {risk:.3f}" for coverage, risk in zip(COVERAGES, risks, strict=True)
    )
    return f"ECE {_calibration(cases):.3f}  errors among the most confident: {curve}"


def _calibration(cases: Sequence[Case]) -> float:
    return expected_calibration_error(
        [max(case.probabilities) for case in cases], [case.correct for case in cases]
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--model", action="append", default=[], metavar="NAME=FILE")
    parser.add_argument("--most", type=int, default=700, help="rows of a three-way set")
    parser.add_argument("--most-long", type=int, default=400, help="rows of a binary set")
    arguments = parser.parse_args()
    folder: Path = arguments.data / "verdict" / "dev"
    if not folder.is_dir():
        print(f"No labelled pairs at {folder}; name the benchmarks' folder with --data.")
        return 2
    named = [one.partition("=") for one in arguments.model]
    paths = {name: Path(path) for name, _, path in named} | {"shipped": ENTAILMENT}
    models = {name: EntailmentModel(path) for name, path in paths.items()}
    asyncio.run(measure(models, folder, arguments.most, arguments.most_long))
    return 0


if __name__ == "__main__":
    sys.exit(main())
