"""The statements of a clause, taken apart as far as each is sure to be stated on its own.

Every word of the clause stays in some statement, and none has a word that the clause has not,
but a form of "to be" or an article.
"""

from collections.abc import Callable

from service.engines.local.splitting.appositions import split_off_modifiers
from service.engines.local.splitting.coordination import split_verb_phrases
from service.engines.local.splitting.predicates import split_predicate
from service.engines.local.splitting.wording import Wording

_DEEPEST = 5

_Rule = Callable[[Wording], tuple[Wording, ...] | None]


def find_statements(words: Wording, *, verb_phrases: bool = True) -> tuple[Wording, ...]:
    """What the clause states; the clause itself where it is one statement or there is a doubt.

    Without ``verb_phrases`` joined verbs stay together: after "X said that Y did A and did B"
    the second may be what X did.
    """
    rules: list[_Rule] = [split_off_modifiers, split_predicate]
    if verb_phrases:
        rules.insert(1, split_verb_phrases)
    return _take_apart(words, rules, _DEEPEST)


def _take_apart(words: Wording, rules: list[_Rule], depth: int) -> tuple[Wording, ...]:
    for rule in rules if depth else []:
        parts = rule(words)
        if parts:
            return tuple(
                statement for part in parts for statement in _take_apart(part, rules, depth - 1)
            )
    return (words,)
