"""What a source's numbers imply for a number of a claim that it does not state itself."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from service.domain.quantity import Hedge, Quantity, relate_quantities
from service.domain.relation import Relation
from service.text.arithmetic import (
    Computed,
    Pair,
    add_up,
    combine,
    compute_difference,
    compute_growth,
    compute_ratio,
    compute_share,
    find_changes,
    find_parts,
    says_sum,
)
from service.text.changes import Change, Role
from service.text.relating import RATIO_STEP, is_changed_ratio
from service.text.statements import Figure, Statement
from service.text.topics import stem

NEAR_RATIO = Decimal("0.1")
"""A ratio that is off by at most this share is left open: 1.9 times is no clear lie."""


class Implied(NamedTuple):
    """What follows, and the figure it follows from."""

    relation: Relation
    quantity: Quantity


def assign_roles(source: Statement) -> Statement:
    """The statement with the numbers of each change marked: "40, down from 52", "by 3 to 5"."""
    roles = {}
    for pair in find_changes(source):
        roles[pair.first.begin] = Role.FROM
        roles[pair.second.begin] = Role.TO
    for one, two in pairwise(source.figures):
        joined = [token.key for token in source.tokens[one.end : two.begin]] == ["to"]
        if joined and one.change.role is Role.BY:
            roles[two.begin] = Role.TO
    figures = [
        one._replace(change=Change(roles.get(one.begin, one.change.role), one.change.up))
        for one in source.figures
    ]
    return source._replace(figures=tuple(figures))


def imply_from_pair(claim: Figure, words: frozenset[str], source: Statement) -> Implied | None:
    """What the one change, or the one part of a whole, that the source tells of implies.

    Two of them decide nothing, since nothing says which one the claim means.
    """
    found = [
        Implied(_decide(claim, pair, computed), computed.exact)
        for pair, computed in _compute_pairs(claim, words, source)
    ]
    if len(found) == 1:
        return found[0]
    agreeing = [one for one in found if one.relation is Relation.AGREES]
    return Implied(Relation.UNANSWERED, agreeing[0].quantity) if agreeing else None


def imply_from_sum(claim: Figure, asked: Statement, source: Statement) -> Implied | None:
    """What the source's numbers of the claim's kind come to: the claim's, or nothing at all.

    Without a word for it in the claim the figure may be a coincidence, and is left open.
    """
    figures = [one for one in source.figures if one.quantity.dimension == claim.quantity.dimension]
    total = add_up(figures, source.text)
    if total and says_sum(asked) and _decide_value(claim, total) is Relation.AGREES:
        return Implied(Relation.AGREES, total.exact)
    if claim.quantity.hedge not in (Hedge.EXACT, Hedge.ABOUT):
        return None
    for computed in combine(figures, source.text):
        if _decide_value(claim, computed) is Relation.AGREES:
            return Implied(Relation.UNANSWERED, computed.exact)
    return None


def _compute_pairs(
    claim: Figure, words: frozenset[str], source: Statement
) -> Iterable[tuple[Pair, Computed]]:
    asked, role = claim.quantity, claim.change.role
    changes = find_changes(source)
    if is_changed_ratio(claim):
        return _pack(changes, [compute_ratio(pair, source.text) for pair in changes])
    if asked.dimension == "share" and role is not Role.BY:
        parts = [pair for pair in find_parts(source) if _counts_one_of(pair, words)]
        return _pack(parts, [compute_share(pair, source.text) for pair in parts])
    if asked.dimension == "share":
        return _pack(changes, [compute_growth(pair, source.text) for pair in changes])
    points = asked.dimension == "percentage_point"
    if not points and role is not Role.BY:
        return []
    alike = "share" if points else asked.dimension
    changes = [pair for pair in changes if pair.dimension == alike]
    return _pack(
        changes, [compute_difference(pair, source.text, asked.dimension) for pair in changes]
    )


def _pack(
    pairs: Sequence[Pair], computed: Sequence[Computed | None]
) -> Iterable[tuple[Pair, Computed]]:
    return [(pair, one) for pair, one in zip(pairs, computed, strict=True) if one]


def _counts_one_of(pair: Pair, words: frozenset[str]) -> bool:
    kind, _, noun = pair.dimension.partition(":")
    return kind == "count" and stem(noun) in words


def _decide(claim: Figure, pair: Pair, computed: Computed) -> Relation:
    up = claim.change.up
    if claim.change.role is Role.BY and up is not None and up is not pair.rises:
        return Relation.DIFFERS
    return _decide_value(claim, computed)


def _decide_value(claim: Figure, computed: Computed) -> Relation:
    asked = claim.quantity
    if asked.dimension == "ratio":
        asked = asked.model_copy(update={"precision": min(asked.precision, RATIO_STEP)})
    same_unit = {} if computed.exact.unit else {"unit": asked.unit}
    exact, widest = (one.model_copy(update=same_unit) for one in computed)
    if relate_quantities(asked, exact) is Relation.AGREES:
        return Relation.AGREES
    near = asked.dimension == "ratio" and asked.hedge is Hedge.EXACT
    if near and abs(exact.low - asked.low) <= asked.low * NEAR_RATIO:
        return Relation.UNANSWERED
    differs = relate_quantities(asked, widest) is Relation.DIFFERS
    return Relation.DIFFERS if differs else Relation.UNANSWERED
