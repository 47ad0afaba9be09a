"""The subject of a clause, its verb, and what stands before them."""

import re
from dataclasses import dataclass
from functools import lru_cache

from service.engines.local.splitting.clauses import Range, count_words
from service.engines.local.splitting.verbs import (
    MAY_BE_NO_VERB,
    Tense,
    Verb,
    find_first_verb,
    is_active,
    may_be_passive,
)
from service.engines.local.splitting.wording import Wording
from service.text.sentences import find_quotations

CAPITALISED = r"(?:[A-Z]|\d[\d,.]* [A-Z])[\w.'&/-]*"
_NAME_ONLY = re.compile(
    rf"(?:[Tt]he )?{CAPITALISED}"
    rf"(?: (?:(?:of|the|de|del|la|van|von|al|bin|for) ){{0,2}}{CAPITALISED})*"
)
_PRONOUN = re.compile(r"(?:he|she|it|they)", re.IGNORECASE)
_PLAIN_NOUN = re.compile(
    r"(?:the|his|her|its|their|this) (?:[\w-]+ ){0,2}[\w-]*[^s\W]", re.IGNORECASE
)
_PREPOSITION = re.compile(r"\b(?:of|in|for|at|from|with|to|by|on|and)\b")
_CONNECTIVE = re.compile(
    r"(?:(?:And|But|Also|However|Meanwhile|Moreover|Nevertheless|Nonetheless|Furthermore|Still|Yet"
    r"|Additionally|Besides|Thus|Therefore|Consequently|Overall|Finally|Indeed|In addition|In fact"
    r"|As a result|For example|For instance|In particular|Similarly|Likewise)\b,? "
    r"|In addition to [^,;\"]{1,60}, )"
)
_ADJUNCT = re.compile(
    r"(?:In|On|At|By|During|Since|Before|After|From|Between|As of|Throughout|Under|Following"
    r"|Prior to|For|As|Within|Over|Around|Until)\b[^,;:\"]{1,80}(?:, \d{4})?, (?=\S)"
    r"|(?:In|Since|By) \d{4} |[A-Z][a-z]+ly, |(?:Today|Later|Perhaps|Then), "
)
_NO_SUBJECT = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|while|if|than|not|how|what|why|because|although"
    r"|though|said|says|after|before|until|once)\b|\b(?:to|and|or)$|[;:,]| -+ ",
    re.IGNORECASE,
)
_NO_START = re.compile(
    r"(?:there|here|to|in|on|at|by|for|from|with|as|of|and|but|or|it's|after|before|since|during"
    r"|\w+ing|so|such|these|those|this|both|either|neither|all|every|each|no|none|I|we|you)\b",
    re.IGNORECASE,
)
_WITHIN_NAMES = frozenset(("of", "the", "de", "del", "la", "van", "von", "al", "bin", "for"))
_LONGEST_SUBJECT = 12  # words
_LEADING = 3  # pieces before the subject
_NEXT_CLAUSE = re.compile(r"[,;]|\b(?:but|that|which|who|where|when|while)\b")


@dataclass(frozen=True)
class Clause:
    """``lead`` ends where the subject starts; ``shared`` is the part of it that bears on all."""

    words: Wording
    shared: Range
    subject: Range
    verb: Verb

    @property
    def subject_words(self) -> Wording:
        return self.words.cut(*self.subject)

    @property
    def lead_words(self) -> Wording:
        return self.words.cut(*self.shared)


def find_lead(text: str) -> tuple[int, Range]:
    """Where the clause proper starts, and the leading adjuncts that bear on all of it."""
    connective = _CONNECTIVE.match(text)
    start = connective.end() if connective else 0
    shared = place = start
    for _ in range(_LEADING):
        adjunct = _ADJUNCT.match(text, place)
        if adjunct is None or find_first_verb(adjunct[0]) is not None:
            break
        place = adjunct.end()
    return place, (shared, place)


def read_clause(words: Wording) -> Clause | None:
    """The clause's parts; ``None`` where the subject or the verb is not sure."""
    text = words.text
    start, shared = find_lead(text)
    verb = find_first_verb(text, start)
    if verb is None or verb.start <= start or ";" in text:
        return None
    subject = text[start : verb.start].strip()
    if not subject or count_words(subject) > _LONGEST_SUBJECT:
        return None
    if _NO_SUBJECT.search(drop_brackets(subject)) or _NO_START.match(subject) or '"' in subject:
        return None
    if is_protected(text, verb.start):
        return None
    if verb.group in (*MAY_BE_NO_VERB, "present") and may_be_participle(text, verb):
        return None
    return Clause(words, shared, (start, verb.start), verb)


def may_be_participle(text: str, verb: Verb) -> bool:
    """Whether another finite verb follows soon, as in "the man elected in 1990 was".

    "the man elected in May and dismissed in June left", "the works in Oslo are"
    """
    end = _NEXT_CLAUSE.search(text, verb.end)
    stop = end.start() if end else len(text)
    passive = verb.group in MAY_BE_NO_VERB and may_be_passive(text, verb)
    following = find_first_verb(text, verb.end)
    while following is not None and following.start < stop:
        weak = following.group in MAY_BE_NO_VERB
        joined = text[: following.start].endswith((" and ", " or "))
        finite = not weak or (passive and is_active(text, following))
        if not joined and finite:
            return True
        if joined and not weak:
            return False
        following = find_first_verb(text, following.end)
    return False


@lru_cache(maxsize=64)
def _find_quotations(text: str) -> tuple[Range, ...]:
    return find_quotations(text)


def is_protected(text: str, place: int) -> bool:
    """Whether the place lies within a quotation or an open bracket."""
    if any(start < place < end for start, end in _find_quotations(text)):
        return True
    return text.count("(", 0, place) > text.count(")", 0, place)


def drop_brackets(text: str) -> str:
    """The text without what stands in round brackets."""
    return re.sub(r" ?\([^()]*\)", "", text).strip()


def is_name(text: str) -> bool:
    return _NAME_ONLY.fullmatch(text) is not None


def find_last_name(text: str) -> int:
    """Where the capitalised words start that end the text; its length where there are none."""
    start = end = len(text)
    for _ in range(_LONGEST_SUBJECT):
        word_start = text.rfind(" ", 0, end) + 1
        word = text[word_start:end]
        if re.fullmatch(CAPITALISED, word):
            start = word_start
        elif word not in _WITHIN_NAMES or start == len(text):
            break
        if word_start == 0:
            break
        end = word_start - 1
    return start


def is_one_thing(text: str) -> bool:
    """Whether the words name one person or thing, with nothing else in them to be meant."""
    plain = _PLAIN_NOUN.fullmatch(text) and not _PREPOSITION.search(text)
    plain = plain and find_first_verb(text) is None
    return bool(is_name(text) or _PRONOUN.fullmatch(text) or plain)


def choose_copula(subject: str, tense: Tense) -> str:
    if subject.lower() == "they":
        return "are" if tense is Tense.PRESENT else "were"
    return "is" if tense is Tense.PRESENT else "was"
