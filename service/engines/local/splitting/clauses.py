"""Clauses of a sentence: which of its words could stand alone.

Everything works on normalised text and answers with half-open ranges of it. The rules are for
English and lean to the safe side: in doubt a sentence stays whole.
"""

import re

from service.text.sentences import find_quotations

Range = tuple[int, int]

SHORTEST_CLAUSE = 4
"""Words; fewer cannot stand alone."""

_AUXILIARY = (
    r"is|are|was|were|has|have|had|do|does|did|will|would|shall|should|can|cannot|could|may|might"
    r"|must|\w+n't"
)
_IRREGULAR_PAST = (
    r"arose|ate|beat|became|began|bought|broke|brought|built|came|caught|chose|cost|drew|drove|fell"
    r"|felt|flew|fought|found|gave|got|grew|heard|held|hit|kept|knew|led|left|lost|made|meant|met"
    r"|overtook|paid|ran|rose|said|sang|sank|sat|saw|sent|shook|shot|shrank|sold|sought|spent|split"
    r"|spoke|spread|stood|stole|struck|swept|swore|taught|thought|threw|told|took|underwent"
    r"|understood|undertook|went|withdrew|withstood|woke|won|wore|wrote"
)
_PRESENT = (
    r"accounts|affects|allows|appears|applies|begins|believes|belongs|brings|comes|connects"
    r"|consists|contains|continues|covers|depends|differs|employs|enables|enjoys|exceeds|exists"
    r"|expects|faces|follows|gives|goes|grows|includes|involves|joins|keeps|knows|leads|lies|lives"
    r"|makes|means(?= that| the| an? )"
    r"|meets|occurs|offers|operates|owns|pays|prevents|produces|provides|puts|receives"
    r"|refers|reflects|remains|represents|requires|runs|says|seeks|seems|sells|serves|shows|stands"
    r"|supplies|takes|tells|tends|uses|wants|works|writes"
)
_SURE_VERB = re.compile(rf"\b(?:{_AUXILIARY}|{_IRREGULAR_PAST}|{_PRESENT})\b", re.IGNORECASE)
_REGULAR_PAST = re.compile(r"\b[a-z]{2,}ed\b")
# "trade increased by", "the ministry signed a": a past tense, not a participle of the noun.
_PAST_WITH_OBJECT = re.compile(
    r"\b[a-z]{2,}ed (?:by \d|to \d|the\b|an?\b|its\b|their\b|his\b|her\b|\d|[A-Z]|that\b|from \d)"
)
_POSSIBLE_VERB = re.compile(r"\b[a-z]+[^su\W]s\b|\b\w+'(?:s|re|ve|ll|d|m)\b", re.IGNORECASE)
_BASE_VERB = re.compile(
    r"\b(?:[Tt]hey|[Ww]e|[Yy]ou|I|who|people|[a-z]{2,}s)(?: \w+ly| also| never| often)? "
    r"(?!and\b|or\b|of\b|in\b|on\b|at\b|to\b|for\b|from\b|by\b|with\b)[a-z]{2,}\b"
)

REFERS_BACK = re.compile(
    r"(?:it|he|she|they|this|that|these|those|its|his|her|their|theirs|him|them|who|which|whose"
    r"|one|both|neither|either|others?|such|so|then|there|here)\b",
    re.IGNORECASE,
)
FIRST_OR_SECOND_PERSON = re.compile(
    r"\b(?:I|[Mm][ey]|[Mm]ine|[Mm]yself|[Ww]e|us|[Oo]urs?|[Oo]urselves|[Yy]ou|[Yy]ours?)\b"
)
_POINTS_OUTSIDE = re.compile(
    r"\b(?:its?|their|them|they|his|him|he|her|she|these|those|(?:this|that) (?:day|date|week|month"
    r"|year|time|period))\b"
)
_NO_SUBJECT = re.compile(
    r"(?:to|of|in|on|at|by|for|from|with|as|than|not|also|even|only|if|when|while|because|since"
    r"|although|though|after|before|where|[a-z]+ly|[a-z]+ing)\b"
)
_DEPENDENT_START = re.compile(
    r"(?:if|when|although|though|while|whereas|because|unless|until|as|even|despite|given|once"
    r"|provided|whether|after|before|just as|had|should|were|assuming|without|barring|but for|under"
    r"|in (?:the event|case|theory|principle|his|her|their))\b",
    re.IGNORECASE,
)
# After these a coordinated clause may still belong to what somebody says or to a condition.
_SCOPE = re.compile(
    r"\b(?:that|whether|if|because|unless|although|though|either|neither|between|said|says|say|told"
    r"|according to|[Ii]t (?:is|was|has been) (?:\w+ly )?\w+ed)\b"
)
# "won 31 seats and lost 12", "rose in the first quarter and fell in the second"
LEAVES_OUT = re.compile(
    r"(?:\b(?:[a-z]{2,}ed|won|lost|had|has|have|bought|sold|got|took|built|made|pays|than)(?: up)?"
    r" (?:\d[\d,]*|another|others?|none|both|some|many|one|two|three|four|five|six|seven|eight"
    r"|nine|ten)|\b(?:the|an?) (?:first|second|third|fourth|latter|former|other|same))\.?$"
)
# "A fell, and B rose, officials said": all of it is what they said.
_SAID_AT_THE_END = re.compile(
    r", (?:according to [^,;\"]+|said [^,;\"]+|[^,;\"]{2,60} (?:said|says|say|added|announced"
    r"|told [^,;\"]+)(?: on \w+)?)\.?$"
)
_JOINT = re.compile(r"(?P<semicolon>\s*;\s+)|, (?:and|but|while|whereas|yet) ")
_WORD = re.compile(r"\w[\w'-]*")
_RELATIVE = re.compile(r"(?<=\w) (?:that|which|who|whom|whose|where) ")
_FINITE_WITHIN = 9  # words from the start of a clause


def count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


def has_verb(text: str) -> bool:
    """Whether some word may be a finite verb; errs towards yes."""
    patterns = (_SURE_VERB, _REGULAR_PAST, _POSSIBLE_VERB, _BASE_VERB)
    return any(pattern.search(text) for pattern in patterns)


def has_sure_verb(text: str) -> bool:
    """Whether some word is a finite verb beyond much doubt."""
    return bool(_SURE_VERB.search(text) or _PAST_WITH_OBJECT.search(text))


def has_likely_verb(text: str) -> bool:
    """Whether some word is a finite verb, or a past participle that may be one."""
    return bool(_SURE_VERB.search(text) or _REGULAR_PAST.search(text))


def stands_alone(text: str) -> bool:
    """Whether the words are long enough, have a verb, and do not point to what came before."""
    enough = count_words(text) >= SHORTEST_CLAUSE and has_verb(text)
    return enough and not REFERS_BACK.match(text)


def split_clauses(text: str) -> tuple[Range, ...]:
    """The independent clauses of a sentence, in order; one range when it stays whole.

    Cuts at semicolons and before a coordinated clause with its own subject and verb, never
    within quotations or brackets, nor at a comma within what somebody is said to have said.
    """
    if _SAID_AT_THE_END.search(text):
        return ((0, len(text)),)
    protected = find_quotations(text) + _find_brackets(text)
    joints = [
        joint
        for joint in _JOINT.finditer(text)
        if not any(start < joint.end() and joint.start() < end for start, end in protected)
    ]
    clauses: list[Range] = []
    start = 0
    for number, joint in enumerate(joints):
        stop = joints[number + 1].start() if number + 1 < len(joints) else len(text)
        left, right = text[start : joint.start()], text[joint.end() : stop]
        if _is_independent(left, right, joint["semicolon"] is not None):
            clauses.append((start, joint.start()))
            start = joint.end()
    return (*clauses, (start, len(text)))


def _find_brackets(text: str) -> tuple[Range, ...]:
    brackets: list[Range] = []
    opened: list[int] = []
    for mark in re.finditer(r"[()\[\]]", text):
        if mark[0] in "([":
            opened.append(mark.start())
        elif opened:
            start = opened.pop()
            if not opened:
                brackets.append((start, mark.end()))
    return tuple(brackets)


def _is_independent(left: str, right: str, semicolon: bool) -> bool:
    if count_words(left) < SHORTEST_CLAUSE or count_words(right) < SHORTEST_CLAUSE:
        return False
    if REFERS_BACK.match(right) or _POINTS_OUTSIDE.search(right) or LEAVES_OUT.search(right):
        return False
    if semicolon:
        return has_likely_verb(left) and has_likely_verb(right)
    if (
        ": " in left
        or _DEPENDENT_START.match(left)
        or _SCOPE.search(left)
        or not has_sure_verb(left)
    ):
        return False
    opening = " ".join(right.split(maxsplit=_FINITE_WITHIN)[:_FINITE_WITHIN])
    opening = _RELATIVE.split(opening, maxsplit=1)[0]
    sure = _SURE_VERB.search(opening, 1)
    if sure and re.search(r" (?:and|or)(?: \w+ly| also| then)? $", opening[: sure.start()]):
        return False  # "in Oslo, Bergen, and Bodo and employs 900" is one clause
    past = _PAST_WITH_OBJECT.search(opening, 1) if "," not in left else None
    return (sure or past) is not None and not _starts_without_subject(right)


def _starts_without_subject(right: str) -> bool:
    first = right.split(maxsplit=1)[0]
    return bool(
        _NO_SUBJECT.match(right)
        or FIRST_OR_SECOND_PERSON.match(right)
        or _SURE_VERB.fullmatch(first)
        or _REGULAR_PAST.fullmatch(first)
    )
