"""Clauses that stand alone, and who is said to have said what."""

import pytest

from service.engines.local.splitting.attribution import find_attribution
from service.engines.local.splitting.clauses import split_clauses, stands_alone
from service.engines.local.splitting.people import find_people


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split_clauses(text)]


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        (
            "Exports fell by 5 per cent; imports rose to 3 billion dollars.",
            ["Exports fell by 5 per cent", "imports rose to 3 billion dollars."],
        ),
        (
            "Trade fell by a tenth, but Norway exported 5 million tonnes of gas.",
            ["Trade fell by a tenth", "Norway exported 5 million tonnes of gas."],
        ),
        (
            "Chad signed the deal in 2019, while Niger was absent from the talks.",
            ["Chad signed the deal in 2019", "Niger was absent from the talks."],
        ),
    ],
)
def test_independent_clauses(text: str, clauses: list[str]) -> None:
    assert cut(text) == clauses


@pytest.mark.parametrize(
    "text",
    [
        "Trade fell in 2020, and has grown by 5 per cent since.",
        "Trade fell in 2020, but it will recover within a year.",
        "The deal covers gas, oil, and electricity exported to Chad.",
        "Chad, Niger, and Mali signed the pact in 2019.",
        "The bill (it was long; it was late) was paid in May.",
        'The minister was heard: "Trade fell a lot; exports rose a bit."',
        "If trade falls in 2020, and exports were to stop, all ends.",
        "Trade shrank by a tenth, but Norway was its largest buyer.",
        "The bank closed 17 branches in May; in 11 of these the rent was too high.",
        "The port handled 1,000 ships; all of them.",
        "The court found that the tax was void, and the state was liable.",
        "Taxes rose by a tenth, but short of the 8 taka that the union had sought.",
        "The law covers trade in oil, and the generation of power by any means.",
        "",
    ],
)
def test_what_cannot_stand_alone_stays_joined(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry signed the deal in May.", True),
        ("It signed the deal in May.", False),
        ("Signed in May.", False),
        ("The long and winding road to Chad", False),
    ],
)
def test_stands_alone(text: str, expected: bool) -> None:
    assert stands_alone(text) is expected


@pytest.mark.parametrize(
    ("text", "claimant", "statement"),
    [
        ("According to the bank, trade fell by a tenth.", "the bank", "trade fell by a tenth."),
        (
            "According to Ann Roe, the bank's director, trade fell by a tenth.",
            "Ann Roe",
            "trade fell by a tenth.",
        ),
        (
            "Trade fell by a tenth in 2020, according to the State Bank.",
            "the State Bank",
            "Trade fell by a tenth in 2020",
        ),
        ("Roe said that trade grew by 5 per cent.", "Roe", "trade grew by 5 per cent."),
        ("Roe said the talks failed.", "Roe", "the talks failed."),
        ("Ann Roe, the minister of trade, said the talks failed.", "Ann Roe", "the talks failed."),
        ("Speaking in Oslo, Roe said the talks failed.", "Roe", "the talks failed."),
        (
            "In a statement on 5 May, the ministry announced that exports had fallen.",
            "the ministry",
            "exports had fallen.",
        ),
        ("Roe told the BBC on Monday that exports fell.", "Roe", "exports fell."),
        ("Roe has repeatedly argued that sanctions failed.", "Roe", "sanctions failed."),
        ('"Trade fell by a tenth," Roe said.', "Roe", "Trade fell by a tenth"),
        ('"Trade fell by a tenth," said Roe on Monday.', "Roe", "Trade fell by a tenth"),
        ('The minister also said: "The port is closed."', "The minister", "The port is closed."),
        ('"Trade fell," she told reporters in Oslo. "It was bad."', "she", "Trade fell"),
        ("Officials, who were in Oslo, said the talks failed.", "Officials", "the talks failed."),
        (
            'Roe said three parties agreed, and were "happy".',
            "Roe",
            'three parties agreed, and were "happy".',
        ),
        ("Chad denied that it sold arms.", "Chad", None),
        ("The bank predicted that prices would fall.", "The bank", None),
        ('"Why did it fall?" Roe asked.', "Roe", None),
        ("Ann Roe said today (5 May) that exports fell.", "Ann Roe", "exports fell."),
    ],
)
def test_attribution(text: str, claimant: str, statement: str | None) -> None:
    found = find_attribution(text)
    assert found is not None
    assert found.claimant == claimant
    assert text[slice(*found.subject)] == claimant
    said = found.statement and text[slice(*found.statement)]
    assert said == statement


@pytest.mark.parametrize(
    "text",
    [
        "The company reported a loss of 5 million euros.",
        "I said that we won.",
        "He is said to be rich.",
        "Funds of 5 million were frozen, by 36 states.",
        "The claims that output rose were false.",
        "Chad and Niger agreed to build the road.",
        'The phrase "he said that it rose" was cut.',
        "",
    ],
)
def test_no_attribution(text: str) -> None:
    assert find_attribution(text) is None


def test_quoted_statement_is_known_as_such() -> None:
    quoted = find_attribution('"Trade fell by a tenth," Roe said.')
    plain = find_attribution("Roe said trade fell.")
    assert quoted is not None
    assert plain is not None
    assert (quoted.quoted, plain.quoted) == (True, False)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("Ann Roe visited Oslo in April.", ("Ann Roe",)),
        ("Prime Minister Ann Roe met John Doe.", ("Ann Roe", "John Doe")),
        ("President Roe spoke. Ann Roe left.", ("Roe",)),
        ("Sri Lanka signed the Oslo Agreement with the United Nations.", ()),
    ],
)
def test_people(text: str, people: tuple[str, ...]) -> None:
    assert find_people(text) == people
