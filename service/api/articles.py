"""What was sent to be checked becomes a ``CheckRequest``, or is refused before it is queued."""

import codecs
from collections.abc import Mapping
from typing import Any, NamedTuple, Self

from fastapi import Request
from pydantic import Field, ValidationError, model_validator

from service.api.bodies import (
    IsoDate,
    content_type,
    decode_body,
    is_json,
    parse_json,
    refuse_field,
    refuse_media_type,
    validate,
)
from service.api.state import Between, Exchange, Opened
from service.bootstrap import Claimdesk
from service.domain.article import Article
from service.domain.base import Value
from service.domain.check import CheckOptions, CheckRequest
from service.errors import (
    ArticleTooLarge,
    DocumentTooLarge,
    DocumentWithoutText,
    EmptyArticle,
    InvalidField,
    InvalidMetadata,
)
from service.library.readers import Extraction, ReadLimits, read_document
from service.pipeline.article import prepare_article
from service.pipeline.check import Checker

ACCEPTED = "application/json, text/plain, text/html or text/markdown"
READERS = {"text/html": "article.html", "text/markdown": "article.md"}
READ_SECONDS = 30.0


class OptionFields(CheckOptions):
    """The options of a check, as a caller names them; ``engine`` is the configured one if
    none is named."""

    as_of: IsoDate | None = Field(
        default=None, description="The day whose knowledge counts; by default the article's date."
    )
    engine: str | None = Field(default=None, min_length=1, max_length=50)

    def options(self) -> CheckOptions:
        return CheckOptions(**{name: getattr(self, name) for name in CheckOptions.model_fields})


class ArticleFields(Value):
    """What is said about an article."""

    title: str | None = Field(default=None, max_length=1000)
    author: str | None = Field(default=None, max_length=500)
    url: str | None = Field(default=None, max_length=2000)
    published: IsoDate | None = None
    language: str | None = Field(default=None, max_length=35, description="A BCP 47 tag.")


class ArticleBody(ArticleFields):
    """An article: exactly one of ``text`` and ``html``. HTML is read as data, never run."""

    text: str | None = None
    html: str | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.text is None) == (self.html is None):
            raise ValueError("give exactly one of text and html")
        return self


class CheckBody(OptionFields):
    """The JSON body of ``POST /v1/checks``."""

    article: ArticleBody


class ArticleQuery(OptionFields, ArticleFields):
    """The query parameters of ``POST /v1/checks`` when the body is the article itself."""


class Page(NamedTuple):
    """A body that is the article itself, and what its Content-Type says."""

    content: bytes
    media_type: str
    charset: str | None


async def read_submission(request: Request, claimdesk: Opened, between: Between) -> CheckRequest:
    """The request's article and options.

    Raises ``UnsupportedFormat``, ``EmptyArticle``, ``ArticleTooLarge``, ``NotText``,
    ``InvalidMetadata``, ``UnreadableDocument``, and FastAPI's own error for a wrong field.
    """
    declared, charset = content_type(request)
    limit = claimdesk.settings.limits.article_characters
    submitted: CheckBody | ArticleQuery
    if is_json(declared):
        validate(Value, dict(request.query_params), "query")
        submitted = validate(CheckBody, parse_json(await request.body()), "body")
        place, article = "body", await _read_article(submitted.article, between, limit)
    elif declared == "text/plain" or declared in READERS:
        submitted = validate(ArticleQuery, dict(request.query_params), "query")
        page = Page(await request.body(), declared, charset)
        place, article = "query", await _read_page(page, submitted, between, limit)
    else:
        refuse_media_type(declared, ACCEPTED)
    return CheckRequest(
        article=article,
        options=submitted.options(),
        engine=choose_engine(claimdesk, submitted.engine, place).engine,
    )


def choose_engine(claimdesk: Claimdesk, named: str | None, place: str) -> Checker:
    """The named engine or the configured one. Raises FastAPI's own error for an unknown one."""
    try:
        return claimdesk.find_checker(named)
    except InvalidField as error:
        refuse_field(place, "engine", error.detail)


async def _read_article(submitted: ArticleBody, between: Exchange, limit: int) -> Article:
    fields = submitted.model_dump(exclude={"text", "html"})
    if submitted.html is None:
        return prepare_article(submitted.text or "", max_characters=limit, **fields)
    # The mark outranks whatever encoding the page declares: it is decoded already.
    content = codecs.BOM_UTF8 + submitted.html.encode("utf-8")
    extraction = await _extract(READERS["text/html"], content, between, limit)
    return _from_extraction(extraction, fields, limit)


async def _read_page(page: Page, submitted: ArticleQuery, between: Exchange, limit: int) -> Article:
    fields = {name: getattr(submitted, name) for name in ArticleFields.model_fields}
    content = page.content
    if page.media_type == "text/plain":
        return prepare_article(decode_body(content, page.charset), max_characters=limit, **fields)
    if page.charset is not None:
        content = codecs.BOM_UTF8 + decode_body(content, page.charset).encode("utf-8")
    extraction = await _extract(READERS[page.media_type], content, between, limit)
    return _from_extraction(extraction, fields, limit)


async def _extract(name: str, content: bytes, between: Exchange, limit: int) -> Extraction:
    """Read a page or Markdown as a reference document would be read, with an article's errors."""
    limits = ReadLimits(max_text_chars=limit, seconds=READ_SECONDS)
    try:
        async with between.reading:
            return await read_document(name, content, limits)
    except DocumentWithoutText as error:
        raise EmptyArticle("The article has no visible character.") from error
    except DocumentTooLarge as error:
        raise ArticleTooLarge(
            f"The article has more than the {limit:,} characters that are accepted."
        ) from error


def _from_extraction(extraction: Extraction, given: Mapping[str, Any], limit: int) -> Article:
    """What the caller says about the article outranks its front matter, and that the file."""
    try:
        stated = ArticleFields.model_validate(extraction.front_matter)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise InvalidMetadata(f"The front matter, {name}: {first['msg']}") from error
    found = {"title": extraction.title, "language": extraction.language}
    fields: dict[str, Any] = {
        name: given.get(name) or getattr(stated, name) or found.get(name)
        for name in ArticleFields.model_fields
    }
    return prepare_article(extraction.text, max_characters=limit, **fields)
