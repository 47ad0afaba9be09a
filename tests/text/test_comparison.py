from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.relation import Relation
from service.text.comparison import compare_quantities

# claim, source, what becomes of each number of the claim: a(grees), d(iffers), u(nanswered)
PAIRS = [
    # counts
    ("The ministers signed 28 agreements.", "In all, 28 agreements were signed.", "a"),
    ("The ministers signed 18 agreements.", "In all, 28 agreements were signed.", "d"),
    ("The ministers signed 28 agreements.", "Twenty-eight trade agreements followed.", "a"),
    ("The ministers signed 28 agreements.", "The fleet has 18 ships.", "u"),
    ("The ministers signed 28 agreements.", "They met in Oslo.", "u"),
    # different nouns never meet; a bare total does where the source names the noun
    ("They signed 28 deals.", "They signed 28 agreements.", "u"),
    ("They signed 28 deals.", "The deals were 28 in all.", "a"),
    ("They signed 28 deals.", "They signed deals, a total of 28.", "a"),
    ("They signed 28 deals.", "They signed deals, a total of 27.", "u"),
    ("They signed 28 deals.", "They signed deals, some 28 in all.", "u"),
    ("They signed more than 28 deals.", "They signed deals, a total of 28.", "u"),
    ("They signed 28 deals.", "He turned 28.", "u"),
    ("They signed 18 deals.", "Of the 28 deals, 18 are old.", "d"),
    ("It sold $28 of it.", "The deals were 28 in all.", "u"),
    ("It owns 24 ships.", "The company runs two dozen ships.", "a"),
    ("Over 300 people attended.", "Organisers counted 340 people.", "a"),
    ("Over 300 people attended.", "Organisers counted 300 people.", "d"),
    ("At least 300 people attended.", "Organisers counted 300 people.", "a"),
    ("About 300 people attended.", "Organisers counted 312 people.", "a"),
    ("About 300 people attended.", "Organisers counted 350 people.", "d"),
    ("Exactly 300 people attended.", "Some 300 people attended.", "a"),
    ("As many as 12 planes took part.", "Twelve planes flew.", "a"),
    ("Fewer than 12 planes took part.", "Twelve planes flew.", "d"),
    ("No fewer than 12 planes took part.", "Twelve planes flew.", "a"),
    ("It has 15 members.", "The council is a 15-member body.", "a"),
    ("It trained 5,000 men.", "It trained 5\u202f000 men.", "a"),
    ("It reached 1,00,000 people.", "It reached 100,000 people.", "a"),
    ("It reached 2 lakh people.", "It reached 200,000 people.", "a"),
    ("It built 12 to 15 bridges.", "It built 14 bridges.", "a"),
    ("It built 12 to 15 bridges.", "It built 17 bridges.", "d"),
    ("It built 14 bridges.", "It built between 12 and 15 bridges.", "u"),
    ("It built 12 bridges and 3 tunnels.", "There are 12 bridges and 4 tunnels.", "ad"),
    # money
    ("Trade was worth $5.4 billion.", "Trade came to US$5.43 billion.", "a"),
    ("Trade was worth more than $5 billion.", "Trade came to US$5.43 billion.", "a"),
    ("Trade was worth $5.43 billion.", "Trade came to about $5.4 billion.", "a"),
    ("Trade was worth $5.43 billion.", "Trade came to $5.4 billion.", "u"),
    ("Trade was worth $5.5 billion.", "Trade came to $5.43 billion.", "d"),
    ("Trade was worth $5,430 million.", "Trade came to $5.43bn.", "a"),
    ("Trade was worth $5 billion.", "Trade came to 5 billion euros.", "u"),
    ("The loan is Rs 5,000 crore.", "The loan is ₹50 billion.", "a"),
    ("The loan is Rs 5,000 crore.", "The loan is 500 crore rupees.", "d"),
    ("Oil cost $80 a barrel.", "Oil cost 80 dollars per barrel.", "a"),
    ("Oil cost $80 a barrel.", "The refinery cost $3 billion.", "u"),
    ("The fund holds $10m.", "The fund holds 10 million dollars.", "a"),
    ("The fund holds nearly $2 billion.", "The fund holds $1.95 billion.", "a"),
    ("The fund holds up to $2 billion.", "The fund holds $2.4 billion.", "d"),
    ("It sold for $5-6 billion.", "It sold for $5.5 billion.", "a"),
    # length, mass, volume and the like
    ("The line is 646 miles long.", "A line of 1,040 km was laid.", "a"),
    ("The line is 1,040 km long.", "A line of 646 miles was laid.", "a"),
    ("The line is 700 miles long.", "A line of 1,040 km was laid.", "d"),
    ("The line is 12.3 km long.", "The line is 12,400 metres long.", "d"),
    ("The line is 12.4 km long.", "The line is 12,400 metres long.", "a"),
    ("The line is 1,100 km long.", "A line of about 1,100 km was laid.", "a"),
    ("The ship carried 3.5 tonnes.", "The ship carried 3,500 kg.", "a"),
    ("The pipe carries 38 billion cubic metres a year.", "It takes 38 bcm annually.", "a"),
    ("The pipe carries 38 bcm.", "It takes 55 bcm.", "d"),
    ("The field gives 2 million barrels per day.", "It gives 1.2 million barrels daily.", "d"),
    ("The dam gives 2.4 GW.", "The dam has a capacity of 2,400 megawatts.", "a"),
    ("It covers 20 square miles.", "It covers 52 sq km.", "a"),
    ("Trains run at 112 mph.", "Trains run at 180 km/h.", "a"),
    ("The truce lasted two weeks.", "The truce lasted 14 days.", "a"),
    ("The truce lasted 10 days.", "The truce lasted two weeks.", "d"),
    ("The 5-year deal ended.", "It was a deal for three years.", "d"),
    # flows: per year and per day, also behind what flows
    ("It gives 10 billion cubic metres of gas a year.", "It gives 10 bcm of gas a day.", "d"),
    ("It gives 10 billion cubic metres of gas a day.", "It gives 10 bcm of gas a year.", "d"),
    ("It gives 1.2 billion cubic feet of gas a day.", "It gives 12.4 bcm of gas a year.", "a"),
    ("It gives 12.4 bcm of gas a year.", "It gives 1.2 billion cubic feet of gas a day.", "a"),
    ("It gives 12.4 bcm of gas a year.", "It gives 1.4 billion cubic feet of gas a day.", "d"),
    ("It gives 2 billion cubic metres.", "It gives 2 billion cubic metres a year.", "a"),
    ("It gives 2 billion cubic metres of gas per year.", "It gives 2 bcm.", "a"),
    ("It gives 2 million barrels of oil a day.", "It gives 2 million barrels.", "u"),
    ("It gives 2 million barrels.", "It gives 2 million barrels of crude oil per day.", "u"),
    ("It gives 70 tonnes of fresh fish a week.", "It gives 10 tonnes of fish daily.", "a"),
    ("It gives 5,000 GWh annually.", "It gives 5 TWh a year.", "a"),
    ("He earns $50 a day.", "He earns $250 a week.", "u"),
    ("It cost $60 per month.", "It cost $60 a year.", "u"),
    # shares and ratios
    ("Turnout was 12.3 per cent.", "Turnout was 12.4 per cent.", "d"),
    ("Turnout was 12.4 per cent.", "Turnout was 12.38 per cent.", "a"),
    ("It holds a quarter of the shares.", "It holds 25 per cent of the shares.", "a"),
    ("It holds a little over a quarter.", "It holds 26 per cent of the shares.", "a"),
    ("It holds just under half of it.", "It holds 49 per cent of the shares.", "a"),
    ("It holds just under half of it.", "It holds 51 per cent of the shares.", "d"),
    ("It holds a third of the shares.", "It holds 33 per cent.", "a"),
    ("It holds more than a third of it.", "It holds 30 per cent.", "d"),
    ("It holds two-thirds of it.", "It holds 67%.", "a"),
    ("Rates rose 2 percentage points.", "Rates rose 2 per cent.", "u"),
    ("Rates are 2.25 to 2.5 per cent.", "Rates are 2.25-2.5 per cent.", "a"),
    ("Sales grew 8.2 times.", "Sales grew eight times.", "u"),
    ("Sales doubled.", "Sales were up twofold.", "a"),
    ("Sales tripled.", "Sales doubled.", "d"),
    ("Output fell by 5.2 per cent.", "Output growth was -5.2 per cent.", "d"),
    # dates
    ("They met in December 2021.", "They met on 6 December 2021.", "a"),
    ("They met in 2021.", "They met on 6 December 2021.", "a"),
    ("They met on 6 October 2021.", "They met on 9 October 2021.", "d"),
    ("They met on 6 October 2021.", "They met on October 6, 2021.", "a"),
    ("They met on 6 October 2021.", "They met in 2021.", "u"),
    ("They met on 6 October 2021.", "They met in October 2021.", "u"),
    ("They met on 6 October.", "They met on 6 October 2021.", "a"),
    ("They met on 6 October.", "They met on 7 October 2021.", "d"),
    ("They met on 6 October.", "They met in 2021.", "u"),
    ("They met in December 2021.", "They met on 6 November 2021.", "d"),
    ("They met in 2020.", "They met in 2021.", "d"),
    ("They met in 2020.", "They met in 2019 and in 2020.", "a"),
    ("The plan covers 2016-20.", "The plan covers 2011-20.", "d"),
    ("The plan covers 2016-20.", "The plan runs from 2016 to 2020.", "a"),
    ("The drill ran from 27 September to 6 October 2021.", "27 September - 6 October 2021", "a"),
    ("The drill ran from 27 September to 6 October 2021.", "27 September - 9 October 2021", "d"),
    ("They met on 1 October 2021.", "The drill was on 27 September - 6 October 2021.", "u"),
    ("They have met since 2016.", "Since 2016 they have met yearly.", "a"),
    ("They have met since 2016.", "They have met since 2011.", "d"),
    ("They have met since 2016.", "They met in 2019.", "u"),
    ("It was built before 2015.", "It was built in 2014.", "a"),
    ("It was built before 2015.", "It was built in 2015.", "d"),
    ("It was built after 2015.", "It was built in May 2016.", "a"),
    ("It will be ready by 2025.", "It will be ready by 2024.", "a"),
    ("It will be ready by 2025.", "It will be ready by 2030.", "d"),
    ("It opened in spring 2022.", "It opened on 3 April 2022.", "a"),
    ("It opened in early November 2021.", "It opened on 4 November 2021.", "a"),
    ("It opened in early November 2021.", "It opened on 28 November 2021.", "d"),
    ("It opened in the second quarter of 2018.", "It opened in May 2018.", "a"),
    ("It was so in the financial year 2020-21.", "In FY2020-21 it was so.", "a"),
    # names hold no numbers
    ("The S-400 was shown at the G20.", "The S-300 was shown at the G7.", ""),
    ("The 21st summit was in Oslo.", "The 19th summit was in Oslo.", ""),
    # several
    ("In 2019 trade grew 7 per cent to $5.4 billion.", "2019: up 7% to US$5.43bn", "aaa"),
    ("In 2019 trade grew 7 per cent to $5.4 billion.", "2018: up 9% to US$4.1bn", "ddd"),
]
RELATIONS = {"a": Relation.AGREES, "d": Relation.DIFFERS, "u": Relation.UNANSWERED}


@pytest.mark.parametrize(("claim", "source", "expected"), PAIRS)
def test_compares(claim: str, source: str, expected: str) -> None:
    matches = compare_quantities(claim, source)
    assert [match.relation for match in matches] == [RELATIONS[letter] for letter in expected]


def test_explains_what_differs() -> None:
    (match,) = compare_quantities("They signed 18 agreements.", "There are 28 agreements.")
    assert match.explanation == "the claim says 18 agreements, the source says 28 agreements"


@pytest.mark.parametrize(
    ("claim", "source", "relation", "denies"),
    [
        ("The plan covers 2016-20.", "The plan of 2016-20 follows 2011-20.", "a", False),
        ("The plan covers 2016-20.", "The plan of 2011-20 precedes 2016-20.", "a", False),
        ("The plan covers 2016-20.", "The plan covers 2011-20.", "d", True),
        ("The plan covers 2016-20.", "It ran from 27 September to 6 October 2021.", "d", False),
        ("They met in February 2021.", "On 2 February 2021, then in December 2021.", "a", False),
        ("They met in February 2021.", "In December 2021, not on 2 February 2021.", "a", False),
        ("They met in February 2021.", "They met in December 2021.", "d", True),
        ("They met in February 2021.", "They met on 2 December 2021.", "d", False),
    ],
)
def test_a_date_denies_only_alone_and_at_the_claims_precision(
    claim: str, source: str, relation: str, denies: bool
) -> None:
    (match,) = compare_quantities(claim, source)
    assert match.relation is RELATIONS[relation]
    assert match.denies is denies


def test_prefers_what_agrees_then_what_leaves_open_then_the_nearest() -> None:
    def find_answer(claim: str, source: str) -> str | None:
        (match,) = compare_quantities(claim, source)
        return match.source.text if match.source else None

    assert find_answer("It cost $7m.", "First $6m, then $7m, then $9m.") == "$7m"
    assert find_answer("It cost $7.2m.", "First $6m, then $7m, then $9m.") == "$7m"
    assert find_answer("It cost $7m.", "First $1m, then $9m, then $20m.") == "$9m"


def test_resolves_dates_against_their_texts_day() -> None:
    claim, source = "They met on 6 October.", "They met on 6 October."
    for year, expected in ((2021, Relation.AGREES), (2020, Relation.DIFFERS)):
        (match,) = compare_quantities(
            claim,
            source,
            claim_reference=date(2021, 12, 1),
            source_reference=date(year, 12, 1),
        )
        assert match.relation is expected


UNITS = ["$", "km", "tonnes", "per cent", "agreements", "MW", "days", "bcm"]


def state(value: Decimal, unit: str) -> str:
    return f"It has ${value:,f} of it." if unit == "$" else f"It has {value:,f} {unit} of it."


values = st.decimals(min_value=1, max_value=10**9, places=1)


@given(values, st.sampled_from(UNITS))
def test_a_number_agrees_with_itself(value: Decimal, unit: str) -> None:
    text = state(value, unit)
    assert [match.relation for match in compare_quantities(text, text)] == [Relation.AGREES]


@given(values, st.decimals(min_value="1.1", max_value=100, places=2), st.sampled_from(UNITS))
def test_a_tenth_more_never_agrees(value: Decimal, factor: Decimal, unit: str) -> None:
    one, other = state(value, unit), state(value * factor, unit)
    for claim, source in ((one, other), (other, one)):
        (match,) = compare_quantities(claim, source)
        assert match.relation is not Relation.AGREES


CONVERSIONS = [
    ("miles", "km", "1.609344"),
    ("hectares", "acres", "2.4710538"),
    ("lbs", "kg", "0.45359237"),
    ("weeks", "days", "7"),
    ("km", "metres", "1000"),
    ("barrels", "litres", "158.98729"),
]


@given(st.integers(min_value=100, max_value=10**6), st.sampled_from(CONVERSIONS))
def test_a_conversion_agrees_both_ways(value: int, conversion: tuple[str, str, str]) -> None:
    unit, other_unit, factor = conversion
    one = f"It has {value} {unit} of it."
    other = f"It has {round(value * Decimal(factor))} {other_unit} of it."
    for claim, source in ((one, other), (other, one)):
        (match,) = compare_quantities(claim, source)
        assert match.relation is Relation.AGREES


@given(st.text(), st.text())
def test_compares_any_text(claim: str, source: str) -> None:
    for match in compare_quantities(claim, source):
        assert match.claim.of(claim) == match.claim.text
        assert match.source is None or match.source.of(source) == match.source.text
