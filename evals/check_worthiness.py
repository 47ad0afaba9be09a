"""How well does the local engine tell which sentences are worth checking?

    python -m evals.check_worthiness --data ../shared/benchmarks

Reads ``checkworthiness/*.jsonl.gz`` of that folder. Scored are two sets that nothing was trained
on or chosen by: debate sentences labelled by experts, and sentences of chat answers. Beside the
trained head stand the signs alone and the baseline that calls everything worth checking. The
intervals hold 95 % of 1,000 bootstrap samples of rows; the difference is paired, on the same
samples. Rows whose text also stands in a training set are counted, and kept.
"""

import argparse
import asyncio
import gzip
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evals.intervals import bootstrap
from evals.metrics import Rated, area_under_roc, f1, precision, recall
from service.engines.local.check_worthiness import (
    CheckWorthiness,
    SignedCheckWorthiness,
    TrainedCheckWorthiness,
)
from service.engines.local.embedder import LocalEmbedder
from service.text.normalize import normalize

DEFAULT_DATA = Path(__file__).parent.parent.parent / "shared" / "benchmarks"
TRAINING = ("cw_ct24_english.train", "cw_policlaim.train_golden")
REPORTED = ("cw_ct24_english.dev", "cw_factcheckgpt_sentence.all")
THRESHOLD = 0.5

Figure = Callable[[Sequence[Rated]], float]
FIGURES: dict[str, Figure] = {
    "F1": lambda cases: f1(cases, THRESHOLD),
    "precision": lambda cases: precision(cases, THRESHOLD),
    "recall": lambda cases: recall(cases, THRESHOLD),
    "AUC": area_under_roc,
}


@dataclass(frozen=True)
class Row:
    """A labelled sentence, its text as the engine reads it; ``speech`` where one is named."""

    text: str
    worthy: bool
    speech: str


def read_rows(data: Path, name: str) -> list[Row]:
    """The rows of ``checkworthiness/NAME.jsonl.gz``. Raises ``FileNotFoundError``."""
    with gzip.open(find_file(data, name), "rt", encoding="utf-8") as lines:
        found = [json.loads(line) for line in lines]
    return [
        Row(
            text=normalize(one["sentence"]).text.replace("\n", " "),
            worthy=bool(one["checkworthy"]),
            speech=one["meta"].get("speech", ""),
        )
        for one in found
    ]


def find_file(data: Path, name: str) -> Path:
    return data / "checkworthiness" / f"{name}.jsonl.gz"


def show(cases: Sequence[Rated], figure: Figure) -> str:
    """The figure with its interval."""
    low, high = bootstrap(cases, figure)
    return f"{figure(cases):.3f} [{low:.3f}, {high:.3f}]"


def show_difference(cases: Sequence[Rated], others: Sequence[Rated], figure: Figure) -> str:
    """How much higher the figure is for ``cases``, with the interval of that difference."""

    def difference(pairs: Sequence[tuple[Rated, Rated]]) -> float:
        return figure([one for one, _ in pairs]) - figure([other for _, other in pairs])

    pairs = list(zip(cases, others, strict=True))
    low, high = bootstrap(pairs, difference)
    return f"{difference(pairs):+.3f} [{low:+.3f}, {high:+.3f}]"


async def rate(rows: Sequence[Row], by: CheckWorthiness) -> list[Rated]:
    scores = await by.score([row.text for row in rows])
    return [Rated(row.worthy, score) for row, score in zip(rows, scores, strict=True)]


async def measure(data: Path) -> None:
    """Print the figures of every reported set. Raises ``FileNotFoundError``."""
    signs, head = SignedCheckWorthiness(), TrainedCheckWorthiness(LocalEmbedder())
    trained_on = {row.text for name in TRAINING for row in read_rows(data, name)}
    print(f"signs: {signs.fingerprint}   head: {head.fingerprint}   threshold: {THRESHOLD}")
    for name in REPORTED:
        rows = read_rows(data, name)
        print(
            f"\n{name}: {len(rows)} scored, 0 failed; {sum(row.worthy for row in rows)} worthy, "
            f"{sum(row.text in trained_on for row in rows)} also in a training set"
        )
        by_signs, by_head = await rate(rows, signs), await rate(rows, head)
        everything = [Rated(row.worthy, 1.0) for row in rows]
        shown = {"all worthy": everything, "signs": by_signs, "head": by_head}
        print(f"{'':14}" + "".join(f"{figure:24}" for figure in FIGURES))
        for who, cases in shown.items():
            print(f"{who:14}" + "".join(f"{show(cases, one):24}" for one in FIGURES.values()))
        differences = [show_difference(by_head, by_signs, one) for one in FIGURES.values()]
        print(f"{'head - signs':14}" + "".join(f"{one:24}" for one in differences))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    data: Path = parser.parse_args().data
    missing = [name for name in (*TRAINING, *REPORTED) if not find_file(data, name).is_file()]
    if missing:
        print(f"No {', '.join(missing)} at {data}; name the folder with --data.")
        return 2
    asyncio.run(measure(data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
