"""How much a statement is worth checking: signs that can be counted, and a trained head.

The signs are a logistic model whose weights were fitted on public debate and speech
transcripts (CheckThat! 2024 task 1, PoliClaim) and rounded; no vocabulary of those was taken
over beyond the classes of English words below. The head adds the sentence embedding to their
log-odds; ``training/check_worthiness.py`` fits it, ``models/README.md`` is its card.
"""

import asyncio
import hashlib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Protocol

import numpy as np
from pydantic import AllowInfNan, Field, ValidationError

from service.domain.base import Value
from service.domain.report import ModelUse
from service.engines.local.embedder import DIMENSIONS
from service.engines.local.onnx import MODELS, digest_of, require_intact
from service.errors import ModelUnusable
from service.ports import Embedder

HEAD = MODELS / "check_worthiness.json"


class CheckWorthiness(Protocol):
    """Says how likely an editor would want English statements checked."""

    @property
    def fingerprint(self) -> str:
        """Changes whenever the same text could get another score."""

    @property
    def models(self) -> tuple[ModelUse, ...]: ...

    async def score(self, texts: Sequence[str]) -> list[float]:
        """A score of 0 to 1 for each normalised text. Raises ``EngineFailed``."""


UNKNOWN = 0.5
"""The score where the rules do not know the language."""

_LONGEST_READ = 2000  # code points


@dataclass(frozen=True)
class Sign:
    """What is counted (up to ``most`` times), and what each time adds to the log-odds."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    most: int = 1

    def count(self, text: str) -> int:
        found = 0
        for found, _ in enumerate(self.pattern.finditer(text), start=1):
            if found == self.most:
                break
        return found


def _sign(name: str, weight: float, pattern: str, most: int = 1, *, cased: bool = False) -> Sign:
    return Sign(name, re.compile(pattern, 0 if cased else re.IGNORECASE), weight, most)


SIGNS = (
    _sign("figure", 1.0, r"\d[\d,.]*", 3),
    _sign(
        "number word",
        0.65,
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
        r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|third|quarter|double[ds]?"
        r"|twice|tripled?)\b",
        2,
    ),
    _sign(
        "measure",
        1.1,
        r"%|\bper ?cents?\b|\b(?:m|b|tr)illions?\b|[$\u20ac\u00a3\u00a5]|\b(?:dollars|euros|pounds"
        r"|roubles|rubles|rupees|tonnes|tons|km|kilomet(?:re|er)s|miles|barrels|hectares|acres)\b",
        2,
    ),
    _sign(
        "time",
        0.35,
        r"\b(?:January|February|March|April|June|July|August|September|October|November|December"
        r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|years?|months?|weeks?|ago|since"
        r"|last|decades?|century|yesterday)\b",
        2,
    ),
    _sign("name", 0.3, r"(?<=[\w,] )[A-Z][\w'-]+", 4, cased=True),
    _sign(
        "comparison",
        0.45,
        r"\b(?:more|less|fewer|greater|higher|lower|larger|smaller) than\b|\b(?:most|highest|lowest"
        r"|largest|smallest|biggest|fewest|least|first|only|record|majority|rates?|average"
        r"|total|number of)\b",
        2,
    ),
    _sign(
        "past",
        0.45,
        r"\b(?:was|were|had|did|went|took|gave|made|came|rose|fell|grew|won|lost|said|began|became"
        r"|sold|bought|paid|built|left|met|led|[a-z]{2,}ed)\b",
        3,
    ),
    _sign("perfect", 0.1, r"\b(?:has|have|been|'ve|he's|she's)\b", 2),
    _sign(
        "change",
        0.5,
        r"\b(?:increas|decreas|reduc|declin|doubl|cut|rais|grow|creat|vot|sign|spen[dt]|kill"
        r"|export|import|produc|sold|sell)\w*",
        2,
    ),
    _sign(
        "institution",
        0.45,
        r"\b(?:government|administration|ministry|parliament|senate|congress|court|bank|federal"
        r"|national|state|budget|tax(?:es)?|law|bill|treaty|agreement|companies|company|program(?:me)?s?"
        r"|policy|trade|oil|gas|health|insurance|weapons|military)\b",
        3,
    ),
    _sign("first person", -0.5, r"\b(?:I|me|my|I'm|I'd|I'll|I've)\b", 2, cased=True),
    _sign("we or you", -0.2, r"\b(?:we|us|our|you|your|let's)\b", 2),
    _sign(
        "modal",
        -0.6,
        r"\b(?:will|would|shall|should|can|could|may|might|must|ought|going to|need|needs|want)\b"
        r"|'ll\b|'d\b|\bwon't\b|\bcan't\b",
        2,
    ),
    _sign(
        "belief",
        -0.65,
        r"\b(?:think|believe|hope|feel|guess|suppose|wish|agree|know|mean|understand|seems?|perhaps"
        r"|maybe|probably|hopefully|arguably|ideally)\b",
        2,
    ),
    _sign(
        "value",
        -0.4,
        r"\b(?:good|bad|better|best|worse|worst|great|wonderful|terrible|important|strong|wrong"
        r"|right|fair|unfair|proud|honou?r|freedom|beautiful|amazing|disgrac\w+|shameful|deplorabl\w+"
        r"|tragic|unfortunate\w*|excellent|absurd|ridiculous|outrageous|remarkable)\b",
        2,
    ),
    _sign("question", -0.95, r"\?[\"')\]]*$|^(?:what|why|how|who|when|where)\b"),
    _sign("talk", -0.45, r"\b(?:question|answer|talk|tell|thank|issue|debate|tonight|here)\b", 2),
    _sign("word", 0.02, r"\b\w+\b", 40),
)
_BIAS = -0.9


def find_log_odds(text: str) -> float:
    """The log-odds that the signs give; ``text`` is normalised English."""
    text = text[:_LONGEST_READ]
    return _BIAS + sum(sign.weight * sign.count(text) for sign in SIGNS)


def score_check_worthiness(text: str) -> float:
    """How likely an editor would want the statement checked, 0 to 1, by its signs."""
    return _to_probability(find_log_odds(text))


def _to_probability(log_odds: float) -> float:
    """The logistic function, in the form that cannot overflow."""
    return round((1 + math.tanh(log_odds / 2)) / 2, 3)


def digest_signs() -> str:
    """Sixteen hex digits that change with every sign: a head fits the signs it was trained on."""
    told = [(sign.pattern.pattern, sign.pattern.flags, sign.weight, sign.most) for sign in SIGNS]
    return hashlib.sha256(repr((_BIAS, _LONGEST_READ, told)).encode()).hexdigest()[:16]


class SignedCheckWorthiness:
    """The signs alone, without a model."""

    @property
    def fingerprint(self) -> str:
        return f"signs/{digest_signs()}"

    @property
    def models(self) -> tuple[ModelUse, ...]:
        return ()

    async def score(self, texts: Sequence[str]) -> list[float]:
        return await asyncio.to_thread(lambda: [score_check_worthiness(text) for text in texts])


# --- the head ----------------------------------------------------------------------------

Finite = Annotated[float, AllowInfNan(False)]


class TrainedOn(Value):
    """The rows a head was fitted on: for each file its SHA-256."""

    rows: int
    sha256: dict[str, str]


class Head(Value):
    """A logistic model over the embedding and the log-odds of the signs, calibrated.

    ``embedder`` and ``signs`` say what it was trained with; with others its weights mean nothing.
    """

    embedder: str
    signs: str
    embedding_weights: tuple[Finite, ...] = Field(min_length=DIMENSIONS, max_length=DIMENSIONS)
    signs_weight: Finite
    bias: Finite
    trained_on: TrainedOn


class TrainedCheckWorthiness:
    """The head that ships. It costs one embedding a text."""

    def __init__(self, embedder: Embedder, path: Path = HEAD) -> None:
        """Raises ``ModelUnusable``: missing, damaged, or made for another embedder or signs."""
        self._embedder = embedder
        self._path = path
        self._head = read_head(path)
        self._sha256 = digest_of(path)
        self._weights = np.array(self._head.embedding_weights)
        if self._head.embedder != embedder.fingerprint:
            raise ModelUnusable(f"The model {path} was trained with another embedding model.")
        if self._head.signs != digest_signs():
            raise ModelUnusable(
                f"The model {path} was trained with other signs: run training/check_worthiness.py."
            )

    @property
    def fingerprint(self) -> str:
        return f"{self._path.name}:{self._sha256[:16]}"

    @property
    def models(self) -> tuple[ModelUse, ...]:
        return (
            ModelUse(
                name=self._path.name,
                role="check-worthiness",
                sha256=self._sha256,
                saw="claims, on this machine",
            ),
        )

    async def score(self, texts: Sequence[str]) -> list[float]:
        # One text a call: in a batch the int8 embedding, and so the score, depends a little on
        # its companions, and a claim must keep its score when the article around it changes.
        return [await self._score(text) for text in texts]

    async def _score(self, text: str) -> float:
        vector = (await self._embedder.embed([text]))[0]
        log_odds = float(vector @ self._weights) + self._head.bias
        log_odds += self._head.signs_weight * find_log_odds(text)
        return _to_probability(log_odds)


def read_head(path: Path) -> Head:
    """Raises ``ModelUnusable``."""
    require_intact(path)
    try:
        return Head.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise ModelUnusable(
            f"The model {path} cannot be loaded: {error.error_count()} of its fields are wrong."
        ) from error
