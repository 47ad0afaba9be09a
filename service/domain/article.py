"""An article and its sentences."""

import hashlib
from datetime import date

from pydantic import Field

from service.domain.base import Span, Value


def sha256_of(text: str) -> str:
    """The digest by which texts are addressed: SHA-256 of their UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


class Article(Value):
    """The text to check, exactly as it was given: offsets of a report count its code points."""

    text: str = Field(min_length=1)
    title: str | None = None
    author: str | None = None
    url: str | None = None
    published: date | None = None
    language: str | None = None


class Sentence(Span):
    """A sentence of the article, without the white space around it."""

    index: int = Field(ge=0)
