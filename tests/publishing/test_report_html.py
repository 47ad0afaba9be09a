import base64
import hashlib
import re
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.domain.base import Span
from service.domain.claim import Outcome
from service.domain.report import Report, ReportSentence, ReportStatus, Summary
from service.domain.verdict import Label, Stance
from service.publishing.html import render_html
from service.publishing.words import MARKS, say_summary
from tests.builders.harbour_report import RTL, realistic_report
from tests.builders.reports import (
    HOSTILE,
    cite,
    claim_at,
    considered,
    document,
    hostile_report,
    marked_report,
    report_of,
    verdict,
)
from tests.publishing.pages import read_page


def document_url(name: str, version: str, start: int, end: int) -> str:
    return f"/documents/{name}/text?version={version}#{start}-{end}"


def test_the_page_starts_with_its_document_type() -> None:
    assert render_html(realistic_report()).startswith('<!doctype html>\n<html lang="en">')


def test_the_heading_states_the_counts() -> None:
    page = read_page(render_html(realistic_report()))
    (heading,) = page.named("h1")
    assert heading.text == (
        "2 of 9 claims are refuted, 1 has conflicting evidence, 2 lack enough evidence, "
        "1 is unchecked and 3 are supported."
    )


def test_the_legend_has_the_counts_of_the_summary() -> None:
    report = realistic_report()
    (legend,) = read_page(render_html(report)).classed("legend")
    shown = re.findall(r"(\d+)\s+(\S)\s+([a-z ]+)", legend.text)
    expected = [(str(getattr(report.summary, m.key)), m.icon, m.word) for m in MARKS.values()]
    assert [(count, icon, word.strip()) for count, icon, word in shown] == expected


def test_every_claim_and_its_place_in_the_article_link_to_each_other() -> None:
    report = realistic_report()
    page = read_page(render_html(report))
    for claim in report.claims:
        assert f"claim-{claim.id}" in page.ids
        assert f"at-claim-{claim.id}" in page.ids
        assert f"#claim-{claim.id}" in page.links
        assert f"#at-claim-{claim.id}" in page.links


@pytest.mark.parametrize("report", [realistic_report(), hostile_report()])
def test_ids_are_unique_and_every_inner_link_has_its_target(report: Report) -> None:
    page = read_page(render_html(report, document_url))
    assert len(page.ids) == len(set(page.ids))
    inner = {link[1:] for link in page.links if link.startswith("#")}
    assert inner <= set(page.ids)


def test_nothing_is_loaded_and_the_policy_names_the_style() -> None:
    page = read_page(render_html(realistic_report(), document_url))
    assert not [e for e in page.elements if "src" in e.attrs or "style" in e.attrs]
    assert {e.tag for e in page.elements if "href" in e.attrs} == {"a"}
    assert not page.named("script")
    assert not page.named("link")
    (style,) = page.named("style")
    assert "url(" not in style.text
    assert "@import" not in style.text
    (policy,) = [e.attrs["content"] for e in page.named("meta") if "http-equiv" in e.attrs]
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert policy == (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def test_only_the_article_and_documents_are_linked_outside() -> None:
    page = read_page(render_html(realistic_report()))
    outside = {link for link in page.links if not link.startswith("#")}
    assert outside == {"https://courier.example/2026/harbour-tram",
                       "https://city.example/council/11"}  # fmt: skip


def test_hostile_text_changes_neither_tags_nor_attributes() -> None:
    harmless = "a" * len(HOSTILE)
    shape = [
        [(e.tag, sorted(e.attrs)) for e in read_page(render_html(report, document_url)).elements]
        for report in (hostile_report(), hostile_report(harmless))
    ]
    assert shape[0] == shape[1]


def test_hostile_text_is_shown_as_it_is() -> None:
    page = read_page(render_html(hostile_report()))
    assert page.article == HOSTILE
    assert all(claim.text == HOSTILE for claim in page.classed("claim"))
    assert not [link for link in page.links if not link.startswith("#")]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "javascript://x.example/%0aalert(1)",
        " javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "https:evil",
        'https://x.example/"onmouseover="alert(1)',
        "https://x.example/\u202egpj",
        "http://[",
    ],
)
def test_only_clean_web_addresses_become_links(url: str) -> None:
    source = document("d", url=url)
    item = considered(source, "a quote")
    claim = claim_at(Span(start=0, end=4), "text", 1, considered=(item,),
                     verdict=verdict(Label.SUPPORTED),
                     citations=(cite(item, "quote", Stance.SUPPORTS),))  # fmt: skip
    article = {**report_of("text").article.model_dump(), "url": url}
    page = read_page(render_html(report_of("text", [claim], article=article), lambda *_: url))
    assert all(link.startswith("#") for link in page.links)
    assert url in "".join(e.text for e in page.classed("facts"))


def test_overlapping_claims_are_marked_inside_each_other() -> None:
    text = "She said the bridge is closed."
    inner = Span(start=9, end=29)
    report = marked_report(
        text, [(Span(start=0, end=29), Label.NOT_ENOUGH_EVIDENCE), (inner, Label.REFUTED)]
    )
    html = render_html(report)
    assert (
        '<mark class="not_enough_evidence depth-1"><mark class="refuted depth-0"'
        ' id="at-claim-c000000000001"><span class="hidden label" dir="ltr">refuted: </span>'
        "the bridge is closed</mark></mark>"
    ) in html
    assert len(read_page(html).classed("chip")) == 3  # two in the text, one "look at first"


def test_every_mark_says_its_verdict() -> None:
    report = realistic_report()
    page = read_page(render_html(report))
    for claim in report.claims:
        (mark,) = [e for e in page.named("mark") if e.attrs.get("id") == f"at-claim-{claim.id}"]
        (chip,) = [e for e in page.named("a") if e.attrs["href"] == f"#claim-{claim.id}"
                   and "label" in e.attrs["class"]]  # fmt: skip
        word, icon = MARKS[claim.label].word, MARKS[claim.label].icon
        assert mark.text.startswith(word)
        assert icon in chip.text
        assert word in chip.text


def test_headings_do_not_skip_a_level() -> None:
    page = read_page(render_html(realistic_report()))
    levels = [int(e.tag[1]) for e in page.elements if re.fullmatch(r"h[1-6]", e.tag)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_quotes_stand_in_their_passage_with_source_and_place() -> None:
    report = realistic_report()
    claim = report.claims[3]
    page = read_page(render_html(report, document_url))
    (card,) = [e for e in page.named("article") if e.attrs["id"] == f"claim-{claim.id}"]
    quote = "The total cost of the harbour line came to 342 million crowns"
    assert f"started in May. [quote: {quote}], against 310 million" in card.text
    assert "City of Lindhaven" in card.text
    assert "2026-06-18, page 7, Item 4: harbour line" in " ".join(card.text.split())
    cited = claim.citations[0]
    assert document_url("council-2026-06", cited.version, cited.start, cited.end) in page.links


def test_later_documents_and_own_publications_are_marked() -> None:
    html = render_html(realistic_report())
    assert html.count("later: appeared after") == 2  # as a citation and as searched
    assert "own publication: shown, never proof" in html


def test_a_review_keeps_the_engines_verdict() -> None:
    page = read_page(render_html(realistic_report()))
    (block,) = [e for e in page.classed("block") if "review" in e.attrs["class"]]
    words = " ".join(block.text.split())
    assert "A. Desk decided: refuted" in words
    assert "The engine\u2019s verdict, kept: supported, medium confidence, 61 %." in words


def test_an_unchecked_claim_says_why_and_that_it_is_no_verdict() -> None:
    page = read_page(render_html(realistic_report()))
    (block,) = [e for e in page.classed("block") if "unchecked" in e.attrs["class"]]
    assert "the engine did not answer in time. This is not a verdict." in block.text


def test_sentences_that_were_not_checked_are_listed_with_reasons() -> None:
    report = realistic_report()
    page = read_page(render_html(report))
    (listed,) = [e for e in page.elements if e.attrs.get("id") == "unread"]
    for number, sentence in enumerate(report.sentences):
        unread = sentence.outcome is not Outcome.CLAIMS
        assert (sentence.of(report.article.text) in listed.text) is unread
        assert (f"sentence-{number}" in page.ids) is unread
    assert [e.text for e in page.classed("label") if "reason" in e.attrs["class"]] == [
        "(headline)", "(byline)", "(question)", "(prediction)",
        "(ambiguous: who agreed on what is not said)",
        "(error: the engine did not answer in time)",
    ]  # fmt: skip


def test_others_text_has_its_own_direction() -> None:
    page = read_page(render_html(realistic_report()))
    ours = [e for e in page.elements if RTL in e.text and e.tag in {"p", "q", "blockquote"}]
    assert ours
    assert all(e.attrs.get("dir") == "auto" for e in ours)
    assert all(e.attrs.get("dir") == "ltr" for e in page.classed("label"))


def test_a_report_without_claims_says_so() -> None:
    page = read_page(render_html(report_of("Nothing to see.")))
    assert page.named("h1")[0].text == say_summary(Summary.of(0, []))
    assert "no claim that documents could decide" in page.named("main")[0].text


def test_a_partial_report_says_what_is_missing() -> None:
    page = read_page(render_html(realistic_report()))
    (status,) = page.classed("status")
    assert status.text == (
        "Partial: 1 claim could not be checked (the engine did not answer in time); "
        "1 sentence could not be read (the engine did not answer in time)."
    )
    complete = read_page(render_html(report_of("x", status=ReportStatus.COMPLETE)))
    assert complete.classed("status")[0].text.startswith("Complete:")


ODD = st.sampled_from(list(" \n\n\r\t\v\f\0<&\"'\u2028\u2029\u202e\u2067\u200f\u0301\x85\x1b😀ع"))
TEXTS = st.text(st.one_of(ODD, st.characters(exclude_categories=["Cs"])), min_size=1)


@st.composite
def odd_reports(draw: st.DrawFn) -> Report:
    text = draw(TEXTS)
    span = st.tuples(st.integers(0, len(text) + 3), st.integers(1, 20)).map(
        lambda pair: Span(start=pair[0], end=pair[0] + pair[1])
    )
    claims = draw(st.lists(st.tuples(span, st.sampled_from([*Label, None])), max_size=6))
    sentences = [
        ReportSentence(index=n, start=s.start, end=s.end, outcome=outcome, reason="question")
        for n, (s, outcome) in enumerate(
            draw(st.lists(st.tuples(span, st.sampled_from(Outcome)), max_size=4))
        )
    ]
    return marked_report(text, claims, sentences)


@settings(deadline=None)
@example(marked_report("a\rb\r\n\r\nc\0", [(Span(start=0, end=3), Label.REFUTED)]))
@given(odd_reports())
def test_every_character_of_the_article_is_on_the_page_in_order(report: Report) -> None:
    html = render_html(report)
    page = read_page(html)
    assert page.article == report.article.text.replace("\0", "\ufffd")
    assert "\r" not in html.split('id="text"')[1].split("</div>")[0]
    for claim in report.claims:
        assert page.ids.count(f"at-claim-{claim.id}") == 1
    chips = [e for e in page.classed("chip") if "label" in e.attrs["class"]]
    assert len(chips) == len(report.claims)
