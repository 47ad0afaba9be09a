"""What a sentence claims: clauses, their statements, who is said to have said them."""

import re
from dataclasses import dataclass

from service.domain.claim import ClaimKind, NotCheckable
from service.engines.local.splitting.appositions import split_after_subject
from service.engines.local.splitting.attribution import Attribution, find_attribution
from service.engines.local.splitting.checkability import (
    LIST_MARK,
    find_reason,
    find_unclear_subject,
    is_anchored,
    is_question,
    knows_script,
)
from service.engines.local.splitting.clauses import (
    FIRST_OR_SECOND_PERSON,
    Range,
    split_clauses,
    stands_alone,
)
from service.engines.local.splitting.people import find_people, speaks_of_another
from service.engines.local.splitting.reading import LONGEST_READ, Reading
from service.engines.local.splitting.references import name_subject
from service.engines.local.splitting.statements import find_statements
from service.engines.local.splitting.verbs import find_first_verb
from service.engines.local.splitting.wording import Wording, read_wording

# In "X said that A and urged B" it is X who urged.
_OWN_ACT = (
    r"accused|added|announced|appealed|apologi[sz]ed|asked|blamed|called|condemned"
    r"|congratulated|criticized|criticised|declined|demanded|denied|described|dismissed|expressed"
    r"|hailed|invited|ended the (?:call|interview)|noted|offered|pledged|praised|promised|proposed"
    r"|refused|reiterated|rejected|stressed|thanked|threatened|underlined|urged|voiced|vowed|warned"
    r"|welcomed|wished"
)
_NO_LONGER_SAID = re.compile(
    rf",? (?:and|but) (?:also |then )?(?:said|says|told|tells|insisted|claimed|{_OWN_ACT})\b"
    r"|; |, (?:but|yet|while|whereas|an? (?:figure|number|claim|charge|version|view|allegation)) "
    r"|,? (?:and|but) (?:[A-Z]|the |an? )[^,;]{1,60}? (?:said|says|told|tells) "
    r"|,? and (?:again|later|then|also|on|in) (?:\w+ ){0,4}?that "
)
_AND_THAT = re.compile(r",? (?:and|but) that ")
_OF_THE_CLAIMANT = re.compile(r"\b(?:its|their|his|her|our|my)\b")


@dataclass(frozen=True)
class Draft:
    """A claim before it has an id: a range of the sentence's normalised words."""

    words: Range
    text: str
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    known: bool = True


Found = tuple[Draft, ...] | NotCheckable | str
"""Drafts, or why there are none; a sentence in words says why it is ambiguous."""


def find_drafts(reading: Reading, known: bool, sorts_out: bool) -> Found:
    """The sentence's claims, or why there are none.

    ``known`` is whether its language is; ``sorts_out`` whether what is not checkable or not
    clear goes, or else is split like the rest.
    """
    text = reading.text
    whole = (0, len(text))
    if not any(character.isalpha() for character in text):
        return NotCheckable.FRAGMENT
    if not known or not knows_script(text):
        return (Draft(whole, text, known=False),)
    if len(text) > LONGEST_READ:
        return (Draft(whole, text),)
    if sorts_out and is_question(text):
        return NotCheckable.QUESTION
    return _read_clauses(reading, sorts_out)


def _read_clauses(reading: Reading, sorts_out: bool) -> Found:
    """The claims of every clause; where there are none, what is wrong with the first."""
    mark = LIST_MARK.match(reading.text)
    skipped = mark.end() if mark else 0
    drafts: list[Draft] = []
    failures: list[NotCheckable | str] = []
    for start, end in split_clauses(reading.text[skipped:]):
        words = (skipped + start, skipped + end)
        found = _read_clause(reading, words)
        if isinstance(found, tuple):
            drafts += found
        elif sorts_out:
            failures.append(found)
        else:
            drafts += _draft_statements(_read_words(reading, words))
    return tuple(drafts) or failures[0]


def _read_clause(reading: Reading, words: Range) -> Found:
    text = reading.text[slice(*words)]
    attribution = find_attribution(text)
    if attribution is not None:
        return _draft_attribution(reading, words, attribution)
    reason = find_reason(text)
    if reason is not None:
        return reason
    if name_subject(read_wording(text), reading.topic) is None:
        before = reading.before if reading.same_paragraph else None
        unclear = find_unclear_subject(text, before, _people_before(reading))
        if unclear:
            return unclear
    return _draft_statements(_read_words(reading, words), sorts_out=True) or NotCheckable.FRAGMENT


def _read_words(reading: Reading, words: Range) -> Wording:
    """The words, with their subject named where it is a pronoun that can mean one thing."""
    whole = read_wording(reading.text).cut(*words)
    return name_subject(whole, reading.topic) or whole


def _people_before(reading: Reading) -> tuple[str, ...]:
    """Whom a leading "he" or "she" can mean; nobody where it may be one without a name."""
    if not reading.before or speaks_of_another(reading.before):
        return ()
    return find_people(reading.before)


def _draft_statements(words: Wording, *, sorts_out: bool = False) -> tuple[Draft, ...]:
    """A draft for each statement, or for each that may be checked.

    A part that looks like a fragment has a verb that is not known; the clause was none.
    """
    statements = find_statements(words)
    kept = (None, NotCheckable.FRAGMENT)
    if sorts_out and len(statements) > 1:
        statements = tuple(one for one in statements if find_reason(one.text) in kept)
    return tuple(Draft(one.focus, _capitalize(one.text)) for one in statements)


def _draft_attribution(reading: Reading, words: Range, attribution: Attribution) -> Found:
    """That it was said, and what was said where that stands alone."""
    text = reading.text[slice(*words)]
    claimant: str | None = attribution.claimant
    if attribution.by_pronoun:
        claimant = _resolve(attribution.claimant, reading)
    facts = _draft_said(reading, words, attribution, claimant)
    if claimant is None:
        return facts or f'who "{attribution.claimant}" is cannot be told from the sentence before'
    start, end = attribution.subject
    spoken = text[:start] + claimant + text[end:] if attribution.by_pronoun else text
    said = Draft(words, _capitalize(spoken), ClaimKind.ATTRIBUTION, claimant)
    return (said, *facts)


def _resolve(pronoun: str, reading: Reading) -> str | None:
    people, topic = _people_before(reading), reading.topic
    if pronoun.lower() not in ("he", "she"):
        return None
    if len(people) == 1:
        return people[0]
    return topic.name if topic and topic.person is not False else None


def _draft_said(
    reading: Reading, words: Range, attribution: Attribution, claimant: str | None
) -> tuple[Draft, ...]:
    """What is said, where it stands alone, and what the sentence says of the claimant beside."""
    text = reading.text[slice(*words)]
    drafts = _draft_claimant(reading, words, attribution)
    if attribution.statement is None or _starts_with_quotation(text, attribution):
        return drafts
    whole = read_wording(reading.text)
    # After "X said that" a second verb may be what X did.
    apart = attribution.quoted or attribution.statement[0] == 0
    start, end = (words[0] + place for place in attribution.statement)
    for part in [(start, end)] if apart else _cut_said(reading.text, start, end):
        for first, last in split_clauses(reading.text[slice(*part)]):
            cut = whole.cut(part[0] + first, part[0] + last)
            for one in find_statements(cut, verb_phrases=apart):
                if _tells_a_fact(one.text, quoted=attribution.quoted):
                    drafts += (Draft(one.focus, _capitalize(one.text), claimant=claimant),)
    return drafts


def _starts_with_quotation(text: str, attribution: Attribution) -> bool:
    """Whether more stands behind a quotation, as in 'said "A fell" and left'."""
    start = attribution.statement[0] if attribution.statement else 0
    return not attribution.quoted and text.startswith('"', start)


def _cut_said(text: str, start: int, end: int) -> list[Range]:
    """What is surely said of the words after "X said that", at every "and that" anew."""
    over = _NO_LONGER_SAID.search(text, start, end)
    end = over.start() if over else end
    joints = list(_AND_THAT.finditer(text, start, end))
    starts = [start, *(joint.end() for joint in joints)]
    return list(zip(starts, [*(joint.start() for joint in joints), end], strict=True))


def _tells_a_fact(text: str, *, quoted: bool) -> bool:
    """Whether said words stand alone, in nobody's person, and can be checked."""
    personal = FIRST_OR_SECOND_PERSON.search(text) is not None
    vague = quoted and not is_anchored(text)
    verb = find_first_verb(text)
    of_claimant = verb is not None and _OF_THE_CLAIMANT.search(text, 0, verb.start) is not None
    return stands_alone(text) and not (personal or vague or of_claimant or find_reason(text))


def _draft_claimant(reading: Reading, words: Range, attribution: Attribution) -> tuple[Draft, ...]:
    """ "Ann Roe, the minister of trade, said": that she is the minister of trade."""
    if attribution.subject[0] > 0 or attribution.by_pronoun:
        return ()
    beside = split_after_subject(read_wording(reading.text).cut(*words))
    return (Draft(beside[0].focus, _capitalize(beside[0].text)),) if beside else ()


def _capitalize(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
