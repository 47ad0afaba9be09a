"""Numbers are exact, whoever judges: what a judge proposes is held against the source's own."""

import time
from datetime import date

import pytest

from service.domain.verdict import Judgement, Label, Stance
from service.pipeline.citations import Proof, conclude, verify_citations
from service.pipeline.quantities import find_unproven_number
from tests.builders.pipeline import (
    claim_of,
    document_of,
    evidence_of,
    judgement_of,
    propose,
    texts_of,
)


def supported(claim: str, source: str, quote: str | None = None, **fields: object) -> bool:
    """Whether a judge that says "supported" and quotes the source is believed."""
    evidence = evidence_of(source, document_of("doc", **fields))
    judgement = judgement_of(Label.SUPPORTED, propose(evidence, quote or source))
    stated = claim_of(claim).model_copy(update={"written": date(2024, 6, 1)})
    proof = verify_citations(stated, judgement, [evidence], texts_of([evidence]))
    return conclude(judgement, proof, "test").label is Label.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The protocol was signed in 2021.", "The protocol was signed on 6 December 2021."),
        ("The S-400 was delivered.", "Russia delivered the S-400."),
        ("It was the 21st summit.", "The 21st summit was held in Delhi."),
        ("The road is 12 km long.", "The road has a length of 12 km."),
    ],
)
def test_what_the_source_says_is_believed(claim: str, source: str) -> None:
    assert supported(claim, source)


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The protocol was signed in 2019.", "The protocol was signed on 6 December 2021."),
        ("The protocol was signed in March 2021.", "The protocol was signed on 6 December 2021."),
        ("It was signed on 6 December 2019.", "It was signed in 2021."),
        ("The S-500 was delivered.", "Russia delivered the S-400."),
        ("Article 371 was repealed.", "Article 370 was repealed."),
        ("It was the 21st summit.", "It was the 20th summit."),
        ("The team won 3-1.", "The team won 2-1."),
        ("The train leaves at 10:30.", "The train leaves at 11:30."),
        ("It opened on 06/12/2021.", "It opened on 07/12/2021."),
        ("The road is 12 km long.", "The road is 13 km long."),
        ("The two leaders met in Arvel.", "President Orr and Premier Vale met in Arvel."),
        ("The two leaders met in Arvel.", "The three leaders met in Arvel."),
        ("The two ships sank.", "The ship sank."),
        ("The two leaders met in Arvel.", "The leaders met in Arvel. Nine leaders were there."),
        ("Two leaders met in Arvel.", "President Orr and Premier Vale met in Arvel."),
        ("The 40 leaders met in Arvel.", "President Orr and Premier Vale met in Arvel."),
        ("The two million refugees came home.", "The refugees came home."),
        ("The firm closed its two factories.", "The firm closed its factories."),
        ("The nine factories were closed.", "The factories were closed."),
        ("All of the two dozen ministers resigned.", "All of the ministers resigned."),
    ],
)
def test_another_number_is_not_believed(claim: str, source: str) -> None:
    assert not supported(claim, source)


def test_a_short_quote_does_not_hide_the_number_of_its_sentence() -> None:
    source = "The bridge cost 5 million euros. The tunnel cost 6 million euros."

    assert not supported("The bridge cost 6 million euros.", source, "The bridge cost")
    assert supported("The bridge cost 5 million euros.", source, "The bridge cost")


@pytest.mark.parametrize("run", ["a", "-", "1", "1-", "."])
def test_a_long_run_of_signs_takes_no_long_time(run: str) -> None:
    """An expression that looked for the digit from every place took minutes."""
    evidence = evidence_of(run * 100_000)
    started = time.perf_counter()
    unproven = find_unproven_number(claim_of("The S-400 came."), [(evidence, "It came.")])
    assert time.perf_counter() - started < 20
    assert "s-400" in unproven


def test_the_claims_dates_take_the_articles_year() -> None:
    claim = "The terminal opened on 3 May."

    assert not supported(claim, "The terminal opened on 3 May 2019.")
    assert supported(claim, "The terminal opened on 3 May 2024.")


def prove(*stances: Stance, label: Label) -> tuple[Judgement, Proof]:
    evidence = evidence_of("The bridge cost 5 million euros.")
    quotes = [propose(evidence, evidence.passage.text, stance) for stance in stances]
    judgement = judgement_of(label, *quotes)
    claim = claim_of("The bridge cost 5 million euros.")
    return judgement, verify_citations(claim, judgement, [evidence], texts_of([evidence]))


def test_a_quote_that_says_what_the_claim_says_cannot_refute_it() -> None:
    judgement, proof = prove(Stance.REFUTES, label=Label.REFUTED)

    assert proof.citations == ()
    assert conclude(judgement, proof, "test").label is Label.NOT_ENOUGH_EVIDENCE


def test_the_same_words_cannot_stand_on_both_sides() -> None:
    evidence = evidence_of("The bridge is expensive.")
    quote = evidence.passage.text
    judgement = judgement_of(
        Label.CONFLICTING_EVIDENCE, *(propose(evidence, quote, stance) for stance in Stance)
    )
    claim = claim_of("The bridge was cheap.")

    proof = verify_citations(claim, judgement, [evidence], texts_of([evidence]))

    assert proof.citations == ()
    assert conclude(judgement, proof, "test").label is Label.NOT_ENOUGH_EVIDENCE


def test_one_side_does_not_win_when_both_are_proven() -> None:
    pro, con = evidence_of("It is red."), evidence_of("It is blue.", document_of("b"))
    judgement = judgement_of(
        Label.SUPPORTED,
        propose(pro, "It is red."),
        propose(con, "It is blue.", Stance.REFUTES),
    )

    proof = verify_citations(
        claim_of("It is red, really."), judgement, [pro, con], texts_of([pro, con])
    )

    assert len(proof.citations) == 2
    assert conclude(judgement, proof, "test").label is Label.NOT_ENOUGH_EVIDENCE
