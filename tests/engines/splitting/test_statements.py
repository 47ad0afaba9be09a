"""Statements of a clause: what is taken apart, what stays whole, whom a pronoun stands for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.engines.local.splitting.references import Topic, find_topic, name_subject
from service.engines.local.splitting.statements import find_statements
from service.engines.local.splitting.wording import join, read_wording
from service.text.tokens import Kind, read_tokens


def state(text: str) -> list[str]:
    return [one.text for one in find_statements(read_wording(text))]


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "The bank sold the mine in May and opened a branch in Oslo in June.",
            ["The bank sold the mine in May", "The bank opened a branch in Oslo in June."],
        ),
        (
            "In 2004, Chad has signed the pact, paid the debt and built a port.",
            [
                "In 2004, Chad has signed the pact",
                "In 2004, Chad has paid the debt",
                "In 2004, Chad has built a port.",
            ],
        ),
        (
            "In 1999 he moved to Oslo and died in 2003.",
            ["In 1999 he moved to Oslo", "he died in 2003."],
        ),
        (
            "The law was passed in May and will not take effect before June.",
            ["The law was passed in May", "The law will not take effect before June."],
        ),
        (
            "The bank was accused of fraud and fined 5 million dollars.",
            ["The bank was accused of fraud", "The bank was fined 5 million dollars."],
        ),
        (
            "He was part of the crew, and he was also a member of the club.",
            ["He was part of the crew", "He was also a member of the club."],
        ),
    ],
)
def test_verb_phrases_share_a_subject(text: str, statements: list[str]) -> None:
    assert state(text) == statements


@pytest.mark.parametrize(
    ("text", "statements"),
    [
        (
            "Ann Roe, the minister of trade, signed the pact.",
            ["Ann Roe was the minister of trade", "Ann Roe signed the pact."],
        ),
        (
            "The minister of trade, Ann Roe, signed the pact.",
            ["Ann Roe was the minister of trade", "Ann Roe signed the pact."],
        ),
        (
            "Turkey, a member of NATO, buys gas from Russia.",
            ["Turkey is a member of NATO", "Turkey buys gas from Russia."],
        ),
        (
            "The bank, which was founded in 1990, closed 17 branches.",
            ["The bank was founded in 1990", "The bank closed 17 branches."],
        ),
        (
            "Born in Bergen on 5 May 1950, Ann Roe studied law.",
            [
                "Ann Roe was born in Bergen",
                "Ann Roe was born on 5 May 1950",
                "Ann Roe studied law.",
            ],
        ),
        (
            "Ann Roe (born 5 May 1950) is a Norwegian poet, painter and engineer from Oslo.",
            [
                "Ann Roe was born 5 May 1950",
                "Ann Roe is a Norwegian poet",
                "Ann Roe is a painter",
                "Ann Roe is an engineer from Oslo",
            ],
        ),
        (
            "Ann Roe married John Doe, who is a nurse.",
            ["Ann Roe married John Doe", "John Doe is a nurse"],
        ),
        (
            "Bergen Light is a film directed by Ann Roe.",
            ["Bergen Light is a film", "Bergen Light was directed by Ann Roe."],
        ),
        (
            "Ann Roe is a lawyer who has advised the state.",
            ["Ann Roe is a lawyer", "Ann Roe has advised the state."],
        ),
        (
            "Ann Roe is the founder and chairman of the Oslo Bank.",
            [
                "Ann Roe is the founder of the Oslo Bank.",
                "Ann Roe is the chairman of the Oslo Bank.",
            ],
        ),
        (
            "The bank opened branches in Oslo, Bergen, and Trondheim.",
            [
                "The bank opened branches in Oslo",
                "The bank opened branches in Bergen",
                "The bank opened branches in Trondheim",
            ],
        ),
    ],
)
def test_what_is_said_beside(text: str, statements: list[str]) -> None:
    assert state(text) == statements


@pytest.mark.parametrize(
    "text",
    [
        # whose verb it is
        "Roe wrote plays and works for children.",
        "Officials who met in Oslo signed the deal and left the city.",
        "The report found the bank broke the law and paid bribes.",
        "Roe called this a matter settled by a court in 2014 and paid in December.",
        "They agreed to build a centre, to be hosted by Chad and staffed by two officers.",
        "The bridge was built in 1990 and opened in 1995.",
        "Compensation is exempt from tax, but lost wool is not compensated.",
        "The bank -- bought in 1990 and closed in 2000 -- was sold and left Oslo.",
        "Trade rose; an alarm sounded, but was taken for a false one.",
        "She has written and edited several books.",
        # negation, hedge, condition, quantity
        "The company has not sold the bank and closed the mine.",
        "She reportedly signed the deal and left the city.",
        "If it rains, Roe is a poet and painter.",
        "The bank sells the mine and opens a port unless Chad objects.",
        "Few states signed the pact and paid the debt.",
        "Only Chad signed the pact and paid the debt.",
        "Fifty states signed the pact and paid the debt.",
        "The railway will be 142 km long and have four stations.",
        # lists that are no list of facts
        "The state signed three deals with Oslo, Bergen and Trondheim.",
        "The pact links Oslo, Bergen and Trondheim.",
        "Roe worked for Chad, the Ministry of Trade and Industry.",
        "The film is a black and white drama.",
        "Roe is a former minister and senator.",
        # not an apposition
        "Chad, Niger, and Mali signed the pact.",
        "The EU, a bloc of 27 states, and Chad signed the pact.",
        "A year later, Roe won the prize.",
        "The firm bought Statoil, a deal worth 5 million.",
        "The cabinet heard the Defence Ministry, the Treasury having agreed.",
        "At the invitation of his host, Marshal Doe, the Greek minister, Ann Roe, paid a visit.",
        "The head of the bank, which was founded in 1990, resigned.",
        "It was a Norwegian who won the race.",
        "Ann Roe is the first woman who won the race.",
        "",
    ],
)
def test_in_doubt_a_clause_stays_whole(text: str) -> None:
    assert state(text) == [text]


def test_a_statement_knows_its_words() -> None:
    text = "Ann Roe, the head of Oslo Bank, sold the mine and opened a port."
    found = find_statements(read_wording(text))
    assert [(one.text, text[slice(*one.focus)]) for one in found] == [
        ("Ann Roe was the head of Oslo Bank", "the head of Oslo Bank"),
        ("Ann Roe sold the mine", "Ann Roe, the head of Oslo Bank, sold the mine"),
        ("Ann Roe opened a port.", "opened a port."),
    ]


def test_joined_verbs_stay_together_where_another_may_have_done_the_second() -> None:
    words = read_wording("the bank sold the mine and opened a port.")
    assert find_statements(words, verb_phrases=False) == (words,)


WORDS = st.lists(
    st.sampled_from(
        "Ann Roe|Oslo|the bank|a poet|painter|signed the pact|was born|in 1990|in Oslo|opened|sold"
        "|and|and|but|,|,|who|which|is|was|has|not|, the head of Chad,|with|5 ports|(born 1950)|he"
        '|it|including|writer|known for|founded in May|;|--|"|.'.split("|")
    ),
    max_size=25,
).map(" ".join)


@settings(max_examples=400, deadline=None)
@given(WORDS)
def test_statements_lose_nothing_and_invent_nothing(text: str) -> None:
    known = {token.key for token in read_tokens(text) if token.kind is Kind.WORD}
    told = {
        token.key
        for one in find_statements(read_wording(text))
        for token in read_tokens(one.text)
        if token.kind is Kind.WORD
    }
    assert told - known <= {"is", "are", "was", "were", "a", "an"}
    assert known - told <= {"and", "but", "who", "which", "that", "the"}
    for one in find_statements(read_wording(text)):
        assert 0 <= one.focus[0] <= one.focus[1] <= len(text)


def test_wording_remembers_its_places() -> None:
    words = read_wording("Roe , who left")
    joined = join([words.cut(0, 4), "is", words.cut(10)], (10, 14))
    assert joined.text == "Roe is left"
    assert joined.places == (0, 1, 2, -1, -1, -1, -1, 10, 11, 12, 13)
    assert joined.cut(0).focus == (10, 14)


# --- what a pronoun stands for -----------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Ann Roe came to Oslo in May.", Topic("Ann Roe", True)),
        ("Roe is a poet from Oslo.", Topic("Roe", None)),
        ("Oslo Bank is a lender in Norway.", Topic("Oslo Bank", None)),
        ("Oslo Port is a place in Norway.", Topic("Oslo Port", None)),
        ("Oslo Bank was founded in 1990 by the state.", Topic("Oslo Bank", False)),
        ("Ann Roe met John Doe in Oslo.", None),
        ("Oslo Bank signed a deal in May.", None),
        ("The king met Ann Roe.", None),
    ],
)
def test_topic(text: str, topic: Topic | None) -> None:
    assert find_topic(text) == topic


def test_topic_goes_on_while_nobody_else_is_named() -> None:
    roe = Topic("Ann Roe", True)
    assert find_topic("She left in May.", roe) == roe
    assert find_topic("She met John Doe.", roe) is None
    assert find_topic("It was sold.", roe) is None


@pytest.mark.parametrize(
    ("text", "topic", "named"),
    [
        ("In 2004, she left.", Topic("Ann Roe", True), "In 2004, Ann Roe left."),
        ("Her house was sold.", Topic("Ann Roe", True), "Ann Roe's house was sold."),
        ("It has 300 employees.", Topic("Oslo Bank", False), "Oslo Bank has 300 employees."),
        ("It has 300 employees.", Topic("Ann Roe", True), None),
        ("It is clear that trade fell.", Topic("Oslo Bank", False), None),
        ("They left in May.", Topic("Oslo Bank", False), None),
        ("She left in May.", None, None),
    ],
)
def test_naming_the_subject(text: str, topic: Topic | None, named: str | None) -> None:
    found = name_subject(read_wording(text), topic)
    assert (found and found.text) == named
