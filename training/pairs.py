"""Rows as the network reads them: token ids in batches of about equal size."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Encoding, Tokenizer
from torch import Tensor

from evals.benchmarks import LABELS, Row

MAX_TOKENS = 256
TOKENS_A_BATCH = 6144
WIDTH_STEP = 16
POOL = 16384
"""Rows that are sorted into batches of one width at a time."""
WITH_HEADING = 0.6
"""Of the rows whose document is known, the share read under its title and date, as the judge
reads passages; the rest teaches the bare sentence."""


def load_tokenizer(path: Path) -> Tokenizer:
    """The tokenizer of the starting weights, cutting the longer of passage and claim."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    return tokenizer


def make_batches(
    tokenizer: Tokenizer, rows: Sequence[Row], generator: random.Random
) -> Iterator[tuple[dict[str, Tensor], Tensor]]:
    """Inputs, each (pairs, tokens), and labels (pairs,), in random order of widths."""
    for first in range(0, len(rows), POOL):
        part = rows[first : first + POOL]
        encoded = tokenizer.encode_batch([write_pair(row, generator) for row in part])
        for width, group in _group_by_width(encoded, generator):
            yield (
                _stack([encoded[index] for index in group], width),
                torch.tensor([LABELS.index(part[index].label) for index in group]),
            )


def write_pair(row: Row, generator: random.Random) -> tuple[str, str]:
    """Passage and claim; the document's heading, where it is given, on a line of its own."""
    if row.heading and generator.random() < WITH_HEADING:
        return f"{row.heading}\n{row.text}", row.claim
    return row.text, row.claim


def _group_by_width(
    encoded: Sequence[Encoding], generator: random.Random
) -> list[tuple[int, list[int]]]:
    """Full batches of one width; the last of a width is filled up with some of its own rows.

    Kernels are built for each shape, so a batch that is not full would cost more than it saves.
    """
    by_width: dict[int, list[int]] = {}
    for index, one in enumerate(encoded):
        width = (len(one.ids) + WIDTH_STEP - 1) // WIDTH_STEP * WIDTH_STEP
        by_width.setdefault(width, []).append(index)
    groups = []
    for width, indices in by_width.items():
        generator.shuffle(indices)
        size = TOKENS_A_BATCH // width
        for start in range(0, len(indices), size):
            group = indices[start : start + size]
            group += [generator.choice(group) for _ in range(size - len(group))]
            groups.append((width, group))
    generator.shuffle(groups)
    return groups


def _stack(encoded: Sequence[Encoding], width: int) -> dict[str, Tensor]:
    def pad(rows: Sequence[Sequence[int]]) -> Tensor:
        return torch.tensor([list(row) + [0] * (width - len(row)) for row in rows])

    return {
        "input_ids": pad([one.ids for one in encoded]),
        "attention_mask": pad([one.attention_mask for one in encoded]),
        "token_type_ids": pad([one.type_ids for one in encoded]),
    }
