"""The rules that values keep whoever makes them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain.article import Article, sha256_of
from service.domain.base import Span
from service.domain.check import CheckOptions, CheckStatus
from service.domain.claim import Claim, ClaimKind, claim_id
from service.domain.evidence import Document, EvidenceQuery
from service.domain.verdict import (
    LABEL_DEFINITIONS,
    Citation,
    Label,
    ProposedCitation,
    Review,
    Stance,
    sides_needed,
)
from tests.builders.pipeline import document_of, evidence_of

DAY = date(2021, 5, 10)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (5, 5)])
def test_a_span_is_never_empty_or_reversed(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end)


@given(text=st.text(min_size=1), data=st.data())
def test_a_span_counts_code_points(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert Span(start=start, end=end).of(text) == text[start:end]


@given(st.integers(0, 9), st.integers(1, 9), st.integers(0, 9), st.integers(1, 9))
def test_a_span_within_another_has_all_its_places_there(
    start: int, length: int, other_start: int, other_length: int
) -> None:
    one = Span(start=start, end=start + length)
    other = Span(start=other_start, end=other_start + other_length)
    places = set(range(one.start, one.end)) <= set(range(other.start, other.end))
    assert one.within(other) is places


def test_values_never_change_and_know_their_fields() -> None:
    article = Article(text="The quay.")
    with pytest.raises(ValidationError):
        article.text = "Another."  # type: ignore[misc]  # the point of it
    with pytest.raises(ValidationError):
        Article.model_validate({"text": "The quay.", "headline": "unknown"})
    with pytest.raises(ValidationError):
        Article(text="")


def test_a_text_that_cannot_be_stored_is_no_article() -> None:
    with pytest.raises(ValidationError):
        Article(text="lone \ud800 surrogate")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_texts_are_addressed_by_the_digest_of_their_bytes(text: str) -> None:
    assert sha256_of(text) == sha256_of(text)
    assert len(sha256_of(text)) == 64
    assert sha256_of(text) != sha256_of(text + " ")


def test_a_claims_id_follows_its_content_and_nothing_else() -> None:
    base = claim_id("it grew", "The port grew", ClaimKind.FACT, 0)
    others = {
        claim_id("it grew!", "The port grew", ClaimKind.FACT, 0),
        claim_id("it grew", "The port grew!", ClaimKind.FACT, 0),
        claim_id("it grew", "The port grew", ClaimKind.ATTRIBUTION, 0),
        claim_id("it grew", "The port grew", ClaimKind.FACT, 1),
        claim_id("it grewThe port", " grew", ClaimKind.FACT, 0),
    }
    assert base == claim_id("it grew", "The port grew", ClaimKind.FACT, 0)
    assert len(others | {base}) == 6


@pytest.mark.parametrize("worth", [-0.1, 1.1, float("nan")])
def test_a_probability_lies_between_nothing_and_one(worth: float) -> None:
    with pytest.raises(ValidationError):
        Claim(id="c", sentence=0, start=0, end=1, original="x", text="x", check_worthiness=worth)


def test_only_not_enough_evidence_decides_nothing() -> None:
    assert {label for label in Label if not label.decisive} == {Label.NOT_ENOUGH_EVIDENCE}
    assert set(LABEL_DEFINITIONS) == set(Label)


def test_every_decisive_label_needs_the_sides_it_speaks_of() -> None:
    assert {label: set(sides_needed(label)) for label in Label} == {
        Label.SUPPORTED: {Stance.SUPPORTS},
        Label.REFUTED: {Stance.REFUTES},
        Label.CONFLICTING_EVIDENCE: {Stance.SUPPORTS, Stance.REFUTES},
        Label.NOT_ENOUGH_EVIDENCE: set(),
    }


@pytest.mark.parametrize(
    ("fields", "later"),
    [
        ({}, False),
        ({"published": DAY}, False),
        ({"published": DAY + timedelta(1)}, True),
        ({"valid_from": DAY + timedelta(1)}, True),
        ({"published": DAY, "valid_from": DAY}, False),
        ({"published": DAY, "valid_from": DAY + timedelta(1)}, True),
        ({"published": DAY + timedelta(1), "valid_from": DAY}, True),
        ({"valid_until": DAY + timedelta(1)}, False),
    ],
)
def test_a_document_is_later_than_a_day_on_which_it_was_not_known_or_not_valid(
    fields: dict[str, date], later: bool
) -> None:
    document = Document.model_validate({"id": "doc", "title": "A", **fields})
    assert document.later_than(DAY) is later
    assert document.later_than(None) is False


def test_evidence_decides_unless_it_may_only_be_shown() -> None:
    assert evidence_of("x").decides
    assert not evidence_of("x", later=True).decides
    assert not evidence_of("x", document_of(own_publication=True)).decides


@pytest.mark.parametrize(
    "name", ["", "-a", ".a", "A", "a b", "a/b", "../a", "a:b", "a\n", "é", "a" * 101]
)
def test_a_documents_id_is_a_plain_name(name: str) -> None:
    with pytest.raises(ValidationError):
        Document(id=name, title="A")


@pytest.mark.parametrize("name", ["", "A", "a.b", "a b", "a\n", "a" * 65, "'; --"])
def test_a_collections_name_is_a_plain_name(name: str) -> None:
    for make in (
        lambda: Document(id="a", title="A", collection=name),
        lambda: CheckOptions(collection=name),
    ):
        with pytest.raises(ValidationError):
            make()


def test_bounds_of_what_a_caller_may_ask_for() -> None:
    for wrong in ({"passages": 0}, {"passages": 51}, {"seconds": 0}, {"judge_seconds": -1}):
        with pytest.raises(ValidationError):
            CheckOptions.model_validate(wrong)
    with pytest.raises(ValidationError):
        EvidenceQuery(text="x", limit=0)


def test_a_citation_and_a_review_say_something() -> None:
    with pytest.raises(ValidationError):
        ProposedCitation(passage="p", quote="", stance=Stance.SUPPORTS)
    with pytest.raises(ValidationError):
        Review.model_validate({"label": "refuted", "reviewer": "", "reviewed": "2026-11-24"})
    with pytest.raises(ValidationError):
        Citation.model_validate(
            {"start": 0, "end": 1, "stance": "supports", "quote": "x", "version": "short",
             "document": document_of()}
        )  # fmt: skip


def test_two_states_of_a_check_are_final() -> None:
    assert {one for one in CheckStatus if one.final} == {CheckStatus.DONE, CheckStatus.FAILED}
