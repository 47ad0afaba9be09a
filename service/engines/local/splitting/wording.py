"""Words of a sentence, cut and put together anew, that remember where they stand in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.engines.local.splitting.clauses import Range

INSERTED = -1
"""The place of a character that is not in the sentence."""
_GLUED = re.compile(r"[,;:.!?)\]]|'s\b")


@dataclass(frozen=True)
class Wording:
    """``places`` has the place in the sentence for each character of ``text``.

    ``focus`` is the half-open range of the sentence that is stated here, without what is
    only repeated to complete it (a shared subject, a leading date).
    """

    text: str
    places: tuple[int, ...]
    focus: Range

    def cut(self, start: int, end: int | None = None) -> "Wording":
        """The words from ``start`` to ``end`` of ``text``, without the white space around."""
        part = self.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        places = self.places[start:end]
        known = [place for place in places if place != INSERTED]
        known = [place for place in known if self.focus[0] <= place < self.focus[1]] or known
        focus = (min(known), max(known) + 1) if known else self.focus
        return Wording(self.text[start:end], places, focus)


def read_wording(text: str) -> Wording:
    return Wording(text, tuple(range(len(text))), (0, len(text)))


def join(parts: Sequence[Wording | str], focus: Range) -> Wording:
    """The parts with a space between two of them; a string is inserted, an empty part is none."""
    text = ""
    places: list[int] = []
    for part in parts:
        words = part if isinstance(part, str) else part.text
        if not words:
            continue
        if text and not _GLUED.match(words):
            text += " "
            places.append(INSERTED)
        text += words
        places += [INSERTED] * len(words) if isinstance(part, str) else part.places
    return Wording(text, tuple(places), focus)
