"""Labelled claims through a library made of their own evidence: search, judge and proof.

    python -m evals.through_library --data ../shared/benchmarks/verdict/dev/newsdesk.dev.jsonl.gz

Every distinct passage of the file becomes a document; every claim is verified against them all.
A claim that stands in several rows is labelled on several passages: supported and contradicted
is a conflict, and a passage that neither supports nor contradicts takes nothing away.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from evals.benchmarks import PARTIAL, Row, read_rows
from evals.metrics import Scored, accuracy, f1_by_label, false_support_rate, macro_f1
from service.bootstrap import Claimdesk, open_claimdesk
from service.domain.article import sha256_of
from service.domain.check import CheckOptions
from service.domain.evidence import Document, Section
from service.domain.verdict import Label
from service.library.readers import Extraction
from service.settings import Settings

OUTCOMES = {
    frozenset[str](): Label.NOT_ENOUGH_EVIDENCE,
    frozenset({"supported"}): Label.SUPPORTED,
    frozenset({"refuted"}): Label.REFUTED,
    frozenset({"supported", "refuted"}): Label.CONFLICTING_EVIDENCE,
}


@dataclass
class LabelledClaim:
    """A claim with its label on each document it was held against."""

    text: str
    labels: dict[str, str] = field(default_factory=dict)

    @property
    def expected(self) -> Label:
        return OUTCOMES[frozenset(self.labels.values()) - {"nei"}]


def read_claims(rows: Iterable[Row]) -> list[LabelledClaim]:
    """The claims of the rows, in order, each once; rows with ``partial`` are left out."""
    claims: dict[str, LabelledClaim] = {}
    for row in rows:
        if row.label == PARTIAL:
            continue
        claim = claims.setdefault(row.claim, LabelledClaim(row.claim))
        claim.labels[document_id(row)] = row.label
    return list(claims.values())


def document_id(row: Row) -> str:
    return f"d{sha256_of(row.text)[:16]}"


@asynccontextmanager
async def library_of(rows: Sequence[Row]) -> AsyncIterator[Claimdesk]:
    """A service on an empty folder that holds the evidence of the rows."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_claimdesk(Settings(data_dir=Path(folder))) as claimdesk:
            for row in {document_id(row): row for row in rows}.values():
                await _add(claimdesk, row)
            yield claimdesk


async def _add(claimdesk: Claimdesk, row: Row) -> None:
    document = Document(id=document_id(row), title=row.title or "Document", published=row.published)
    extraction = Extraction(
        text=row.text, sections=(Section(start=0, end=len(row.text)),), media_type="text/plain"
    )
    await claimdesk.library.add(document, extraction, document.id)


async def verify(claimdesk: Claimdesk, claims: Sequence[LabelledClaim]) -> list[Scored]:
    """What each claim should be and was called; unchecked claims are left out."""
    scored = []
    for claim in claims:
        found = await claimdesk.checker.verify(claim.text, CheckOptions())
        if found.verdict is not None:
            scored.append(Scored(claim.expected.value, found.verdict.label.value))
    return scored


def describe(scored: Sequence[Scored]) -> Mapping[str, float]:
    """Accuracy, macro-F1, and the shares wrongly called supported and refuted, 0 to 1."""
    refutable = [one for one in scored if one.expected != "refuted"]
    false_refutes = sum(one.got == "refuted" for one in refutable) / max(1, len(refutable))
    return {
        "accuracy": accuracy(scored),
        "macro-F1": macro_f1(scored),
        "false support": false_support_rate(scored) or 0.0,
        "false refutes": false_refutes,
    }


async def measure(path: Path) -> None:
    rows = list(read_rows(path))
    claims = read_claims(rows)
    async with library_of(rows) as claimdesk:
        scored = await verify(claimdesk, claims)
    print(f"{len(claims)} claims, {len(scored)} scored")
    print("  ".join(f"{name} {one:.3f}" for name, one in describe(scored).items()))
    print("F1 " + "  ".join(f"{name} {one:.3f}" for name, one in f1_by_label(scored).items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    asyncio.run(measure(parser.parse_args().data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
