"""Whether one number of a source answers one of a claim, by its value and by its use.

To the rules for values (``service.domain.quantity``) come those for words: what something
changed by is not what it changed to; a rise is no fall; "doubled" is a rise of 100 per cent.
"""

import re
from decimal import Decimal

from service.domain.quantity import APPROXIMATE, Hedge, Quantity, comparable, relate_quantities
from service.domain.relation import Relation
from service.text.changes import Role
from service.text.statements import Figure

_CHANGED = re.compile(
    r"\b(doubled|doubling|tripled|trebled|quadrupled|halved|halving|\w+fold|-fold)$"
)
_AMBIGUOUS = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.,])")
_FROM_BELOW = ("nearly", "almost")
RATIO_STEP = Decimal("0.1")
"""What "doubled" is stated to: 1.95 to 2.05."""
MORE_DIGITS = 2
"""So many digits more than a rough number has, it does not prove."""
HUNDRED = Decimal(100)


def is_changed_ratio(figure: Figure) -> bool:
    """Whether it says how many times as much something became: "doubled", "grew fivefold"."""
    return figure.quantity.dimension == "ratio" and bool(
        _CHANGED.search(figure.quantity.text.casefold())
    )


def relate_figures(claim: Figure, source: Figure) -> Relation | None:
    """``None`` if the source's number is of another kind or used otherwise."""
    asked, told = claim.quantity, translate(claim, source) or source.quantity
    if {asked.dimension, told.dimension} == {"age", "number"}:
        # "She was 78"
        return Relation.AGREES if (asked.low, asked.high) == (told.low, told.high) else None
    if not comparable(asked, told):
        return None
    roles = {claim.change.role, source.change.role}
    if _used_otherwise(roles) and asked.dimension != "ratio":
        return None
    relation = relate_quantities(asked, told)
    if relation is Relation.AGREES:
        return _doubt_agreement(claim, source, told)
    if relation is Relation.DIFFERS and _may_be_thousands(asked, told):
        return Relation.UNANSWERED
    return relation


def _used_otherwise(roles: set[Role]) -> bool:
    return len(roles - {Role.VALUE, Role.NOW}) > 1 or roles == {Role.NOW, Role.FROM}


def _doubt_agreement(claim: Figure, source: Figure, told: Quantity) -> Relation:
    """An equal value still differs if it goes the other way or is no "nearly"."""
    asked = claim.quantity
    directions = {claim.change.up, source.change.up}
    both = claim.change.role is source.change.role is Role.BY
    if both and directions == {True, False}:
        return Relation.DIFFERS
    if asked.text.casefold().startswith(_FROM_BELOW) and told.hedge is Hedge.EXACT:
        return Relation.DIFFERS if told.low > asked.high else Relation.AGREES
    if told.hedge in APPROXIMATE and asked.hedge is Hedge.EXACT and asked.unit == told.unit:
        more = _count_digits(asked.low) - _count_digits(told.low)
        return Relation.UNANSWERED if more >= MORE_DIGITS else Relation.AGREES
    return Relation.AGREES


def _count_digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _may_be_thousands(asked: Quantity, told: Quantity) -> bool:
    """Whether a dot may part thousands in one of them: "12.345" against "12,345"."""
    low, high = sorted((asked, told), key=lambda one: one.low)
    return low.low * 1000 == high.low and bool(_AMBIGUOUS.search(low.text))


def translate(claim: Figure, source: Figure) -> Quantity | None:
    """The source's change in the terms of the claim's: times for per cent, per cent for times."""
    told, up = source.quantity, source.change.up
    if told.hedge not in (Hedge.EXACT, Hedge.ABOUT):
        return None
    by_share = told.dimension == "share" and source.change.role is Role.BY and up is not None
    if is_changed_ratio(claim) and by_share:
        sign = 1 if up else -1
        ends = sorted(1 + sign * value / HUNDRED for value in (told.low, told.high))
        return _restate(told, claim, ends[0], ends[1], told.precision / HUNDRED)
    asked = claim.change
    claims_change = claim.quantity.dimension == "share" and asked.role is Role.BY
    if claims_change and is_changed_ratio(source) and asked.up is (told.low > 1):
        ends = sorted(abs(value - 1) * HUNDRED for value in (told.low, told.high))
        return _restate(told, claim, ends[0], ends[1], RATIO_STEP * HUNDRED)
    return None


def _restate(
    told: Quantity, claim: Figure, low: Decimal, high: Decimal, precision: Decimal
) -> Quantity:
    asked = claim.quantity
    return told.model_copy(
        update={
            "low": low,
            "high": high,
            "dimension": asked.dimension,
            "unit": asked.unit,
            "precision": precision,
        }
    )
