"""Sentence embeddings: all-MiniLM-L6-v2, pooled and normalised inside the network."""

from collections.abc import Sequence

import numpy as np
from tokenizers import Encoding, Tokenizer

from service.domain.report import ModelUse
from service.engines.local.onnx import MODELS, load_model
from service.ports import Vectors

EMBEDDER = MODELS / "embedder.int8.onnx"
DIMENSIONS = 384


class LocalEmbedder:
    """The ``Embedder`` on this machine; text beyond 256 tokens does not count."""

    def __init__(self) -> None:
        self._model = load_model(EMBEDDER, output="embedding", width=DIMENSIONS)

    @property
    def fingerprint(self) -> str:
        return f"{self._model.path.name}:{self._model.fingerprint}"

    @property
    def model(self) -> ModelUse:
        return ModelUse(
            name=self._model.path.name,
            role="embedding",
            sha256=self._model.sha256,
            saw="claims and passages, on this machine",
        )

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, 384), each row of length one. Raises ``EngineFailed``."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)

        def encode(tokenizer: Tokenizer) -> Sequence[Encoding]:
            return tokenizer.encode_batch(list(texts))

        return await self._model.run(encode)
