"""ONNX models on this machine's processors: loading, checking, running."""

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

from service.errors import ClaimdeskError, EngineFailed, ModelUnusable

MODELS = Path(__file__).parent / "models"
MAX_TOKENS = 256

Floats = NDArray[np.float32]


def thread_count() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2


AHEAD = 2
"""How many texts of one call stand in the queue for each processor."""
# A text a processor at a time, and each run on one thread only. On two processors that reads
# passages 1.3 and sentences 1.2 times as fast as batches of four on both (``python -m
# evals.speed``), nothing is padded, and a score cannot depend on its companions, as it would
# where int8 scales activations over a batch.
_WORKERS = ThreadPoolExecutor(max_workers=thread_count(), thread_name_prefix="onnx")


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
    inputs: tuple[str, ...]

    async def run(self, encode: Callable[[Tokenizer], Sequence[Encoding]]) -> Floats:
        """The output for every encoding, shape (encodings, width), in the order given.

        Raises ``EngineFailed``, and whatever of our errors ``encode`` raises.
        """
        loop = asyncio.get_running_loop()
        encodings = await loop.run_in_executor(_WORKERS, self._encode, encode)
        if not encodings:
            return np.zeros((0, 0), dtype=np.float32)
        # Few at a time, so that a call with many texts does not keep the others waiting.
        places = asyncio.Semaphore(AHEAD * thread_count())

        async def read(one: Encoding) -> Floats:
            async with places:
                return await loop.run_in_executor(_WORKERS, self._run_one, one)

        rows = [asyncio.ensure_future(read(one)) for one in encodings]
        try:
            return np.stack(await asyncio.gather(*rows))
        finally:
            for row in rows:
                row.cancel()

    def _encode(self, encode: Callable[[Tokenizer], Sequence[Encoding]]) -> Sequence[Encoding]:
        try:
            return encode(self.tokenizer)
        except ClaimdeskError:
            raise
        except Exception as error:  # such as half a surrogate pair, which is no text
            raise EngineFailed(f"{self.path.name} cannot read the text: {error}") from error

    def _run_one(self, encoding: Encoding) -> Floats:
        given = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        inputs = {name: np.array([given[name]], dtype=np.int64) for name in self.inputs}
        try:
            result: Any = self.session.run([self.output], inputs)[0]
        except Exception as error:  # onnxruntime raises its own classes, without a common root
            raise EngineFailed(f"The model {self.path.name} failed: {error}") from error
        return np.asarray(result[0], dtype=np.float32)


def load_model(path: Path, output: str, width: int, cut: str = "longest_first") -> OnnxModel:
    """Load a network with ``tokenizer.json`` beside it; ``output`` must be of this width.

    ``cut`` says which text of a pair is cut when both are longer than the network reads.

    A shipped file must have the digest that ``models/card.json`` states.
    Raises ``ModelUnusable``.
    """
    tokenizer = path.parent / "tokenizer.json"
    for file in (path, tokenizer):
        require_intact(file)
    try:
        session = _open_session(path)
        loaded = Tokenizer.from_file(str(tokenizer))
        loaded.no_padding()
        loaded.enable_truncation(MAX_TOKENS, strategy=cut)
    except Exception as error:  # both libraries raise plain Exception for a damaged file
        raise ModelUnusable(f"The model {path} cannot be loaded: {error}") from error
    shape = {one.name: one.shape for one in session.get_outputs()}.get(output)
    if shape is None:
        raise ModelUnusable(f"The model {path} has no output named {output!r}.")
    if shape[-1] != width:
        raise ModelUnusable(f"The output {output!r} of {path} is not {width} numbers wide.")
    return OnnxModel(
        path=path,
        sha256=digest_of(path),
        fingerprint=digest_of(path, tokenizer)[:16],
        session=session,
        tokenizer=loaded,
        output=output,
        inputs=tuple(one.name for one in session.get_inputs()),
    )


def require_intact(file: Path) -> None:
    """Raises ``ModelUnusable`` if it is missing, or ships with another digest than it has."""
    if not file.is_file():
        raise ModelUnusable(f"The model file {file} is missing.")
    if file.parent == MODELS and digest_of(file) != _shipped_digests().get(file.name):
        raise ModelUnusable(f"The model file {file} is damaged: its digest is another.")


def _open_session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def digest_of(*paths: Path) -> str:
    """SHA-256 of the files' bytes, one after the other."""
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _shipped_digests() -> dict[str, str]:
    card = json.loads((MODELS / "card.json").read_text(encoding="utf-8"))
    return {name: entry["sha256"] for name, entry in card["files"].items()}
