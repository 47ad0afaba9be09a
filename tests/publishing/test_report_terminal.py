import io
from typing import Literal

import pytest
from rich.cells import cell_len
from rich.console import Console

from service.domain.report import Report
from service.publishing.terminal import render_terminal
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import hostile_report, report_of


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
                  "Searched 2 passages:", "1 ambiguous", "sent to big-model"):  # fmt: skip
        assert words in text


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
