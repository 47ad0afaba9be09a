"""The local splitter: one outcome for every sentence, claims at their exact words."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.article import Article, Sentence
from service.domain.claim import Claim, ClaimKind, NotCheckable, Outcome, SplitResult
from service.domain.report import ModelUse
from service.engines.local.splitting.splitter import LocalSplitter
from service.ports import ClaimSplitter
from service.text.sentences import find_sentences

PIECES = st.lists(
    st.sampled_from(
        [
            "Roe said that trade fell by 5 per cent. ", "He said it rose. ",
            '"Trade rose," he said. ', "According to ", "; the bank was sold", ", and Mali paid",
            "They left. ", "\u201cA ", "\u201d ", "\u200b", "\ufe0f", "\r\n", "\n\n", "\u2026",
            "By Ann Roe\n", "Is it? ", "- ", "\u062a\u062c\u0627\u0631\u062a\u06d4 ", "Ann Roe ",
            "said ", "5 ", ". ", "e\u0301", "\U0001f469",
        ]
    ),
    min_size=1,
    max_size=30,
).map("".join)  # fmt: skip


class FixedCheckWorthiness:
    """Scores every text alike, and remembers it."""

    fingerprint = "head/7"
    models = (ModelUse(name="head.json", role="check-worthiness", saw="claims"),)

    def __init__(self) -> None:
        self.seen: list[str] = []

    async def score(self, texts: Sequence[str]) -> list[float]:
        self.seen += texts
        return [0.25] * len(texts)


def read(article: Article) -> tuple[Sentence, ...]:
    spans = find_sentences(article.text, article.language)
    return tuple(
        Sentence(index=index, start=span.start, end=span.end) for index, span in enumerate(spans)
    )


async def split(article: Article) -> SplitResult:
    return await LocalSplitter().split(article, read(article))


async def split_text(text: str) -> SplitResult:
    return await split(Article(text=text, language="en"))


def shown(claims: tuple[Claim, ...]) -> list[tuple[str, str, str | None]]:
    return [(claim.kind.value, claim.text, claim.claimant) for claim in claims]


async def test_attribution_and_what_is_said() -> None:
    result = await split_text("Roe\u2019s bank said that trade\u200b fell by 5 per cent.")
    assert shown(result.claims) == [
        ("attribution", "Roe's bank said that trade fell by 5 per cent.", "Roe's bank"),
        ("fact", "Trade fell by 5 per cent.", "Roe's bank"),
    ]
    assert result.claims[1].original == "trade\u200b fell by 5 per cent."


async def test_he_is_named_when_only_one_person_can_be_meant() -> None:
    result = await split_text("Ann Roe came to Oslo in May. She said that trade fell by a tenth.")
    assert shown(result.claims)[1:] == [
        ("attribution", "Ann Roe said that trade fell by a tenth.", "Ann Roe"),
        ("fact", "Trade fell by a tenth.", "Ann Roe"),
    ]
    assert result.claims[1].original.startswith("She said")


async def test_he_stays_unnamed_when_two_can_be_meant() -> None:
    result = await split_text("Ann Roe met John Doe in Oslo. He said that trade fell by a tenth.")
    assert shown(result.claims)[1:] == [("fact", "Trade fell by a tenth.", None)]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Chad denied that the army sold arms.", ["attribution"]),
        ('"The plan is a wonderful thing," Roe said.', ["attribution"]),
        ("Roe said it will rain.", ["attribution"]),
        ("Roe said the port will grow soon.", ["attribution"]),
        ("Roe said the line will be 1,040 km long.", ["attribution", "fact"]),
        ("Exports fell by 5 per cent; imports rose to 3 billion dollars.", ["fact", "fact"]),
        ("Oslo voiced interest in the bank; Chad said the talks failed.", ["fact", "attribution"]),
        ("US exports were worth 5 billion dollars, the ministry said.", ["attribution", "fact"]),
        ("Exports fell by 5 per cent; the mood is terrible now.", ["fact"]),
        ("Deplorably, trade fell by 17 per cent in 2020.", ["fact"]),
    ],
)
async def test_kinds_of_claims(text: str, kinds: list[str]) -> None:
    result = await split_text(text)
    assert result.outcomes[0].outcome is Outcome.CLAIMS
    assert [claim.kind.value for claim in result.claims] == kinds


async def test_an_article_of_every_kind_of_line() -> None:
    article = Article(
        text=(
            "Port to get new railway\n\nPort to get new railway\n\nBy Ann Roe\n\n"
            "The port was built in 2004. They agreed to it again. Will it last? "
            "Trade will recover soon. The town should be proud. It was a beautiful day.\n\n"
            "- exports rose by 5 per cent\n\nSubscribe to our newsletter\n\n1.5"
        ),
        title="Port To Get New Railway",
        author="Ann Roe",
    )
    result = await split(article)
    assert [outcome.reason for outcome in result.outcomes if outcome.index != 4] == [
        NotCheckable.HEADLINE,
        NotCheckable.BOILERPLATE,
        NotCheckable.BYLINE,
        None,
        NotCheckable.QUESTION,
        NotCheckable.PREDICTION,
        NotCheckable.ADVICE,
        NotCheckable.OPINION,
        None,
        NotCheckable.BOILERPLATE,
        NotCheckable.FRAGMENT,
    ]
    assert result.outcomes[4].outcome is Outcome.AMBIGUOUS
    assert '"They"' in (result.outcomes[4].reason or "")
    assert [claim.text for claim in result.claims][1] == "Exports rose by 5 per cent"


async def test_other_languages_get_one_claim_a_sentence_at_half_worth() -> None:
    result = await split(Article(text="Der Handel fiel. Ist das wahr?\n\n17", language="de"))
    assert [claim.text for claim in result.claims] == ["Der Handel fiel.", "Ist das wahr?"]
    assert {claim.check_worthiness for claim in result.claims} == {0.5}
    assert result.outcomes[2].reason == NotCheckable.FRAGMENT


async def test_same_words_twice_get_two_ids() -> None:
    result = await split_text("Trade fell in 2020. Trade fell in 2020.")
    assert len({claim.id for claim in result.claims}) == 2


async def test_ids_do_not_depend_on_the_sentences_around() -> None:
    alone = await split_text("Trade fell in 2020.")
    later = await split_text("The port was built in 2004. Trade fell in 2020.")
    assert alone.claims[0].id == later.claims[1].id


async def test_a_trained_head_takes_the_place_of_the_score() -> None:
    article = Article(
        text="Trade fell in 2020. \u062a\u062c\u0627\u0631\u062a\u06d4", language="en"
    )
    head = FixedCheckWorthiness()
    splitter: ClaimSplitter = LocalSplitter(head)
    result = await splitter.split(article, read(article))
    assert [claim.check_worthiness for claim in result.claims] == [0.25, 0.5]
    assert head.seen == ["Trade fell in 2020."]
    assert "head/7" in splitter.fingerprint
    assert splitter.fingerprint != LocalSplitter().fingerprint
    assert (splitter.models, splitter.prompts) == (head.models, ())
    assert LocalSplitter().models == ()


async def test_statements_have_their_own_words_as_original() -> None:
    text = "Ann Roe, the head of Oslo Bank, sold the mine in 2004 and opened a port."
    result = await split_text(text)
    assert [(claim.text, claim.original) for claim in result.claims] == [
        ("Ann Roe was the head of Oslo Bank", "the head of Oslo Bank"),
        ("Ann Roe sold the mine in 2004", "Ann Roe, the head of Oslo Bank, sold the mine in 2004"),
        ("Ann Roe opened a port.", "opened a port."),
    ]


async def test_a_claimant_is_told_to_be_what_the_sentence_calls_her() -> None:
    result = await split_text("Ann Roe, the minister of trade, said that trade fell and rose.")
    assert shown(result.claims) == [
        (
            "attribution",
            "Ann Roe, the minister of trade, said that trade fell and rose.",
            "Ann Roe",
        ),
        ("fact", "Ann Roe is the minister of trade", None),
        ("fact", "Trade fell and rose.", "Ann Roe"),
    ]


async def test_a_pronoun_gets_the_name_it_can_only_stand_for() -> None:
    result = await split_text(
        "Oslo Bank is a lender. It was founded in 1990 and has 300 employees."
    )
    assert [claim.text for claim in result.claims][1:] == [
        "Oslo Bank was founded in 1990",
        "Oslo Bank has 300 employees.",
    ]
    assert result.claims[1].original == "It was founded in 1990"
    apart = await split_text("Oslo Bank is a lender.\n\nIt was founded in 1990.")
    assert apart.outcomes[1].outcome is Outcome.AMBIGUOUS


async def test_a_statement_that_cannot_be_checked_goes_alone() -> None:
    result = await split_text("The bank opened 3 branches in May and will soon recover.")
    assert [claim.text for claim in result.claims] == ["The bank opened 3 branches in May"]
    assert result.outcomes[0].outcome is Outcome.CLAIMS


async def test_to_measure_splitting_nothing_is_sorted_out() -> None:
    article = Article(text="Is it over? They left. Oslo should act and pay.", language="en")
    result = await LocalSplitter(sorts_out=False).split(article, read(article))
    assert [claim.text for claim in result.claims] == [
        "Is it over?",
        "They left.",
        "Oslo should act and pay.",
    ]


@settings(max_examples=200, deadline=None)
@given(
    st.text(min_size=1, max_size=200) | PIECES,
    st.sampled_from([None, "en", "ur"]),
    st.sampled_from([None, "Ann Roe"]),
)
async def test_every_sentence_has_one_outcome_and_every_claim_its_words(
    text: str, language: str | None, name: str | None
) -> None:
    article = Article(text=text, language=language, title=name, author=name)
    sentences = read(article)
    result = await LocalSplitter().split(article, sentences)
    assert [outcome.index for outcome in result.outcomes] == [one.index for one in sentences]
    assert len({claim.id for claim in result.claims}) == len(result.claims)
    for claim in result.claims:
        assert claim.original == claim.of(text)
        assert claim.within(sentences[claim.sentence])
        assert claim.claimant is not None or claim.kind is ClaimKind.FACT
    for outcome in result.outcomes:
        has_claims = any(result.claims_of(outcome.index))
        assert has_claims is (outcome.outcome is Outcome.CLAIMS)
        assert has_claims is (outcome.reason is None)


@pytest.mark.parametrize(
    "unit",
    [
        "a.a.a.",
        "He said that. ",
        "A, and b was c ",
        "Aa",
        "x said ",
        "it is ",
        '"a" said ',
        "A; ",
        "Roe is " + 190 * 'in "A", and ' + ". ",
        "Roe, " + 190 * "the A, was " + ". ",
    ],
)
async def test_hostile_text_takes_linear_time(unit: str) -> None:
    article = Article(text=unit * (200_000 // len(unit)), title="x", author="y")
    sentences = read(article)
    started = time.perf_counter()
    await LocalSplitter().split(article, sentences)
    assert time.perf_counter() - started < 10
