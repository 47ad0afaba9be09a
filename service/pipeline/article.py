"""Before the first stage: what was handed in becomes an article, or is refused with a reason."""

import re
from datetime import date

from service.domain.article import Article
from service.errors import ArticleTooLarge, EmptyArticle, NotText
from service.text.normalize import drop_invisible

_NO_TEXT = re.compile("[\0\ud800-\udfff]")


def prepare_article(
    text: str,
    *,
    max_characters: int,
    title: str | None = None,
    author: str | None = None,
    url: str | None = None,
    published: date | None = None,
    language: str | None = None,
) -> Article:
    """The article with ``text`` exactly as given; of the rest, blank words count as absent.

    ``max_characters`` counts code points. Raises ``ArticleTooLarge``, ``NotText`` for a NUL or
    a lone surrogate (neither can be stored), and ``EmptyArticle`` when nothing can be seen.
    """
    if len(text) > max_characters:
        raise ArticleTooLarge(
            f"The article has {len(text):,} characters; at most {max_characters:,} are accepted."
        )
    if (found := _NO_TEXT.search(text)) is not None:
        raise NotText(
            f"The article is no text: character {found.start()} is U+{ord(found[0]):04X}. "
            "Send plain text in UTF-8."
        )
    if not drop_invisible(text).text.strip():
        raise EmptyArticle("The article has no visible character.")
    return Article(
        text=text,
        title=_worded(title),
        author=_worded(author),
        url=_worded(url),
        published=published,
        language=_worded(language),
    )


def _worded(value: str | None) -> str | None:
    if value is None or not value.strip():
        return None
    if (found := _NO_TEXT.search(value)) is not None:
        raise NotText(f"A field of the article is no text: it holds U+{ord(found[0]):04X}.")
    return value.strip()
