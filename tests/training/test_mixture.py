"""Rows made in code keep or change their label as they say."""

import random

from evals.benchmarks import Row
from training.mixture import (
    MIXTURES,
    SIZES,
    WORLDS,
    change_numbers,
    drop_deciding,
    mismatch,
    pad_with_distractors,
    sample_epoch,
    shorten,
    shorten_anywhere,
)

EVIDENCE = (
    "The port of Arvel opened in 1911.",
    "It handled 412,000 containers in 2022.",
    "Forty cranes stand on its quay.",
    "The mayor is Ines Dorval.",
)


def row(claim: str, label: str, deciding: tuple[int, ...] = (1,), dataset: str = "port") -> Row:
    return Row(claim, EVIDENCE, label, dataset, deciding=deciding)


def test_a_changed_number_is_refuted_and_stands_nowhere_in_the_evidence() -> None:
    rows = [row("Arvel handled 412,000 containers in 2022.", "supported")] * 50
    made = change_numbers(rows, 1.0, random.Random(1))
    assert len(made) == 50
    for one in made:
        assert one.label == "refuted"
        assert one.claim != rows[0].claim
        changed = set(one.claim.split()) - set(rows[0].claim.split())
        assert not any(word.strip(".") in one.text for word in changed)


def test_a_comma_behind_a_number_is_no_part_of_it() -> None:
    rows = [row("It handled 412,000, they say.", "supported")] * 20
    assert all(", they say" in one.claim for one in change_numbers(rows, 1.0, random.Random(1)))


def test_only_supported_claims_with_a_stated_number_are_changed() -> None:
    rows = [
        row("Arvel handled 412,000 containers in 2022.", "refuted"),
        row("Arvel has a mayor.", "supported"),
        row("Arvel handled 99 ships.", "supported"),
        row("The port opened in 1911, they say.", "supported"),
        row("It handled more than 412,000 containers.", "supported"),
    ]
    assert change_numbers(rows, 1.0, random.Random(1)) == []


def test_without_what_decides_nothing_is_decided() -> None:
    rows = [row("Containers: 412,000 in 2022.", "supported"), row("No quay.", "nei")]
    (made,) = drop_deciding(rows, 1.0, random.Random(1))
    assert made.label == "nei"
    assert EVIDENCE[1] not in made.evidence
    assert len(made.evidence) == 3


def test_a_shortened_row_keeps_what_decides() -> None:
    generator = random.Random(1)
    lengths = set()
    for _ in range(200):
        made = shorten(row("c", "refuted", deciding=(1, 2)), generator)
        assert {EVIDENCE[1], EVIDENCE[2]} <= set(made.evidence)
        lengths.add(len(made.evidence))
    assert {2, 4} <= lengths


def test_a_row_shortened_anywhere_keeps_a_run_of_its_sentences() -> None:
    generator = random.Random(1)
    runs = {shorten_anywhere(row("c", "nei"), generator).evidence for _ in range(200)}
    assert EVIDENCE in runs
    assert min(map(len, runs)) == 1
    for run in runs:
        first = EVIDENCE.index(run[0])
        assert run == EVIDENCE[first : first + len(run)]


def test_a_passage_of_the_same_world_is_never_taken_for_neutral() -> None:
    public = {name: [row("c", "nei", dataset=name)] for name in SIZES}
    rows = [Row(f"Arvel {x}.", (f"Arvel: {x}.",), "supported", WORLDS) for x in "abcdefgh" * 5]
    made = sample_epoch(public, MIXTURES["all"], 1.0, rows, 1, random.Random(1))
    assert [one.label for one in made if one.dataset == WORLDS] == ["supported"] * 40


def test_distractors_come_around_the_evidence_and_leave_the_label() -> None:
    rows = [Row(f"c{n}", (f"Fact {n} is so.",), "supported", "facts") for n in range(8)]
    made = pad_with_distractors(rows, 1.0, random.Random(1))
    for before, after in zip(rows, made, strict=True):
        assert before.evidence[0] in after.evidence
        assert len(after.evidence) > 1
        assert after.label == "supported"


def test_mismatched_evidence_shares_a_name_and_is_not_the_own() -> None:
    rows = [
        Row("Arvel is a port.", ("Arvel lies by the sea.",), "supported", "x"),
        Row("Arvel has cranes.", ("Cranes stand in Arvel.",), "supported", "x"),
    ]
    made = mismatch(rows, 2, random.Random(1))
    assert {one.label for one in made} == {"nei"}
    for one in made:
        own = next(row for row in rows if row.claim == one.claim)
        assert one.evidence != own.evidence


def test_an_epoch_is_the_same_for_the_same_seed() -> None:
    public = {name: [Row(f"{name} {n}", EVIDENCE, "nei", name) for n in range(9)] for name in SIZES}
    newsdesk = [row("Arvel handled 412,000 containers.", "supported")] * 4

    def sample(seed: int) -> list[Row]:
        return sample_epoch(public, MIXTURES["short"], 0.5, newsdesk, 1, random.Random(seed))

    assert sample(1) == sample(1)
    assert sample(1) != sample(2)
