"""Entailment: a cross-encoder over (passage, claim) with three outcomes."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from service.domain.evidence import Entailment
from service.engines.local.onnx import MODELS, load_model
from service.errors import ClaimTooLong, ModelUnusable

ENTAILMENT = MODELS / "entailment.int8.onnx"

MAX_CLAIM_TOKENS = 128
"""What is left of 256 is for the passage."""

# The start of what a label may be called, in the order we use.
ORDER = (("entail", "support"), ("contra", "refut"), ("neutral", "nei", "not_enough"))


class EntailmentModel:
    """``[CLS] passage [SEP] claim [SEP]`` to three logits.

    Their order is read from ``id2label`` of a ``config.json`` beside the model; without one
    it is that of the model that ships: entails, contradicts, neutral.
    """

    def __init__(self, path: Path = ENTAILMENT) -> None:
        """Raises ``ModelUnusable``."""
        self._model = load_model(path, output="logits", width=len(ORDER), cut="only_first")
        self._columns = _read_columns(path.parent / "config.json")

    @property
    def name(self) -> str:
        return self._model.path.name

    @property
    def sha256(self) -> str:
        return self._model.sha256

    @property
    def fingerprint(self) -> str:
        return self._model.fingerprint

    async def score(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One ``Entailment`` for each (passage, claim); a long passage is cut, never a claim.

        Raises ``ClaimTooLong``, ``EngineFailed``.
        """
        if not pairs:
            return []

        def encode(tokenizer: Tokenizer) -> Sequence[Encoding]:
            for claim in {claim for _, claim in pairs}:
                if len(tokenizer.encode(claim).ids) > MAX_CLAIM_TOKENS:
                    raise ClaimTooLong("The claim is longer than the model can read at once.")
            return tokenizer.encode_batch(list(pairs))

        logits = (await self._model.run(encode))[:, self._columns]
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = weights / weights.sum(axis=1, keepdims=True)
        return [_entailment(*(float(share) for share in row)) for row in shares]


def _entailment(entails: float, contradicts: float, neutral: float) -> Entailment:
    return Entailment(
        entails=round(entails, 4), contradicts=round(contradicts, 4), neutral=round(neutral, 4)
    )


def _read_columns(config: Path) -> list[int]:
    """The columns of entails, contradicts and neutral. Raises ``ModelUnusable``."""
    if not config.is_file():
        return list(range(len(ORDER)))
    try:
        labels = json.loads(config.read_text(encoding="utf-8"))["id2label"]
        names = {int(column): str(name).lower() for column, name in labels.items()}
    except (ValueError, KeyError, AttributeError) as error:
        raise ModelUnusable(f"{config} does not name the model's labels (id2label).") from error
    columns = [
        column for starts in ORDER for column, name in names.items() if name.startswith(starts)
    ]
    if sorted(columns) != list(range(len(ORDER))):
        raise ModelUnusable(f"The labels in {config} are not entailment labels: {names}.")
    return columns
