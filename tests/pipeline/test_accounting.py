"""Promise 1: every sentence ends exactly once, whatever the article and the splitter."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.article import Article, Sentence
from service.domain.claim import Claim, Outcome, SentenceOutcome, SplitResult
from service.domain.report import Report, ReportStatus
from service.errors import EngineFailed, EngineTimeout
from service.pipeline.sentences import read_sentences
from service.text.normalize import is_invisible
from tests.builders.pipeline import (
    FakeSplitter,
    check_text,
    checker_of,
    claim_of,
    one_claim_each,
)

ODD_PARTS = (
    "The port grew. ",
    "Порт вырос на 5%. ",
    "نما الميناء. ",
    "👩‍👩‍👧 e\u0301\u0327! ",
    "\u200b\u200d\ufeff\u00ad",
    "\u202eright to left\u202c. ",
    "\r\n",
    "\r",
    "\n\n",
    "\u2028",
    "“Quoted. Twice.” ",
    "Dr. No said e.g. nothing... ",
    "\u3000他说港口增长了。",
    "\x00\x07",
)
articles = st.one_of(
    st.lists(st.sampled_from(ODD_PARTS), min_size=1, max_size=12).map("".join),
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200),
)


def outcomes_for(sentences: Sequence[Sentence]) -> st.SearchStrategy[tuple[SentenceOutcome, ...]]:
    """Outcomes that are missing, doubled, for unknown sentences, or without a reason."""
    outcome = st.builds(
        SentenceOutcome,
        index=st.integers(0, len(sentences) + 2),
        outcome=st.sampled_from(Outcome),
        reason=st.sampled_from([None, "", "opinion"]),
    )
    return st.lists(outcome, max_size=2 * len(sentences) + 2).map(tuple)


def claims_for(
    article: Article, sentences: Sequence[Sentence]
) -> st.SearchStrategy[tuple[Claim, ...]]:
    """Claims with spans and sentences of any kind, true ones and doubled ids among them."""
    wrong = st.builds(
        Claim,
        id=st.sampled_from(["c1", "c2", "c3"]),
        sentence=st.integers(0, len(sentences) + 2),
        start=st.integers(0, len(article.text)),
        end=st.integers(len(article.text) + 1, len(article.text) + 3),
        original=st.text(max_size=5),
        text=st.just("x"),
        check_worthiness=st.just(0.5),
    )
    if not sentences:
        return st.lists(wrong, max_size=3).map(tuple)
    true = st.sampled_from(sentences).map(lambda one: claim_of(one.of(article.text), one))
    return st.lists(st.one_of(true, true, wrong), max_size=6).map(tuple)


def check(text: str, splitter: FakeSplitter) -> Report:
    return asyncio.run(check_text(checker_of(splitter=splitter), text))


def assert_accounted(report: Report, text: str) -> None:
    sentences = read_sentences(Article(text=text))
    assert [(one.index, one.start, one.end) for one in report.sentences] == [
        (one.index, one.start, one.end) for one in sentences
    ]
    by_id = {claim.id: claim for claim in report.claims}
    assert len(by_id) == len(report.claims) == report.summary.claims
    listed = [one for sentence in report.sentences for one in sentence.claims]
    assert sorted(listed) == sorted(by_id)
    for sentence in report.sentences:
        assert (sentence.outcome is Outcome.CLAIMS) == bool(sentence.claims)
        assert sentence.outcome is Outcome.CLAIMS or sentence.reason
        for claim in (by_id[one] for one in sentence.claims):
            assert claim.within(sentence)
            assert claim.sentence == sentence.index
            assert claim.original == report.article.text[claim.start : claim.end]
    failed = any(one.outcome is Outcome.ERROR for one in report.sentences)
    assert (report.status is ReportStatus.PARTIAL) == failed
    assert report.summary.sentences == len(sentences)


@given(text=articles)
def test_every_visible_character_lies_in_exactly_one_sentence(text: str) -> None:
    covered = [0] * len(text)
    for sentence in read_sentences(Article(text=text)):
        for place in range(sentence.start, sentence.end):
            covered[place] += 1
    for place, character in enumerate(text):
        visible = not character.isspace() and not is_invisible(character)
        assert covered[place] == 1 if visible else covered[place] <= 1


@given(data=st.data(), text=articles)
def test_a_hostile_splitter_loses_no_sentence(data: st.DataObject, text: str) -> None:
    def answer(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        return SplitResult(
            claims=data.draw(claims_for(article, sentences)),
            outcomes=data.draw(outcomes_for(sentences)),
        )

    assert_accounted(check(text, FakeSplitter(answer=answer)), text)


@given(text=articles)
def test_an_honest_splitter_is_believed(text: str) -> None:
    report = check(text, FakeSplitter())
    assert_accounted(report, text)
    assert all(one.outcome is Outcome.CLAIMS for one in report.sentences)


@pytest.mark.parametrize(
    "error", [EngineFailed("broken"), EngineTimeout("late"), RuntimeError("bug"), TimeoutError()]
)
async def test_a_raising_splitter_ends_every_sentence_as_error(error: Exception) -> None:
    report = await check_text(
        checker_of(splitter=FakeSplitter(error=error)), "One is here. Two is there."
    )
    assert [one.outcome for one in report.sentences] == [Outcome.ERROR, Outcome.ERROR]
    assert all(one.reason for one in report.sentences)
    assert report.status is ReportStatus.PARTIAL
    assert report.claims == ()


async def test_a_hanging_splitter_spends_the_budget_and_no_more() -> None:
    class Hanging(FakeSplitter):
        async def split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
            await asyncio.sleep(3600)
            raise AssertionError

    report = await check_text(checker_of(splitter=Hanging()), "One is here.", seconds=0.05)
    assert [one.outcome for one in report.sentences] == [Outcome.ERROR]
    assert "budget-spent" in str(report.sentences[0].reason)


def altered(change: dict[str, Any]) -> FakeSplitter:
    """A splitter whose first claim is changed."""

    def answer(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        honest = one_claim_each(article, sentences)
        first = honest.claims[0].model_copy(update=change)
        return honest.model_copy(update={"claims": (first, *honest.claims[1:])})

    return FakeSplitter(answer=answer)


@pytest.mark.parametrize(
    "change",
    [
        {"original": "One is Here."},
        {"start": 1},
        {"end": 13},
        {"end": 10_000},
        {"sentence": 1},
        {"sentence": 7},
    ],
)
async def test_a_claim_that_stands_elsewhere_makes_an_error_of_its_sentence(
    change: dict[str, Any],
) -> None:
    report = await check_text(checker_of(splitter=altered(change)), "One is here. Two is there.")
    assert_accounted(report, "One is here. Two is there.")
    assert report.sentences[0].outcome is Outcome.ERROR


async def test_a_claim_of_an_unknown_sentence_does_not_vanish_silently() -> None:
    def answer(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        claim = claim_of("One is here.", sentences[0]).model_copy(update={"sentence": 9})
        outcome = SentenceOutcome(index=0, outcome=Outcome.NOT_CHECKABLE, reason="opinion")
        return SplitResult(claims=(claim,), outcomes=(outcome,))

    report = await check_text(checker_of(splitter=FakeSplitter(answer=answer)), "One is here.")
    assert report.sentences[0].outcome is Outcome.ERROR


@pytest.mark.parametrize("second", [Outcome.NOT_CHECKABLE, Outcome.AMBIGUOUS])
async def test_a_sentence_that_ends_twice_is_an_error(second: Outcome) -> None:
    def answer(_article: Article, _sentences: Sequence[Sentence]) -> SplitResult:
        ends = [Outcome.NOT_CHECKABLE, second]
        outcomes = tuple(SentenceOutcome(index=0, outcome=one, reason="opinion") for one in ends)
        return SplitResult(claims=(), outcomes=outcomes)

    report = await check_text(checker_of(splitter=FakeSplitter(answer=answer)), "One is here.")
    assert report.sentences[0].outcome is Outcome.ERROR


async def test_two_claims_with_one_id_are_never_mixed_up() -> None:
    def answer(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        honest = one_claim_each(article, sentences)
        same = tuple(claim.model_copy(update={"id": "c1"}) for claim in honest.claims)
        return honest.model_copy(update={"claims": same})

    report = await check_text(
        checker_of(splitter=FakeSplitter(answer=answer)), "One is here. Two is there."
    )
    assert [one.outcome for one in report.sentences] == [Outcome.CLAIMS, Outcome.ERROR]
    assert [claim.original for claim in report.claims] == ["One is here."]


async def test_claims_are_reported_in_the_order_of_the_article() -> None:
    def answer(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        honest = one_claim_each(article, sentences)
        return SplitResult(claims=honest.claims[::-1], outcomes=honest.outcomes[::-1])

    report = await check_text(
        checker_of(splitter=FakeSplitter(answer=answer)), "One is here. Two is there."
    )
    assert [claim.original for claim in report.claims] == ["One is here.", "Two is there."]
