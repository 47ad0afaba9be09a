"""Promise 7: a report says what was seen, and leads to the same verdicts again."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.report import Report
from service.domain.verdict import Judgement, Label, Stance
from service.pipeline.citations import conclude, verify_citations
from tests.builders.pipeline import (
    FakeJudge,
    check_text,
    checker_of,
    judgement_of,
    propose,
)
from tests.builders.stores import Stores, opened_stores

ARTICLE = "The old quay has nine cranes. The new quay has red cranes. Nothing is said of ships."


def judge_by_words(claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
    """Supported by a passage that says it, refuted by one that says it with "not"."""
    core = claim.text.rstrip(".")
    proposals = []
    for one in evidence:
        if core in one.passage.text:
            proposals.append(propose(one, core, Stance.SUPPORTS))
        if core.replace(" has ", " has not ") in one.passage.text:
            proposals.append(propose(one, core.replace(" has ", " has not "), Stance.REFUTES))
    stances = {one.stance for one in proposals}
    if not stances:
        return judgement_of(Label.NOT_ENOUGH_EVIDENCE)
    if len(stances) == 2:
        return judgement_of(Label.CONFLICTING_EVIDENCE, *proposals)
    label = Label.SUPPORTED if Stance.SUPPORTS in stances else Label.REFUTED
    return judgement_of(label, *proposals)


async def check_library(stores: Stores) -> Report:
    await stores.add("It is known: The old quay has nine cranes. All are green.", id="facts")
    await stores.add("We hold that The new quay has not red cranes!", id="denial")
    judge = FakeJudge(judge_by_words)
    return await check_text(checker_of(judge=judge, index=stores.search), ARTICLE)


async def change_everything(stores: Stores) -> None:
    """Replace one document, withdraw the other, add more."""
    await stores.add("Nothing of the kind is known.", id="facts", title="Replaced")
    await stores.library.withdraw("denial")
    await stores.add("The old quay has not nine cranes.", id="contrary")


async def assert_replays(stored: str, stores: Stores) -> None:
    """Only the report's JSON and the stored texts are used."""
    report = Report.model_validate_json(stored)
    for claim in report.claims:
        evidence = [
            Evidence.model_validate(one.model_dump(exclude={"entailment"}))
            for one in claim.considered
        ]
        texts = {
            version: await stores.search.read_text(version)
            for version in {one.passage.version for one in evidence}
        }
        for one in evidence:
            assert one.passage.of(texts[one.passage.version]) == one.passage.text
        judgement = judge_by_words(claim, evidence)
        proof = verify_citations(claim, judgement, evidence, texts)
        assert conclude(judgement, proof, "fake") == claim.verdict
        assert proof.citations == claim.citations
        for citation in claim.citations:
            assert citation.quote == texts[citation.version][citation.start : citation.end]


async def test_a_report_leads_to_the_same_verdicts_after_the_library_changed(
    tmp_path: Path,
) -> None:
    async with opened_stores(tmp_path) as stores:
        report = await check_library(stores)
        labels = [claim.label for claim in report.claims]
        assert labels == [Label.SUPPORTED, Label.REFUTED, Label.NOT_ENOUGH_EVIDENCE]
        stored = report.model_dump_json(by_alias=True)
        await assert_replays(stored, stores)
        await change_everything(stores)
        again = await check_text(
            checker_of(judge=FakeJudge(judge_by_words), index=stores.search), ARTICLE
        )
        assert [claim.label for claim in again.claims] != labels
        await assert_replays(stored, stores)
    async with opened_stores(tmp_path) as reopened:
        await assert_replays(stored, reopened)


async def test_a_report_names_everything_that_decided_it(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        report = await check_library(stores)
    assert Report.model_validate_json(report.model_dump_json(by_alias=True)) == report
    origin = report.provenance
    assert (origin.engine, origin.version) == ("fake", "0.0")
    assert {one.name for one in origin.models} == {"fake-splitter", "hash-embedder", "fake-judge"}
    assert set(origin.fingerprints) == {"splitter", "judge"}
    assert all(one.saw for one in origin.models)
    assert origin.library.documents == 2
    assert origin.library.revision > 0
    assert origin.settings["passages"] == 10
    assert set(report.timing) == {"sentences", "claims", "verdicts"}
    considered = {one.document.id for claim in report.claims for one in claim.considered}
    assert considered == {"facts", "denial"}


async def test_the_day_that_counts_is_the_callers_else_the_articles(tmp_path: Path) -> None:
    async with opened_stores(tmp_path) as stores:
        await stores.add("The old quay has nine cranes", id="later", published=date(2026, 1, 1))
        checker = checker_of(judge=FakeJudge(judge_by_words), index=stores.search)
        for day, label in (
            (date(2025, 12, 31), Label.NOT_ENOUGH_EVIDENCE),
            (date(2026, 1, 1), Label.SUPPORTED),
        ):
            report = await check_text(checker, "The old quay has nine cranes.", as_of=day)
            assert report.as_of == day
            (claim,) = report.claims
            assert claim.label is label
            assert [one.later for one in claim.considered] == [label is not Label.SUPPORTED]
