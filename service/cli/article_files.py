"""A file, or standard input, as the article to check."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from service import errors
from service.cli.screen import note
from service.domain.article import Article
from service.library.readers import ReadLimits, read_document
from service.library.readers.formats import Format, detect_format
from service.library.readers.front_matter import split_front_matter
from service.library.readers.text import decode_text
from service.pipeline.article import prepare_article
from service.publishing.terminal import show_plain
from service.settings import LimitSettings

STANDARD_INPUT = Path("-")


@dataclass(frozen=True)
class ArticleFacts:
    """What is said about an article beside its text."""

    title: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None

    def or_else(self, other: "ArticleFacts") -> "ArticleFacts":
        """These facts, completed by the other ones."""
        return ArticleFacts(
            title=self.title or other.title,
            author=self.author or other.author,
            url=self.url or other.url,
            published=self.published or other.published,
            language=self.language or other.language,
        )


FACTS = tuple(ArticleFacts.__dataclass_fields__)


async def read_article(path: Path, given: ArticleFacts, limits: LimitSettings) -> Article:
    """The article in a file; ``-`` is standard input, as plain text.

    ``given`` wins over what the file says of itself. The text of ``.txt`` and ``.md`` stays as
    it is (line ends as ``\\n``; front matter is no part of it); of other formats it is what
    their reader extracts. Raises an ``errors.BadInput``.
    """
    content = read_bytes(path, limits.upload_bytes)
    if not content:
        raise errors.EmptyArticle(f"{_named(path)} is empty.")
    text, said = await _extract(path, content, limits)
    facts = given.or_else(said)
    return prepare_article(
        text,
        max_characters=limits.article_characters,
        title=facts.title,
        author=facts.author,
        url=facts.url,
        published=facts.published,
        language=facts.language,
    )


def read_bytes(path: Path, most: int) -> bytes:
    """The bytes of a file or of standard input. Raises ``ArticleTooLarge``, ``InvalidField``."""
    try:
        if path == STANDARD_INPUT:
            content = sys.stdin.buffer.read(most + 1)
        else:
            with path.open("rb") as file:
                content = file.read(most + 1)
    except OSError as error:
        raise errors.InvalidField(
            f"{_named(path)} cannot be read: {error.strerror or error}."
        ) from error
    if len(content) > most:
        raise errors.ArticleTooLarge(
            f"{_named(path)} has more than {most:,} bytes, the most that is accepted."
        )
    return content


def read_facts(front_matter: Mapping[str, Any]) -> ArticleFacts:
    """The facts in an article's front matter. Raises ``errors.InvalidMetadata``."""
    words = {key: _as_words(key, front_matter.get(key)) for key in FACTS if key != "published"}
    return ArticleFacts(published=_as_day(front_matter.get("published")), **words)


async def _extract(path: Path, content: bytes, limits: LimitSettings) -> tuple[str, ArticleFacts]:
    if path == STANDARD_INPUT:
        return decode_text(content), ArticleFacts()
    name = show_plain(path.name)
    match detect_format(name, content):
        case Format.TEXT:
            return decode_text(content), ArticleFacts()
        case Format.MARKDOWN:
            front_matter, body = split_front_matter(decode_text(content))
            _tell_unused(front_matter)
            return body, read_facts(front_matter)
        case _:
            read = await read_document(name, content, ReadLimits(max_bytes=limits.upload_bytes))
            return read.text, ArticleFacts(title=read.title, language=read.language)


def _tell_unused(front_matter: Mapping[str, Any]) -> None:
    """A misspelt ``published`` would change verdicts, so it must not pass in silence."""
    unused = [key for key in front_matter if key not in FACTS]
    if unused:
        note(f"Front matter that says nothing to Claimdesk: {', '.join(unused)}")


def _as_words(key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value or None
    raise errors.InvalidMetadata(
        f"the front matter: {key} must be text, got {type(value).__name__}; put it in quotes"
    )


def _as_day(value: object) -> date | None:
    match value:
        case None | "":
            return None
        case datetime():
            return value.date()
        case date():
            return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise errors.InvalidMetadata(
            f"the front matter: published must be a date such as 2021-12-06, got {value!r}"
        ) from error


def _named(path: Path) -> str:
    return "Standard input" if path == STANDARD_INPUT else str(path)
