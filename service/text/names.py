"""Numbers that are part of a name, a score or a clock time, and so state no quantity."""

from service.text.nouns import BOUNDARY, is_plural
from service.text.numerals import MONEY_SCALES, SCALES, read_literal
from service.text.tokens import Kind, Token, Tokens
from service.text.units import UNIT_STARTS, read_unit

_LABELS = """
    annex appendix article bus chapter chapters clause figure flight gate grade highway
    item level line no nos number para paragraph page pages part platform pp protocol
    resolution room route rule section sections step table title unit version vol volume
    """
LABELS = frozenset(_LABELS.split())
"""Nouns that are followed by a number which only tells their like apart."""
_TIED = frozenset(["-", "+", "/", ":", "*", "#", "_", "=", "&", "@", "\\", "."])
_CROSS = frozenset(["+", "/", ":", "*", "x", "\u00d7"])
_NUMBER_SIGNS = frozenset(["#", "\u2116"])


def end_of_name(tokens: Tokens, index: int) -> int:
    """The index after a name or score that holds the number at ``index``; 0 if none does."""
    token = tokens[index]
    if token.kind is not Kind.NUMBER:
        return 0
    if _is_tied_to_name(tokens, index) or is_labelled(tokens, index):
        return index + 1
    return _end_of_pair(tokens, index) or _end_of_suffix(tokens, index)


def _is_tied_to_name(tokens: Tokens, index: int) -> bool:
    """ "G20", "S-400", "v.5", "#5"."""
    token, before = tokens[index], tokens[index - 1]
    if not token.glued:
        return before.key in _NUMBER_SIGNS
    if before.kind is Kind.WORD or before.key in _NUMBER_SIGNS:
        return True
    return before.key in _TIED and before.glued and tokens[index - 2].kind is not Kind.SIGN


def is_labelled(tokens: Tokens, index: int) -> bool:
    """ "Article 370", "No. 5"."""
    before = tokens[index - 2] if tokens[index - 1].key == "." else tokens[index - 1]
    return before.key in LABELS and not (before.key == "no" and before is tokens[index - 1])


def _end_of_pair(tokens: Tokens, index: int) -> int:
    """The index after "2+2", "10:30", "7.62 x 39 mm", "50-50" or "5-4"; 0 if it is none."""
    first, sign, second = tokens[index : index + 3]
    if second.kind is not Kind.NUMBER:
        return 0
    glued = sign.glued and second.glued
    crossed = sign.key in _CROSS and (glued or sign.key in ("x", "\u00d7"))
    if crossed or (glued and sign.key == "-" and not _rises(first, second)):
        unit = read_unit(tokens, index + 3)
        return unit[1] if unit else index + 3
    return 0


def _rises(first: Token, second: Token) -> bool:
    low, high = read_literal(first.surface), read_literal(second.surface)
    return low is not None and high is not None and low[0] < high[0]


def _end_of_suffix(tokens: Tokens, index: int) -> int:
    """The index after "5G", "21st", "10am" or "10 a.m."; 0 if the word is a unit or scale."""
    after = tokens[index + 1]
    if after.kind is not Kind.WORD:
        return 0
    if after.key in ("am", "pm"):
        return index + 2
    if after.key in ("a", "p") and tokens[index + 2].key == "." and tokens[index + 3].key == "m":
        return index + 4
    if not after.glued or after.surface[0] in "\u00bc\u00bd\u00be":
        return 0
    if after.key in SCALES or (after.key in UNIT_STARTS and read_unit(tokens, index + 1)):
        return 0
    if after.key in MONEY_SCALES and _is_scale(tokens, index + 2):
        return 0
    return index + 2


def _is_scale(tokens: Tokens, index: int) -> bool:
    """Whether money or a counted noun follows an abbreviated scale."""
    return tokens[index].key in UNIT_STARTS or is_plural(tokens[index])


def is_named(tokens: Tokens, index: int) -> bool:
    """Whether a number without unit or noun belongs to the name before it ("Boeing 737")."""
    before = tokens[index - 1]
    return (
        before.kind is Kind.WORD
        and tokens[index].kind is Kind.NUMBER
        and before.surface[0].isupper()
        and before.key not in BOUNDARY
    )
