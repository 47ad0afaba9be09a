"""How much of a claim a sentence talks about."""

import pytest

from service.engines.local.overlap import names_any, share_covered


@pytest.mark.parametrize(
    ("claim", "sentence", "share"),
    [
        ("Russia holds 26 per cent", "Russia holds 26 per cent of it.", 1.0),
        ("Russia exported gas", "Russian exports of gas rose.", 1.0),
        ("Russia exported gas", "Norway caught fish.", 0.0),
        ("Russia exported gas", "RUSSIA", 1 / 3),
        ("it is what it was", "anything", 0.0),
        ("", "anything", 0.0),
    ],
)
def test_share_of_telling_words(claim: str, sentence: str, share: float) -> None:
    assert share_covered(claim, sentence) == pytest.approx(share)


def test_a_claimant_is_named_by_any_telling_word() -> None:
    assert names_any("the foreign ministry", ["Ministry of External Affairs"])
    assert not names_any("Ann Roe", ["The port was opened by the mayor."])
    assert names_any("he", ["anything"]), "a pronoun names nobody in particular"
