"""Whose words a passage must hold before it can show that somebody said something."""

from service.domain.claim import Claim, ClaimKind
from service.domain.evidence import Document, Evidence, Passage
from service.engines.local.judge import is_by_claimant

TEXT = "The quay will be rebuilt by May."


def claim(kind: ClaimKind, claimant: str | None) -> Claim:
    return Claim(
        id="c",
        sentence=0,
        start=0,
        end=4,
        original=TEXT,
        text=TEXT,
        kind=kind,
        claimant=claimant,
        check_worthiness=0.5,
    )


def evidence(issuer: str) -> Evidence:
    passage = Passage(id="d:0", version="0" * 64, index=0, start=0, end=len(TEXT), text=TEXT)
    return Evidence(document=Document(id="d", title="Notice", issuer=issuer), passage=passage)


def test_an_attribution_needs_its_claimant_in_passage_or_document() -> None:
    said = claim(ClaimKind.ATTRIBUTION, "the port authority")
    assert is_by_claimant(said, evidence("Port of Arvel"))
    assert not is_by_claimant(said, evidence("City council"))


def test_a_fact_may_come_from_anybody() -> None:
    assert is_by_claimant(claim(ClaimKind.FACT, "Ann Roe"), evidence("City council"))
