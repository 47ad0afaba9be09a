import pytest

from service.domain.claim import Outcome
from service.domain.report import ReportSentence, Summary
from service.domain.verdict import Label
from service.errors import EngineTimeout
from service.publishing import words
from tests.builders.reports import document


def summary(**counts: int) -> Summary:
    names = [mark.key for mark in words.MARKS.values()]
    full = {name: counts.get(name, 0) for name in names}
    return Summary(sentences=counts.get("sentences", 9), claims=sum(full.values()), **full)


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({}, "No claim to check was found in 9 sentences."),
        ({"sentences": 1}, "No claim to check was found in 1 sentence."),
        ({"refuted": 1}, "1 claim is refuted."),
        ({"unchecked": 4}, "All 4 claims are unchecked."),
        ({"refuted": 1, "supported": 2}, "1 of 3 claims is refuted and 2 are supported."),
        (
            {"conflicting_evidence": 2, "not_enough_evidence": 1, "supported": 1},
            "2 of 4 claims have conflicting evidence, 1 lacks enough evidence and 1 is supported.",
        ),
    ],
)
def test_the_summary_is_one_sentence(counts: dict[str, int], said: str) -> None:
    assert words.say_summary(summary(**counts)) == said


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (1.0, "high confidence, 100 %"),
        (0.9999, "high confidence, 99 %"),
        (0.85, "high confidence, 85 %"),
        (0.29, "low confidence, 29 %"),
        (0.6, "medium confidence, 60 %"),
        (0.0, "low confidence, 0 %"),
    ],
)
def test_confidence_is_said_in_words_and_number(confidence: float, said: str) -> None:
    assert words.say_confidence(confidence) == said


def test_every_label_and_outcome_has_words() -> None:
    assert set(words.MARKS) == {*Label, None}
    assert set(words.OUTCOME_WORDS) == set(Outcome)
    assert all(hasattr(summary(), mark.key) for mark in words.MARKS.values())


def test_errors_are_said_by_their_title_and_unknown_ones_as_they_are() -> None:
    assert words.say_error(EngineTimeout.slug) == "the engine did not answer in time"
    assert words.say_error("never-heard_of") == "never heard of"


@pytest.mark.parametrize(
    ("heading", "page", "said"),
    [
        ("Item 4", 7, "page 7, Item 4"),
        (None, None, ""),
        ("Minutes  of the council", 7, "page 7"),
        ("Minutes of the council", None, ""),
    ],
)
def test_a_place_does_not_repeat_the_title(
    heading: str | None, page: int | None, said: str
) -> None:
    minutes = document("minutes", title="Minutes of the council")
    assert words.say_place(minutes, heading, page) == said


def test_reasons_cannot_reorder_the_sentence_around_them() -> None:
    sentence = ReportSentence(index=0, start=0, end=1, outcome=Outcome.AMBIGUOUS, reason="a\u202eb")
    assert words.say_reason(sentence) == "ambiguous: ab"
