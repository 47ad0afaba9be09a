"""Statements within one predicate: "is a poet and painter who", "was born on D in P", lists.

What is taken apart is true of the subject on its own if the sentence is: no part of a list
after a number, a quantifier, "between" or a negation, and no noun without its adjective where
that may change its meaning ("former").
"""

import re

from service.engines.local.splitting.appositions import PARTICIPLE
from service.engines.local.splitting.clauses import Range
from service.engines.local.splitting.subjects import (
    CAPITALISED,
    Clause,
    choose_copula,
    is_protected,
    read_clause,
)
from service.engines.local.splitting.verbs import Tense, find_first_verb, read_participle, read_verb
from service.engines.local.splitting.wording import Wording, join

_A_NOUN = re.compile(r" (?:(?:currently|also|now|still|best|originally) )?an? ")
_WHO = re.compile(r",? who ")
_THAT = re.compile(r" (?:that|which) ")
_REDUCED = re.compile(rf",? (?={PARTICIPLE.pattern})", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\b(?:of|for|with|by|to|on|about|against|between|among|under|than|into|as|like|in|at|from"
    r"|near|within|off|over|behind|before|after|during|through|across)\b"
)
_PLACED = re.compile(rf" (?:from|in) (?:the )?{CAPITALISED}(?:,? {CAPITALISED})*$")
_ROLE = re.compile(
    r"(?:[\w-]*(?:er|or|ist|ian|man|woman|eer|ess|ographer|[^s]ant)|poet|model|judge|host|pilot|chef"
    r"|coach|critic|diplomat|athlete|activist|executive|businessperson|advocate|monk|priest|nun"
    r"|academic|scientist|politician|CEO|founder|co-founder|president|senator|scholar|guitarist"
    r"|drummer|wrestler|rapper|DJ|laureate|graduate|native|fan|member|citizen|resident|expert"
    r"|philanthropist|economist|playwright|essayist|soldier|lawyer|attorney|surgeon|physicist"
    r"|chemist|artist|author|nurse|architect|engineer|spy|thief|saint|missionary|comic|mystic"
    r"|theologian|personality|star|polymath|mathematician|bishop|king|queen)"
)
_JOIN_OWN = re.compile(r",? and (?=an? )")
_SHIFTS_MEANING = re.compile(
    r"\b(?:former|ex|retired|alleged|suspected|aspiring|acting|interim|deputy|vice|honorary|fake"
    r"|would-be|future|late|self-proclaimed|self-styled|fictional|assistant|associate|potential"
    r"|possible|onetime|one-time|then|purported|so-called|supposed|first|second|only|last|most"
    r"|least|best|not|never|no|nor|both|either|or|if|unless)\b|n't\b"
)
_OFFICES = re.compile(
    r" (?:currently |also |now )?the (?:current )?(?P<first>[\w -]{3,40}?) and "
    r"(?P<second>[\w -]{3,40}?) (?P<of>of [^,;]+)$"
)
_JOIN_NOUNS = re.compile(r", and |, | and ")
_BORN = re.compile(
    r" born (?:(?P<on>(?:on|in) (?:[A-Z][a-z]+ )?\d[^,]{0,20}?(?:, \d{4})?),?"
    rf" (?P<at>(?:in|at) (?:the )?{CAPITALISED}(?:[ ,]|of|de|the|{CAPITALISED})*)"
    rf"|(?P<first>(?:in|at) (?:the )?{CAPITALISED}(?:,? (?:of |de |the )?{CAPITALISED}){{0,5}}),?"
    r" (?P<then>(?:on|in) (?:[A-Z][a-z]+ )?\d[\w ]{0,20}(?:, \d{4})?))[.]?$"
)
_COLLECTIVE = re.compile(
    r"\b(?:between|among|amongst|all|each|every|together|respectively|total|combined|jointly"
    r"|shared?|shares|merged?|joined|united?|unites|either|or|nor|not|never|no|none|only|most|first"
    r"|last|exclusively|largest|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?"
    r"|both|sole|solely|owned|financed|funded|controlled|if|unless|from|than|linking|links?|linked|connect\w*|compar\w*|half"
    r"|majority|mix\w*|combin\w*|divided?|split|consists?|consisted|comprises?|comprised|composed"
    r"|made up|mainly|mostly|of|that|which|who|where|when|while|because)\b|n't\b|\d"
)
_DATED = re.compile(r"\b(?:in|since|until|by) \d{4}\b")
_ITEM = re.compile(
    rf"(?:(?:[Tt]he|an?) )?(?:\"[^\"]+\"|{CAPITALISED}(?: (?:of|the|de|in|to|for|a|on|with|at|by"
    rf"|{CAPITALISED}))*)(?: \([^()]*\))?"
)
_FIRST_ITEM = re.compile(
    rf"(?:(?:[Tt]he|an?) )?(?:\"[^\"]+\"|{CAPITALISED}(?: (?:of|the|de|{CAPITALISED}))*)"
    r"(?: \([^()]*\))?"
)
_LONGEST_NAME = 12  # words
_LIST_HEAD = re.compile(
    r"(?:.* )?(?:[a-z][\w'-]*,? "
    r"(?:in|at|for|with|by|to|on|as|including|such as|like|into|across|of)|"
    r"[a-z]+ed|speaks|won|wrote|made|plays)$"
)


def split_predicate(words: Wording) -> tuple[Wording, ...] | None:
    """The statements of a clause with one verb; ``None`` where there is one, or a doubt."""
    clause = read_clause(words)
    if clause is None:
        return None
    if clause.verb.group == "be":
        found = _split_birth(clause) or _split_noun(clause)
        if found:
            return found
    return _split_names(clause)


def _split_birth(clause: Clause) -> tuple[Wording, ...] | None:
    """A birth has one day and one place, so either may stand without the other."""
    words = clause.words
    born = _BORN.match(words.text, clause.verb.end)
    if born is None:
        return None
    first, second = ("on", "at") if born["on"] else ("first", "then")
    verb = words.cut(clause.verb.start, born.start(first))
    place = words.cut(born.start(second), born.end(second))
    return words.cut(0, born.end(first)), join([clause.subject_words, verb, place], place.focus)


# --- "is a N who", "is a N known for", "is a N, a N and a N" ------------------------------


def _split_noun(clause: Clause) -> tuple[Wording, ...] | None:
    words, verb = clause.words, clause.verb
    office = _OFFICES.match(words.text, verb.end)
    if office:
        return _split_offices(clause, office)
    noun = _A_NOUN.match(words.text, verb.end)
    if noun is None or _SHIFTS_MEANING.search(words.text, verb.end, noun.end()):
        return None
    return _split_relative(clause) or _split_nouns(clause, noun.end())


def _split_offices(clause: Clause, found: re.Match[str]) -> tuple[Wording, ...] | None:
    """ "is the founder and head of X": one holder, so both are held, each of X."""
    words = clause.words
    first, second = words.cut(*found.span("first")), words.cut(*found.span("second"))
    if not (_is_role(first.text) and _is_role(second.text)) or find_first_verb(found["of"]):
        return None
    of = words.cut(*found.span("of"))
    head = words.cut(0, found.start("first"))
    verb = words.cut(clause.verb.start, found.start("first"))
    return (
        join([head, first, of], words.cut(0, found.end("first")).focus),
        join([clause.subject_words, verb, second, of], words.cut(found.start("second")).focus),
    )


def _split_relative(clause: Clause) -> tuple[Wording, ...] | None:
    words, text, start = clause.words, clause.words.text, clause.verb.end
    marks = [found for pattern in (_WHO, _THAT, _REDUCED) if (found := pattern.search(text, start))]
    mark = min(marks, key=lambda one: one.start(), default=None)
    if mark is None or is_protected(text, mark.start()):
        return None
    noun = _PLACED.sub("", text[start : mark.start()])
    listed = re.search(r",| and | or ", noun) is not None
    if _PREPOSITION.search(noun) or (listed and not are_roles(noun)):
        return None
    subject = clause.subject_words.text.lower()
    if subject == "it" and (clause.verb.word == "was" or mark.re is _WHO):
        return None  # "it was a storm that" stresses the noun
    phrase = words.cut(mark.end())
    if mark[0].strip(" ,") in ("who", "that", "which"):
        if read_verb(phrase.text, 0) is None:
            return None
        said = join([clause.subject_words, phrase], phrase.focus)
    else:
        event = re.match(PARTICIPLE.pattern, phrase.text, re.IGNORECASE)
        tense = Tense.PAST if event and event["event"] else clause.verb.tense
        copula = choose_copula("they" if clause.verb.word in ("are", "were") else "", tense)
        said = join([clause.subject_words, copula, phrase], phrase.focus)
    return words.cut(0, mark.start()), said


def are_roles(text: str) -> bool:
    """Whether the items of a list of nouns all say what somebody is."""
    items = _JOIN_NOUNS.split(text)
    return all(_ROLE.fullmatch(item.split()[-1]) for item in items if item.split())


def _split_nouns(clause: Clause, start: int) -> tuple[Wording, ...] | None:
    """ "is a Russian poet, novelist and journalist from Oslo"."""
    words, text = clause.words, clause.words.text.rstrip(".")
    if _SHIFTS_MEANING.search(text, start) or find_first_verb(text, start):
        return None
    own = list(_JOIN_OWN.finditer(text, start))
    joints = own if len(own) == 1 else list(_JOIN_NOUNS.finditer(text, start))
    ends = [joint.start() for joint in joints]
    starts = [start, *(joint.end() for joint in joints)]
    items = [words.cut(first, last) for first, last in zip(starts, [*ends, len(text)], strict=True)]
    nouns = [item.text for item in items]
    for place in (0, -1) if own else (-1,):
        nouns[place] = re.split(
            r" (?:from|of|in|for|at|with|to|by|on|who) ", nouns[place], maxsplit=1
        )[0]
    if not joints or "and" not in joints[-1][0] or any("and" in one[0] for one in joints[:-1]):
        return None
    if not all(_is_role(noun) for noun in nouns):
        return None
    verb = words.cut(clause.verb.start, clause.verb.end)
    said = [join([clause.subject_words, verb, *_with_article(one)], one.focus) for one in items[1:]]
    return (words.cut(0, ends[0]), *said)


def _is_role(item: str) -> bool:
    found = item.split()
    return 0 < len(found) <= 5 and _ROLE.fullmatch(found[-1]) is not None


def _with_article(item: Wording) -> list[Wording | str]:
    if re.match(r"(?:an?|the) ", item.text):
        return [item]
    return ["an" if item.text[0] in "aeiouAEIO" else "a", item]


# --- lists of names ----------------------------------------------------------------------


def _split_names(clause: Clause) -> tuple[Wording, ...] | None:
    """ "appeared in A, B and C": at the end, and of three or more names."""
    words, text = clause.words, clause.words.text.rstrip(".")
    items = _find_items(text, clause.verb.end)
    if items is None:
        return None
    head = words.cut(clause.verb.start, items[0][0])
    checked = _DATED.sub("", head.text)
    member = re.match(
        r"(?:is|was) an? (?:\w+ )?(?:member|citizen|graduate|fan|supporter) of$", head.text
    )
    if not member and (_COLLECTIVE.search(checked) or not _LIST_HEAD.match(head.text)):
        return None
    if _has_another_verb(clause, head.text) or ", " in checked.replace(", including", "").replace(
        ", such as", ""
    ):
        return None
    lead = clause.lead_words
    said = []
    for first, last in items[1:]:
        item = words.cut(first, last)
        said.append(join([lead, clause.subject_words, head, item], item.focus))
    return (words.cut(0, items[0][1]), *said)


def _has_another_verb(clause: Clause, head: str) -> bool:
    text, end = clause.words.text, clause.verb.end
    participle = read_participle(text, clause.verb)
    while participle is not None:
        end = participle.end()
        participle = re.compile(r" [a-z]+ed\b").match(text, end)
    return find_first_verb(text[: clause.verb.start] + head, end) is not None


def _find_items(text: str, start: int) -> list[Range] | None:
    """The ranges of the names of a list that ends the text, three or more."""
    joints = [
        joint.span()
        for joint in _JOIN_NOUNS.finditer(text, start)
        if not is_protected(text, joint.start())
    ]
    if len(joints) < 2 or "and" not in text[slice(*joints[-1])]:
        return None
    if any(
        text[slice(*joint)] == ", and " for joint in joints
    ):  # then an "and" without a comma is part of a name
        joints = [joint for joint in joints if text[slice(*joint)] != " and "]
    begins = [start, *(last for _, last in joints)]
    ends = [*(first for first, _ in joints), len(text)]
    items: list[Range] = []
    for first, last in zip(reversed(begins), reversed(ends), strict=True):
        if _ITEM.fullmatch(text, first, last):
            items.insert(0, (first, last))
            continue
        if items:
            items.insert(0, (_find_item_at_end(text, first, last), last))
        break
    good = len(items) >= 3 and items[0][0] < items[0][1] and not _may_be_one(text, items)
    return items if good else None


def _may_be_one(text: str, items: list[Range]) -> bool:
    """Whether the last two may be one name, as "the Ministry of Trade and Industry"."""
    (_, end), (start, last) = items[-2:]
    before = text[slice(*items[-2])]
    plain = text[end:start] == " and " and re.search(r" (?:of|for) ", before) is not None
    return plain and not re.match(r"(?:the|an?) ", text[start:last], re.IGNORECASE)


def _find_item_at_end(text: str, start: int, end: int) -> int:
    """Where the longest name starts that ends at ``end``; ``end`` where there is none."""
    places = [match.start() for match in re.finditer(r"(?<= )[\w\"]", text[start:end])]
    for place in places[-_LONGEST_NAME:]:
        if _FIRST_ITEM.fullmatch(text, start + place, end):
            return start + place
    return end
