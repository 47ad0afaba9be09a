"""How much of a claim a sentence talks about."""

import pytest

from service.engines.local.overlap import share_covered


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
