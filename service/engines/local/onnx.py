"""ONNX models on this machine's processor: loading, checking, batching."""

import asyncio
import hashlib
import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

from service.errors import EngineFailed, ModelUnusable

MODELS = Path(__file__).parent / "models"
MAX_TOKENS = 256
BATCH_SIZE = 4
"""Small, for the cache's sake. Int8 scales activations over a batch, so a score depends a little
on its companions; a batch never holds pairs of two claims, so a claim's scores are repeatable."""

Floats = NDArray[np.float32]
Inputs = dict[str, NDArray[np.int64]]


def thread_count() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2


# One model call at a time: each call already uses every processor, and two at once only
# push each other out of the cache.
_WORKER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="onnx")


@dataclass(frozen=True)
class OnnxModel:
    """A loaded network. ``output`` is the array that is read; ``sha256`` is the file's, and the
    ``fingerprint`` that of the file and its tokenizer."""

    path: Path
    sha256: str
    fingerprint: str
    session: onnxruntime.InferenceSession
    tokenizer: Tokenizer
    output: str

    async def run(self, encode: Callable[[Tokenizer], Sequence[Encoding]]) -> Floats:
        """The output for every encoding, shape (encodings, width), in the order given.

        Sorted by length into batches, so that little is padded. Raises ``EngineFailed``.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_WORKER, self._run, encode)

    def _run(self, encode: Callable[[Tokenizer], Sequence[Encoding]]) -> Floats:
        encodings = encode(self.tokenizer)
        order = sorted(range(len(encodings)), key=lambda index: len(encodings[index].ids))
        rows: dict[int, Floats] = {}
        for first in range(0, len(order), BATCH_SIZE):
            batch = order[first : first + BATCH_SIZE]
            for index, row in zip(
                batch, self._run_batch([encodings[i] for i in batch]), strict=True
            ):
                rows[index] = row
        if not rows:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([rows[index] for index in range(len(encodings))])

    def _run_batch(self, encodings: Sequence[Encoding]) -> Floats:
        names = {one.name for one in self.session.get_inputs()}
        inputs = {name: array for name, array in _pad(encodings).items() if name in names}
        try:
            result: Any = self.session.run([self.output], inputs)[0]
        except Exception as error:  # onnxruntime raises its own classes, without a common root
            raise EngineFailed(f"The model {self.path.name} failed: {error}") from error
        return np.asarray(result, dtype=np.float32)


def load_model(path: Path, output: str, width: int) -> OnnxModel:
    """Load a network with ``tokenizer.json`` beside it; ``output`` must be of this width.

    A shipped file must have the digest that ``models/card.json`` states.
    Raises ``ModelUnusable``.
    """
    tokenizer = path.parent / "tokenizer.json"
    for file in (path, tokenizer):
        require_intact(file)
    try:
        session = _open_session(path)
        loaded = Tokenizer.from_file(str(tokenizer))
    except Exception as error:  # both libraries raise plain Exception for a damaged file
        raise ModelUnusable(f"The model {path} cannot be loaded: {error}") from error
    shape = {one.name: one.shape for one in session.get_outputs()}.get(output)
    if shape is None:
        raise ModelUnusable(f"The model {path} has no output named {output!r}.")
    if shape[-1] != width:
        raise ModelUnusable(f"The output {output!r} of {path} is not {width} numbers wide.")
    return OnnxModel(
        path, digest_of(path), digest_of(path, tokenizer)[:16], session, loaded, output
    )


def require_intact(file: Path) -> None:
    """Raises ``ModelUnusable`` if it is missing, or ships with another digest than it has."""
    if not file.is_file():
        raise ModelUnusable(f"The model file {file} is missing.")
    if file.parent == MODELS and digest_of(file) != _shipped_digests().get(file.name):
        raise ModelUnusable(f"The model file {file} is damaged: its digest is another.")


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = thread_count()
    options.inter_op_num_threads = 1
    # Threads that wait must not spin: several processes share the processor in tests and servers.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _pad(encodings: Sequence[Encoding]) -> Inputs:
    width = max(len(one.ids) for one in encodings)

    def stack(rows: Sequence[Sequence[int]]) -> NDArray[np.int64]:
        padded = np.zeros((len(rows), width), dtype=np.int64)
        for index, row in enumerate(rows):
            padded[index, : len(row)] = row
        return padded

    return {
        "input_ids": stack([one.ids for one in encodings]),
        "attention_mask": stack([one.attention_mask for one in encodings]),
        "token_type_ids": stack([one.type_ids for one in encodings]),
    }


def digest_of(*paths: Path) -> str:
    """SHA-256 of the files' bytes, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _shipped_digests() -> dict[str, str]:
    card = json.loads((MODELS / "card.json").read_text(encoding="utf-8"))
    return {name: entry["sha256"] for name, entry in card["files"].items()}
