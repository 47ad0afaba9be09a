"""The verdict rule: which readings become which label, and what is cited."""

from dataclasses import replace

import pytest

from service.domain.evidence import Document, Entailment, Evidence, Passage
from service.domain.quantity import QuantityMatch
from service.domain.verdict import Label, Stance
from service.engines.local.readings import Reading, SentenceReading
from service.engines.local.rule import Rule, Weights, decide, log_odds
from service.text.comparison import compare_quantities


def plain(support: float, refute: float) -> Rule:
    """A rule that takes the network's word for it, so that the thresholds are on its shares."""
    entails, contradicts = Weights(0.0, 1.0, 0.0, 0.0, 0.0), Weights(0.0, 0.0, 1.0, 0.0, 0.0)
    return Rule(supports=entails, refutes=contradicts, support=support, refute=refute)


RULE = plain(support=0.6, refute=0.6)


def reading(
    name: str,
    entails: float,
    contradicts: float,
    *sentences: SentenceReading,
) -> Reading:
    document = Document(id=name, title=name.title())
    passage = Passage(id=f"{name}:0", version="0" * 64, index=0, start=0, end=4, text="text")
    return Reading(
        evidence=Evidence(document=document, passage=passage),
        context=lean(entails, contradicts),
        covered=0.8,
        sentences=sentences or (sentence(entails=entails, contradicts=contradicts),),
    )


def sentence(
    quote: str = "The bridge was opened in May.",
    entails: float = 0.2,
    contradicts: float = 0.2,
    covered: float = 0.8,
    numbers: tuple[QuantityMatch, ...] = (),
) -> SentenceReading:
    return SentenceReading(quote, lean(entails, contradicts), numbers, covered)


def lean(entails: float, contradicts: float) -> Entailment:
    return Entailment(
        entails=entails, contradicts=contradicts, neutral=max(0.0, 1 - entails - contradicts)
    )


@pytest.mark.parametrize(
    ("entails", "contradicts", "label"),
    [
        (0.7, 0.1, Label.SUPPORTED),
        (0.1, 0.7, Label.REFUTED),
        (0.5, 0.4, Label.NOT_ENOUGH_EVIDENCE),
        (0.1, 0.1, Label.NOT_ENOUGH_EVIDENCE),
    ],
)
def test_one_passage_decides_when_it_leans_far_enough(
    entails: float, contradicts: float, label: Label
) -> None:
    assert decide([reading("a", entails, contradicts)], RULE).label is label


def test_two_strong_sides_are_a_conflict_and_both_are_cited() -> None:
    judgement = decide([reading("a", 0.8, 0.1), reading("b", 0.1, 0.7)], RULE)

    assert judgement.label is Label.CONFLICTING_EVIDENCE
    assert {(one.passage, one.stance) for one in judgement.citations} == {
        ("a:0", Stance.SUPPORTS),
        ("b:0", Stance.REFUTES),
    }
    assert judgement.confidence == pytest.approx((1 - 0.2 * 0.9) * (1 - 0.9 * 0.3), abs=0.001)


def test_the_probabilities_of_the_four_labels_sum_to_one() -> None:
    readings = [reading("a", 0.7, 0.2), reading("b", 0.4, 0.5)]
    rules = [plain(0.6, 0.9), plain(0.9, 0.4), plain(0.6, 0.4), plain(0.9, 0.9)]

    judgements = [decide(readings, rule) for rule in rules]

    assert len({one.label for one in judgements}) == 4
    assert sum(one.confidence for one in judgements) == pytest.approx(1.0, abs=0.003)


def test_a_weak_other_side_does_not_make_a_conflict() -> None:
    judgement = decide([reading("a", 0.8, 0.1), reading("b", 0.1, 0.5)], RULE)

    assert judgement.label is Label.SUPPORTED
    assert [one.stance for one in judgement.citations] == [Stance.SUPPORTS]


def test_support_that_is_weaker_than_the_other_side_supports_nothing() -> None:
    rule = plain(support=0.3, refute=0.8)

    judgement = decide([reading("a", 0.4, 0.1), reading("b", 0.1, 0.6)], rule)

    assert judgement.label is Label.NOT_ENOUGH_EVIDENCE


def test_nothing_read_is_not_enough_evidence() -> None:
    judgement = decide([], RULE)

    assert judgement.label is Label.NOT_ENOUGH_EVIDENCE
    assert judgement.citations == ()


def test_a_passage_that_talks_of_something_else_decides_nothing() -> None:
    same = reading("a", 0.7, 0.05)
    elsewhere = replace(same, covered=0.0)

    weights = Weights(-2.0, 2.0, 0.5, 2.5, 3.5)
    rule = Rule(supports=weights, support=0.5)

    assert decide([same], rule).label is Label.SUPPORTED
    assert decide([elsewhere], rule).label is Label.NOT_ENOUGH_EVIDENCE


def test_a_heading_is_never_cited() -> None:
    heading = sentence("Opening of the bridge", entails=0.9, covered=1.0)

    judgement = decide([reading("a", 0.9, 0.05, heading, sentence(entails=0.6))], RULE)

    assert [one.quote for one in judgement.citations] == ["The bridge was opened in May."]


def test_a_sentence_with_another_number_cannot_support() -> None:
    quote = "The city signed 28 agreements in May."
    numbers = compare_quantities("The city signed 18 agreements.", quote)
    other_number = reading("a", 0.9, 0.05, sentence(quote, entails=0.9, numbers=numbers))

    assert decide([other_number], RULE).label is Label.NOT_ENOUGH_EVIDENCE


@pytest.mark.parametrize(
    "quote",
    [
        "Is it true that the mayor sold the harbour?",
        "Mayor sells the harbour (rumour, 2019)",
        "Issuer: the city council; date: 6 May 2021; source: the gazette.",
        "Opened in May.",
    ],
)
def test_what_says_nothing_proves_nothing(quote: str) -> None:
    assert not sentence(quote).is_statement


def test_a_title_or_heading_proves_nothing_even_with_a_full_stop() -> None:
    quote = "The mayor sold the harbour."

    assert sentence(quote).is_statement
    assert not SentenceReading(quote, lean(0.9, 0.0), (), 1.0, is_heading=True).is_statement


def test_a_sentence_that_leans_the_other_way_is_not_cited() -> None:
    leaning_away = reading("a", 0.9, 0.05, sentence(entails=0.1, contradicts=0.6))

    assert decide([leaning_away], RULE).label is Label.NOT_ENOUGH_EVIDENCE


def test_no_sentence_supports_beside_a_nearer_one_with_another_number() -> None:
    quote = "The new quay cost 5 million euros."
    numbers = compare_quantities("The new quay cost 6 million euros.", quote)
    nearer = sentence(quote, entails=0.3, covered=1.0, numbers=numbers)
    other = sentence("The tunnel cost 6 million euros.", entails=0.9, covered=0.6)

    assert decide([reading("a", 0.9, 0.05, nearer, other)], RULE).label is not Label.SUPPORTED


def test_the_number_is_named_when_it_refutes() -> None:
    quote = "The city signed 28 agreements in May."
    numbers = compare_quantities("The city signed 18 agreements.", quote)

    against = sentence(quote, contradicts=0.6, numbers=numbers)
    judgement = decide([reading("a", 0.05, 0.9, against)], RULE)

    assert judgement.label is Label.REFUTED
    assert "18 agreements" in judgement.justification
    assert "28 agreements" in judgement.justification


def test_at_most_three_passages_are_cited_strongest_first() -> None:
    readings = [reading(name, 0.7 + index / 100, 0.0) for index, name in enumerate("abcd")]

    judgement = decide(readings, RULE)

    assert [one.passage for one in judgement.citations] == ["d:0", "c:0", "b:0"]


def test_every_threshold_is_part_of_the_fingerprint() -> None:
    other = Weights(1.0, 2.0, 3.0, 4.0, 5.0)
    rules = [
        Rule(support=0.1),
        Rule(refute=0.1),
        Rule(supports=other),
        Rule(refutes=other),
        Rule(),
    ]

    assert len({rule.fingerprint for rule in rules}) == 5


def test_a_passage_is_as_probable_as_its_weighed_log_odds() -> None:
    plain = reading("a", 0.9, 0.05)
    weights = Weights(-1.0, 0.5, 0.25, 2.0, 3.0)
    alike = replace(plain, evidence=plain.evidence.model_copy(update={"dense": 0.6}))
    odds = -1.0 + 0.5 * log_odds(0.9) + 0.25 * log_odds(0.05) + 2.0 * 0.8

    assert log_odds(weights.probability(alike)) == pytest.approx(odds + 3.0 * 0.6)
    assert log_odds(weights.probability(plain)) == pytest.approx(odds + 3.0 * 0.2)


def test_sentences_with_the_numbers_a_quote_lacks_are_cited_beside_it() -> None:
    claim = "The quay cost 6 million euros and is 400 metres long."
    quotes = ("The quay cost 6 million euros.", "It is 400 metres long.", "Nobody was hurt there.")
    first, second, third = (
        sentence(quote, entails=0.6, covered=covered, numbers=compare_quantities(claim, quote))
        for quote, covered in zip(quotes, (0.9, 0.5, 0.1), strict=True)
    )
    against = replace(second, entailment=lean(0.1, 0.8))

    judgement = decide([reading("a", 0.9, 0.05, first, second, third)], RULE)
    without = decide([reading("a", 0.9, 0.05, first, against, third)], RULE)

    assert [one.quote for one in judgement.citations] == [quotes[0], quotes[1]]
    assert [one.quote for one in without.citations] == [quotes[0]]


def test_a_passage_without_the_claimant_cannot_show_that_they_said_it() -> None:
    silent = replace(sentence(entails=0.9, contradicts=0.0), by_claimant=False)
    assert decide([reading("silent", 0.9, 0.0, silent)], RULE).label is Label.NOT_ENOUGH_EVIDENCE
    against = replace(sentence(entails=0.0, contradicts=0.9), by_claimant=False)
    assert decide([reading("against", 0.0, 0.9, against)], RULE).label is Label.REFUTED
