import io
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

from service.domain.base import Span
from service.domain.report import Report
from service.domain.verdict import Label
from service.publishing.terminal import render_terminal, show_plain
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import (
    claim_at,
    considered,
    document,
    hostile_report,
    report_of,
    verdict,
)


def printed(report: Report, width: int = 80, terminal: bool = False) -> str:
    out = io.StringIO()
    colours: Literal["standard"] | None = "standard" if terminal else None
    console = Console(file=out, width=width, force_terminal=terminal, color_system=colours)
    console.print(render_terminal(report))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 120])
def test_lines_fit_and_everything_is_said(width: int) -> None:
    text = printed(realistic_report(), width)
    assert max(cell_len(line) for line in text.splitlines()) <= width
    for words in ("✗ refuted  high confidence, 96 %", "against: “The total cost", "✎ reviewed",
                  "Engine: supported, medium confidence, 61 %", "Not checked: the engine did",
                  "Searched 2 passages of 2 documents, 1 of them only shown (later or the",
                  "1 ambiguous", "sent to big-model"):  # fmt: skip
        assert words in text
    assert text.endswith(f"\nReport {realistic_report().id}\n")


def test_each_searched_document_is_named_once() -> None:
    minutes = document("minutes", title="Minutes of the council, " + "session after session " * 4)
    passages = [considered(minutes, f"The quay has {n} cranes.") for n in range(3)]
    later = considered(document("later", title="A later note"), "Nine cranes.", later=True)
    others = [considered(document(f"other-{n}", title=f"Other {n}"), "No.") for n in range(5)]
    text = "Ten cranes stand there."
    claim = claim_at(
        Span(start=0, end=len(text)), text, 1,
        verdict=verdict(Label.NOT_ENOUGH_EVIDENCE), considered=(*passages, later, *others),
    )  # fmt: skip
    lines = " ".join(printed(report_of(text, [claim])).split())
    assert "Searched 9 passages of 7 documents, 1 of them only shown" in lines
    assert lines.count("Minutes of the council") == 1
    assert ": 3 passages A later note" in lines
    assert "… and 2 more documents" in lines


def test_half_a_surrogate_pair_can_be_shown() -> None:
    assert show_plain("a\ud800\tb\u2067c\x1b\n") == "a\ufffd b\ufffdc\ufffd"


def test_plain_when_not_a_terminal() -> None:
    assert "\x1b" not in printed(realistic_report())
    assert "\x1b[" in printed(realistic_report(), terminal=True)


def test_control_characters_and_markup_do_not_act() -> None:
    report = hostile_report("\x1b[2J\x07\u202e[red]x[/red]\x9b1m")
    text = printed(report)
    assert not set(text) & set("\x1b\x07\u202e\x9b")
    assert "[red]x[/red]" in text


def test_a_report_without_claims_prints() -> None:
    assert "No claim to check was found" in printed(report_of("x"))
