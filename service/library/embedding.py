"""The vector of a passage: what it says, and what it is from, in equal parts."""

from collections.abc import Sequence

import numpy as np

from service.domain.evidence import Document, Passage
from service.ports import Embedder, Vectors


async def embed_passages(
    embedder: Embedder, document: Document, passages: Sequence[Passage]
) -> Vectors:
    """Unit vectors, shape (passages, width).

    The mean of two: of the words alone, and of the words under title and heading. Either alone
    finds less (``evals/README.md``): a title lifts what its passages leave unsaid, and makes
    them look alike. Raises ``errors.EngineFailed``.
    """
    if not passages:
        return np.zeros((0, 0), dtype=np.float32)
    bare = await embedder.embed([one.text for one in passages])
    titled = await embedder.embed([_under_title(document, one) for one in passages])
    mean = bare + titled
    return np.asarray(mean / np.linalg.norm(mean, axis=1, keepdims=True), dtype=np.float32)


def _under_title(document: Document, passage: Passage) -> str:
    parts = dict.fromkeys((document.title, passage.heading or "", passage.text))
    return "\n".join(part for part in parts if part)
