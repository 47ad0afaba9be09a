"""Claims by rules: clauses, attributions, and a reason for whatever holds nothing to check.

How much a claim is worth checking is scored once all are found, and decides nothing here.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version

from service.domain.article import Article, Sentence
from service.domain.claim import (
    Claim,
    ClaimKind,
    NotCheckable,
    Outcome,
    SentenceOutcome,
    SplitResult,
    claim_id,
)
from service.domain.report import ModelUse, PromptUse
from service.engines.local.check_worthiness import (
    UNKNOWN,
    CheckWorthiness,
    SignedCheckWorthiness,
)
from service.engines.local.splitting.checkability import find_layout_reason, knows_language
from service.engines.local.splitting.drafts import Draft, Found, find_drafts
from service.engines.local.splitting.reading import Reading, read_sentence

RULES = "rules/3"
"""Raise it with every change of a rule."""


class LocalSplitter:
    """A ``ClaimSplitter`` by rules; it has the models of its ``check_worthiness``.

    With ``sorts_out`` false, what is not checkable or not clear is split like the rest, so that
    splitting can be measured alone.
    """

    def __init__(
        self,
        check_worthiness: CheckWorthiness | None = None,
        *,
        sorts_out: bool = True,
    ) -> None:
        self._check_worthiness = check_worthiness or SignedCheckWorthiness()
        self._sorts_out = sorts_out

    @property
    def fingerprint(self) -> str:
        return f"{RULES} {self._check_worthiness.fingerprint} py3langid/{version('py3langid')}"

    @property
    def models(self) -> tuple[ModelUse, ...]:
        return self._check_worthiness.models

    @property
    def prompts(self) -> tuple[PromptUse, ...]:
        return ()

    async def split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        """Claims of these sentences, and one outcome for every one of them.

        Raises ``EngineFailed`` when they cannot be scored.
        """
        result, readable = await asyncio.to_thread(self._split, article, sentences)
        scores = await self._check_worthiness.score([claim.text for claim in readable])
        worth = {claim.id: score for claim, score in zip(readable, scores, strict=True)}
        claims = tuple(
            claim.model_copy(update={"check_worthiness": worth.get(claim.id, UNKNOWN)})
            for claim in result.claims
        )
        return result.model_copy(update={"claims": claims})

    def _split(
        self, article: Article, sentences: Sequence[Sentence]
    ) -> tuple[SplitResult, list[Claim]]:
        """Claims not yet scored, and those of them whose language the rules can read."""
        known = knows_language(article.text, article.language)
        claims: list[Claim] = []
        readable: list[Claim] = []
        outcomes: list[SentenceOutcome] = []
        occurrences: Counter[tuple[str, str, ClaimKind]] = Counter()
        lines: set[str] = set()
        before: Reading | None = None
        for sentence in sentences:
            reading = read_sentence(article, sentence, before, lines)
            sorted_out = known and self._sorts_out
            layout = find_layout_reason(reading.text, reading.place) if sorted_out else None
            found = layout or find_drafts(reading, known, self._sorts_out)
            outcomes.append(_name_outcome(sentence, found))
            if isinstance(found, tuple):
                made = [_make_claim(article, reading, draft, occurrences) for draft in found]
                claims += made
                readable += [one for one, draft in zip(made, found, strict=True) if draft.known]
            before = None if layout else reading
        return SplitResult(claims=tuple(claims), outcomes=tuple(outcomes)), readable


def _make_claim(
    article: Article,
    reading: Reading,
    draft: Draft,
    occurrences: Counter[tuple[str, str, ClaimKind]],
) -> Claim:
    start, end = (
        reading.sentence.start + place for place in reading.seen.original_span(*draft.words)
    )
    original = article.text[start:end]
    content = (original, draft.text, draft.kind)
    occurrences[content] += 1
    return Claim(
        start=start,
        end=end,
        id=claim_id(*content, occurrences[content] - 1),
        sentence=reading.sentence.index,
        original=original,
        text=draft.text,
        kind=draft.kind,
        claimant=draft.claimant,
        check_worthiness=UNKNOWN,
    )


def _name_outcome(sentence: Sentence, found: Found) -> SentenceOutcome:
    if isinstance(found, NotCheckable):
        return SentenceOutcome(
            index=sentence.index, outcome=Outcome.NOT_CHECKABLE, reason=found.value
        )
    if isinstance(found, str):
        return SentenceOutcome(index=sentence.index, outcome=Outcome.AMBIGUOUS, reason=found)
    return SentenceOutcome(index=sentence.index, outcome=Outcome.CLAIMS)
