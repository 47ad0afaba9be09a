"""Entailment: a cross-encoder over (passage, claim) with three outcomes."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from service.domain.evidence import Entailment
from service.engines.local.onnx import MAX_TOKENS, MODELS, load_model

ENTAILMENT = MODELS / "entailment.int8.onnx"


class EntailmentModel:
    """``[CLS] passage [SEP] claim [SEP]`` to three logits: entails, contradicts, neutral."""

    def __init__(self, path: Path = ENTAILMENT, temperature: float = 1.0) -> None:
        self._model = load_model(path, output="logits")
        self._temperature = temperature

    @property
    def name(self) -> str:
        return self._model.path.name

    @property
    def sha256(self) -> str:
        return self._model.sha256

    async def score(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """One ``Entailment`` for each (passage, claim); the longer of the two is cut to fit.

        Raises ``EngineFailed``.
        """
        if not pairs:
            return []

        def encode(tokenizer: Tokenizer) -> Sequence[Encoding]:
            tokenizer.no_padding()
            tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
            return tokenizer.encode_batch(list(pairs))

        logits = await self._model.run(encode) / self._temperature
        weights = np.exp(logits - logits.max(axis=1, keepdims=True))
        shares = weights / weights.sum(axis=1, keepdims=True)
        return [_entailment(*(float(share) for share in row)) for row in shares]


def _entailment(entails: float, contradicts: float, neutral: float) -> Entailment:
    return Entailment(
        entails=round(entails, 4), contradicts=round(contradicts, 4), neutral=round(neutral, 4)
    )
