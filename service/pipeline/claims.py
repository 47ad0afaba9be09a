"""Second stage: sentences become claims, and every sentence is accounted for.

The splitter may be a language model, so nothing it answers is believed unseen: a claim must
stand at its span, inside its sentence, and every sentence must end exactly once.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.domain.article import Article, Sentence
from service.domain.claim import Claim, Outcome, SentenceOutcome, SplitResult
from service.errors import ClaimdeskError, EngineFailed
from service.pipeline.budget import Budget
from service.ports import ClaimSplitter


async def split_claims(
    splitter: ClaimSplitter, article: Article, sentences: Sequence[Sentence], budget: Budget
) -> SplitResult:
    """Claims, and one outcome per sentence in order; what went wrong ends as ``error``."""
    try:
        answer = await budget.spend(splitter.split(article, sentences))
    except ClaimdeskError as error:
        return _all_failed(sentences, f"{error.slug}: {error.detail}")
    except Exception as error:  # an engine's crash must not become a label, or lose the article
        return _all_failed(sentences, f"{EngineFailed.slug}: {type(error).__name__}")
    return account_for(article, sentences, answer)


def account_for(
    article: Article, sentences: Sequence[Sentence], answer: SplitResult
) -> SplitResult:
    """The answer, with every sentence ending exactly once and every bad claim taken out."""
    good, faults = _sound_claims(article, sentences, answer.claims)
    given = Counter(outcome.index for outcome in answer.outcomes)
    by_index = {outcome.index: outcome for outcome in answer.outcomes}
    outcomes = []
    for sentence in sentences:
        claimed = any(claim.sentence == sentence.index for claim in good)
        if sentence.index in faults:
            outcomes.append(_error(sentence.index, faults[sentence.index]))
        elif given[sentence.index] != 1:
            outcomes.append(_error(sentence.index, f"{given[sentence.index]} outcomes"))
        else:
            outcomes.append(_consistent(by_index[sentence.index], claimed))
    kept = {o.index for o in outcomes if o.outcome is Outcome.CLAIMS}
    return SplitResult(
        claims=tuple(claim for claim in good if claim.sentence in kept),
        outcomes=tuple(outcomes),
    )


def _sound_claims(
    article: Article, sentences: Sequence[Sentence], claims: Iterable[Claim]
) -> tuple[list[Claim], dict[int, str]]:
    """The claims that are what they say, in the text's order; the sentences that had others."""
    by_index = {sentence.index: sentence for sentence in sentences}
    good: dict[str, Claim] = {}
    faults: dict[int, str] = {}
    for claim in claims:
        sentence = by_index.get(claim.sentence)
        if sentence is None:
            standing = (one.index for one in sentences if one.start <= claim.start < one.end)
            faults.update(dict.fromkeys(standing, "a claim names a sentence that does not exist"))
        elif not claim.within(sentence) or claim.of(article.text) != claim.original:
            faults[sentence.index] = "a claim does not stand where it says"
        elif claim.id in good:
            faults[sentence.index] = "two claims have the same id"
        else:
            good[claim.id] = claim.model_copy(update={"written": article.published})
    return sorted(good.values(), key=lambda claim: (claim.start, claim.end)), faults


def _consistent(outcome: SentenceOutcome, claimed: bool) -> SentenceOutcome:
    if (outcome.outcome is Outcome.CLAIMS) != claimed:
        return _error(outcome.index, "the outcome does not fit the claims")
    if outcome.outcome is not Outcome.CLAIMS and not outcome.reason:
        return _error(outcome.index, "the outcome has no reason")
    return outcome


def _all_failed(sentences: Sequence[Sentence], reason: str) -> SplitResult:
    return SplitResult(
        claims=(), outcomes=tuple(_error(sentence.index, reason) for sentence in sentences)
    )


def _error(index: int, reason: str) -> SentenceOutcome:
    return SentenceOutcome(index=index, outcome=Outcome.ERROR, reason=reason)
