"""Ages: "the 34-year-old minister", "aged 34", "voters aged between 18 and 24"."""

from service.text.numerals import ONE
from service.text.tokens import Tokens, skip_hyphen
from service.text.units import Unit

AGE = Unit("age", "years old", ONE)
_AGED = frozenset(["aged", "age", "ages"])
_LINKS = frozenset(["of", "between", "from"])


def read_age_after(tokens: Tokens, end: int) -> int:
    """The index after "old" or "of age" that makes years before ``end`` an age, else 0."""
    old = skip_hyphen(tokens, end)
    if tokens[old].key in ("old", "olds"):
        return old + 1
    return end + 2 if (tokens[end].key, tokens[end + 1].key) == ("of", "age") else 0


def find_aged(tokens: Tokens, begin: int) -> int | None:
    """Where the words start that make a bare number at ``begin``, with its hedge, an age."""
    place = begin - 1
    for _ in range(2):
        if tokens[place].key in _LINKS:
            place -= 1
    if tokens[place].key not in _AGED:
        return None
    return place - 1 if tokens[place - 1].key == "the" else place
