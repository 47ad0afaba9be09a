"""A claim's quantities and dates against those of a source text."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from service.domain.period import DateSpan, describe_gap, relate_dates
from service.domain.quantity import Hedge, Quantity, QuantityMatch, distance
from service.domain.relation import Relation
from service.text.implied import Implied, assign_roles, imply_from_pair, imply_from_sum
from service.text.nouns import lemmatize
from service.text.relating import relate_figures, translate
from service.text.statements import DateFigure, Figure, Statement, read_statement
from service.text.topics import CHANGES, Mention, read_mentions, read_words

__all__ = ["QuantityMatch", "Relation", "compare_quantities"]

_PREFERENCE = (Relation.AGREES, Relation.UNANSWERED, Relation.DIFFERS)
"""Which answer counts: a source that leaves a value open elsewhere does not contradict it."""
_NOTHING_SAID = Mention(frozenset(), frozenset())


class _Answer(NamedTuple):
    """What a number of the source says, how far it lies from the claim's and what it is about."""

    relation: Relation
    gap: tuple[Decimal | int, ...]
    source: Quantity | DateSpan
    mention: Mention = _NOTHING_SAID


def compare_quantities(
    claim: str,
    source: str,
    *,
    claim_reference: date | None = None,
    source_reference: date | None = None,
) -> tuple[QuantityMatch, ...]:
    """What the source says about each quantity and date of the claim, in the claim's order.

    The references are the days on which the texts were written; they give a year to dates
    that state none. An agreeing number of the source wins, unless by the words around it it is
    about something else than one that differs; else one that is too coarse to tell; else the
    nearest of the same dimension (for a count, of the same noun) differs. A bare number answers
    a count only if it equals it and the source counts the noun nowhere else but names it ("the
    agreements were 28 in all"). A figure that the source only implies (the difference of what
    something rose from and to, a sum) answers what no stated number does.
    Never raises. Takes time linear in the source for each number of the claim.
    """
    asked = read_statement(claim, claim_reference)
    told = assign_roles(read_statement(source, source_reference))
    matches = [_match_figure(figure, asked, told) for figure in asked.figures]
    matches += [_match_date(figure, asked, told) for figure in asked.dates]
    return tuple(sorted(matches, key=lambda match: match.claim.start))


def _match_figure(claim: Figure, asked: Statement, told: Statement) -> QuantityMatch:
    alike = [one for one in asked.figures if one.quantity.dimension == claim.quantity.dimension]
    words = _read_topic(asked, alike, claim)
    told_words = read_words(told)
    named = bool(words) and (words - CHANGES or words) <= told_words
    answers = _answer_figure(claim, told, named)
    match = _choose(claim.quantity, answers, words, words & told_words)
    if match.relation is Relation.AGREES:
        return match
    implied = imply_from_pair(claim, words, told) if words & told_words else None
    if implied and implied.relation is Relation.DIFFERS and not named:
        implied = implied._replace(relation=Relation.UNANSWERED)
    stated = any(answer.relation is Relation.AGREES for answer in answers)
    if implied is None and match.relation is Relation.DIFFERS and not stated:
        implied = imply_from_sum(claim, asked, told)
    return _prefer(match, implied)


def _answer_figure(claim: Figure, told: Statement, named: bool) -> list[_Answer]:
    """The numbers of the source that answer, in its order.

    Times for per cent answer only if the claim's subject is ``named`` in the source.
    """
    related = [
        (one, relation)
        for one in told.figures
        if (named or translate(claim, one) is None)
        and (relation := relate_figures(claim, one)) is not None
    ]
    if claim.quantity.dimension == "number":
        # Nothing says what a bare number counts, so another one does not contradict it.
        related = [one for one in related if one[1] is not Relation.DIFFERS]
    if not related:
        totals = [one for one in told.figures if _is_bare_equal(claim.quantity, one.quantity)]
        if totals and _names_noun(claim.quantity, told):
            return [_Answer(Relation.AGREES, (), totals[0].quantity)]
    mentions = _read_mentions(told, [one for one, _ in related])
    return [
        _Answer(relation, (distance(claim.quantity, one.quantity),), one.quantity, mention)
        for (one, relation), mention in zip(related, mentions, strict=True)
    ]


def _match_date(claim: DateFigure, asked: Statement, told: Statement) -> QuantityMatch:
    mentions = _read_mentions(told, told.dates)
    answers = [
        _Answer(relate_dates(claim.span, one.span), describe_gap(claim.span, one.span), one.span)
        for one in told.dates
    ]
    about = [one._replace(mention=mention) for one, mention in zip(answers, mentions, strict=True)]
    return _choose(claim.span, about, _read_topic(asked, asked.dates, claim))


def _read_mentions(
    statement: Statement, figures: Sequence[Figure | DateFigure]
) -> Sequence[Mention]:
    """One for each of the figures; empty ones where nothing can be told."""
    spans = [(one.begin, one.end) for one in figures]
    return read_mentions(statement, spans) or [_NOTHING_SAID] * len(figures)


def _read_topic(
    asked: Statement, alike: Sequence[Figure | DateFigure], claim: Figure | DateFigure
) -> frozenset[str]:
    """The words of the claim that say what its number is about."""
    mentions = _read_mentions(asked, alike)
    known = [mention.known for one, mention in zip(alike, mentions, strict=True) if one is claim]
    return known[0]


def _is_bare_equal(claim: Quantity, source: Quantity) -> bool:
    return (
        source.dimension == "number"
        and (source.low, source.high) == (claim.low, claim.high)
        and source.hedge is claim.hedge is Hedge.EXACT
    )


def _names_noun(claim: Quantity, told: Statement) -> bool:
    """Whether the text has the noun that the claim counts."""
    kind, _, noun = claim.dimension.partition(":")
    return kind == "count" and any(lemmatize(token.key) == noun for token in told.tokens)


def _choose(
    claim: Quantity | DateSpan,
    answers: Sequence[_Answer],
    words: frozenset[str],
    met: frozenset[str] = frozenset(),
) -> QuantityMatch:
    """The answer that counts; ``met`` are the words that the source has anywhere.

    Where it has some, a number whose clause has none of them does not differ.
    """
    if not answers:
        return QuantityMatch(relation=Relation.UNANSWERED, claim=claim)
    best = min(answers, key=_rank(words))
    if best.relation is Relation.AGREES:
        best = _find_rival(answers, words) or best
    elif best.relation is Relation.DIFFERS and met and not words & best.mention.known:
        best = best._replace(relation=Relation.UNANSWERED)
    return QuantityMatch(relation=best.relation, claim=claim, source=best.source)


def _rank(words: frozenset[str]) -> Callable[[_Answer], tuple[Decimal | int, ...]]:
    """By relation; among numbers that differ by topic, then by nearness and place."""

    def rank(answer: _Answer) -> tuple[Decimal | int, ...]:
        differs = answer.relation is Relation.DIFFERS and isinstance(answer.source, Quantity)
        off_topic = -len(words & answer.mention.known) if differs else 0
        place = _PREFERENCE.index(answer.relation)
        return (place, off_topic, *answer.gap, answer.source.start)

    return rank


def _find_rival(answers: Sequence[_Answer], words: frozenset[str]) -> _Answer | None:
    """A differing number about the claim's matter and nothing else, where no agreeing one is."""
    agreeing = [one for one in answers if one.relation is Relation.AGREES]
    fitting = [
        one for one in answers if one.relation is Relation.DIFFERS and one.mention.fits(words)
    ]
    rivals = []
    for one in agreeing:
        better = [two for two in fitting if two.mention.outweighs(one.mention, words)]
        if not better:
            return None
        rivals += better
    return min(rivals, key=_rank(words))


def _prefer(match: QuantityMatch, implied: Implied | None) -> QuantityMatch:
    if implied is None:
        return match
    if match.relation is Relation.DIFFERS and implied.relation is Relation.DIFFERS:
        return match
    open_only = implied.relation is Relation.UNANSWERED and match.source is not None
    source = match.source if open_only else implied.quantity
    return match.model_copy(update={"relation": implied.relation, "source": source})
