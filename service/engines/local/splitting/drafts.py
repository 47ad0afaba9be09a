"""What a sentence claims: clauses, their statements, who is said to have said them."""

from dataclasses import dataclass

from service.domain.claim import ClaimKind, NotCheckable
from service.engines.local.splitting.appositions import split_after_subject
from service.engines.local.splitting.attribution import Attribution, find_attribution, find_people
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
from service.engines.local.splitting.reading import LONGEST_READ, Reading
from service.engines.local.splitting.references import name_subject
from service.engines.local.splitting.statements import find_statements
from service.engines.local.splitting.wording import Wording, read_wording


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
    return find_people(reading.before) if reading.before else ()


def _draft_statements(words: Wording, *, sorts_out: bool = False) -> tuple[Draft, ...]:
    """A draft for each statement, or for each that may be checked."""
    statements = find_statements(words)
    checkable = [one for one in statements if find_reason(one.text) is None]
    kept = checkable if sorts_out and len(statements) > 1 else statements
    return tuple(Draft(one.focus, _capitalize(one.text)) for one in kept)


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
    drafts = _draft_claimant(reading, words, attribution)
    if attribution.statement is None:
        return drafts
    start, end = (words[0] + place for place in attribution.statement)
    whole = read_wording(reading.text)
    # After "X said that" a second verb may be what X did.
    apart = attribution.quoted or attribution.statement[0] == 0
    for first, last in split_clauses(reading.text[start:end]):
        for one in find_statements(whole.cut(start + first, start + last), verb_phrases=apart):
            personal = FIRST_OR_SECOND_PERSON.search(one.text) is not None
            vague = attribution.quoted and not is_anchored(one.text)
            if stands_alone(one.text) and not personal and not vague and not find_reason(one.text):
                drafts += (Draft(one.focus, _capitalize(one.text), claimant=claimant),)
    return drafts


def _draft_claimant(reading: Reading, words: Range, attribution: Attribution) -> tuple[Draft, ...]:
    """ "Ann Roe, the minister of trade, said": that she is the minister of trade."""
    if attribution.subject[0] > 0 or attribution.by_pronoun:
        return ()
    beside = split_after_subject(read_wording(reading.text).cut(*words))
    return (Draft(beside[0].focus, _capitalize(beside[0].text)),) if beside else ()


def _capitalize(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
