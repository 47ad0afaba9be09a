"""Which form the caller likes best."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.api.negotiation import MediaRange, choose_media_type, parse_accept
from service.api.problems import RequestRefused

OFFERED = ("application/json", "text/html", "text/csv")


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv"),
        ("TEXT/CSV;Q=0.5", "text/csv"),
        ("text/*", "text/html"),
        ("text/*;q=0.5, text/csv", "text/csv"),
        ("text/html;q=0.1, application/json;q=0.2", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("*/*;q=0.1, application/json;q=0", "text/html"),
        ("application/pdf, */*;q=0.01", "application/json"),
        ('text/csv;header="present, always";q=0.9, text/html;q=0.8', "text/csv"),
        ("text/html;level=1", "text/html"),
        ("nonsense", "application/json"),
        ("text/html;q=nonsense, text/csv;q=0.1", "text/csv"),
    ],
)
def test_the_best_liked_form_is_chosen(accept: str | None, chosen: str) -> None:
    assert choose_media_type(accept, OFFERED) == chosen


@pytest.mark.parametrize("accept", ["application/pdf", "text/csv;q=0", "*/*;q=0", "image/*"])
def test_nothing_fits(accept: str) -> None:
    with pytest.raises(RequestRefused) as refusal:
        choose_media_type(accept, OFFERED)

    assert (refusal.value.status_code, refusal.value.slug) == (406, "not-acceptable")
    assert "text/csv" in refusal.value.detail


def test_members_and_their_quality() -> None:
    assert list(parse_accept("a/b;q=0.25 , */* ; q=1.000")) == [
        MediaRange("a", "b", 0.25),
        MediaRange("*", "*", 1.0),
    ]


@given(st.text(alphabet='abc/*;=q01., "\\\t', max_size=60))
def test_any_header_is_answered_or_refused(accept: str) -> None:
    with suppress(RequestRefused):
        assert choose_media_type(accept, OFFERED) in OFFERED
