import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.text.derivation import MOST_NUMBERS, derive
from service.text.quantities import find_quantities

WRITTEN = date(2021, 6, 1)

# claim, text, what an editor is told
PROVEN = [
    # shares
    (
        "Turnout was 60 per cent.",
        "Of the 1,920 voters on the roll, 1,150 came.",
        "1,150 of 1,920 voters is 59.9 per cent",
    ),
    (
        "Half of the track is laid.",
        "Workers have laid 210 km of the line, which is to be 420 km long.",
        "210 km of 420 km is 50 per cent",
    ),
    (
        "More than six in ten houses are empty.",
        "Of 450 houses 280 stood empty.",
        "280 of 450 houses is 62.2 per cent",
    ),
    (
        "About two thirds of the permits were left.",
        "The office withdrew 11 of the 34 permits.",
        "11 is 67.6 per cent less than 34 permits",
    ),
    # changes in per cent
    (
        "Trade grew by 50 per cent.",
        "Trade, 3.6 billion dollars a decade ago, now comes to 5.4 billion dollars.",
        "5.4 billion dollars is 50 per cent more than 3.6 billion dollars",
    ),
    (
        "Output shrank by a fifth.",
        "The plants made 2.4 million tonnes where they had made 3.0 million tonnes.",
        "2.4 million tonnes is 20 per cent less than 3.0 million tonnes",
    ),
    (
        "The price rose by almost 40 per cent.",
        "It cost 4.3 billion euros; the plan had said 3.1 billion.",
        "4.3 billion euros is 38.7 per cent more than 3.1 billion",
    ),
    # ratios
    (
        "It burns twice as much.",
        "The old oven burns 8.2 tonnes and the new one 4.1 tonnes.",
        "8.2 tonnes is 2 times 4.1 tonnes",
    ),
    (
        "Output tripled.",
        "The park gives 930 MW; before the works it gave 310 MW.",
        "930 MW is 3 times 310 MW",
    ),
    (
        "Deliveries were halved.",
        "Where 90 million tonnes had come, 45 million tonnes came.",
        "45 million tonnes is 0.5 times 90 million tonnes",
    ),
    # sums and differences
    (
        "The debt is 350 million dollars.",
        "It owes 240 million dollars for gas and 110 million dollars in fines.",
        "240 million dollars and 110 million dollars together are 350 million dollars",
    ),
    (
        "Fourteen turbines stand idle.",
        "Of the 52 turbines, 38 are connected.",
        "between 38 and 52 turbines the difference is fourteen turbines",
    ),
    (
        "There was a gap of about 2.5 billion dollars.",
        "Exports were worth 48.0 billion dollars. Imports came to 45.5 billion dollars.",
        "between 45.5 billion dollars and 48.0 billion dollars the difference is "
        "about 2.5 billion dollars",
    ),
    # points between shares
    (
        "The party lost seven percentage points.",
        "It won 47 per cent. Four years ago it had 54 per cent.",
        "between 47 per cent and 54 per cent the difference is 7 percentage points",
    ),
    # times
    (
        "It took four years.",
        "They broke ground in 2014. The hall opened in 2018.",
        "from 2014 to 2018 are 4 years",
    ),
    (
        "It took about four years.",
        "It was built between 2014 and 2018.",
        "from 2014 to 2018 are 4 years",
    ),
    (
        "The siege lasted six weeks.",
        "The siege began on 4 May 2020 and was lifted on 15 June 2020.",
        "from 4 May 2020 to 15 June 2020 are 42 days",
    ),
    (
        "They had eight days.",
        "The offer came on 12 March. It ran out on 20 March.",
        "from 12 March 2021 to 20 March 2021 are 8 days",
    ),
]


@pytest.mark.parametrize(("claim", "text", "words"), PROVEN)
def test_one_computation_proves_and_is_told(claim: str, text: str, words: str) -> None:
    assert derive(find_quantities(claim)[0], text, WRITTEN) == words


# claim, text
UNPROVEN = {
    "another result": ("Turnout was 65 per cent.", "Of the 1,920 voters 1,150 came."),
    "further digits": ("Turnout was 59.4 per cent.", "Of the 1,920 voters 1,150 came."),
    "hedged operand": ("Turnout was 60 per cent.", "Of about 1,920 voters 1,150 came."),
    "bound as operand": ("Half is laid.", "Of 420 km, more than 210 km are laid."),
    "range as operand": ("Half is laid.", "Of 420 km, 210 to 220 km are laid."),
    "doubted operand": ("Half is laid.", "Of 420 km, barely 210 km are laid."),
    "denied operand": ("Half is laid.", "Of 420 km, not 210 km are laid."),
    "alternative": ("It fell by 20 percent.", "It had 40 or 50 ships."),
    "wrong side of almost": ("It rose by almost 40 per cent.", "It cost $950 and now $1,340."),
    "far past the bound": ("Over half is laid.", "Of 420 km, 390 km are laid."),
    "twice is no 2.3 times": ("It burns twice as much.", "One burns 8.6 tonnes, one 4.0 tonnes."),
    "other nouns": ("Half were sold.", "It has 400 houses and 200 shops."),
    "other currencies": ("It rose by half.", "It cost 300 dollars and 200 euros."),
    "other units": ("Half is laid.", "Of 100 miles, 80.4672 km are laid."),
    "equal numbers": ("It is 100 per cent full.", "It holds 400 litres and has 400 litres in it."),
    "unit too far off": (
        "Half is laid.",
        "The line of 420 km is so far, as the builder himself says with some pride, at 210.",
    ),
    "other dimensions": ("It owes 350 million dollars.", "It has 240 MW and 110 MW."),
    "another noun than the claim's": ("It lost 14 ships.", "Of the 52 turbines, 38 turn."),
    "small counts": ("Half of the judges agreed.", "Of the eight judges, four agreed."),
    "shares of shares": ("It fell by half.", "It fell from 60 per cent to 30 per cent."),
    "complement": ("It owns 38 per cent.", "The state owns 62 per cent."),
    "shares make no amount": ("It lost 7 ships.", "It won 47 per cent after 54 per cent."),
    "years counted": ("It has 4 ships.", "In 2014 there were few, in 2018 there were more."),
    "year-like counts": ("It lost 4 ships.", "Its 2018 ships and its 2014 ships were old."),
    "year-like claim": ("Its 2014 ships were old.", "It has 2,214 ships and sold 200 ships."),
    "number used twice": ("It owes 480 million dollars.", "It owes 240 million dollars."),
    "three numbers": ("It owes $60.", "It owes $10 for gas, $20 for oil and $30 for coal."),
    "result stated": ("It owes 40 dollars.", "It owed 80 dollars and has paid 40 dollars."),
    "sum over sentences": ("It owes $350.", "It owes $240 for gas. It pays $110 in fines."),
    "sentences apart": (
        "The gap was 2.5 billion dollars.",
        "Exports were 48.0 billion dollars. They grew. So it was. Imports were 45.5 billion "
        "dollars.",
    ),
    "small difference over sentences": ("It lost 7 ships.", "It had 41 ships. It has 34 ships."),
    "prices do not add up": (
        "It costs $90 a barrel.",
        "It costs $50 a barrel and then $40 a barrel.",
    ),
    "second pair": (
        "Half is laid.",
        "Of 420 km, 210 km are laid. Of 90 million euros, 45 million euros are spent.",
    ),
    "second pair far away": (
        "It owes 30 dollars.",
        "It owed 80 dollars and has paid 50 dollars. So it was. It was. Fish cost 20 dollars. "
        "Meat cost 10 dollars.",
    ),
    "other years": ("It took five years.", "Begun in 2014, it opened in 2018."),
    "years for days": ("It took 1,461 days.", "Begun in 2014, it opened in 2018."),
    "more than what years tell": ("It took more than four years.", "It ran from 2014 to 2018."),
    "three years stated": ("It took two years.", "It was begun in 2014, 2016 and 2018."),
    "part of a year": ("It took four years.", "Begun in early 2014, it opened in 2018."),
    "one year": ("It took one year.", "Begun in 2014, it opened in 2015."),
    "since about a day": (
        "It took two weeks.",
        "It ran from about 6 May 2014 and shut on 20 May 2014.",
    ),
    "about a year": ("It took four years.", "Begun around 2014, it opened in 2018."),
    "open date": ("It took four years.", "Begun before 2014, it opened in 2018."),
    "decade": ("It took nine years.", "It was a thing of the 1990s."),
    "range claimed": ("It took four to five years.", "Begun in 2014, it opened in 2018."),
}


@pytest.mark.parametrize(("claim", "text"), UNPROVEN.values(), ids=UNPROVEN.keys())
def test_nothing_else_proves(claim: str, text: str) -> None:
    assert derive(find_quantities(claim)[0], text, WRITTEN) is None


def test_dates_without_a_year_need_the_day_of_the_text() -> None:
    claim = find_quantities("They had eight days.")[0]
    text = "The offer came on 12 March. It ran out on 20 March."

    assert derive(claim, text) is None
    assert derive(claim, text, WRITTEN) is not None


def test_the_same_pair_said_again_is_no_second_pair() -> None:
    claim = find_quantities("Half is laid.")[0]
    text = "Of 420 km, 210 km are laid. "

    assert derive(claim, text * 2) == derive(claim, text) is not None


def test_a_text_full_of_numbers_proves_nothing() -> None:
    claim = find_quantities("Half is laid.")[0]
    text = "Of 420 km, 210 km are laid."
    others = " It has {} MW."

    few = text + others.format(5) * (MOST_NUMBERS - 2)
    assert derive(claim, few) is not None
    assert derive(claim, few + others.format(5)) is None


@given(st.text(alphabet="0123456789 .,-%$€kmyearsof\n", max_size=80))
def test_no_text_makes_it_fail(text: str) -> None:
    for claim in (*find_quantities(text), *find_quantities("Half, 5 km, twice, 4 years, $9")):
        told = derive(claim, text, WRITTEN)
        assert told is None or told


def test_a_long_text_takes_no_long_time() -> None:
    claim = find_quantities("Half is laid.")[0]
    started = time.perf_counter()

    assert derive(claim, "It costs $5 and 7 km in 2014. " * 2_000) is None
    assert time.perf_counter() - started < 20
