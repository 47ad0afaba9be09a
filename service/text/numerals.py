"""Numbers in digits and in words: a numeral at a token, its value and stated precision.

A grammar of our own, because no library tried keeps spans: text2num and word2number rewrite
the sentence or the whole string, and quantulum3 gives a range as its middle, reads "1,00,000"
as two numbers and needs minutes for twenty kilobytes.
"""

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from service.text.tokens import Kind, Tokens, skip_hyphen

MAX_DIGITS = 30
"""Longer runs of digits are identifiers, not quantities."""

_ONES = "zero one two three four five six seven eight nine"
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
ONES = {word: Decimal(value) for value, word in enumerate(_ONES.split())}
TEENS = {word: Decimal(value) for value, word in enumerate(_TEENS.split(), start=10)}
TENS = {word: Decimal(value * 10) for value, word in enumerate(_TENS.split(), start=2)}
SMALL = ONES | TEENS | TENS
SCALES = {
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
    "lakh": Decimal(10) ** 5,
    "lakhs": Decimal(10) ** 5,
    "million": Decimal(10) ** 6,
    "mn": Decimal(10) ** 6,
    "crore": Decimal(10) ** 7,
    "crores": Decimal(10) ** 7,
    "billion": Decimal(10) ** 9,
    "bn": Decimal(10) ** 9,
    "trillion": Decimal(10) ** 12,
    "tn": Decimal(10) ** 12,
    "trn": Decimal(10) ** 12,
}
MONEY_SCALES = {"k": Decimal(1000), "m": Decimal(10) ** 6, "b": Decimal(10) ** 9}
"""Abbreviations that mean a scale beside a currency only."""
FRACTIONS = {
    "half": 2,
    "halves": 2,
    "third": 3,
    "thirds": 3,
    "quarter": 4,
    "quarters": 4,
    "fourth": 4,
    "fourths": 4,
    "fifth": 5,
    "fifths": 5,
    "sixth": 6,
    "sixths": 6,
    "seventh": 7,
    "sevenths": 7,
    "eighth": 8,
    "eighths": 8,
    "ninth": 9,
    "ninths": 9,
    "tenth": 10,
    "tenths": 10,
}
_ORDINALS = FRACTIONS.keys() | {"first", "second"}
NUMERAL_WORDS = SMALL.keys() | {"a", "an", "half"}

ONE = Decimal(1)
_STEPS = tuple(ONE.scaleb(-decimals) for decimals in range(MAX_DIGITS))
_GROUPED = re.compile(
    r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,2}(?:,\d{2})+,\d{3}(?:\.\d+)?"
    r"|(?P<dotted>\d{1,3}(?:\.\d{3}){2,})"
)


class Numeral(NamedTuple):
    """A number that ends before token ``end``; ``step`` is the size of its last stated digit.

    ``scale`` is what a scale word multiplied it by ("million"); ``lone_one`` marks a bare "one".
    """

    value: Decimal
    step: Decimal
    end: int
    scale: Decimal = ONE
    lone_one: bool = False


def read_literal(literal: str) -> tuple[Decimal, Decimal] | None:
    """Value and step of a numeral in digits, grouped the Western, Indian, Swiss or spaced way.

    Dots part groups only where there are two of them. ``None`` for what is no number: an
    identifier, a version, a decimal comma.
    """
    plain = literal.replace(" ", "").replace("'", "")
    if len(plain) > MAX_DIGITS or not (grouped := _GROUPED.fullmatch(plain)):
        return None
    if len(plain) > 1 and plain[0] == "0" and plain[1] != ".":
        return None
    plain = plain.replace("." if grouped["dotted"] else ",", "")
    if "." in plain:
        return Decimal(plain), _STEPS[len(plain) - plain.index(".") - 1]
    return Decimal(plain), _step_of_integer(plain)


def _step_of_integer(digits: str) -> Decimal:
    """What an integer is stated to: "31,000" may be rounded to thousands, "1,100" to ones.

    Only from three zeros on, and never by more than 2 per cent either way.
    """
    zeros = len(digits) - len(digits.rstrip("0"))
    if zeros < 3 or zeros == len(digits):
        return ONE
    # The largest power of ten that is at most a twenty-fifth of the number.
    return ONE.scaleb(min(zeros, len(str(int(digits) // 25)) - 1))


def read_numeral(tokens: Tokens, index: int) -> Numeral | None:
    """The numeral that starts at ``index``, with its scale words ("5.43 billion")."""
    token = tokens[index]
    if token.kind is Kind.NUMBER:
        literal = read_literal(token.surface)
        if literal is None:
            return None
        return _read_scales(tokens, _read_half(tokens, Numeral(*literal, index + 1)))
    if token.kind is Kind.WORD:
        if token.key in NUMERAL_WORDS:
            words = _read_words(tokens, index)
            return words and _read_half_more(tokens, _read_scales(tokens, words))
        return _read_glyph(tokens, index)
    return None


def _read_glyph(tokens: Tokens, index: int) -> Numeral | None:
    """One of the characters that are a fraction by themselves."""
    surface = tokens[index].surface
    if len(surface) != 1 or surface.isascii() or unicodedata.category(surface) != "No":
        return None
    value = Decimal(str(unicodedata.numeric(surface)))
    if not 0 < value < 1:
        return None
    return _read_scales(tokens, Numeral(value, Decimal("0.1"), index + 1))


def _read_half(tokens: Tokens, whole: Numeral) -> Numeral:
    """Adds "and a half", "-and-a-half" or a fraction glyph that follows a whole number."""
    end = skip_hyphen(tokens, whole.end)
    if whole.step == 1 and tokens[end].glued:
        glyph = _read_glyph(tokens, end)
        if glyph:
            return glyph._replace(value=whole.value + glyph.value)
    if tokens[end].key != "and":
        return whole
    article = skip_hyphen(tokens, end + 1)
    if tokens[article].key not in ("a", "one"):
        return whole
    fraction = skip_hyphen(tokens, article + 1)
    part = {"half": Decimal("0.5"), "quarter": Decimal("0.25")}.get(tokens[fraction].key)
    if part is None:
        return whole
    return Numeral(whole.value + part, Decimal("0.1"), fraction + 1)


def _read_half_more(tokens: Tokens, numeral: Numeral) -> Numeral:
    """ "a million and a half"."""
    more = tuple(token.key for token in tokens[numeral.end : numeral.end + 3])
    if numeral.value != numeral.scale or numeral.scale < 1000 or more != ("and", "a", "half"):
        return numeral
    value, step = numeral.value * Decimal("1.5"), numeral.scale / 10
    return numeral._replace(value=value, step=step, end=numeral.end + 3)


def _read_scales(tokens: Tokens, numeral: Numeral) -> Numeral:
    """Multiplies by the scale that follows, or by two in "2 lakh crore"."""
    for _ in range(2):
        end = skip_hyphen(tokens, numeral.end)
        scale = SCALES.get(tokens[end].key)
        if scale is None or (numeral.scale > 1 and not tokens[end].key.startswith("crore")):
            break
        numeral = scale_up(numeral, scale, end + 1)
    return numeral


def scale_up(numeral: Numeral, scale: Decimal, end: int) -> Numeral:
    return Numeral(numeral.value * scale, numeral.step * scale, end, numeral.scale * scale)


def _read_small(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """A number below one hundred in words, and the index after it."""
    value = SMALL.get(tokens[index].key)
    if value is None:
        return None
    if tokens[index].key in TENS:
        unit = skip_hyphen(tokens, index + 1)
        if unit > index + 1 and tokens[unit].key in _ORDINALS:
            return None
        ones = ONES.get(tokens[unit].key)
        if ones:
            return value + ones, unit + 1
    return value, index + 1


def _read_group(tokens: Tokens, index: int) -> tuple[Decimal, int] | None:
    """A number below one thousand in words: "two hundred and five"."""
    small = (ONE, index + 1) if tokens[index].key in ("a", "an") else _read_small(tokens, index)
    if small is None:
        return None
    value, end = small
    hundred = skip_hyphen(tokens, end)
    if tokens[hundred].key != "hundred":
        return small
    value, end = value * 100, hundred + 1
    rest = _read_small(tokens, end + 1 if tokens[end].key == "and" else end)
    # "between two hundred and three hundred" holds two numbers.
    if rest is None or (tokens[rest[1]].key in SCALES and not _goes_on(tokens, index, rest[1])):
        return value, end
    return value + rest[0], rest[1]


def _goes_on(tokens: Tokens, index: int, scale: int) -> bool:
    """Whether the scale multiplies the hundreds too: "two hundred and fifty thousand"."""
    return SCALES[tokens[scale].key] > 100 and tokens[index - 1].key != "between"


def _read_words(tokens: Tokens, index: int) -> Numeral | None:
    if tokens[index].key == "half":
        return _read_half_of_scale(tokens, index)
    group = _read_group(tokens, index)
    if group is None:
        return None
    value, end = group
    article = tokens[index].key in ("a", "an")
    if end == index + 1 and article and tokens[end].key not in SCALES:
        return None
    whole = _read_half(tokens, Numeral(value, ONE, end))
    scale = tokens[skip_hyphen(tokens, whole.end)].key
    if scale in ("thousand", "million"):
        return _read_remainder(tokens, _read_scales(tokens, whole), SCALES[scale])
    lone = tokens[index].key == "one" and whole.end == index + 1 and scale not in SCALES
    return whole._replace(lone_one=lone)


def _read_half_of_scale(tokens: Tokens, index: int) -> Numeral | None:
    """ "half a million", "half a dozen"."""
    end = index + 2 if tokens[index + 1].key == "a" else index + 1
    if tokens[end].key not in SCALES:
        return None
    return Numeral(Decimal("0.5"), Decimal("0.1"), end)


def _read_remainder(tokens: Tokens, head: Numeral, scale: Decimal) -> Numeral:
    """ "two thousand" goes on with "five hundred" or "and five"."""
    start = head.end + 1 if tokens[head.end].key == "and" else head.end
    if tokens[start].key in ("a", "an"):
        return head
    rest = _read_group(tokens, start)
    if rest is None:
        return head
    value, end = rest
    following = SCALES.get(tokens[end].key)
    if following is None and value < scale:
        return Numeral(head.value + value, ONE, end)
    if following is not None and following < scale:
        tail = _read_scales(tokens, Numeral(value, ONE, end))
        return Numeral(head.value + tail.value, tail.step, tail.end)
    return head
