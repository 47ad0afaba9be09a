"""Promise 8: the same question is never paid for twice."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from service.domain.claim import Claim, ClaimKind
from service.domain.evidence import Evidence
from service.domain.verdict import Judgement, Label
from service.pipeline.verdicts import judgement_key
from tests.builders.pipeline import (
    FakeIndex,
    FakeJudge,
    MemoryJudgements,
    check_text,
    checker_of,
    claim_of,
    document_of,
    evidence_of,
    labels_of,
    support_with_first,
)
from tests.builders.stores import opened_stores

TEXT = "The quay is old. The crane is new."
EVIDENCE = (evidence_of("They were all inspected."),)
CLAIM = claim_of("The quay is old.")


class SlowJudge(FakeJudge):
    """Gives others a chance to ask meanwhile."""

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        answer = await super().judge(claim, evidence)
        await asyncio.sleep(0.01)
        return answer


async def test_a_second_check_judges_nothing_again() -> None:
    judge, store = FakeJudge(support_with_first), MemoryJudgements()
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=store)
    first = await check_text(checker, TEXT)
    second = await check_text(checker, TEXT)
    assert len(judge.asked) == 2
    assert [one.verdict for one in first.claims] == [one.verdict for one in second.claims]
    assert [one.citations for one in first.claims] == [one.citations for one in second.claims]


async def test_a_revised_article_pays_for_its_changed_sentences_only() -> None:
    judge = FakeJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE))
    before = await check_text(checker, TEXT)
    after = await check_text(checker, "An opening! The quay is old. The crane is blue.")
    assert judge.asked == [
        "The quay is old.",
        "The crane is new.",
        "An opening!",
        "The crane is blue.",
    ]
    assert before.claims[0].id == after.claims[1].id


async def test_the_same_sentence_twice_in_one_article_is_judged_once() -> None:
    judge = SlowJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE))
    report = await check_text(checker, "The quay is old. " * 6)
    assert judge.asked == ["The quay is old."]
    assert labels_of(report) == [Label.SUPPORTED] * 6
    assert len({claim.id for claim in report.claims}) == 6


async def test_checks_at_the_same_time_share_their_judgements() -> None:
    judge = SlowJudge(support_with_first)
    checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE))
    await asyncio.gather(*(check_text(checker, TEXT) for _ in range(5)))
    assert sorted(judge.asked) == ["The crane is new.", "The quay is old."]


async def test_a_failure_is_not_kept_and_asked_again() -> None:
    store = MemoryJudgements()
    failing = FakeJudge(support_with_first, errors={"The quay is old.": RuntimeError("once")})
    index = FakeIndex(EVIDENCE)
    await check_text(checker_of(judge=failing, index=index, judgements=store), TEXT)
    healed = FakeJudge(support_with_first)
    report = await check_text(checker_of(judge=healed, index=index, judgements=store), TEXT)
    assert healed.asked == ["The quay is old."]
    assert labels_of(report) == [Label.SUPPORTED, Label.SUPPORTED]


async def test_judgements_survive_closing_the_database(tmp_path: Path) -> None:
    asked = []
    for _ in range(2):
        async with opened_stores(tmp_path) as stores:
            await stores.add("Every quay and crane was inspected.")
            judge = FakeJudge(support_with_first)
            checker = checker_of(judge=judge, index=stores.search, judgements=stores.judgements)
            report = await check_text(checker, TEXT)
            assert labels_of(report) == [Label.SUPPORTED, Label.SUPPORTED]
            asked.append(len(judge.asked))
    assert asked == [2, 0]


async def test_another_library_is_another_question(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        judge = FakeJudge(support_with_first)
        checker = checker_of(judge=judge, index=stores.search, judgements=stores.judgements)
        await stores.add("Every quay was inspected.")
        await check_text(checker, "The quay is old.")
        await stores.add("Every quay was inspected twice.")
        await check_text(checker, "The quay is old.")
        await stores.add("Every quay was inspected twice.", title="Another title")
        await check_text(checker, "The quay is old.")
    assert len(judge.asked) == 3


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (claim_of("The quay is new."), EVIDENCE),
        (CLAIM.model_copy(update={"kind": ClaimKind.ATTRIBUTION}), EVIDENCE),
        (CLAIM.model_copy(update={"claimant": "the mayor"}), EVIDENCE),
        (CLAIM, ()),
        (CLAIM, (*EVIDENCE, evidence_of("More."))),
        (CLAIM, (evidence_of("They were all inspected!"),)),
        (CLAIM, (evidence_of("They were all inspected.", document_of("other")),)),
        (CLAIM, (evidence_of("They were all inspected.", document_of(title="Other")),)),
        (CLAIM, (evidence_of("They were all inspected.", before="Not true:"),)),
        (CLAIM, (evidence_of("They were all inspected.", after="Not."),)),
        (CLAIM, (evidence_of("They were all inspected.", later=True),)),
        (CLAIM, (evidence_of("They were all inspected.").model_copy(update={"dense": 0.5}),)),
    ],
)
def test_whatever_the_judge_sees_is_part_of_the_question(
    claim: Claim, evidence: Sequence[Evidence]
) -> None:
    key = judgement_key("judge:1", CLAIM, EVIDENCE)
    assert judgement_key("judge:1", claim, evidence) != key
    assert judgement_key("judge:2", CLAIM, EVIDENCE) != key


@pytest.mark.parametrize("change", [{"id": "other"}, {"start": 5}, {"sentence": 3}])
def test_where_a_claim_stands_is_no_part_of_the_question(change: dict[str, Any]) -> None:
    moved = CLAIM.model_copy(update=change)
    assert judgement_key("j", moved, EVIDENCE) == judgement_key("j", CLAIM, EVIDENCE)
