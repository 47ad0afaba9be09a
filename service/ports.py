"""What the pipeline needs from the world. Adapters are chosen in ``bootstrap``, nowhere else."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.domain.article import Article, Sentence
from service.domain.claim import Claim, SplitResult
from service.domain.evidence import Evidence, EvidenceQuery
from service.domain.report import LibrarySnapshot, ModelUse, PromptUse
from service.domain.verdict import Judgement

Vectors = NDArray[np.float32]


class Described(Protocol):
    """Says what it is, so that a report can be replayed and finished work recognised."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same input could get another answer."""

    @property
    def models(self) -> tuple[ModelUse, ...]: ...

    @property
    def prompts(self) -> tuple[PromptUse, ...]: ...


class ClaimSplitter(Described, Protocol):
    async def split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        """Claims of these sentences, and one outcome for every one of them.

        Raises an ``errors.UpstreamFailed`` when it could not look at them at all.
        """


class Judge(Described, Protocol):
    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        """What the evidence makes of the claim; citations are proposals, to be verified.

        Raises an ``errors.UpstreamFailed`` when it could not judge.
        """


class EvidenceIndex(Protocol):
    """The library, as far as a check sees it."""

    @property
    def models(self) -> tuple[ModelUse, ...]:
        """The models that take part in the search."""

    async def search(self, query: EvidenceQuery) -> tuple[Evidence, ...]:
        """Passages that may bear on the query, best first.

        Raises ``errors.EmptyCollection`` when there is nothing to search.
        """

    async def read_text(self, version: str) -> str:
        """The stored text of the version with this SHA-256.

        Raises ``errors.UnknownVersion``.
        """

    async def snapshot(self, collection: str) -> LibrarySnapshot:
        """What the library holds now. Raises ``errors.EmptyCollection``."""


class JudgementStore(Protocol):
    """Finished judgements, so that work is paid once. Keys are digests of all that was seen."""

    async def find(self, key: str) -> Judgement | None: ...

    async def keep(self, key: str, judgement: Judgement) -> None: ...


class Progress(Protocol):
    """Told how far a check is. Must return quickly and never raise."""

    def __call__(self, stage: str, done: int, total: int) -> None: ...


class Embedder(Protocol):
    """Texts to unit vectors."""

    @property
    def fingerprint(self) -> str:
        """Changes with the model: vectors of different models cannot be compared."""

    @property
    def model(self) -> ModelUse: ...

    async def embed(self, texts: Sequence[str]) -> Vectors:
        """An array of shape (texts, dimensions), each row of length one."""
