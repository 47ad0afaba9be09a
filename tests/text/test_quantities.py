import random
import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.quantity import Hedge
from service.text.quantities import find_quantities

# text, low, high, dimension, hedge, the words under the span; one quantity per text
READ = [
    ("Exports came to US$5.43 billion.", 5430000000, None, "money:USD", "exact", "US$5.43 billion"),
    ("It paid $5.4 bn for it.", 5400000000, None, "money:USD", "exact", "$5.4 bn"),
    ("It paid 5.4 billion dollars.", 5400000000, None, "money:USD", "exact", "5.4 billion dollars"),
    ("It paid 3 billion U.S. dollars.", 3 * 10**9, None, "money:USD", "exact", None),
    ("They spent £5m on it.", 5000000, None, "money:GBP", "exact", "£5m"),
    ("They spent 10m euros.", 10000000, None, "money:EUR", "exact", "10m euros"),
    ("A grant of $10k.", 10000, None, "money:USD", "exact", "$10k"),
    ("It costs Rs 5,000 crore.", 5 * 10**10, None, "money:INR", "exact", "Rs 5,000 crore"),
    ("It costs Rs. 2 lakh crore.", 2 * 10**12, None, "money:INR", "exact", "Rs. 2 lakh crore"),
    ("A fine of ₹1,00,000.", 100000, None, "money:INR", "exact", "₹1,00,000"),
    ("He paid A$5 for it.", 5, None, "money:AUD", "exact", "A$5"),
    ("He paid a $5 fine.", 5, None, "money:USD", "exact", "$5"),
    ("Oil fell to $80 a barrel.", 80, None, "money:USD per barrel", "exact", "$80 a barrel"),
    ("It sells for $5-6 billion.", 5 * 10**9, 6 * 10**9, "money:USD", "exact", "$5-6 billion"),
    ("Between $2 and $3 billion was lost.", 2 * 10**9, 3 * 10**9, "money:USD", "exact", None),
    ("A road of 1,100 km.", 1100, None, "length", "exact", "1,100 km"),
    ("A 600-km road.", 600, None, "length", "exact", "600-km"),
    ("It is 600m wide.", Decimal("0.6"), None, "length", "exact", "600m"),
    ("A march of 10 miles.", Decimal("16.09344"), None, "length", "exact", "10 miles"),
    ("An area of 300 sq km.", 300, None, "area", "exact", "300 sq km"),
    ("A farm of 50 hectares.", Decimal("0.5"), None, "area", "exact", "50 hectares"),
    ("Some 3,500 kg of rice.", Decimal("3.5"), None, "mass", "about", "Some 3,500 kg"),
    ("A 3.5-tonne truck.", Decimal("3.5"), None, "mass", "exact", "3.5-tonne"),
    ("Half a million tonnes of it.", 500000, None, "mass", "exact", "Half a million tonnes"),
    ("It carries 38 bcm a year.", 38 * 10**9, None, "volume per year", "exact", "38 bcm a year"),
    ("10 billion cubic metres of gas.", 10**10, None, "volume", "exact", None),
    ("It pumps 9,000 litres daily.", 9 * 365, None, "volume per year", "exact", None),
    ("It pumps 2 bcm of gas a month.", 24 * 10**9, None, "volume per year", "exact", None),
    ("It pumps 2 bcm/y.", 2 * 10**9, None, "volume per year", "exact", "2 bcm/y"),
    ("It pumps 9,000 litres an hour.", 9, None, "volume per hour", "exact", None),
    ("It used 2 tonnes of crude oil daily.", 730, None, "mass per year", "exact", None),
    ("It lost 2 tonnes of oil a year later.", 2, None, "mass", "exact", "2 tonnes"),
    ("It lost 2 tonnes of oil in a year.", 2, None, "mass", "exact", "2 tonnes"),
    ("He earns $50 a day.", 50, None, "money:USD per day", "exact", "$50 a day"),
    ("It sold $2 billion of goods a year.", 2 * 10**9, None, "money:USD", "exact", None),
    ("A plant of 2.4 GW.", 2400, None, "power", "exact", "2.4 GW"),
    ("Output of 5 GWh.", 5000, None, "energy", "exact", "5 GWh"),
    ("Trains at 180 km/h.", 180, None, "speed", "exact", "180 km/h"),
    ("Winds of 180 kilometres per hour.", 180, None, "speed", "exact", None),
    ("It took two weeks.", 14, None, "duration", "exact", "two weeks"),
    ("A three-year plan.", Decimal("1095.75"), None, "duration", "exact", "three-year"),
    ("It took 2½ days.", Decimal("2.5"), None, "duration", "exact", "2½ days"),
    ("Turnout was 45 per cent.", 45, None, "share", "exact", "45 per cent"),
    ("Turnout was 45% there.", 45, None, "share", "exact", "45%"),
    ("Growth was -5.2 per cent.", Decimal("-5.2"), None, "share", "exact", "-5.2 per cent"),
    ("Rates of 2.25 to 2.5 per cent.", Decimal("2.25"), Decimal("2.5"), "share", "exact", None),
    ("Up 0.5 percentage points.", Decimal("0.5"), None, "percentage_point", "exact", None),
    ("A quarter of voters.", 25, None, "share", "exact", "A quarter"),
    ("Just under half of it.", 50, None, "share", "just_under", "Just under half"),
    ("A little over a quarter.", 25, None, "share", "just_over", "A little over a quarter"),
    ("Three quarters of the staff.", 75, None, "share", "exact", "Three quarters"),
    ("More than three-fifths of it.", 60, None, "share", "more_than", "More than three-fifths"),
    ("It grew 8.2 times.", Decimal("8.2"), None, "ratio", "exact", "8.2 times"),
    ("Sales doubled.", 2, None, "ratio", "exact", "doubled"),
    ("A tenfold rise.", 10, None, "ratio", "exact", "tenfold"),
    ("They signed 28 agreements.", 28, None, "count:agreement", "exact", "28 agreements"),
    ("Twenty-eight bilateral agreements.", 28, None, "count:agreement", "exact", None),
    ("A 15-member council.", 15, None, "count:member", "exact", "15-member"),
    ("Five S-400 squadrons.", 5, None, "count:squadron", "exact", "Five S-400 squadrons"),
    ("Two dozen ships.", 24, None, "count:ship", "exact", "Two dozen ships"),
    ("About 300 people came.", 300, None, "count:person", "about", "About 300 people"),
    ("Over 1 234 567 people.", 1234567, None, "count:person", "more_than", None),
    ("5m people.", 5000000, None, "count:person", "exact", "5m people"),
    ("Two hundred and fifty-three men.", 253, None, "count:man", "exact", None),
    ("Two thousand five hundred men.", 2500, None, "count:man", "exact", None),
    ("Between two hundred and three hundred men.", 200, 300, "count:man", "exact", None),
    ("Between 2 and 3 million doses.", 2 * 10**6, 3 * 10**6, "count:dose", "exact", None),
    ("6,000 to 7,000 rifles.", 6000, 7000, "count:rifle", "exact", "6,000 to 7,000 rifles"),
    ("800,000 to 1 million rifles.", 800000, 10**6, "count:rifle", "exact", None),
    ("At least 12 ships.", 12, None, "count:ship", "at_least", "At least 12 ships"),
    ("100+ ships.", 100, None, "count:ship", "at_least", "100+ ships"),
    ("12 or more ships.", 12, None, "count:ship", "at_least", "12 or more ships"),
    ("No more than 12 ships.", 12, None, "count:ship", "at_most", "No more than 12 ships"),
    ("Up to 12 ships.", 12, None, "count:ship", "at_most", "Up to 12 ships"),
    ("Fewer than 12 ships.", 12, None, "count:ship", "less_than", "Fewer than 12 ships"),
    ("A force of 2000 soldiers.", 2000, None, "count:soldier", "exact", "2000 soldiers"),
    ("A population of 1.3 billion.", 1300000000, None, "number", "exact", "1.3 billion"),
    ("About 1.5-2 million.", 1500000, 2000000, "number", "about", "About 1.5-2 million"),
    ("In October 28 agreements were made.", 28, None, "count:agreement", "exact", "28 agreements"),
    ("5\u202f000 men.", 5000, None, "count:man", "exact", "5\u202f000 men"),
    ("5\u00a0000 men.", 5000, None, "count:man", "exact", "5\u00a0000 men"),
    ("Five mil\u00adlion men.", 5000000, None, "count:man", "exact", "Five mil\u00adlion men"),
    ("\u201c٢٨ ships\u201d", 28, None, "count:ship", "exact", "٢٨ ships"),
    ("Rises of 2\u20133 per cent.", 2, 3, "share", "exact", "2\u20133 per cent"),
]


@pytest.mark.parametrize(("text", "low", "high", "dimension", "hedge", "words"), READ)
def test_reads_a_quantity(
    text: str, low: int, high: int | None, dimension: str, hedge: str, words: str | None
) -> None:
    (found,) = find_quantities(text)
    assert (found.low, found.high) == (Decimal(low), Decimal(high or low))
    assert (found.dimension, found.hedge) == (dimension, Hedge(hedge))
    assert found.text == text[found.start : found.end]
    assert words is None or found.text == words


@pytest.mark.parametrize(
    "text",
    [
        "The S-400 and the S-300.",
        "AK-203 rifles and Mi-35 helicopters.",
        "A D-30 gun, a Su-30MKI and an A321.",
        "The 2+2 dialogue.",
        "The G20 and the 5G network.",
        "A 7.62 x 39 mm round, or 7.62×39mm.",
        "Covid-19 and ISIS-K.",
        "The 21st summit, the twenty-first century.",
        "In 2021, since 2016, by 2025 and the 1990s.",
        "The years 2016-20 and 2011-2020.",
        "On 6 October, on December 6, 2021 and on 2021-12-06.",
        "The second quarter of 2018 and the first half of 2021.",
        "Article 370, Resolution 2593, No. 5, page 12 and flight 714.",
        "A Boeing 737 of theirs.",
        "At 10:30, at 10 am, at 5 p.m. and at 10am.",
        "A 5-4 ruling and a 50-50 chance on 9/11.",
        "A third country, a third S-400, a quarter century.",
        "One of them said so, and no one else.",
        "The May march on the capital.",
        "Version 1.2.3 and 007 and 1,2 and 12,34.",
        "Millions fled, dozens died, hundreds of homes burned.",
        "A half-hearted second half.",
        "Mail a5@b6.com or see /2021/05/12.",
        "9" * 5000,
        "",
        "\u200b\ud800 \U000e0041",
    ],
)
def test_reads_no_quantity_in_names_ordinals_and_dates(text: str) -> None:
    assert find_quantities(text) == ()


def test_reads_several_in_order() -> None:
    text = "It rose from 2 to 3 per cent, or 28 deals, of which 9 were worth $5."
    found = [quantity.text for quantity in find_quantities(text)]
    assert found == ["2", "3 per cent", "28 deals", "9", "$5"]


def test_states_precision_in_the_canonical_unit() -> None:
    for text, precision in [
        ("$5.43 billion", "1E7"),
        ("$5 billion", "1E9"),
        ("1,100 km", "1"),
        ("12.30 tonnes", "0.01"),
        ("250 m", "0.001"),
    ]:
        assert find_quantities(text)[0].precision == Decimal(precision)


PIECES = [
    "1,000",
    "and",
    "twenty",
    "-",
    "five",
    "million",
    "$",
    "€",
    "%",
    "per cent",
    "km",
    "½",
    "to",
    "between",
    "about",
    "a",
    "half",
    "third",
    ".",
    ",",
    "’s",
    "\u200b",
    "\xa0",
    "\u2009",
    "S-400",
    "2021",
    "6 October",
    "more than",
    "of",
    "a year",
    "28 agreements",
    "Rs",
    "crore",
    "x",
    ":",
    "+",
]
fragments = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=25)


@given(fragments, st.sampled_from(["", " "]))
def test_spans_are_exact_in_any_text(parts: list[str], glue: str) -> None:
    text = glue.join(parts)
    end = 0
    for quantity in find_quantities(text):
        assert quantity.text == text[quantity.start : quantity.end]
        assert end <= quantity.start < quantity.end <= len(text)
        end = quantity.end


@given(st.integers(min_value=0, max_value=10**15), st.sampled_from(["{}", "{:,}"]))
def test_reads_any_number_in_digits(number: int, form: str) -> None:
    (found,) = find_quantities(f"It has {form.format(number)} km of road.")
    assert found.low == number


HOSTILE = {
    "numbers": "1,000 and ",
    "grouping": "1,11,",
    "spaces": "111 111 ",
    "digits": "9",
    "words": "one hundred and ",
    "scales": "million ",
    "hedges": "more than a ",
    "ranges": "between 1 and ",
    "years": "2016-",
    "days": "6 to 9 December to ",
    "invisible": "5\u00ad\u200b,",
}


def hostile_mixture(length: int) -> str:
    choice = random.Random(7)
    return "".join(
        " and " if choice.random() < 0.2 else choice.choice("0123456789,  ") for _ in range(length)
    )[:length]


@pytest.mark.parametrize("name", ["mixture", *HOSTILE])
def test_hostile_text_takes_linear_time(name: str) -> None:
    """A megabyte takes one to four seconds on one core; quadratic time would take hours."""
    size = 1_000_000
    pattern = HOSTILE.get(name, "")
    text = (pattern * (size // len(pattern))) if pattern else hostile_mixture(size)
    begin = time.process_time()
    find_quantities(text)
    assert time.process_time() - begin < 15
