"""A sentence as the rules see it: normalised, in its place, with what stands before it."""

from dataclasses import dataclass

from service.domain.article import Article, Sentence
from service.engines.local.splitting.checkability import Place
from service.engines.local.splitting.references import Topic, find_topic
from service.text.normalize import NormalizedText, is_invisible, normalize

LONGEST_READ = 2000
"""Code points; a longer sentence is one claim."""
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")


@dataclass(frozen=True)
class Reading:
    """``before`` is the sentence of the text proper before it, where that is next to it.

    ``topic`` is what a pronoun that leads this sentence stands for, where that is sure.
    """

    sentence: Sentence
    seen: NormalizedText
    text: str
    place: Place
    before: str | None
    same_paragraph: bool
    topic: Topic | None


def read_sentence(
    article: Article, sentence: Sentence, before: Reading | None, lines: set[str]
) -> Reading:
    """The sentence with its place; notes its line in ``lines``, to know a repeated one."""
    seen = normalize(sentence.of(article.text))
    text = seen.text.replace("\n", " ")
    ends_before = _count_line_ends(article.text, sentence.start - 1, -1)
    ends_after = _count_line_ends(article.text, sentence.end, 1)
    alone = ends_before > 0 and ends_after > 0
    place = Place(
        index=sentence.index,
        alone=alone,
        last=not article.text[sentence.end : sentence.end + LONGEST_READ].strip(),
        title=article.title,
        author=article.author,
        repeated=text in lines,
    )
    if alone:
        lines.add(text)
    follows = before is not None and before.sentence.index + 1 == sentence.index
    return Reading(
        sentence=sentence,
        seen=seen,
        text=text,
        place=place,
        before=before.text[-LONGEST_READ:] if before and follows else None,
        same_paragraph=ends_before < 2,
        topic=_find_topic(before) if follows and ends_before < 2 else None,
    )


def _find_topic(before: Reading | None) -> Topic | None:
    if before is None or len(before.text) > LONGEST_READ:
        return None
    return find_topic(before.text, before.topic)


def _count_line_ends(text: str, place: int, step: int) -> int:
    """Line ends next to ``place``, across white space; two for the end of the text."""
    found = 0
    while 0 <= place < len(text) and (text[place].isspace() or is_invisible(text[place])):
        found += text[place] in _LINE_ENDS and text[place : place + 2] != "\r\n"
        place += step
    return found if 0 <= place < len(text) else 2
