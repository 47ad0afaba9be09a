"""Sentence embeddings: all-MiniLM-L6-v2, pooled and normalised inside the network."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Encoding, Tokenizer

from service.engines.local.onnx import MAX_TOKENS, MODELS, load_model
from service.ports import Vectors

EMBEDDER = MODELS / "embedder.int8.onnx"
DIMENSIONS = 384


class LocalEmbedder:
    """The ``Embedder`` on this machine; text beyond 256 tokens does not count."""

    def __init__(self, path: Path = EMBEDDER) -> None:
        self._model = load_model(path, output="embedding")

    @property
    def fingerprint(self) -> str:
        return f"{self._model.path.name}:{self._model.sha256[:16]}"

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """Shape (texts, 384), each row of length one. Raises ``EngineFailed``."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)

        def encode(tokenizer: Tokenizer) -> Sequence[Encoding]:
            tokenizer.no_padding()
            tokenizer.enable_truncation(MAX_TOKENS)
            return tokenizer.encode_batch(list(texts))

        return await self._model.run(encode)
