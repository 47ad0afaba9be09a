from hypothesis import given
from hypothesis import strategies as st

from service.domain.base import Span
from service.publishing.layout import Paragraph, lay_out


def joined(paragraphs: tuple[Paragraph, ...]) -> str:
    return "".join("".join(s.text for s in p.segments) + p.gap for p in paragraphs)


def test_blank_lines_part_paragraphs_and_single_line_ends_do_not() -> None:
    paragraphs = lay_out("\n\nOne\ntwo\r\n \r\nThree\n", [], [])
    shown = [("".join(s.text for s in p.segments), p.gap) for p in paragraphs]
    assert shown == [("", "\n\n"), ("One\ntwo", "\r\n \r\n"), ("Three\n", "")]


def test_a_claim_over_two_paragraphs_opens_in_one_and_closes_in_the_other() -> None:
    first, second = lay_out("One two\n\nthree four", [], [Span(start=4, end=14)])
    assert [(s.text, s.claims, s.opens, s.closes) for s in first.segments] == [
        ("One ", (), (), ()),
        ("two", (0,), (0,), ()),
    ]
    assert [(s.text, s.claims, s.opens, s.closes) for s in second.segments] == [
        ("three", (0,), (), (0,)),
        (" four", (), (), ()),
    ]


def test_the_longest_claim_is_outermost() -> None:
    (paragraph,) = lay_out("abcdef", [], [Span(start=2, end=4), Span(start=0, end=6)])
    assert [s.claims for s in paragraph.segments] == [(1,), (1, 0), (1,)]


@given(st.text(st.sampled_from("a \n\r\u2029b"), min_size=1), st.data())
def test_nothing_is_lost_and_every_span_opens_and_closes_once(
    text: str, data: st.DataObject
) -> None:
    spans = data.draw(
        st.lists(
            st.tuples(st.integers(0, len(text) + 2), st.integers(1, 9)).map(
                lambda pair: Span(start=pair[0], end=pair[0] + pair[1])
            ),
            max_size=5,
        )
    )
    paragraphs = lay_out(text, spans, spans)
    assert joined(paragraphs) == text
    segments = [segment for paragraph in paragraphs for segment in paragraph.segments]
    for number, span in enumerate(spans):
        assert sum(number in s.opens for s in segments) == 1
        assert sum(number in s.closes for s in segments) == 1
        assert sum(number in s.begins for s in segments) == 1
        assert sum(number in s.ends for s in segments) == 1
        covered = "".join(s.text for s in segments if number in s.claims)
        words = "".join(span.of(text).split())
        assert not words or "".join(covered.split()) == words
