"""Full-text search: a claim's words as a safe FTS5 expression."""

import re
from datetime import date

from service.domain.evidence import EvidenceQuery
from service.records.search import SearchRecords

WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
MAX_TERMS = 60
COMMON = frozenset(
    "a an and are as at be been but by for from had has have in is it its of on or that the "
    "their they this to was were which will with would".split()
)


class LexicalSearch:
    """BM25 over passages and titles, by SQLite's FTS5."""

    def __init__(self, records: SearchRecords) -> None:
        self._records = records

    async def find(self, query: EvidenceQuery, as_of: date, limit: int) -> list[tuple[str, float]]:
        """Passage ids with their score, best first; nothing for a query without words."""
        expression = match_any_word(query.text)
        if not expression:
            return []
        return await self._records.find_by_text(expression, query.collection, as_of, limit)


def match_any_word(text: str) -> str:
    """An FTS5 expression that matches any word of ``text``.

    Every word is quoted, so nothing in the text can act as an operator. Common words are left
    out unless nothing else is left.
    """
    words = list(dict.fromkeys(word.lower() for word in WORD.findall(text)))
    telling = [word for word in words if word not in COMMON] or words
    return " OR ".join(f'"{word}"' for word in telling[:MAX_TERMS])
