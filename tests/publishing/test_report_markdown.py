import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from service.domain.report import Report
from service.publishing.markdown import escape_markdown, render_markdown
from service.publishing.words import show_controls
from tests.builders.harbour_report import realistic_report
from tests.builders.reports import HOSTILE, hostile_report, report_of

PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")


def tokens(markdown: str) -> list[Token]:
    blocks = PARSER.parse(markdown)
    return [t for block in blocks for t in (block, *(block.children or ()))]


def test_the_report_has_its_parts() -> None:
    text = render_markdown(realistic_report())
    assert text.startswith("# 2 of 9 claims are refuted, 1 has conflicting evidence")
    assert "\n### 4. ✗ Refuted\n" in text
    assert "> The treasurer reported" in text
    assert "**The total cost of the harbour line came to 342 million crowns**, against" in text
    assert "✎ Reviewed by A. Desk, 2026-11-24 13:40 UTC: refuted." in text
    assert "- Engine: unchecked (the engine did not answer in time)" in text
    assert "<https://courier.example/2026/harbour-tram>" in text
    assert "said the tram had cost 310 million crowns \\[? 3 not enough evidence\\]" in text
    assert text.endswith("\n")


def test_only_web_addresses_become_links() -> None:
    links = [t.attrGet("href") for t in tokens(render_markdown(realistic_report()))
             if t.type == "link_open"]  # fmt: skip
    assert set(links) == {"https://courier.example/2026/harbour-tram",
                          "https://city.example/council/11"}  # fmt: skip


@pytest.mark.parametrize(
    "text", [HOSTILE, "# x", "- x", "1. x", "> x", "| a | b |", "```", "<b>x</b>", "[a](http://b)"]
)
def test_hostile_text_makes_no_structure(text: str) -> None:
    def shape(report: Report) -> list[tuple[str, str]]:
        kept = [
            t for t in tokens(render_markdown(report)) if t.type not in {"text", "text_special"}
        ]
        return [(t.type, t.tag) for t in kept]

    assert shape(hostile_report(text)) == shape(hostile_report("a" * len(text)))


@given(st.text(st.characters(exclude_categories=["Cs"])))
@pytest.mark.parametrize("around", ["{}", "- x: {}", "> {}"])
def test_escaped_text_reads_as_the_text(around: str, text: str) -> None:
    parsed = tokens(around.format(escape_markdown(text)))
    assert not {t.type for t in parsed} & {
        "html_inline", "html_block", "link_open", "image", "code_inline", "em_open", "strong_open",
        "heading_open", "fence", "code_block", "hr", "table_open", "s_open", "hardbreak",
    }  # fmt: skip
    shown = "".join(t.content for t in parsed if t.type in {"text", "text_special"})
    assert shown.removeprefix("x:").strip() == show_controls(" ".join(text.split()))


@pytest.mark.parametrize("text", ["see http://a.example now", "www.a.example", "a@b.example"])
def test_extended_autolinks_are_broken(text: str) -> None:
    escaped = escape_markdown(text)
    assert "://" not in escaped.replace("\\:", "")
    assert "www." not in escaped
    assert "a@" not in escaped


def test_a_heading_cut_by_a_claim_edge_stays_text() -> None:
    assert "\n1\\. Item" in render_markdown(report_of("1. Item\n\n2) Next"))


def test_what_could_steer_a_terminal_is_shown_as_a_replacement() -> None:
    assert escape_markdown("a\x1b]0;owned\x07b\x9bc") == "a\ufffd\\]0;owned\ufffdb\ufffdc"
