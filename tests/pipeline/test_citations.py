"""Quotes are located with care, and what is not proven is not said."""

from collections.abc import Sequence

import pytest

from service.domain.base import Span
from service.domain.evidence import Evidence
from service.domain.verdict import Judgement, Label, ProposedCitation, Stance
from service.pipeline.citations import conclude, locate_quote, verify_citations
from tests.builders.pipeline import (
    claim_of,
    document_of,
    evidence_of,
    judgement_of,
    propose,
    texts_of,
)

CLAIM = claim_of("The quay was rebuilt.")
SAYS = evidence_of("The quay was rebuilt in spring.", document_of("says"))
DENIES = evidence_of("The quay was never rebuilt.", document_of("denies"))
BOTH = (
    propose(SAYS, "was rebuilt", Stance.SUPPORTS),
    propose(DENIES, "never rebuilt", Stance.REFUTES),
)


def located(quote: str, text: str) -> str | None:
    span = locate_quote(quote, text, Span(start=0, end=len(text)))
    return span.of(text) if span else None


def concluded(judgement: Judgement, evidence: Sequence[Evidence]) -> tuple[Label, str]:
    proof = verify_citations(CLAIM, judgement, evidence, texts_of(evidence))
    verdict = conclude(judgement, proof, "fake")
    return verdict.label, verdict.justification


@pytest.mark.parametrize(
    ("quote", "text", "found"),
    [
        ("the quay", "On the quay.", "the quay"),
        ("  the quay\n", "On the quay.", "the quay"),
        ("the old quay", "On the\nold\r\n  quay.", "the\nold\r\n  quay"),
        ("the old quay", "On the\u00a0old\u2003quay.", "the\u00a0old\u2003quay"),
        ("the quay", "On the qu\u00aday.", "the qu\u00aday"),
        ("the qu\u200bay", "On the quay.", "the quay"),
        ("'quay'", "The ‘quay’ it was.", "‘quay’"),
        ("2014-2017", "In 2014–2017 it grew.", "2014–2017"),
        ("wait...", "They wait… and wait.", "wait…"),
        ("是的", "他说是的。", "是的"),
        ("5 million", "Of 15 million, 5 million went.", "5 million"),
    ],
)
def test_a_quote_is_located_whatever_its_spacing_and_punctuation_look_like(
    quote: str, text: str, found: str
) -> None:
    assert located(quote, text) == found


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5 million", "It cost 15 million."),
        ("15", "It grew by 15.5%."),
        ("5%", "It grew by 15.5%."),
        ("250 ships", "There were 1,250 ships."),
        ("250 ships", "There were 1 250 ships."),
        ("1", "There were 1'250 ships."),
        ("481", "В порту ٤481 судов, 4812 всего."),
        ("lawful", "It was unlawful."),
        ("lawful", "It was un\u00adlawful."),
        ("possible", "It was im\u200bpossible."),
        ("законно", "Это незаконно."),
        ("resume", "The re\u0301sume\u0301 arrived."),
        ("the Quay", "On the quay."),
        ("the quay", "On thequay."),
        ("the  quay", "On the new quay."),
        (".", "On the quay."),
        ("—", "On — the quay."),
        (" \u200b", "On the \u200b quay."),
        ("On the quay. All of it.", "On the quay."),
    ],
)
def test_other_words_and_parts_of_words_are_not_located(quote: str, text: str) -> None:
    assert located(quote, text) is None


def test_a_quote_must_stand_inside_its_passage() -> None:
    text = "The quay is old. The crane is new."
    first, second = Span(start=0, end=16), Span(start=17, end=34)
    assert locate_quote("The crane", text, first) is None
    assert locate_quote("is old. The", text, first) is None
    assert locate_quote("The crane", text, second) == Span(start=17, end=26)


def test_a_passage_that_begins_inside_a_number_does_not_change_it() -> None:
    text = "It handled 15250 ships."
    assert locate_quote("250 ships", text, Span(start=13, end=23)) is None


def test_a_quote_of_regular_expression_signs_is_only_text() -> None:
    assert located("(a+)+$ [x]", "Formula (a+)+$ [x] it is.") == "(a+)+$ [x]"
    assert located(".*", "Anything goes.") is None


@pytest.mark.parametrize(
    ("label", "given", "expected"),
    [
        (Label.SUPPORTED, BOTH[:1], Label.SUPPORTED),
        (Label.SUPPORTED, BOTH[1:], Label.NOT_ENOUGH_EVIDENCE),
        (Label.SUPPORTED, (), Label.NOT_ENOUGH_EVIDENCE),
        (Label.REFUTED, BOTH[1:], Label.REFUTED),
        (Label.REFUTED, BOTH[:1], Label.NOT_ENOUGH_EVIDENCE),
        (Label.CONFLICTING_EVIDENCE, BOTH, Label.CONFLICTING_EVIDENCE),
        (Label.CONFLICTING_EVIDENCE, BOTH[:1], Label.NOT_ENOUGH_EVIDENCE),
        (Label.CONFLICTING_EVIDENCE, BOTH[1:], Label.NOT_ENOUGH_EVIDENCE),
        (Label.NOT_ENOUGH_EVIDENCE, (), Label.NOT_ENOUGH_EVIDENCE),
        (Label.NOT_ENOUGH_EVIDENCE, BOTH, Label.NOT_ENOUGH_EVIDENCE),
    ],
)
def test_a_label_needs_its_sides(
    label: Label, given: tuple[ProposedCitation, ...], expected: Label
) -> None:
    found, why = concluded(judgement_of(label, *given), (SAYS, DENIES))
    assert found is expected
    if expected is not label:
        assert label.value.replace("_", " ") in why


@pytest.mark.parametrize(
    "shown",
    [
        evidence_of("The quay was rebuilt.", document_of("own", own_publication=True)),
        evidence_of("The quay was rebuilt.", document_of("later"), later=True),
    ],
)
@pytest.mark.parametrize(
    ("label", "stance"),
    [(Label.SUPPORTED, Stance.SUPPORTS), (Label.REFUTED, Stance.REFUTES)],
)
def test_what_may_only_be_shown_proves_nothing(
    shown: Evidence, label: Label, stance: Stance
) -> None:
    found, why = concluded(judgement_of(label, propose(shown, "rebuilt", stance)), (shown,))
    assert found is Label.NOT_ENOUGH_EVIDENCE
    assert "proves nothing" in why


def test_a_citation_of_an_unseen_passage_is_named_as_the_reason() -> None:
    found, why = concluded(judgement_of(Label.SUPPORTED, BOTH[0]), (DENIES,))
    assert found is Label.NOT_ENOUGH_EVIDENCE
    assert "not shown" in why


def test_the_same_citation_twice_is_one() -> None:
    judgement = judgement_of(Label.SUPPORTED, BOTH[0], propose(SAYS, "was  rebuilt"))
    proof = verify_citations(CLAIM, judgement, (SAYS,), texts_of((SAYS,)))
    assert len(proof.citations) == 1


def test_quotes_are_held_against_the_stored_text_and_not_the_passage_as_shown() -> None:
    stored = {SAYS.passage.version: "The quay was ruined in spring.."}
    proof = verify_citations(CLAIM, judgement_of(Label.SUPPORTED, BOTH[0]), (SAYS,), stored)
    assert proof.citations == ()


@pytest.mark.parametrize(
    ("claim", "passage", "proven"),
    [
        ("The quay is 12 km long.", "The quay is 12 km long.", True),
        ("The quay is 12 km long.", "The quay is 14 km long.", False),
        ("The quay is 12 km long.", "The quay is long.", False),
        ("The quay opened in 2019.", "The quay opened in 2018.", False),
    ],
)
def test_a_number_that_the_source_denies_or_leaves_out_is_not_supported(
    claim: str, passage: str, proven: bool
) -> None:
    shown = evidence_of(passage)
    judgement = judgement_of(Label.SUPPORTED, propose(shown, passage))
    proof = verify_citations(claim_of(claim), judgement, (shown,), texts_of((shown,)))
    assert bool(proof.citations) is proven
    assert bool(proof.doubts) is not proven


def test_two_passages_with_the_same_quote_are_each_read_for_the_number() -> None:
    with_number = evidence_of("The quay is long. It has 12 km.", document_of("a"))
    without = evidence_of("The quay is long. It is old.", document_of("b"))
    judgement = judgement_of(
        Label.SUPPORTED,
        propose(with_number, "The quay is long."),
        propose(without, "The quay is long."),
    )
    shown = (with_number, without)
    proof = verify_citations(claim_of("The quay has 12 km."), judgement, shown, texts_of(shown))
    assert len(proof.citations) == 2
