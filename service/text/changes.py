"""Whether a number is what something changed by, from or to, and which way it went."""

from enum import StrEnum
from typing import NamedTuple

from service.text.tokens import Kind, Tokens


class Role(StrEnum):
    """``value`` where nothing tells: a level or a sum; ``now`` for one that still holds."""

    VALUE = "value"
    NOW = "now"
    BY = "by"
    FROM = "from"
    TO = "to"


class Change(NamedTuple):
    """``up`` is ``None`` where the words leave the direction open."""

    role: Role = Role.VALUE
    up: bool | None = None


_UP = """
    rise rises rising rose risen increase increases increased increasing grow grows growing grew
    grown growth climb climbs climbed climbing jump jumps jumped jumping soar soars soared surge
    surges surged gain gains gained gaining expand expanded expanding up profit profits surplus
    added higher more raise raises raised raising lifted boosted widen widens widened widening
    extend extends extended extending hiked swelled rebounded
    """
_DOWN = """
    fall falls falling fell fallen drop drops dropped dropping decline declines declined
    declining decrease decreases decreased decreasing shrink shrinks shrinking shrank shrunk
    slide slid slip slipped plunge plunged plunging tumble tumbled dip dipped cut cuts reduce
    reduced reducing reduction lose loses losing lost loss losses down eased deficit lower less
    fewer trimmed slashed narrow narrows narrowed narrowing slow slows slowed slowing shorten
    shortened lowers lowered lowering slumped
    """
_EITHER = "go goes going went gone move moves moved moving change changed shift shifted revised"
UP, DOWN = frozenset(_UP.split()), frozenset(_DOWN.split())
CUES = UP | DOWN | frozenset(_EITHER.split())
SUBJECTS = frozenset("deficit growth loss losses profit profits surplus".split())
"""Of these words those that are more often what changes."""
_AFTER = frozenset(
    "rise increase growth jump gain fall drop decline decrease cut loss more higher lower less "
    "fewer".split()
)
"""What follows the number of a change: "a 4 per cent rise", "4 per cent more"."""
_NOT_DIRECT = frozenset(
    "go goes going went gone more less fewer raise raises raised raising lifted extend extends "
    "extended extending".split()
)
"""What is no change without "by", "from" or "to" between it and the number."""
_NOW = frozenset("is are has have now currently".split())
_ROLES = {"by": Role.BY, "from": Role.FROM, "to": Role.TO}
REACH = 4
"""How many words may stand between the word for the change and its preposition."""


def read_change(tokens: Tokens, begin: int, end: int) -> Change:
    """How the number from token ``begin`` to before ``end``, with its hedge, is used."""
    before = tokens[begin - 1]
    role = _ROLES.get(before.key)
    if role is not None:
        cue = _find_cue(tokens, begin - 2)
        return Change(role, _direct(cue)) if cue else Change()
    if before.key in CUES - _NOT_DIRECT:
        return Change(Role.BY, _direct(before.key))
    if before.key in ("of", "in") and tokens[begin - 2].key in CUES - _NOT_DIRECT:
        # "a fall of 4 per cent", "cut in half"; not "a rise in 2 districts".
        if before.key == "of" or tokens[begin].key == "half":
            return Change(Role.BY, _direct(tokens[begin - 2].key))
        return Change()
    if tokens[end].key in _AFTER and tokens[end].kind is Kind.WORD:
        return Change(Role.BY, _direct(tokens[end].key))
    return Change(Role.NOW) if before.key in _NOW else Change()


def _direct(cue: str) -> bool | None:
    return True if cue in UP else False if cue in DOWN else None


def _find_cue(tokens: Tokens, place: int) -> str:
    """The nearest word for a change at or before ``place``, with only words between."""
    for index in range(place, max(place - REACH, -1), -1):
        if tokens[index].kind is not Kind.WORD:
            return ""
        if tokens[index].key in CUES:
            return tokens[index].key
    return ""
