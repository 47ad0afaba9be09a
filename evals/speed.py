"""How fast the entailment model reads: two ways of running it, and further files, in one run.

    python -m evals.speed [--model NAME=FILE ...]

Pairs are passages and claims of newsdesk rows, whole and sentence by sentence, without the title
and neighbours that the service gives. The model that ships is read the service's way (a text a
thread; that includes checking lengths and softmax) and, for comparison, in padded batches of
four on all threads. Timings are noisy; the ratios of one run are what to look at.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Encoding

from evals.benchmarks import read_rows
from service.engines.local.entailment import ENTAILMENT, EntailmentModel
from service.engines.local.onnx import load_model, thread_count

ROWS = Path(__file__).parent.parent / "training" / "data" / "newsdesk-held.jsonl.gz"
PASSAGES = 150
BATCH = 4
ROUNDS = 3

Pairs = Sequence[tuple[str, str]]


def read_pairs() -> dict[str, Pairs]:
    rows = list(read_rows(ROWS))[:PASSAGES]
    return {
        "passages": [(row.text, row.claim) for row in rows],
        "sentences": [(sentence, row.claim) for row in rows for sentence in row.evidence],
    }


def read_the_services_way(path: Path, pairs: Pairs) -> float:
    """Pairs a second."""
    model = EntailmentModel(path)
    started = time.monotonic()
    asyncio.run(model.score(pairs))
    return len(pairs) / (time.monotonic() - started)


def read_in_batches(path: Path, pairs: Pairs) -> float:
    """Pairs a second, sorted by length, four at a time on all threads."""
    tokenizer = load_model(path, output="logits", width=3, cut="only_first").tokenizer
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = thread_count()
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    started = time.monotonic()
    encoded = sorted(tokenizer.encode_batch(list(pairs)), key=lambda one: len(one.ids))
    for first in range(0, len(encoded), BATCH):
        session.run(["logits"], _pad(encoded[first : first + BATCH]))
    return len(pairs) / (time.monotonic() - started)


def _pad(encodings: Sequence[Encoding]) -> dict[str, np.ndarray]:
    width = max(len(one.ids) for one in encodings)

    def stack(rows: Sequence[Sequence[int]]) -> np.ndarray:
        return np.array([[*row, *[0] * (width - len(row))] for row in rows], dtype=np.int64)

    return {
        "input_ids": stack([one.ids for one in encodings]),
        "attention_mask": stack([one.attention_mask for one in encodings]),
        "token_type_ids": stack([one.type_ids for one in encodings]),
    }


def measure(files: dict[str, Path]) -> None:
    """Every way ``ROUNDS`` times, taking turns; the best of each is printed."""
    ways = {
        f"{name}, a text a thread": (read_the_services_way, file) for name, file in files.items()
    }
    ways["ours, batches of four"] = (read_in_batches, ENTAILMENT)
    for kind, pairs in read_pairs().items():
        best = dict.fromkeys(ways, 0.0)
        for _ in range(ROUNDS):
            for name, (read, file) in ways.items():
                best[name] = max(best[name], read(file, pairs))
        for name, speed in best.items():
            ratio = speed / best["ours, a text a thread"]
            print(f"{kind}: {name}: {speed:.0f} pairs/s, {ratio:.2f} of ours")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--model", action="append", default=[], help="NAME=FILE")
    given = dict(one.split("=", 1) for one in parser.parse_args().model)
    measure({"ours": ENTAILMENT} | {name: Path(file) for name, file in given.items()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
