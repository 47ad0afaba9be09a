"""Whom or what a leading "he", "she" or "it" can only mean: the subject of the sentence before.

Only where that sentence names nothing else which could be meant; in doubt the pronoun stays.
"""

import re
from dataclasses import dataclass

from service.engines.local.splitting.appositions import split_off_modifiers
from service.engines.local.splitting.checkability import is_expletive
from service.engines.local.splitting.people import find_people, speaks_of_another
from service.engines.local.splitting.predicates import are_roles
from service.engines.local.splitting.subjects import Clause, drop_brackets, is_name, read_clause
from service.engines.local.splitting.verbs import read_participle
from service.engines.local.splitting.wording import Wording, join, read_wording

_PRONOUN = re.compile(r"(?:(?P<person>he|she)|(?P<thing>it))\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"(?:(?P<person>his|her)|(?P<thing>its)) (?=\w)", re.IGNORECASE)
_NOUN = re.compile(
    r" (?:\w+ly |also |now )?an? (?P<noun>[\w' -]+?)(?= (?:of|from|in|at|for|who)\b|[,.;]|$)"
)
_BEGINS = re.compile(
    r"(?:founded|established|built|opened|launched|created|released|published|formed|located"
    r"|based|situated|commissioned|headquartered|produced)\b"
)


@dataclass(frozen=True)
class Topic:
    """What a sentence is about: a name, and whether it is a person's (``None``: not known)."""

    name: str
    person: bool | None

    def is_meant_by(self, pronoun: re.Match[str]) -> bool:
        return self.person is None or self.person is bool(pronoun["person"])


def find_topic(text: str, earlier: Topic | None = None) -> Topic | None:
    """What a pronoun that leads the next sentence stands for; ``earlier`` is what it does here."""
    clause = _read_main(read_wording(text))
    if clause is None:
        return None
    subject = drop_brackets(clause.subject_words.text)
    people = find_people(text)
    pronoun = _PRONOUN.fullmatch(subject)
    if pronoun:
        alone = not people and (pronoun["person"] or clause.verb.group == "be")
        if earlier is None or not alone or not earlier.is_meant_by(pronoun):
            return None
        return Topic(earlier.name, bool(pronoun["person"]))
    if speaks_of_another(text):
        return None
    if len(people) == 1 and subject.endswith(people[0]):
        told = clause.verb.group == "be" and _read_kind(subject, clause) is not None
        return Topic(people[0], None if told else True)
    if people or not is_name(subject) or clause.verb.group != "be":
        return None
    return _read_kind(subject, clause)


def _read_main(words: Wording) -> Clause | None:
    clause = read_clause(words)
    parts = None if clause else split_off_modifiers(words)
    return read_clause(parts[-1]) if parts else clause


def _read_kind(subject: str, clause: Clause) -> Topic | None:
    """A name told to be "a N", or to have been founded and the like."""
    text = clause.words.text
    noun = _NOUN.match(text, clause.verb.end)
    if noun:
        return Topic(subject, None if are_roles(noun["noun"]) else False)
    participle = read_participle(text, clause.verb)
    if participle and _BEGINS.match(participle["participle"]):
        return Topic(subject, False)
    return None


def name_subject(words: Wording, topic: Topic | None) -> Wording | None:
    """The clause with the topic's name for the pronoun that is its subject; ``None`` if unsure."""
    clause = read_clause(words) if topic else None
    if clause is None or topic is None or is_expletive(words.text):
        return None
    start, _ = clause.subject
    subject = clause.subject_words.text
    pronoun = _PRONOUN.fullmatch(subject) or _POSSESSIVE.match(subject)
    if pronoun is None or not topic.is_meant_by(pronoun):
        return None
    name = topic.name + ("'s" if pronoun.re is _POSSESSIVE else "")
    end = start + len(pronoun[0].rstrip())
    first, *_, last = words.places[start:end]
    named = Wording(name, (first,) * (len(name) - 1) + (last,), words.focus)
    return join([words.cut(0, start), named, words.cut(end)], words.focus)
