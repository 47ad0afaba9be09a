"""A quote inside the passage it stands in."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.report import Considered
from service.domain.verdict import Citation

CONTEXT = 240
"""Code points of context shown on each side of a quote."""

ELLIPSIS = "…"


@dataclass(frozen=True)
class Excerpt:
    """``before``, ``quote`` and ``after`` follow each other in the source."""

    before: str
    quote: str
    after: str


def excerpt(citation: Citation, considered: Sequence[Considered]) -> Excerpt:
    """The quote with its surroundings, from the considered passage that holds it.

    Without such a passage (the quote may reach over two) the quote stands alone.
    """
    for item in considered:
        passage = item.passage
        if passage.version != citation.version or not citation.within(passage):
            continue
        start = citation.start - passage.start
        end = start + len(citation.quote)
        if passage.text[start:end] == citation.quote:
            before, after = passage.text[:start], passage.text[end:]
            return Excerpt(_tail(before), citation.quote, shorten(after))
    return Excerpt("", citation.quote, "")


def shorten(text: str, length: int = CONTEXT) -> str:
    """The start of ``text``, cut between words, with an ellipsis where something was cut."""
    if len(text) <= length:
        return text
    head = text[:length]
    words = head.rsplit(None, 1)
    return (words[0] if len(words) > 1 else head) + f" {ELLIPSIS}"


def _tail(text: str, length: int = CONTEXT) -> str:
    if len(text) <= length:
        return text
    tail = text[-length:]
    words = tail.split(None, 1)
    return f"{ELLIPSIS} " + (words[1] if len(words) > 1 else tail)
