"""Claims, and what becomes of each sentence."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from pydantic import Field

from service.domain.article import sha256_of
from service.domain.base import Probability, Span, Value


class ClaimKind(StrEnum):
    """What a claim asserts. An ``attribution`` ("X said that Y") is judged on whether X said it."""

    FACT = "fact"
    ATTRIBUTION = "attribution"


class Claim(Span):
    """A statement that can be checked.

    ``original`` is the article's words at ``start`` to ``end``; ``text`` says the same so
    that it stands alone; ``claimant`` is who says it, where the article attributes it.
    ``written`` is the day of the article, which gives a year to dates that state none.
    """

    id: str
    sentence: int = Field(ge=0)
    original: str
    text: str = Field(min_length=1)
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    written: date | None = None
    check_worthiness: Probability


def claim_id(original: str, text: str, kind: ClaimKind, occurrence: int) -> str:
    """An id that follows the content, so that an unchanged claim of a revised article keeps it.

    ``occurrence`` tells apart the same words used twice in one article (0 for the first).
    """
    return "c" + sha256_of("\x1f".join((original, text, kind, str(occurrence))))[:12]


class Outcome(StrEnum):
    """How a sentence ends. There is no fifth way."""

    CLAIMS = "claims"
    NOT_CHECKABLE = "not_checkable"
    AMBIGUOUS = "ambiguous"
    ERROR = "error"


class NotCheckable(StrEnum):
    """Why a sentence holds no claim that evidence could decide."""

    QUESTION = "question"
    OPINION = "opinion"
    PREDICTION = "prediction"
    ADVICE = "advice"
    BOILERPLATE = "boilerplate"
    HEADLINE = "headline"
    BYLINE = "byline"
    FRAGMENT = "fragment"


class SentenceOutcome(Value):
    """What became of the sentence with this index; ``reason`` for all but ``claims``."""

    index: int = Field(ge=0)
    outcome: Outcome
    reason: str | None = None


class SplitResult(Value):
    """What a splitter answers: claims, and an outcome for every sentence it was given."""

    claims: tuple[Claim, ...]
    outcomes: tuple[SentenceOutcome, ...]

    def claims_of(self, sentence: int) -> Iterable[Claim]:
        return (claim for claim in self.claims if claim.sentence == sentence)
