from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from service.domain.period import Bound, DateSpan, Precision, relate_dates
from service.domain.quantity import (
    Hedge,
    Quantity,
    QuantityMatch,
    comparable,
    relate_quantities,
)
from service.domain.relation import Relation

AGREES, DIFFERS, UNANSWERED = Relation.AGREES, Relation.DIFFERS, Relation.UNANSWERED


def quantity(
    low: str,
    hedge: Hedge = Hedge.EXACT,
    *,
    high: str | None = None,
    step: str = "1",
    unit: str = "km",
    dimension: str = "length",
) -> Quantity:
    return Quantity(
        start=0,
        end=1,
        text=low,
        low=Decimal(low),
        high=Decimal(high or low),
        dimension=dimension,
        unit=unit,
        hedge=hedge,
        precision=Decimal(step),
    )


def day_span(first: str, last: str, precision: Precision, bound: Bound = Bound.ON) -> DateSpan:
    return DateSpan(
        start=0,
        end=1,
        text=first,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        precision=precision,
        bound=bound,
    )


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        (quantity("12.3", step="0.1"), quantity("12.4", step="0.1"), DIFFERS),
        (quantity("12.3", step="0.1"), quantity("12.34", step="0.01"), AGREES),
        (quantity("12.34", step="0.01"), quantity("12.3", step="0.1"), UNANSWERED),
        (quantity("12.30", step="0.01"), quantity("12.3", step="0.1"), AGREES),
        (quantity("5"), quantity("5.43", step="0.01"), AGREES),
        (quantity("1"), quantity("1.4", step="0.1"), DIFFERS),
        (quantity("28", Hedge.MORE_THAN), quantity("28"), DIFFERS),
        (quantity("28", Hedge.AT_LEAST), quantity("28"), AGREES),
        (quantity("28", Hedge.AT_MOST), quantity("28"), AGREES),
        (quantity("28", Hedge.LESS_THAN), quantity("28"), DIFFERS),
        (quantity("28", Hedge.ABOUT), quantity("29"), AGREES),
        (quantity("28", Hedge.ABOUT), quantity("30"), DIFFERS),
        (quantity("25", Hedge.JUST_OVER), quantity("26"), AGREES),
        (quantity("25", Hedge.JUST_OVER), quantity("25"), DIFFERS),
        (quantity("25", Hedge.JUST_OVER), quantity("28"), DIFFERS),
        (quantity("50", Hedge.JUST_UNDER), quantity("48"), AGREES),
        (quantity("50", Hedge.JUST_UNDER), quantity("51"), DIFFERS),
        (quantity("1100"), quantity("1100", Hedge.ABOUT), AGREES),
        (quantity("1200"), quantity("1100", Hedge.ABOUT), DIFFERS),
        (quantity("30"), quantity("28", Hedge.MORE_THAN), UNANSWERED),
        (quantity("28"), quantity("28", Hedge.MORE_THAN), DIFFERS),
        (quantity("25", Hedge.MORE_THAN), quantity("28", Hedge.AT_LEAST), AGREES),
        (quantity("30", Hedge.AT_LEAST), quantity("28", Hedge.AT_LEAST), UNANSWERED),
        (quantity("30", Hedge.AT_LEAST), quantity("20", Hedge.AT_MOST), DIFFERS),
        (quantity("2", high="3"), quantity("2.5", step="0.1"), AGREES),
        (quantity("2", high="3"), quantity("2", high="3"), AGREES),
        (quantity("2", high="3"), quantity("2", high="4"), DIFFERS),
        (quantity("2.5", step="0.1"), quantity("2", high="3"), UNANSWERED),
        (quantity("1039.6", unit="mile"), quantity("1040"), AGREES),
        (quantity("1039.6", unit="mile"), quantity("1060"), DIFFERS),
        (quantity("28"), quantity("28", dimension="mass"), UNANSWERED),
        (quantity("-5"), quantity("5"), DIFFERS),
        (quantity("-100", Hedge.ABOUT), quantity("-103"), AGREES),
        (quantity("0"), quantity("0"), AGREES),
    ],
)
def test_relates_quantities(claim: Quantity, source: Quantity, expected: Relation) -> None:
    assert relate_quantities(claim, source) is expected


finite = st.decimals(min_value=1, max_value=10**12, places=3)


@given(finite, st.sampled_from(Hedge), st.decimals(min_value=0, max_value=1000, places=2))
def test_a_quantity_agrees_with_itself(low: Decimal, hedge: Hedge, width: Decimal) -> None:
    stated = quantity(str(low), hedge, high=str(low + width), step="0.001")
    assert relate_quantities(stated, stated) is AGREES


@given(
    finite,
    st.decimals(min_value="1.1", max_value=1000, places=4),
    st.sampled_from(["0.001", "1", "1000", "1000000000"]),
    st.sampled_from(["0.001", "1", "1000", "1000000000"]),
    st.booleans(),
    st.sampled_from(["km", "mile"]),
)
def test_a_tenth_more_never_agrees(
    value: Decimal, factor: Decimal, step: str, other_step: str, swapped: bool, unit: str
) -> None:
    claim, source = (
        quantity(str(value), step=step),
        quantity(str(value * factor), step=other_step, unit=unit),
    )
    if swapped:
        claim, source = source, claim
    assert relate_quantities(claim, source) is not AGREES


@given(finite, finite, st.sampled_from(Hedge), st.sampled_from(Hedge))
def test_never_agrees_and_differs_the_other_way_round(
    one: Decimal, other: Decimal, hedge: Hedge, other_hedge: Hedge
) -> None:
    claim = quantity(str(one), hedge, step="0.001")
    source = quantity(str(other), other_hedge, step="0.001")
    answers = {relate_quantities(claim, source), relate_quantities(source, claim)}
    assert answers != {AGREES, DIFFERS}


DAY, MONTH, YEAR, RANGE = Precision.DAY, Precision.MONTH, Precision.YEAR, Precision.RANGE
SIXTH = day_span("2021-12-06", "2021-12-06", DAY)
DECEMBER = day_span("2021-12-01", "2021-12-31", MONTH)


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        (DECEMBER, SIXTH, AGREES),
        (SIXTH, DECEMBER, UNANSWERED),
        (SIXTH, day_span("2021-12-09", "2021-12-09", DAY), DIFFERS),
        (DECEMBER, day_span("2021-11-06", "2021-11-06", DAY), DIFFERS),
        (
            day_span("2016-01-01", "2020-12-31", RANGE),
            day_span("2011-01-01", "2020-12-31", RANGE),
            DIFFERS,
        ),
    ],
)
def test_relates_dates(claim: DateSpan, source: DateSpan, expected: Relation) -> None:
    assert relate_dates(claim, source) is expected


def test_a_period_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValidationError, match="ends after it starts"):
        day_span("2021-12-06", "2021-12-05", RANGE)


@given(st.dates(), st.dates(), st.sampled_from(Bound), st.sampled_from(Precision))
def test_a_date_agrees_with_itself(
    one: date, other: date, bound: Bound, precision: Precision
) -> None:
    span = day_span(min(one, other).isoformat(), max(one, other).isoformat(), precision, bound)
    assert relate_dates(span, span) is AGREES


@given(st.dates(), st.dates(), st.dates(), st.booleans(), st.booleans())
def test_relates_any_dates_with_or_without_year(
    one: date, other: date, third: date, first_yearless: bool, second_yearless: bool
) -> None:
    claim = day_span(min(one, other).isoformat(), max(one, other).isoformat(), RANGE)
    source = day_span(third.isoformat(), third.isoformat(), DAY)
    claim = claim.model_copy(update={"yearless": first_yearless})
    source = source.model_copy(update={"yearless": second_yearless})
    assert relate_dates(claim, source) in Relation
    assert relate_dates(source, claim) in Relation


def test_explains_in_one_line() -> None:
    claim = quantity("18").model_copy(update={"text": "18\n agreements"})
    source = quantity("28").model_copy(update={"text": "28"})
    differs = QuantityMatch(relation=DIFFERS, claim=claim, source=source)
    assert differs.explanation == "the claim says 18 agreements, the source says 28"
    missing = QuantityMatch(relation=UNANSWERED, claim=claim)
    assert missing.explanation == "the claim says 18 agreements, the source does not say"
    coarse = QuantityMatch(relation=UNANSWERED, claim=claim, source=source)
    assert coarse.explanation == "the claim says 18 agreements, the source only says 28"


def test_tells_dates_from_quantities() -> None:
    assert QuantityMatch(relation=UNANSWERED, claim=SIXTH).is_date
    assert not QuantityMatch(relation=UNANSWERED, claim=quantity("1")).is_date


def test_a_plain_amount_meets_only_a_flow_stated_per_year() -> None:
    plain = quantity("38").model_copy(update={"dimension": "volume", "unit": "m3"})
    yearly = plain.model_copy(update={"dimension": "volume per year"})
    daily = yearly.model_copy(update={"unit": "m3 per day"})
    assert comparable(plain, yearly)
    assert comparable(yearly, plain)
    assert comparable(daily, yearly)
    assert not comparable(plain, daily)
    assert not comparable(yearly, quantity("38"))


def test_a_period_of_other_ends_denies_nothing() -> None:
    plan = day_span("2016-01-01", "2020-12-31", RANGE)
    other_plan = day_span("2011-01-01", "2020-12-31", RANGE)
    drill = day_span("2021-09-27", "2021-10-06", RANGE)
    season = day_span("2021-09-01", "2021-10-31", RANGE)
    assert QuantityMatch(relation=DIFFERS, claim=plan, source=other_plan).denies
    for claim, source in ((plan, drill), (drill, plan), (plan, season), (season, drill)):
        assert not QuantityMatch(relation=DIFFERS, claim=claim, source=source).denies


def test_a_date_of_another_precision_denies_nothing() -> None:
    other_day = day_span("2020-12-06", "2020-12-06", DAY)
    other_year = day_span("2020-01-01", "2020-12-31", YEAR)
    assert QuantityMatch(relation=DIFFERS, claim=SIXTH, source=other_day).denies
    assert not QuantityMatch(relation=DIFFERS, claim=SIXTH, source=other_year).denies
    assert QuantityMatch(relation=DIFFERS, claim=quantity("1"), source=quantity("2")).denies
    assert not QuantityMatch(relation=AGREES, claim=quantity("1"), source=quantity("1")).denies
