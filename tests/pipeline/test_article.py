"""What may be checked, and what is refused before anything is paid for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import ArticleTooLarge, EmptyArticle, NotText
from service.pipeline.article import prepare_article

LIMIT = 1000


def test_keeps_the_text_exactly_as_given() -> None:
    text = "\ufeff\r\n  Caf\u0065\u0301 \u200b\U000e0100 opened.\x1b \n"

    article = prepare_article(text, max_characters=LIMIT, title="  A title ", author=" ")

    assert article.text == text
    assert article.title == "A title"
    assert article.author is None


def test_keeps_what_is_said_about_the_article() -> None:
    article = prepare_article(
        "Words.",
        max_characters=LIMIT,
        url="https://example.org/a",
        published=date(2026, 3, 1),
        language="en",
    )

    assert (article.url, article.published, article.language) == (
        "https://example.org/a",
        date(2026, 3, 1),
        "en",
    )


@pytest.mark.parametrize("text", ["", " \n\t\u00a0\u2029", "\u200b\ufe0f\U000e0101\ufeff", "\x07"])
def test_refuses_an_article_without_a_visible_character(text: str) -> None:
    with pytest.raises(EmptyArticle):
        prepare_article(text, max_characters=LIMIT)


def test_counts_code_points_up_to_the_limit_and_says_both_numbers() -> None:
    assert prepare_article("\U0001f600" * LIMIT, max_characters=LIMIT)

    with pytest.raises(ArticleTooLarge, match=r"1,001 .* 1,000"):
        prepare_article("a" * (LIMIT + 1), max_characters=LIMIT)


@pytest.mark.parametrize(("text", "named"), [("a\0b", "U+0000"), ("ab\ud83d", "U+D83D")])
def test_refuses_what_no_store_can_hold(text: str, named: str) -> None:
    with pytest.raises(NotText) as refused:
        prepare_article(text, max_characters=LIMIT)

    assert named in refused.value.detail


def test_refuses_a_field_that_no_store_can_hold() -> None:
    with pytest.raises(NotText):
        prepare_article("Words.", max_characters=LIMIT, title="a\0b")


@given(st.text(max_size=50))
def test_takes_any_text_whole_or_refuses_it(text: str) -> None:
    try:
        article = prepare_article(text, max_characters=LIMIT)
    except (EmptyArticle, NotText):
        return
    assert article.text == text
    article.text.encode("utf-8")
