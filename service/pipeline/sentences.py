"""First stage: the article becomes sentences, and nothing of it is lost."""

from service.domain.article import Article, Sentence
from service.text.sentences import find_sentences


def read_sentences(article: Article) -> tuple[Sentence, ...]:
    """Every sentence of the article, in order; each visible character is in exactly one."""
    return tuple(
        Sentence(index=index, start=span.start, end=span.end)
        for index, span in enumerate(find_sentences(article.text, article.language))
    )
