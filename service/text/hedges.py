"""What the words around a number say about it: "more than", "about", "or so"."""

from service.domain.quantity import Hedge
from service.text.tokens import Tokens, match_phrase

_BEFORE = {
    Hedge.ABOUT: "about|around|roughly|approximately|approx|approx .|some|nearly|almost|circa"
    "|ca .|c .|~|≈|close to|in the region of|in the order of|an estimated|estimated|estimated at"
    "|more or less|near",
    Hedge.AT_LEAST: "at least|no fewer than|no less than|not less than|not fewer than|a minimum of"
    "|≥|at a minimum",
    Hedge.MORE_THAN: "more than|over|above|exceeding|exceeded|exceeds|upwards of|in excess of"
    "|greater than|larger than|well over|well above|far more than|much more than|topped|topping"
    "|surpassed|surpassing|>",
    Hedge.JUST_OVER: "just over|just above|slightly over|slightly above|slightly more than"
    "|a little over|a little more than|little more than|a bit over|a bit more than|a shade over",
    Hedge.AT_MOST: "at most|up to|as many as|as much as|no more than|not more than|a maximum of"
    "|not exceeding|≤",
    Hedge.LESS_THAN: "less than|fewer than|under|below|lower than|smaller than|well under"
    "|well below|far less than|far fewer than|<",
    Hedge.JUST_UNDER: "just under|just below|just short of|slightly under|slightly below"
    "|slightly less than|a little under|a little less than|little less than|a bit under"
    "|a shade under",
}
_AFTER = {
    Hedge.ABOUT: "or so|or thereabouts|approximately|approx",
    Hedge.AT_LEAST: "or more|or above|and over|and above|and older|+|- plus|plus|at least",
    Hedge.AT_MOST: "or less|or fewer|or below|and under|and younger|at most",
}


def _phrases(table: dict[Hedge, str]) -> dict[tuple[str, ...], Hedge]:
    return {
        tuple(phrase.split()): hedge
        for hedge, phrases in table.items()
        for phrase in phrases.split("|")
    }


BEFORE = _phrases(_BEFORE)
_LAST_WORDS = frozenset(phrase[-1] for phrase in BEFORE)
AFTER = _phrases(_AFTER)
_FIRST_WORDS = frozenset(phrase[0] for phrase in AFTER)
_LONGEST = 4


def read_hedge_before(tokens: Tokens, index: int) -> tuple[Hedge, int]:
    """The hedge that ends just before ``index``, and the index where it starts."""
    if tokens[index - 1].key in _LAST_WORDS:
        for length in range(_LONGEST, 0, -1):
            words = tuple(tokens[place].key for place in range(index - length, index))
            if words in BEFORE:
                return BEFORE[words], index - length
    return Hedge.EXACT, index


def read_hedge_after(tokens: Tokens, index: int) -> tuple[Hedge, int] | None:
    """The hedge that starts at ``index``, and the index after it."""
    if tokens[index].key not in _FIRST_WORDS:
        return None
    return match_phrase(tokens, index, AFTER, 2)
