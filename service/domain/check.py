"""A check: one run on one article, from being asked for to its report."""

from datetime import date, datetime
from enum import StrEnum

from pydantic import Field

from service.domain.article import Article
from service.domain.base import Value
from service.domain.evidence import COLLECTION, DEFAULT_COLLECTION
from service.domain.report import Report


class CheckOptions(Value):
    """What the caller may choose.

    ``as_of`` is the day whose knowledge counts: the article's date by default, else today.
    ``passages`` is how many a claim is judged on; ``seconds`` bounds the whole check and
    ``judge_seconds`` one claim.
    """

    as_of: date | None = None
    collection: str = Field(default=DEFAULT_COLLECTION, pattern=COLLECTION)
    passages: int = Field(default=10, ge=1, le=50)
    seconds: float | None = Field(default=None, gt=0)
    judge_seconds: float = Field(default=60.0, gt=0)


class CheckRequest(Value):
    """What is asked for."""

    article: Article
    options: CheckOptions = CheckOptions()
    engine: str = "local"


class CheckStatus(StrEnum):
    """Where a check is. The last two are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"

    @property
    def final(self) -> bool:
        return self in {CheckStatus.DONE, CheckStatus.FAILED}


class StageProgress(Value):
    """How far the stage is that runs now."""

    stage: str = "waiting"
    done: int = 0
    total: int = 0


class CheckFailure(Value):
    """Why a check has no report: an error's slug and what it said."""

    slug: str
    detail: str


class Check(Value):
    """A check as it is kept."""

    id: str
    status: CheckStatus
    request: CheckRequest
    progress: StageProgress = StageProgress()
    report: Report | None = None
    failure: CheckFailure | None = None
    created: datetime
    updated: datetime
