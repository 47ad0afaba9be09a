"""Cutting a version's text into passages: whole sentences, within one section.

Passages are small (about ninety words), so that one of them says one thing and fits the
models' 256 tokens together with the document's title, its date and the claim.
"""

import re
from collections.abc import Iterator, Sequence

from service.domain.base import Span
from service.domain.evidence import Passage, Section
from service.text.sentences import find_sentences

TARGET_CHARACTERS = 450
MAX_CHARACTERS = 900
SPACES = re.compile(r"\s+")


def cut_passages(
    document_id: str, sha256: str, text: str, sections: Sequence[Section], language: str | None
) -> tuple[Passage, ...]:
    """Passages in the order of the text; each is a span of it, and none crosses a section."""
    pieces = [
        (piece, section)
        for section in _cover(text, sections)
        for piece in _pieces(text, section, language)
    ]
    return tuple(
        Passage(
            id=f"{document_id}:{sha256[:12]}:{index:05d}",
            version=sha256,
            index=index,
            start=piece.start,
            end=piece.end,
            text=piece.of(text),
            heading=section.heading,
            page=section.page,
        )
        for index, (piece, section) in enumerate(pieces)
    )


def _cover(text: str, sections: Sequence[Section]) -> Iterator[Section]:
    """The sections, and what lies between them, so that no word is left out."""
    position = 0
    for section in sections:
        if text[position : section.start].strip():
            yield Section(start=position, end=section.start)
        yield section
        position = section.end
    if text[position:].strip():
        yield Section(start=position, end=len(text))


def _pieces(text: str, section: Section, language: str | None) -> Iterator[Span]:
    """Sentences joined up to the target length, a new piece at each blank line if long enough."""
    start: int | None = None
    end = section.start
    for sentence in _short_sentences(section.of(text), language):
        sentence = Span(start=section.start + sentence.start, end=section.start + sentence.end)
        if start is not None and _must_break(text, start, end, sentence):
            yield Span(start=start, end=end)
            start = None
        start = sentence.start if start is None else start
        end = sentence.end
    if start is not None:
        yield Span(start=start, end=end)


def _must_break(text: str, start: int, end: int, sentence: Span) -> bool:
    if sentence.end - start > MAX_CHARACTERS:
        return True
    new_paragraph = "\n\n" in text[end : sentence.start]
    length = end - start if new_paragraph else sentence.end - start
    return length > (TARGET_CHARACTERS // 2 if new_paragraph else TARGET_CHARACTERS)


def _short_sentences(text: str, language: str | None) -> Iterator[Span]:
    """Sentences, those longer than a passage may be cut at white space."""
    for sentence in find_sentences(text, language):
        start = sentence.start
        while sentence.end - start > MAX_CHARACTERS:
            end = start + len(_cut_to_length(text[start : start + MAX_CHARACTERS + 1]))
            yield Span(start=start, end=end)
            start = end + _count_spaces(text, end, sentence.end)
        yield Span(start=start, end=sentence.end)


def _cut_to_length(words: str) -> str:
    """The words without their last character, and without a word that it cuts in two."""
    if words[-1].isspace():
        return words.rstrip()
    whole = words.rsplit(maxsplit=1)
    return whole[0] if len(whole) == 2 else words[:-1]


def _count_spaces(text: str, start: int, end: int) -> int:
    spaces = SPACES.match(text, start, end)
    return spaces.end() - start if spaces else 0
