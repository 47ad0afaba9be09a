"""Fourth stage: what the evidence makes of a claim, paid once.

A failure is never a verdict: what cannot be judged is ``unchecked`` with an error's slug.
"""

import asyncio
import hashlib
import json
from collections.abc import Sequence
from weakref import WeakValueDictionary

from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.verdict import Judgement
from service.ports import Judge, JudgementStore


class Underway:
    """One lock per question, so that the same asked twice at once is also paid once."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def lock(self, key: str) -> asyncio.Lock:
        """It lives as long as somebody holds it or waits for it."""
        return self._locks.setdefault(key, asyncio.Lock())


async def judge_claim(
    judge: Judge,
    store: JudgementStore,
    underway: Underway,
    claim: Claim,
    evidence: Sequence[Evidence],
) -> Judgement:
    """The judge's answer, from the store if the same was asked before.

    Raises whatever the judge raises; nothing is kept then.
    """
    key = judgement_key(judge.fingerprint, claim, evidence)
    async with underway.lock(key):
        kept = await store.find(key)
        if kept is not None:
            return kept
        judgement = await judge.judge(claim, evidence)
        await store.keep(key, judgement)
    return judgement


def judgement_key(fingerprint: str, claim: Claim, evidence: Sequence[Evidence]) -> str:
    """A digest of everything the judge sees, and of the judge itself."""
    seen = {
        "judge": fingerprint,
        "claim": [claim.text, claim.kind, claim.claimant, str(claim.written)],
        "evidence": [
            [
                one.passage.id,
                one.passage.text,
                one.before,
                one.after,
                one.document.model_dump(mode="json"),
                one.later,
                None if one.dense is None else round(one.dense, 3),
            ]
            for one in evidence
        ],
    }
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()
