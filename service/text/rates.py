"""What a quantity is stated per: "$80 a barrel", "10 bcm of gas a year", "9 million bpd"."""

from decimal import Decimal

from service.text.nouns import BOUNDARY, lemmatize
from service.text.numerals import ONE
from service.text.tokens import Kind, Tokens
from service.text.units import PER, Unit

_RATED = """
    barrel day gallon head hour kilo kilogram kilometre kilowatt litre mile minute month night
    ounce person piece pound second share ton tonne unit week year
    """
RATED = frozenset(_RATED.split())
"""What "a" may mean "per" before: "$80 a barrel"."""
ABBREVIATED = {"annum": "year", "yr": "year", "y": "year", "mo": "month", "d": "day"}
ADVERBS = {
    "annually": "year",
    "yearly": "year",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
}
FLOWS = frozenset({"energy", "mass", "volume"})
"""What flows evenly enough that a day's can be told from a year's; a worker's pay does not."""
A_YEAR = {
    "year": ONE,
    "quarter": Decimal(4),
    "month": Decimal(12),
    "week": Decimal(365) / 7,
    "day": Decimal(365),
}
SUBSTANCE = 3
"""How many words may name what flows: "of liquefied natural gas a year"."""
NOT_PER = frozenset({"ago", "earlier", "later"})
"""After these words "a year" is a point in time: "lost 5 tonnes a year later"."""


def rate(unit: Unit, per: str) -> tuple[Unit, Decimal]:
    """The unit of what is stated ``per`` something, and how many of these make a year's flow.

    Of everything but a flow "per year" is left out, since texts do.
    """
    if unit.dimension in FLOWS and per in A_YEAR:
        name = unit.name if per == "year" else f"{unit.name} per {per}"
        return unit._replace(dimension=f"{unit.dimension} per year", name=name), A_YEAR[per]
    if per in ("", "year"):
        return unit, ONE
    return unit._replace(dimension=f"{unit.dimension} per {per}"), ONE


def read_rate(tokens: Tokens, index: int) -> tuple[str, int]:
    """What the quantity is per ("" if nothing), and the index after it.

    It may stand behind what is measured ("10 billion cubic metres of gas a year") or in the
    unit itself ("bpd").
    """
    implied = PER.get(tokens[index - 1].key, "")
    if implied:
        return implied, index
    per, end = _read_per(tokens, index)
    if per or tokens[index].key != "of":
        return per, end
    for place in range(index + 1, index + 1 + SUBSTANCE):
        if tokens[place].kind is not Kind.WORD or tokens[place].key in BOUNDARY:
            break
        per, end = _read_per(tokens, place + 1)
        if per:
            return per, end
    return "", index


def _read_per(tokens: Tokens, index: int) -> tuple[str, int]:
    key, after = tokens[index].key, tokens[index + 1]
    if key in ADVERBS:
        return ADVERBS[key], index + 1
    noun = lemmatize(after.key)
    if key in ("per", "/") and after.kind is Kind.WORD:
        return ABBREVIATED.get(noun, noun), index + 2
    rated = key in ("a", "an", "every", "each") and noun in RATED
    if rated and tokens[index + 2].key not in NOT_PER:
        return noun, index + 2
    return "", index
