from service.domain.verdict import Stance
from service.publishing.excerpts import CONTEXT, Excerpt, excerpt, shorten
from tests.builders.reports import cite, considered, document


def test_a_quote_is_shown_in_its_passage_with_cut_context() -> None:
    item = considered(document("d"), "before " * 100 + "THE QUOTE" + " after" * 100, start=500)
    shown = excerpt(cite(item, "THE QUOTE", Stance.SUPPORTS), [item])
    assert shown.quote == "THE QUOTE"
    assert shown.before.startswith("… before")
    assert shown.before.endswith("before ")
    assert shown.after.startswith(" after")
    assert shown.after.endswith("after …")
    assert max(len(shown.before), len(shown.after)) <= CONTEXT + 2


def test_a_short_passage_is_shown_whole() -> None:
    item = considered(document("d"), "a QUOTE b", start=7)
    assert excerpt(cite(item, "QUOTE", Stance.REFUTES), [item]) == Excerpt("a ", "QUOTE", " b")


def test_a_quote_without_its_passage_stands_alone() -> None:
    item = considered(document("d"), "a QUOTE b")
    other = considered(document("e"), "a QUOTE b")
    elsewhere = considered(document("d"), "a quote b")
    citation = cite(item, "QUOTE", Stance.REFUTES)
    assert excerpt(citation, [other, elsewhere]) == Excerpt("", "QUOTE", "")


def test_text_without_spaces_is_cut_anyway() -> None:
    assert shorten("x" * 50, 10) == "x" * 10 + " …"
