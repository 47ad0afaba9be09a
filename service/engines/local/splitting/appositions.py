"""What is said of a noun beside the clause it stands in: appositions, relatives, participles.

"Ann Roe, the minister of trade, said" states that Ann Roe is the minister of trade. Nothing is
put in but a form of "to be", and only where one thing alone can be meant.
"""

import re

from service.engines.local.splitting.people import (
    PERSON_NOUN,
    ends_in_person,
    find_people,
    is_person_of_a_name,
)
from service.engines.local.splitting.subjects import (
    choose_copula,
    find_last_name,
    find_lead,
    is_name,
    is_one_thing,
    is_protected,
    read_clause,
)
from service.engines.local.splitting.verbs import Tense, Verb, find_first_verb, read_verb
from service.engines.local.splitting.wording import Wording, join

_STATE = (
    r"known|based|located|situated|headquartered|considered|regarded|owned|operated|used|named"
    r"|called|dubbed|nicknamed"
)
_EVENT = (
    r"born|raised|educated|founded|established|built|created|released|published|directed|written"
    r"|formed|held|designed|composed|developed|produced|organi[sz]ed|launched|introduced"
    r"|commissioned|recorded"
)
_HOW = r"(?:best|better|also|commonly|formerly|previously|originally|popularly|well|widely|often)"
PARTICIPLE = re.compile(
    rf"(?:{_HOW} )?(?:(?P<state>{_STATE})|(?P<event>{_EVENT}))\b", re.IGNORECASE
)
_NOUN_PHRASE = re.compile(r"(?:the|an?|one of) ", re.IGNORECASE)
_BORN = re.compile(
    r"(?P<name>[^(),;:\"]{2,60}) \((?P<born>born (?:(?:on|in) )?(?:[A-Z][a-z]+ )?\d[\w ,]{2,20})\)"
)
_RELATIVE = re.compile(r"(?:who|which) ")
_NO_NOUN_PHRASE = re.compile(
    r"(?:an?|the) (?:\w+ )?(?:few|year|month|week|day|decade|hour|moment|time|number|latter"
    r"|other|others|same|result|move|decision|step|feat|record|rise|increase|drop|fall|decline"
    r"|figure|fact|sign|victory|win|loss|first|second|third|last|only|biggest|largest|highest"
    r"|lowest|position|role|post|title|award|honou?r|event|act|change|process|practice|situation"
    r"|trend|gain|jump|growth|share|total|sum|amount|level|rate|period|season|phenomenon"
    r"|achievement|accomplishment|deal|agreement|purchase|sale|transaction|merger|price|cost|plan"
    r"|profit|offer|vote|ruling|meeting|visit|trip|claim|charge|difference|return|attack|effort)\b",
    re.IGNORECASE,
)
_REPORTING = re.compile(r"(?:said|says|told|tells|added|announced|stated|warned|argued|noted)")
_MONTH_OR_DAY = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|\w+day)\b|\d"
)
_LEADING_NOUN = re.compile(r"an? \w|the (?:son|daughter|child|brother|sister|grandson) of", re.I)
_WHICH = re.compile(
    r"which (?:(?:is|are) (?:an?|the|located|based|situated|called|known|also known|one of)\b"
    r"|(?:was|were) (?:founded|established|built|released|written|directed|produced|published)\b)"
)
_OF_A_PLACE = re.compile(r"(?P<before>\w+) (?:from|in|at|near|to)(?: the)?$")
_OF_ANOTHER = re.compile(r" (?:of|to|for) (?:the|an?|his|her|its|their) ")
_OF_A_NOUN = re.compile(rf"(?:\b{PERSON_NOUN} (?:of|to|for|at|from|in)|\bthe [\w-]+ of)(?: the)?$")
_AND_STATE = re.compile(rf" and (?:{_HOW} )?(?:{_STATE})\b")
_SPEAKS_OF_NONE = re.compile(r"\b(?:not|never|no|nor|neither|either|if|unless|whether)\b|n't\b")


def split_off_modifiers(words: Wording) -> tuple[Wording, ...] | None:
    """The clause without what is said of its subject beside it, and that; ``None`` if nothing."""
    return (
        _split_bracket(words)
        or _split_leading(words)
        or split_after_subject(words)
        or _split_last(words)
    )


def _split_bracket(words: Wording) -> tuple[Wording, ...] | None:
    """ "X (born in 1950) signed"."""
    found = _BORN.match(words.text)
    if found is None or not is_name(found["name"]) or read_clause(words) is None:
        return None
    born = words.cut(*found.span("born"))
    said = join([words.cut(*found.span("name")), "was", born], born.focus)
    return said, join([words.cut(0, found.end("name")), words.cut(found.end())], words.focus)


def split_after_subject(words: Wording) -> tuple[Wording, ...] | None:
    """ "X, the minister of Y, signed", "X, born in Y, signed", "X, who signed Y, left"."""
    text = words.text
    start, _ = find_lead(text)
    comma = text.find(", ", start)
    if comma < 0 or ";" in text:
        return None
    named = _split_before_name(words, start, comma)
    if named or not is_one_thing(text[start:comma]):
        return named
    ends = [
        place.start()
        for place in re.finditer(", ", text[comma + 2 :])
        if read_verb(text, comma + 2 + place.end())
        and not is_protected(text, comma + 2 + place.start())
    ]
    if not ends:
        return None
    end = comma + 2 + ends[0]
    verb = read_verb(text, end + 2)
    modifier, subject = words.cut(comma + 2, end), words.cut(start, comma)
    if verb is None or (len(ends) > 1 and _RELATIVE.match(modifier.text)):
        return None
    unsure = is_person_of_a_name(subject.text) and not modifier.text.startswith("who ")
    said = None if unsure else state(subject, modifier, verb)
    if said is None:
        return None
    main = join([words.cut(0, comma), words.cut(end + 1)], words.focus)
    return said, main


def _split_before_name(words: Wording, start: int, comma: int) -> tuple[Wording, ...] | None:
    """ "The minister of trade, Ann Roe, signed": she is the minister, and she signed."""
    text = words.text
    end = text.find(", ", comma + 2)
    verb = read_verb(text, end + 2) if end > 0 else None
    noun, name = words.cut(start, comma), words.cut(comma + 2, end)
    if verb is None or not is_name(name.text) or not find_people(name.text):
        return None
    if not _is_noun_phrase(noun.text) or _RELATIVE.search(noun.text):
        return None
    if _OF_ANOTHER.search(noun.text) and ends_in_person(noun.text):
        return None  # "the lawyer of the singer, Ann Roe"
    lowered = Wording(noun.text[0].lower() + noun.text[1:], noun.places, noun.focus)
    said = state(name, lowered, verb)
    main = join([words.cut(0, start), name, words.cut(end + 1)], words.focus)
    return (said, main) if said else None


def state(subject: Wording, modifier: Wording, verb: Verb) -> Wording | None:
    """That the subject is what the modifier says, in the time of the clause's ``verb``."""
    text = modifier.text
    relative = _RELATIVE.match(text)
    if relative:
        if re.search(r", (?:not|but) ", text):
            return None
        phrase = modifier.cut(relative.end())
        told = read_verb(phrase.text, 0)
        return join([subject, phrase], modifier.focus) if told else None
    tense = Tense.PRESENT if _REPORTING.fullmatch(verb.word) else verb.tense
    participle = PARTICIPLE.match(text)
    if participle:
        if participle["event"] and tense is Tense.PRESENT and _AND_STATE.search(text):
            return None  # "founded in 1990 and based in Oslo": one was, one is
        tense = Tense.PAST if participle["event"] else tense
    elif not _is_noun_phrase(text) or ", " in text:
        return None
    return join([subject, choose_copula(subject.text, tense), modifier], modifier.focus)


def _is_noun_phrase(text: str) -> bool:
    if not _NOUN_PHRASE.match(text) or _NO_NOUN_PHRASE.match(text):
        return False
    noun = re.split(r" (?:who|which|that) ", text, maxsplit=1)[0]
    if is_name(text) or re.match(r"the [A-Z][\w-]* (?:of|for) ", text):
        return False
    if re.search(r"\b(?:having|being)\b", noun):
        return False
    verb = find_first_verb(noun)
    return verb is None or verb.group == "ed"


def _split_leading(words: Wording) -> tuple[Wording, ...] | None:
    """ "Born in Y, X signed", "A native of Y, X signed"."""
    text = words.text
    named = _LEADING_NOUN.match(text) and _is_noun_phrase(text.split(", ")[0])
    if not named and not (PARTICIPLE.match(text) and text[:1].isupper()):
        return None
    for comma in re.finditer(", ", text):
        rest = words.cut(comma.end())
        clause = read_clause(rest)
        if clause is None or clause.subject[0] > 0:
            continue
        subject = clause.subject_words
        if not is_one_thing(subject.text):
            continue
        lead = words.cut(0, comma.start())
        lowered = Wording(lead.text[0].lower() + lead.text[1:], lead.places, lead.focus)
        said = state(subject, lowered, clause.verb)
        return (said, rest) if said else None
    return None


def _split_last(words: Wording) -> tuple[Wording, ...] | None:
    """ "signed with X, a bank in Y", "married X, who is a lawyer", at the very end."""
    text = words.text.rstrip(".")
    comma = text.rfind(", ")
    clause = read_clause(words) if comma > 0 and not re.search('[;:"]', text[comma:]) else None
    if clause is None or is_protected(text, comma) or _SPEAKS_OF_NONE.search(text):
        return None
    start = find_last_name(text[:comma])
    before, name = text[:start].rstrip(), text[start:comma]
    if start < clause.verb.end or not name or _MONTH_OR_DAY.search(name):
        return None
    if ", " in text[clause.verb.end : start] or before.endswith((" and", " or", ",")):
        return None
    modifier = words.cut(comma + 2, len(text))
    if _OF_A_NOUN.search(before) or _is_of_a_placed_noun(before) or is_person_of_a_name(name):
        return None  # "the mayor of Oslo, a lawyer": not Oslo
    if not _may_follow(before, name, modifier.text, clause.verb):
        return None
    told = state(words.cut(start, comma), modifier, clause.verb)
    return (words.cut(0, comma), told) if told else None


def _is_of_a_placed_noun(before: str) -> bool:
    """ "the court in Oslo, which": not Oslo. But "lives in Oslo, which"."""
    place = _OF_A_PLACE.search(before)
    return (
        place is not None and find_first_verb(place["before"]) is None and place["before"] != "born"
    )


def _may_follow(before: str, name: str, said: str, verb: Verb) -> bool:
    if said.startswith("who "):
        return bool(find_people(name)) and not _OF_A_PLACE.search(before)
    if said.startswith("which "):
        told = read_verb(said, len("which "))
        plain = verb.group == "be" and told is not None and told.tense is Tense.PRESENT
        return plain or _WHICH.match(said) is not None
    return _is_noun_phrase(said)
