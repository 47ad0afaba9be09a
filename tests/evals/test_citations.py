"""The check of citations from outside finds what is wrong, and only that."""

from typing import Any

from evals.citations import find_faults

SOURCE = "The bridge was opened on 4 May 2021."
ARTICLE = "The bridge opened in May 2021. Lovely!"


def report(**citation: Any) -> dict[str, Any]:
    sound = {
        "stance": "supports",
        "quote": "opened on 4 May 2021",
        "start": 15,
        "end": 35,
        "version": "v",
        "document": {"id": "d"},
    }
    return {
        "article": {"text": ARTICLE},
        "sentences": [
            {"index": 0, "start": 0, "end": 30, "outcome": "claims", "reason": None, "claims": [1]},
            {
                "index": 1,
                "start": 31,
                "end": 38,
                "outcome": "not_checkable",
                "reason": "opinion",
                "claims": [],
            },
        ],
        "claims": [
            {
                "id": "c1",
                "start": 0,
                "end": 30,
                "original": ARTICLE[:30],
                "verdict": {"label": "supported"},
                "citations": [sound | citation],
            }
        ],
    }


def faults(report: dict[str, Any]) -> list[str]:
    return list(find_faults(report, lambda document, version: SOURCE))


def test_a_sound_report_has_no_fault() -> None:
    assert faults(report()) == []


def test_a_moved_quote_is_found() -> None:
    assert faults(report(start=14, end=34)) == ["c1: a quote does not stand in d"]


def test_a_verdict_without_its_side_is_found() -> None:
    assert faults(report(stance="refutes")) == ["c1: supported without proof"]


def test_a_lost_sentence_is_found() -> None:
    lost = report()
    del lost["sentences"][1]

    assert faults(lost) == ["words outside every sentence: 'Lovely!'"]


def test_a_sentence_without_reason_is_found() -> None:
    silent = report()
    silent["sentences"][1]["reason"] = None

    assert faults(silent) == ["sentence 1: no reason"]
