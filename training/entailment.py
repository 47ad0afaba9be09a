"""Train the entailment model: seeded, resumable at every epoch, with progress and checkpoints.

    python -m training.entailment --data ../shared/benchmarks --out build/entailment

The whole recipe stands in ``STAGES``. On two processor cores it takes about three hours, a step of
6,144 tokens about a second; on a GPU minutes (``--device cuda``). Started again, it goes on
behind the last whole epoch in ``--out``. ``--stages`` takes another recipe, for experiments.
Then ``python -m training.export`` makes the file that ships.
"""

import argparse
import dataclasses
import json
import math
import random
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from transformers import BertForSequenceClassification

from evals.benchmarks import Row
from training.mixture import MIXTURES, read_labelled, read_public, sample_epoch
from training.network import START, find_logits, group_by_layer, set_dropout, start_network
from training.pairs import load_tokenizer, make_batches

NEWSDESK = Path(__file__).parent / "data"
LAYER_DECAY = 0.9
LABEL_SMOOTHING = 0.05
PROGRESS_STEPS = 20


@dataclasses.dataclass(frozen=True)
class Stage:
    """One learning-rate curve: a linear rise over ``warmup``, then a cosine down to zero.

    ``epochs`` are pairs: the share of each public sample, and how often newsdesk is read.
    ``whole`` is the number of epochs for which the curve was laid out; a stage of fewer ends
    on its way down. ``newsdesk`` names the files of newsdesk rows. ``dropout`` is that of
    hidden states.
    """

    rate: float
    warmup: float
    mixture: str
    newsdesk: tuple[str, ...]
    epochs: tuple[tuple[float, int], ...]
    whole: int
    seed: int
    dropout: float = 0.0


FIRST_ROWS = ("newsdesk.train", "newsdesk-2")

# The network first has to find that claim and passage are to be compared at all, which took most
# of an epoch. The curves of the first four stages were laid out for more epochs than were run.
# The third reads short pairs only, a tenth of the cost of long ones; the last two read everything,
# with dropout, because without it newsdesk was learned by heart.
STAGES = (
    Stage(1.2e-4, 0.06, "long", FIRST_ROWS, epochs=((1.0, 1),), whole=2, seed=1),
    Stage(2e-4, 0.04, "long", FIRST_ROWS, epochs=((1.0, 1), (1.0, 1)), whole=3, seed=2),
    Stage(2e-4, 0.04, "short", (), epochs=((1.0, 0), (0.2, 0)), whole=4, seed=7),
    Stage(
        2e-4,
        0.03,
        "all",
        (*FIRST_ROWS, "newsdesk-3", "newsdesk-4"),
        epochs=((1.0, 1), (1.0, 1)),
        whole=3,
        seed=11,
        dropout=0.1,
    ),
    # Worlds count twice.
    Stage(
        1e-4,
        0.03,
        "all",
        (*FIRST_ROWS, "newsdesk-3", "newsdesk-4", "newsdesk-5", "newsdesk-5"),
        epochs=((0.6, 1),),
        whole=1,
        seed=13,
        dropout=0.1,
    ),
)


def train(data: Path, out: Path, stages: Sequence[Stage], device: str) -> None:
    """Writes ``network.pt`` (state of the network) and ``recipe.json`` into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(START / "tokenizer.json")
    torch.manual_seed(stages[0].seed)  # the new head is drawn at random
    network = start_network().to(device)
    public = read_public(data / "verdict" / "train")
    for number, stage in enumerate(stages):
        torch.manual_seed(stage.seed)
        newsdesk = read_newsdesk(data, stage.newsdesk)
        run_stage(network, tokenizer, stage, number, public, newsdesk, out)
    torch.save(network.state_dict(), out / "network.pt")
    recipe = [dataclasses.asdict(stage) for stage in stages]
    (out / "recipe.json").write_text(json.dumps(recipe, indent=2) + "\n", encoding="utf-8")


def read_newsdesk(data: Path, names: Sequence[str]) -> list[Row]:
    """Newsdesk rows: the first file is one of the benchmarks, the others lie in this folder."""
    given = data / "verdict" / "train"
    folders = [given if name == "newsdesk.train" else NEWSDESK for name in names]
    paths = [folder / f"{name}.jsonl.gz" for folder, name in zip(folders, names, strict=True)]
    return [row for path in paths for row in read_labelled(path)]


def run_stage(
    network: BertForSequenceClassification,
    tokenizer: Tokenizer,
    stage: Stage,
    number: int,
    public: Mapping[str, list[Row]],
    newsdesk: Sequence[Row],
    out: Path,
) -> None:
    """Epoch after epoch; each ends with a checkpoint, and those that are there are not redone."""
    set_dropout(network, stage.dropout)
    optimizer = torch.optim.AdamW(
        group_by_layer(network, stage.rate, LAYER_DECAY), weight_decay=0.01, fused=True
    )
    for epoch, (share, times) in enumerate(stage.epochs):
        checkpoint = out / f"stage-{number}-epoch-{epoch}.pt"
        if checkpoint.exists():
            state = torch.load(checkpoint)
            network.load_state_dict(state["network"])
            optimizer.load_state_dict(state["optimizer"])
            continue
        torch.manual_seed(stage.seed * 100 + epoch)  # dropout, also of a run that goes on
        generator = random.Random(stage.seed * 100 + epoch)  # noqa: S311 - repeatable on purpose
        rows = sample_epoch(public, MIXTURES[stage.mixture], share, newsdesk, times, generator)
        print(f"stage {number}, epoch {epoch}: {len(rows)} rows", flush=True)
        run_epoch(network, optimizer, tokenizer, rows, generator, stage, epoch)
        torch.save(
            {"network": network.state_dict(), "optimizer": optimizer.state_dict()}, checkpoint
        )


def run_epoch(
    network: BertForSequenceClassification,
    optimizer: torch.optim.Optimizer,
    tokenizer: Tokenizer,
    rows: Sequence[Row],
    generator: random.Random,
    stage: Stage,
    epoch: int,
) -> None:
    network.train()
    started, seen = time.monotonic(), 0
    losses: list[float] = []
    for step, (inputs, labels) in enumerate(make_batches(tokenizer, rows, generator)):
        seen += len(labels)
        done = min(1.0, (epoch + seen / len(rows)) / stage.whole)
        for group in optimizer.param_groups:
            group["lr"] = group["base"] * learning_factor(done, stage.warmup)
        logits = find_logits(network, inputs)
        loss = torch.nn.functional.cross_entropy(
            logits, labels.to(logits.device), label_smoothing=LABEL_SMOOTHING
        )
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses.append(loss.item())
        if step % PROGRESS_STEPS == 0:
            recent = losses[-50:]
            spent = time.monotonic() - started
            print(f"  {done:6.1%} loss {sum(recent) / len(recent):.4f} {spent:.0f} s", flush=True)


def learning_factor(done: float, warmup: float) -> float:
    """What the base rate is multiplied with when this share (0 to 1) of the curve is done."""
    cosine = 0.5 * (1 + math.cos(math.pi * done))
    return max(1e-3, min(1.0, done / warmup) * cosine)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="the benchmarks' folder")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--stages", type=json.loads, help="JSON list of stages")
    parser.add_argument("--device", default="cpu")
    arguments = parser.parse_args()
    stages = [Stage(**one) for one in arguments.stages] if arguments.stages else STAGES
    train(arguments.data, arguments.out, stages, arguments.device)


if __name__ == "__main__":
    main()
