"""Where a cut or a name would make a claim say what the sentence does not."""

import pytest

from service.domain.article import Article, Sentence
from service.domain.claim import ClaimKind, Outcome, SplitResult
from service.engines.local.splitting.attribution import find_attribution
from service.engines.local.splitting.checkability import find_reason
from service.engines.local.splitting.clauses import split_clauses
from service.engines.local.splitting.people import ends_in_person, speaks_of_another
from service.engines.local.splitting.splitter import LocalSplitter
from service.engines.local.splitting.statements import find_statements
from service.engines.local.splitting.wording import read_wording
from service.text.sentences import find_sentences


async def split(text: str) -> SplitResult:
    article = Article(text=text, language="en")
    spans = find_sentences(text, "en")
    sentences = [
        Sentence(index=index, start=span.start, end=span.end) for index, span in enumerate(spans)
    ]
    return await LocalSplitter().split(article, sentences)


async def find_facts(text: str) -> list[str]:
    return [claim.text for claim in (await split(text)).claims if claim.kind is ClaimKind.FACT]


@pytest.mark.parametrize(
    "text",
    [
        # the verb belongs to a subordinate clause
        "The minister quit after prosecutors charged him and froze his funds.",
        "The minister quit hours before a court fined his firm and ordered a search.",
        # a noun, or a verb
        "Human remains from 84 graves are not listed and shall be the subject of talks.",
        # an infinitive, or a past tense
        "Chad agreed to raise tolls and cut taxes.",
        "The plan to cut jobs and close plants was dropped and replaced.",
        # the first "verb" is a participle of the subject
        "Crime among people aged between 18 and 24 rose and reached a peak in May.",
        "Workers employed at the mine and the port went on strike and blocked the road.",
        "Rebels backed by Chad and Niger took the port and burned the archive.",
        "The judge appointed in May and dismissed in June sued the state and won a case.",
        # "to have" and "may have" govern both
        "Roe is alleged to have stolen a car and sold drugs in Oslo.",
        "Roe appears to have fled the town and sold his house.",
        # the second leaves out words of the first, or points to it
        "The party won 31 seats in May and lost 12.",
        "Output grew in the first quarter and fell in the second.",
        "The clerk wrote a letter and burned it in May.",
        "The mayor voted against the plan in May and did so again in June.",
        # a span of time that may bear on the first only, an open choice, another's words
        "For two years, Roe led the party and won the vote.",
        "Chad or Niger signed the pact and opened the border.",
        "Oslo Bank had closed 14 mines, Roe told the court, and sold the land.",
    ],
)
def test_joined_verbs_that_may_not_share_the_subject_stay_together(text: str) -> None:
    assert [one.text for one in find_statements(read_wording(text))] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The talks were led by Ann Roe of the OSCE, the security body.",
        "Ann Roe of Oslo Bank, a lender in Norway, signed the pact.",
        "The letter went to the wife of John Doe, a judge in Oslo.",
        "The envoy met the mayor of Oslo, a former judge.",
        "The firm built the port of Oslo, the hub of the trade.",
        "The case is heard by the Appeal Court in Oslo, which is a court of three judges.",
        "The lawyer of the singer, Ann Roe, was robbed in Oslo.",
        "Oslo Steel, founded in 1921 and based in Bergen, makes turbines.",
        "The general, who resigned, not the minister, was arrested.",
    ],
)
def test_an_apposition_that_may_be_of_another_noun_stays(text: str) -> None:
    assert [one.text for one in find_statements(read_wording(text))] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Roe is a suspect in a case that has shaken the bank.",
        "Roe is a judge at a court which tried John Doe.",
        "Roe is a doctor from a town that was destroyed in 1943.",
        "The mine is owned by Chad, Niger and Mali.",
    ],
)
def test_a_predicate_that_may_not_hold_of_the_subject_alone_stays(text: str) -> None:
    assert [one.text for one in find_statements(read_wording(text))] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The firm has offices in Oslo, Bergen, and Bodo and employs 900 people.",
        "The parts are these: Roe has 45 per cent, and the state has kept the rest.",
        "Had the bank failed, the state would have paid, and the mine would have closed.",
        "In the event of war, the port is closed, and Mali pays no tolls.",
        "It is claimed the bank lost a case, and the state paid the loss.",
        "Oslo won the first match, while Bergen won the second.",
        "The dam broke; 40 people died, and 300 were hurt, officials said.",
    ],
)
def test_a_clause_that_needs_the_rest_stays(text: str) -> None:
    assert [text[slice(*one)] for one in split_clauses(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "Nobody said the dam was safe.",
        "No official said that the dam was safe.",
        "The minister never said that the dam was safe.",
        "If the minister said that the dam was safe, he lied.",
        "What the minister said was false and misled the court.",
        "The report, which the ministry said was biased, was withdrawn.",
        "According to plan, the mine was closed in May.",
        'Roe wrote "The Lamp" and left Oslo.',
    ],
)
def test_what_nobody_is_said_to_have_said(text: str) -> None:
    assert find_attribution(text) is None


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Roe falsely claimed that 400 people had left.", []),
        ("Roe insisted that Chad withdraw its troops from Oslo.", []),
        ("The ministry said two of its planes had bombed Oslo.", []),
        ("Roe said on Monday Chad had closed 14 ports.", []),
        ('Roe said that "Chad lost 14 men" and left the room.', []),
        ("Roe said the verdict was unjust and vowed to appeal.", ["The verdict was unjust"]),
        ("Roe said that 14 men had died but said it was lawful.", ["14 men had died"]),
        ("Roe said that 14 men had died, a figure Chad disputes.", ["14 men had died"]),
        ("Roe said the bank had 14 branches and Doe said it had 12.", ["The bank had 14 branches"]),
        (
            "Roe claims that the ministry knew of it, but Chad denies it.",
            ["The ministry knew of it"],
        ),
        (
            "Roe said that Chad had closed 14 ports and that Mali had left the pact.",
            ["Chad had closed 14 ports", "Mali had left the pact."],
        ),
        (
            "The minister said Statoil, a maker of turbines, had sold 14 mines.",
            ["Statoil was a maker of turbines", "Statoil had sold 14 mines."],
        ),
    ],
)
async def test_only_what_is_surely_said_is_told_as_said(text: str, facts: list[str]) -> None:
    result = await split(text)
    told = [claim for claim in result.claims if claim.kind is ClaimKind.FACT]
    assert [claim.text for claim in told] == facts
    assert result.claims[0].text == text
    assert all(claim.claimant == result.claims[0].claimant for claim in told)


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        ("OSLO, 17 July 1994 - The aid agency said that 400 had come.", "The aid agency"),
        ("The owner, who is in hiding, had maintained that he paid.", "The owner"),
        ("The mine was closed, according to the mayor; Roe had sold it.", "the mayor"),
    ],
)
def test_a_claimant_is_only_the_one_who_speaks(text: str, claimant: str) -> None:
    found = find_attribution(text)
    assert found is not None
    assert found.claimant == claimant


def test_who_is_the_person_and_not_the_bank() -> None:
    text = "Ann Roe of Oslo Bank, who left Norway in May, signed the pact."
    assert [one.text for one in find_statements(read_wording(text))] == [
        "Ann Roe of Oslo Bank left Norway in May",
        "Ann Roe of Oslo Bank signed the pact.",
    ]


@pytest.mark.parametrize(
    "before",
    [
        "Ann Roe came to Oslo with her husband.",
        "Ann Roe was arrested by an officer in Oslo.",
        "Ann Roe's lawyer came to Oslo.",
        "A spokesman for Ann Roe came to Oslo.",
    ],
)
async def test_a_pronoun_that_may_be_somebody_without_a_name_gets_none(before: str) -> None:
    assert speaks_of_another(before)
    result = await split(f"{before} He left the town in May.")
    assert result.outcomes[1].outcome is Outcome.AMBIGUOUS


@pytest.mark.parametrize(
    "before",
    [
        "Ann Roe, the minister of trade, came to Oslo in May.",
        "Ann Roe is a judge in Oslo.",
        "Ann Roe became the first mayor of Oslo.",
        "The painter Ann Roe came to Oslo in May.",
    ],
)
def test_what_somebody_is_called_is_nobody_else(before: str) -> None:
    assert not speaks_of_another(before)


def test_a_noun_for_a_person() -> None:
    assert ends_in_person("the lawyer of the singer")
    assert ends_in_person("the friend of a journalist")
    assert not ends_in_person("the leader of the party")


async def test_a_part_with_a_verb_that_is_not_known_is_kept() -> None:
    assert await find_facts("Ann Roe left Oslo in May and trod the boards in Bergen in June.") == [
        "Ann Roe left Oslo in May and trod the boards in Bergen in June."
    ]
    assert await find_facts(
        "Ann Roe, who left Oslo in May, sang in Bergen and taught in Bodo."
    ) == [
        "Ann Roe left Oslo in May",
        "Ann Roe sang in Bergen",
        "Ann Roe taught in Bodo.",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The painter was best known for her murals.",
        "The storm was the worst in a decade.",
        'Roe called the pact "a great day" for trade.',
        "The guard is in good health.",
        "Under the new trade accord, Chad will lower tariffs on steel.",
    ],
)
def test_a_fact_in_words_of_praise_or_of_the_future_is_checkable(text: str) -> None:
    assert find_reason(text) is None
