"""The matching rules on claims small enough to count by hand."""

import gzip
import json
import sys
from pathlib import Path

import pytest

from evals.splitting import (
    Matches,
    estimate,
    f1_of_stems,
    find_stems,
    find_text_before,
    main,
    match_contained,
    match_one_to_one,
    split_row,
)
from service.engines.local.splitting.splitter import LocalSplitter

WHOLE = "Ann Roe signed the pact in Oslo and opened the port of Bergen."
HUMAN = ("Ann Roe signed the pact in Oslo.", "Ann Roe opened the port of Bergen.")


def test_stems_leave_out_words_of_form_and_keep_negations_and_numbers() -> None:
    assert find_stems("She wasn't the minister of 1,040.5 ports") == {
        "not",
        "minis",
        "1,040.5",
        "ports",
    }


def test_f1_of_stems() -> None:
    # 5 of 5 stems against 8: 2 * 5 / 13
    assert f1_of_stems(find_stems(HUMAN[0]), find_stems(WHOLE)) == pytest.approx(10 / 13)
    assert f1_of_stems(frozenset(), frozenset()) == 0


def test_one_to_one_gives_a_whole_sentence_one_pair_at_most() -> None:
    assert match_one_to_one(HUMAN, [WHOLE]) == Matches(human=2, covered=1, ours=1, precise=1)
    assert match_one_to_one(HUMAN, HUMAN[::-1]) == Matches(human=2, covered=2, ours=2, precise=2)


def test_one_to_one_takes_the_best_pair_first() -> None:
    # "a b c d" pairs with itself; "a b c" (F1 6/7 with it) is left without a partner.
    found = match_one_to_one(["kilo lima mike"], ["kilo lima mike nine", "kilo lima mike"])
    assert found == Matches(human=1, covered=1, ours=2, precise=1)
    assert match_one_to_one(["kilo lima"], ["kilo nine zulu"]) == Matches(1, 0, 1, 0)


def test_a_lost_negation_is_no_match_of_a_short_claim() -> None:
    assert match_one_to_one(["Roe did not sign."], ["Roe did sign."]).covered == 1  # F1 0.8
    assert match_contained(["Roe did not sign."], ["Roe did sign."]).covered == 0  # 2 of 3


def test_containment_does_not_reward_a_much_longer_claim() -> None:
    # 8 stems hold all 5, which is within twice; ours lies within neither of the human claims.
    assert match_contained(HUMAN, [WHOLE]) == Matches(human=2, covered=2, ours=1, precise=0)
    # 8 stems against 3: longer than twice.
    assert match_contained(["Ann Roe signed."], [WHOLE]).covered == 0
    assert match_contained(["of the"], [WHOLE]).covered == 0


def test_estimate_is_a_ratio_of_sums_with_an_interval_around_it() -> None:
    share = estimate([1, 0, 2], [2, 2, 4])
    assert share.value == 3 / 8
    assert 0 <= share.low < share.value < share.high <= 0.5
    assert str(estimate([1, 1], [2, 2])) == "0.500 [0.500, 0.500]"


def test_only_running_text_is_read_before_the_sentence() -> None:
    row = {
        "sentence": "It has 5 ports. ",
        "context": "Q: Oslo?\nA: Oslo is a city. It has 5 ports.",
    }
    assert find_text_before(row) == "Oslo is a city. "
    assert find_text_before({**row, "context": "Oslo: Oslo is a city."}) == ""
    assert find_text_before({**row, "context": None}) == ""


async def test_a_row_is_split_with_the_text_before_it_but_without_its_claims() -> None:
    row = {
        "dataset": "split_factcheckgpt",
        "sentence": "It has 5 ports and is the capital.",
        "context": "Q: Oslo?\nA: Oslo is a city. It has 5 ports and is the capital.",
    }
    ours, plain = await split_row(LocalSplitter(sorts_out=False), row)
    assert ours == ("Oslo has 5 ports", "Oslo is the capital.")
    assert plain == ("It has 5 ports and is the capital.",)


async def test_a_response_is_cut_into_its_sentences_whether_checkable_or_not() -> None:
    row = {"dataset": "split_factbench_response", "sentence": "Is it? They left. Oslo should act."}
    ours, plain = await split_row(LocalSplitter(sorts_out=False), row)
    assert ours == plain == ("Is it?", "They left.", "Oslo should act.")


def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    monkeypatch.setattr(
        sys, "argv", ["splitting", "--data", str(folder), "--gold", str(folder / "none")]
    )
    return main()


def test_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path) == 2
    assert "--data" in capsys.readouterr().out


def test_prints_both_rules_next_to_the_baseline(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"dataset": "x", "sentence": WHOLE, "context": "", "claims": list(HUMAN)}
    empty = {**row, "claims": []}
    (tmp_path / "claims").mkdir()
    with gzip.open(tmp_path / "claims" / "small.all.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write(json.dumps(row) + "\n" + json.dumps(empty) + "\n")
    assert run(monkeypatch, tmp_path) == 0
    printed = capsys.readouterr().out
    assert "small: 1 rows (1 without human claims)" in printed
    assert "human 2.00, local 2.00, one per sentence 1.00" in printed
    assert "one to one   local             coverage 1.000" in printed
    assert "one to one   one per sentence  coverage 0.500" in printed
