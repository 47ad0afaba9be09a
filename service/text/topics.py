"""What each number of a text is about, by the words of its own clause.

"The bridge cost 50 million euros and the tunnel 60 million": the tunnel's number is not the
bridge's. Clauses are cut between numbers of one kind at the strongest mark or conjunction; what
stands between two equally strong ones belongs to both. A clause goes on with the words of those
before it in its sentence, but with a date of its own not with theirs.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from service.text.changes import CUES, SUBJECTS
from service.text.hedges import BEFORE
from service.text.nouns import BOUNDARY, lemmatize
from service.text.numerals import SCALES, SMALL
from service.text.statements import Statement
from service.text.tokens import Kind, Token
from service.text.units import UNITS

MOST_NUMBERS = 40
"""With more numbers of one kind than this, nothing is told of what each is about."""
_STRENGTHS = {
    **dict.fromkeys((".", "!", "?"), 4),
    **dict.fromkeys((";", "--", "while", "whereas", "but", "although"), 3),
    **dict.fromkeys(("and", "or", "then", "from", "against", "compared", "versus", "than"), 2),
    **dict.fromkeys((",", ":", "(", ")"), 1),
}
SENTENCE_END = 4
CONTRAST = 3
COMPLETE = {CONTRAST: 2, 2: 3, 1: 3}
"""With so many words of its own a clause after such a mark takes none from before it."""
CLEAR = 2
"""So many words of the claim in a clause make clear that it is about the same."""
_ENDINGS = ("ing", "ed", "es", "s", "e")
_HEDGES = frozenset(word for phrase in BEFORE for word in phrase)
_LIGHT = frozenset("saw see seen sees".split())
_EMPTY = (
    _LIGHT
    | BOUNDARY
    | SCALES.keys()
    | SMALL.keys()
    | _HEDGES
    | {one for one, *more in UNITS if not more}
)


def stem(word: str) -> str:
    """What the forms of a word have in common, crudely: "handles", "handled"."""
    noun = lemmatize(word)
    ending = next((one for one in _ENDINGS if noun.endswith(one) and len(noun) > len(one) + 3), "")
    return noun.removesuffix(ending)


CHANGES = frozenset(stem(word) for word in CUES - SUBJECTS)
"""Words for a change, which tell nothing of what changed."""


class Mention(NamedTuple):
    """Words of the clause of a number, and those known with the sentence so far.

    ``names`` are those of its clause with a capital, which may only be the first of a sentence.
    """

    own: frozenset[str]
    known: frozenset[str]
    names: frozenset[str] = frozenset()

    def outweighs(self, other: "Mention", words: frozenset[str]) -> bool:
        """Whether this number is about the ``words`` rather than ``other``.

        It has all that the other has of them, and more; and the other tells of something else.
        One that has none of them may have its subject elsewhere, so there more is asked for, or
        one of two names.
        """
        matter = words - CHANGES or words
        here, there = matter & self.known, matter & other.known
        if not other.own - words:
            return False
        named = bool(self.names & matter and other.names - words)
        clear = named or len(matter & self.own) >= CLEAR or matter <= self.own
        if not there and not clear:
            return False
        return here > there or (here == there and words & self.own > words & other.own)

    def fits(self, words: frozenset[str]) -> bool:
        """Whether its clause says nothing but the ``words``, and which way something went."""
        return bool(self.own & words) and self.own - CHANGES <= words


def read_words(statement: Statement) -> frozenset[str]:
    """All words of the text that mean something."""
    return frozenset(word for _, word in _content(statement, 0, len(statement.tokens)))


def read_mentions(statement: Statement, spans: Sequence[tuple[int, int]]) -> list[Mention]:
    """One for each number, given as its tokens from the first to before the last, in order."""
    if not 0 < len(spans) <= MOST_NUMBERS:
        return []
    mentions: list[Mention] = []
    known: frozenset[str] = frozenset()
    for (first, last, mark), group in _cut(statement, spans):
        content = [
            (index, word)
            for index, word in _content(statement, first, last)
            if not any(begin <= index < end for begin, end in group)
        ]
        own = frozenset(word for _, word in content)
        known = own | _take_over(known, own, mark)
        tokens = statement.tokens
        names = frozenset(
            word
            for index, word in content
            if tokens[index].surface[0].isupper() and index not in statement.dated
        )
        mentions += [Mention(own, known, names)] * len(group)
    return mentions


def _take_over(known: frozenset[str], own: frozenset[str], mark: int) -> frozenset[str]:
    """What a clause after such a mark leaves unsaid because it was said before it."""
    dates = {word for word in own if word.startswith("@")}
    if len(own - dates) >= COMPLETE.get(mark, 0):
        return frozenset()
    return frozenset(word for word in known if not (dates and word.startswith("@")))


def _content(statement: Statement, first: int, last: int) -> Iterator[tuple[int, str]]:
    """Index and lemma of the words that mean something; those of dates start with "@"."""
    for index in range(max(first, 0), last):
        token = statement.tokens[index]
        if index in statement.dated and token.kind is not Kind.SIGN:
            yield index, f"@{token.key}"
        elif token.kind is Kind.WORD and len(token.key) > 2 and token.key not in _EMPTY:
            yield index, stem(token.key)


_Cut = tuple[tuple[int, int, int], list[tuple[int, int]]]


def _cut(statement: Statement, spans: Sequence[tuple[int, int]]) -> Iterator[_Cut]:
    """Clauses as first token, end and strength of the mark before; with the numbers in each."""
    sentence = _find_marks(statement, 0, spans[0][0])
    first = sentence[-1][0] + 1 if sentence and sentence[0][1] == SENTENCE_END else 0
    mark, group = SENTENCE_END, [spans[0]]
    for (_, end), span in pairwise(spans):
        marks = _find_marks(statement, end, span[0])
        if not marks:
            group.append(span)
            continue
        ends = marks[0][1] == SENTENCE_END
        yield (first, marks[0 if ends else -1][0], mark), group
        first, mark, group = marks[-1 if ends else 0][0] + 1, marks[0][1], [span]
    after = _find_marks(statement, spans[-1][1], len(statement.tokens))
    stops = bool(after) and after[0][1] == SENTENCE_END
    yield (first, after[0][0] if stops else len(statement.tokens), mark), group


def _find_marks(statement: Statement, begin: int, end: int) -> list[tuple[int, int]]:
    """Index and strength of the strongest marks and conjunctions."""
    tokens = statement.tokens
    marks = [
        (index, _weigh(tokens[index], tokens[index + 1]))
        for index in range(begin, min(end, len(tokens) - 1))
        if index not in statement.dated
    ]
    strongest = max((strength for _, strength in marks), default=0)
    return [mark for mark in marks if mark[1] == strongest and strongest]


def _weigh(token: Token, after: Token) -> int:
    strength = _STRENGTHS.get(token.key, 0)
    if strength == SENTENCE_END and after.kind is Kind.WORD and after.surface[0].islower():
        # "3 p.m. on", "approx. 5"
        return 0
    return strength
