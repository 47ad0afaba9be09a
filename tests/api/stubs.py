"""Engines whose behaviour a test decides."""

import asyncio
from collections.abc import Sequence

from service.domain.claim import Claim
from service.domain.evidence import Evidence, EvidenceQuery
from service.domain.report import LibrarySnapshot, ModelUse, PromptUse
from service.domain.verdict import Judgement, Label
from service.errors import StoreFailed


class GatedJudge:
    """Judges nothing until somebody opens it."""

    fingerprint = "gated/1"
    models: tuple[ModelUse, ...] = (ModelUse(name="gate", role="judge", saw="claims"),)
    prompts: tuple[PromptUse, ...] = ()

    def __init__(self) -> None:
        self.opened = asyncio.Event()
        self.asked = 0

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        self.asked += 1
        await self.opened.wait()
        return Judgement(
            label=Label.NOT_ENOUGH_EVIDENCE,
            confidence=0.5,
            justification=f"{len(evidence)} passages, no word on {claim.text}",
        )


class BrokenIndex:
    """A library that cannot be reached."""

    models: tuple[ModelUse, ...] = ()

    async def search(self, query: EvidenceQuery) -> tuple[Evidence, ...]:
        raise StoreFailed(f"disk 7 is on fire while looking for {query.text}")

    async def read_text(self, version: str) -> str:
        raise StoreFailed(f"disk 7 is on fire while reading {version}")

    async def snapshot(self, collection: str) -> LibrarySnapshot:
        raise StoreFailed(f"disk 7 is on fire while counting {collection}")
