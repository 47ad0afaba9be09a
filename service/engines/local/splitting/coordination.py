"""Verb phrases joined by "and" or "but" that share a subject."""

import re

from service.engines.local.splitting.clauses import LEAVES_OUT, count_words
from service.engines.local.splitting.people import find_people
from service.engines.local.splitting.subjects import (
    Clause,
    is_name,
    is_protected,
    may_be_participle,
    read_clause,
)
from service.engines.local.splitting.verbs import (
    Tense,
    Verb,
    find_first_verb,
    find_shared_auxiliary,
    has_other_participle,
    read_participle,
    read_verb,
    takes_object,
)
from service.engines.local.splitting.wording import Wording, join

_JOINT = re.compile(r"(?P<and>,? (?:and|but) )|, ")
_PRONOUN = re.compile(r"(?:he|she|it|they) ")
# What follows these may belong to them and not to the subject.
_SCOPE = re.compile(
    r"\b(?:that|which|who|whom|whose|where|when|while|because|although|though|whereas|how|what|why"
    r"|so|than|said|says|told|tells|according to)\b|[:;]| -+ "
    r"|\b(?:after|before|since|as|until) (?:he|she|it|they|the \w+ \w+ed)\b"
)
_SUBORDINATE = re.compile(
    r"\b(?:after|before|as|until|till|(?:since|once) (?=the|an?|his|her|its|their|[A-Z]))\b"
)
# "may have sold A and bought B", "is said to have sold A and bought B"
_PERFECT = re.compile(r"\b(?:to|may|might|must|could|would|should|can|cannot) (?:\w+ )?have \w+")
_OF_THE_FIRST = re.compile(r"\b(?:it|them|him|himself|so)\b")
# What lasts bears on the first, and perhaps not on the rest.
_LASTING = re.compile(r"(?:For|Until|Throughout|From)\b")
_CONDITION = re.compile(
    r"\b(?:if|unless|whether|provided|except|only|either|neither|nor|both|not only|would|could"
    r"|until (?!\d))\b"
)
_HEDGE = re.compile(
    r"\b(?:reportedly|allegedly|possibly|probably|perhaps|apparently|likely|supposedly|maybe"
    r"|purportedly|presumably|nearly|almost|seemingly|potentially|largely|mainly|mostly)\b",
    re.IGNORECASE,
)
# "Five states signed A and opened B" does not say how many signed A.
_COUNTED = re.compile(
    r"\d|\b(?:or|few|fewer|only|most|half|majority|third|quarter|none|nobody|hardly|just|two|three|four"
    r"|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|thousands?|[a-z]+teen|[a-z]+ty"
    r"(?=-| ))\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(r"\b(?:not|never|no|cannot|hardly|rarely)\b|n't\b")
_REPORTS = re.compile(
    r"(?:said|told|says|tells|added|announced|warned|claimed|stated|argued|noted|declared|thought)\b"
)
_NOUN_TOO = re.compile(
    r"(?:aims|comes|covers|deals|functions|helps|holds|hosts|joins|leads|lies|lives|means|offers"
    r"|plays|runs|sponsors|stands|stars|supplies|supports|tours|travels|uses|wants|works)\b"
)
_OWN_TIME = re.compile(
    r"\d{4}|\b(?:later|then|subsequently|eventually|since|now|currently|previously|formerly)\b"
)


def split_verb_phrases(words: Wording) -> tuple[Wording, ...] | None:
    """One statement for each verb phrase; ``None`` where there is one, or a doubt."""
    clause = read_clause(words)
    if clause is None or _CONDITION.search(words.text) or _HEDGE.search(words.text):
        return None
    if _COUNTED.search(clause.subject_words.text) or _LASTING.match(clause.lead_words.text):
        return None
    found = _find_joints(clause)
    if not found:
        return None
    parts = [words.cut(0, found[0][0].start())]
    for number, (joint, verb) in enumerate(found):
        stop = found[number + 1][0].start() if number + 1 < len(found) else None
        phrase = words.cut(joint.end(), stop)
        auxiliary = _share_auxiliary(clause, verb, joint)
        subject = clause.subject_words
        if auxiliary is None or not _stands_without_first(phrase.text):
            return None
        if verb.group == "pronoun":
            phrase = words.cut(verb.start + len(verb.word) + 1, stop)
        own_time = _OWN_TIME.search(phrase.text) is not None
        lead = () if own_time or not clause.lead_words.text else (clause.lead_words,)
        parts.append(join([*lead, subject, auxiliary, phrase], phrase.focus))
    return tuple(parts)


def _stands_without_first(phrase: str) -> bool:
    """Whether the verb phrase leaves out or refers to nothing of the one before."""
    return not (LEAVES_OUT.search(phrase) or _OF_THE_FIRST.search(phrase))


def _share_auxiliary(clause: Clause, verb: Verb, joint: re.Match[str]) -> str | None:
    if verb.group == "pronoun":
        return ""
    text = clause.words.text
    auxiliary = find_shared_auxiliary(text, clause.verb, verb)
    negated = _NEGATION.search(text, clause.verb.start, joint.start()) is not None
    return None if auxiliary and negated else auxiliary


def _find_joints(clause: Clause) -> list[tuple[re.Match[str], Verb]]:
    """The joints before a verb phrase of the subject; commas count only before a last "and"."""
    text = clause.words.text
    found: list[tuple[re.Match[str], Verb]] = []
    begun = clause.verb
    for joint in _JOINT.finditer(text, clause.verb.end):
        if is_protected(text, joint.start()):
            continue
        before = text[begun.start : joint.start()]
        if _SCOPE.search(before) or _has_other_clause(before):
            break
        verb = read_verb(text, joint.end()) or _read_pronoun(clause, joint)
        if verb is None or not _fits(clause, begun, before, verb):
            continue
        if not _is_complete(text, begun, joint.start()) or count_words(text[joint.end() :]) < 2:
            return []
        found.append((joint, verb))
        begun = verb
    while found and not found[-1][0]["and"]:
        found.pop()
    return found


def _has_other_clause(before: str) -> bool:
    """ "resigned after police searched his house": the next verb may be theirs."""
    found = _SUBORDINATE.search(before)
    return found is not None and find_first_verb(before, found.end()) is not None


def _is_complete(text: str, verb: Verb, end: int) -> bool:
    """Whether the verb has an object or the like: not in "has written and edited books"."""
    participle = read_participle(text, verb) if verb.group in ("be", "have") else None
    return bool(text[participle.end() if participle else verb.end : end].strip())


def _fits(clause: Clause, begun: Verb, before: str, verb: Verb) -> bool:
    """Whether the verb goes on with the subject, as far as its form tells."""
    if _REPORTS.match(verb.word):
        return False
    if begun.group == "modal" and verb.word in ("have", "do"):
        return False
    weak = verb.group in ("ed", "too")
    if weak and (
        _PERFECT.search(before) or _may_be_of_noun(clause.words.text, begun, before, verb)
    ):
        return False
    if verb.group == "present":
        if begun.tense is Tense.PAST:
            return False
        return not (_NOUN_TOO.match(verb.word) and before.endswith("s"))
    singular = {"is", "was", "has"}
    plural = {"are", "were", "have"}
    return not (
        (clause.verb.word in singular and verb.word in plural)
        or (clause.verb.word in plural and verb.word in singular)
    )


def _may_be_of_noun(text: str, begun: Verb, before: str, verb: Verb) -> bool:
    """Whether the form may be a participle beside a noun: "and lost wool is", "and paid in"."""
    if may_be_participle(text, verb) or " to be " in before:
        return True
    if takes_object(text, verb):
        return False
    comma = text[: verb.start].endswith(", ")
    by = text.startswith(" by ", verb.end) and begun.group not in ("be", "have")
    return comma or by or has_other_participle(before, begun)


def _read_pronoun(clause: Clause, joint: re.Match[str]) -> Verb | None:
    """A pronoun that can only be the subject again, before a verb."""
    text = clause.words.text
    pronoun = _PRONOUN.match(text, joint.end())
    if pronoun is None or not joint["and"] or read_verb(text, pronoun.end()) is None:
        return None
    word, subject = pronoun[0].strip(), clause.subject_words.text
    if subject.lower() == word or (word in ("he", "she") and _is_only_person(clause, joint)):
        return Verb(joint.end(), pronoun.end(), "pronoun", word)
    return None


def _is_only_person(clause: Clause, joint: re.Match[str]) -> bool:
    subject = clause.subject_words.text
    people = find_people(clause.words.text[: joint.start()])
    return is_name(subject) and (people == (subject,) or (" " not in subject and not people))
