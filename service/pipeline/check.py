"""The table of contents: an article goes in at the top, a report comes out at the bottom."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import uuid4

from service.domain.article import Article
from service.domain.check import CheckOptions
from service.domain.claim import Claim, ClaimKind, SplitResult, claim_id
from service.domain.evidence import Evidence
from service.domain.report import Cost, Provenance, Report, ReportClaim
from service.domain.verdict import Judgement, Unchecked
from service.errors import ClaimdeskError, EngineFailed, EngineTimeout
from service.pipeline.budget import Budget
from service.pipeline.citations import conclude, verify_citations
from service.pipeline.claims import split_claims
from service.pipeline.evidence import find_evidence
from service.pipeline.report import assemble_report, list_considered
from service.pipeline.sentences import read_sentences
from service.pipeline.verdicts import Underway, judge_claim
from service.ports import ClaimSplitter, EvidenceIndex, Judge, JudgementStore, Progress

JUDGED_AT_ONCE = 4


@dataclass(frozen=True)
class Checker:
    """An engine, a library and a memory, composed once by ``bootstrap``."""

    engine: str
    splitter: ClaimSplitter
    judge: Judge
    index: EvidenceIndex
    judgements: JudgementStore
    version: str
    commit: str | None = None
    judging: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(JUDGED_AT_ONCE))
    _underway: Underway = field(default_factory=Underway, repr=False)

    async def check_article(
        self,
        article: Article,
        options: CheckOptions,
        progress: Progress | None = None,
        check_id: str | None = None,
    ) -> Report:
        """One article, from text to report.

        Raises ``errors.EmptyCollection`` when there is nothing to check against, and
        ``errors.StoreFailed`` when the library cannot even be counted; every other failure is
        part of the report.
        """
        tell = progress or _say_nothing
        budget = Budget(options.seconds)
        watch = Stopwatch()
        as_of = options.as_of or article.published or datetime.now(UTC).date()
        snapshot = await self.index.snapshot(options.collection)

        sentences = read_sentences(article)
        tell("sentences", len(sentences), len(sentences))
        watch.lap("sentences")

        split = await split_claims(self.splitter, article, sentences, budget)
        tell("claims", len(split.claims), len(split.claims))
        watch.lap("claims")

        claims = await self._check_claims(split, options, as_of, budget, tell)
        watch.lap("verdicts")

        return assemble_report(
            report_id=check_id or uuid4().hex,
            article=article,
            as_of=as_of,
            sentences=sentences,
            split=split,
            claims=claims,
            provenance=Provenance(
                engine=self.engine,
                fingerprints={
                    "splitter": self.splitter.fingerprint,
                    "judge": self.judge.fingerprint,
                },
                models=(*self.splitter.models, *self.index.models, *self.judge.models),
                prompts=(*self.splitter.prompts, *self.judge.prompts),
                library=snapshot,
                settings=options.model_dump(mode="json"),
                version=self.version,
                commit=self.commit,
            ),
            timing=watch.laps,
        )

    async def verify(self, text: str, options: CheckOptions) -> ReportClaim:
        """One statement that stands alone, as a claim in the report's form."""
        claim = Claim(
            id=claim_id(text, text, ClaimKind.FACT, 0),
            sentence=0,
            start=0,
            end=len(text),
            original=text,
            text=text,
            written=options.as_of,
            check_worthiness=1.0,
        )
        as_of = options.as_of or datetime.now(UTC).date()
        return await self.check_claim(claim, options, as_of, Budget(options.seconds))

    async def check_claim(
        self, claim: Claim, options: CheckOptions, as_of: date, budget: Budget
    ) -> ReportClaim:
        """One claim, from text to verdict; never raises for what one claim can suffer."""
        started = time.monotonic()
        evidence: tuple[Evidence, ...] = ()
        judgement: Judgement | None = None
        try:
            evidence = await budget.spend(
                find_evidence(self.index, claim, options.collection, as_of, options.passages)
            )
            judgement = await budget.spend(self._judge(claim, evidence, options.judge_seconds))
            texts = await budget.spend(self._read_texts(evidence))
            proof = verify_citations(claim, judgement, evidence, texts)
        except ClaimdeskError as error:
            return _unchecked(claim, error, evidence, judgement, started)
        except Exception as error:  # a crash must not become a label, nor lose the other claims
            failed = EngineFailed(f"{type(error).__name__}: {error}")
            return _unchecked(claim, failed, evidence, judgement, started)
        return ReportClaim(
            **claim.model_dump(),
            verdict=conclude(judgement, proof, self.engine),
            citations=proof.citations,
            considered=list_considered(evidence, judgement),
            cost=Cost(seconds=_since(started)),
        )

    async def _check_claims(
        self,
        split: SplitResult,
        options: CheckOptions,
        as_of: date,
        budget: Budget,
        tell: Progress,
    ) -> list[ReportClaim]:
        """Several claims at once, in the order of the article."""
        at_once = asyncio.Semaphore(JUDGED_AT_ONCE)
        done = 0

        async def check(claim: Claim) -> ReportClaim:
            nonlocal done
            async with at_once:
                checked = await self.check_claim(claim, options, as_of, budget)
            done += 1
            tell("verdicts", done, len(split.claims))
            return checked

        # A group, because a cancelled ``gather`` returns before its tasks have ended.
        async with asyncio.TaskGroup() as group:
            checks = [group.create_task(check(claim)) for claim in split.claims]
        return [one.result() for one in checks]

    async def _judge(self, claim: Claim, evidence: Sequence[Evidence], seconds: float) -> Judgement:
        """The time runs from when the engine is free: waiting in line is nobody's failure."""
        try:
            async with self.judging, asyncio.timeout(seconds):
                return await judge_claim(
                    self.judge, self.judgements, self._underway, claim, evidence
                )
        except TimeoutError as error:
            raise EngineTimeout(f"The engine gave no answer within {seconds:g} seconds.") from error

    async def _read_texts(self, evidence: Sequence[Evidence]) -> dict[str, str]:
        versions = {one.passage.version for one in evidence}
        return {version: await self.index.read_text(version) for version in versions}


class Stopwatch:
    """Seconds per stage, in the order of the stages."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.monotonic()

    def lap(self, stage: str) -> None:
        now = time.monotonic()
        self.laps[stage] = round(now - self._last, 3)
        self._last = now


def _unchecked(
    claim: Claim,
    error: ClaimdeskError,
    evidence: Sequence[Evidence],
    judgement: Judgement | None,
    started: float,
) -> ReportClaim:
    return ReportClaim(
        **claim.model_dump(),
        unchecked=Unchecked(reason=error.slug, detail=error.detail),
        considered=list_considered(evidence, judgement),
        cost=Cost(seconds=_since(started)),
    )


def _since(started: float) -> float:
    return round(time.monotonic() - started, 3)


def _say_nothing(stage: str, done: int, total: int) -> None:
    """The progress of a check that nobody watches."""
