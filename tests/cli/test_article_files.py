"""Files and standard input as articles."""

from datetime import date
from pathlib import Path

import pytest

from service.cli.article_files import ArticleFacts, read_article, read_facts
from service.errors import (
    ArticleTooLarge,
    EmptyArticle,
    InvalidField,
    InvalidMetadata,
    NotText,
    UnsupportedFormat,
)
from service.settings import LimitSettings
from tests.builders.documents import make_docx
from tests.cli.commands import ARTICLE, BODY

LIMITS = LimitSettings()


def _write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


async def test_front_matter_describes_and_is_no_part_of_the_text(tmp_path: Path) -> None:
    article = await read_article(_write(tmp_path, "a.md", ARTICLE), ArticleFacts(), LIMITS)

    assert article.text == BODY
    assert (article.title, article.author) == ("A year at the port", "Ines Holm")
    assert article.published == date(2024, 6, 1)


async def test_options_win_over_front_matter(tmp_path: Path) -> None:
    given = ArticleFacts(title="Other", published=date(2020, 1, 1))

    article = await read_article(_write(tmp_path, "a.md", ARTICLE), given, LIMITS)

    assert (article.title, article.author) == ("Other", "Ines Holm")
    assert article.published == date(2020, 1, 1)


async def test_plain_text_stays_as_it_is(tmp_path: Path) -> None:
    text = "---\ntitle: this is no front matter here\n---\n  # *Words* \n"

    article = await read_article(_write(tmp_path, "a.txt", text), ArticleFacts(), LIMITS)

    assert article.text == text
    assert article.title is None


async def test_html_and_docx_are_read_like_documents(tmp_path: Path) -> None:
    html = "<html lang='en'><body><article><p>The bridge is 90 m long.</p></article></body></html>"

    page = await read_article(_write(tmp_path, "a.html", html), ArticleFacts(), LIMITS)
    word = await read_article(
        _write(tmp_path, "a.docx", make_docx(["Words."])),
        ArticleFacts(),
        LIMITS,
    )

    assert "The bridge is 90 m long." in page.text
    assert word.text == "Words."


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.txt", b"", EmptyArticle),
        ("a.txt", b" \n\xe2\x80\x8b", EmptyArticle),
        ("a.md", b"---\ntitle: only this\n---\n", EmptyArticle),
        ("a.txt", b"caf\xe9", NotText),
        ("a.txt", b"a\0b", NotText),
        ("a.txt", b"%PDF-1.7 in disguise", UnsupportedFormat),
        ("a.odt", b"words", UnsupportedFormat),
        ("a.md", b"---\ntitle: [1]\n---\nwords", InvalidMetadata),
        ("a.md", b"---\npublished: last week\n---\nwords", InvalidMetadata),
    ],
)
async def test_refuses_with_a_reason(
    tmp_path: Path, name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        await read_article(_write(tmp_path, name, content), ArticleFacts(), LIMITS)


async def test_refuses_what_is_too_large_before_reading_it(tmp_path: Path) -> None:
    limits = LimitSettings(article_characters=10, upload_bytes=100)

    with pytest.raises(ArticleTooLarge, match="100 bytes"):
        await read_article(_write(tmp_path, "a.txt", "a" * 101), ArticleFacts(), limits)
    with pytest.raises(ArticleTooLarge, match="10 are"):
        await read_article(_write(tmp_path, "a.txt", "a" * 11), ArticleFacts(), limits)


async def test_says_why_a_file_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InvalidField, match="directory"):
        await read_article(tmp_path, ArticleFacts(), LIMITS)


async def test_tells_of_front_matter_that_it_does_not_know(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _write(tmp_path, "a.md", "---\npublised: 2021-01-01\n---\nWords.")

    await read_article(path, ArticleFacts(), LIMITS)

    assert "publised" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["2021-12-06", date(2021, 12, 6)])
def test_reads_a_day_quoted_or_not(value: object) -> None:
    assert read_facts({"published": value}).published == date(2021, 12, 6)
