"""Labelled claims through a library made of their own evidence: search, judge and proof.

    python -m evals.through_library --data ../shared/benchmarks/verdict/dev/newsdesk.dev.jsonl.gz

Every distinct passage of the file becomes a document; every claim is verified against them all.
"""

import argparse
import asyncio
import gzip
import json
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from evals.metrics import Scored, accuracy, f1_by_label, false_support_rate, macro_f1
from service.bootstrap import Claimdesk, open_claimdesk
from service.domain.article import sha256_of
from service.domain.check import CheckOptions
from service.domain.evidence import Document, Section
from service.library.readers import Extraction
from service.settings import Settings

LABELS = {"nei": "not_enough_evidence"}


@asynccontextmanager
async def library_of(rows: Sequence[dict[str, Any]]) -> AsyncIterator[Claimdesk]:
    """A service on an empty folder that holds the evidence of the rows."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_claimdesk(Settings(data_dir=Path(folder))) as claimdesk:
            for row in rows:
                await _add(claimdesk, row)
            yield claimdesk


async def _add(claimdesk: Claimdesk, row: dict[str, Any]) -> None:
    text = " ".join(row["evidence"])
    meta = row["meta"]
    document = Document(
        id=f"d{sha256_of(text)[:16]}",
        title=meta.get("title") or meta.get("kind") or "Document",
        published=meta.get("published"),
    )
    extraction = Extraction(
        text=text, sections=(Section(start=0, end=len(text)),), media_type="text/plain"
    )
    await claimdesk.library.add(document, extraction, document.id)


async def verify(claimdesk: Claimdesk, rows: Sequence[dict[str, Any]]) -> list[Scored]:
    """What each claim should be and was called; unchecked claims are left out."""
    scored = []
    for row in rows:
        claim = await claimdesk.checker.verify(row["claim"], CheckOptions())
        if claim.verdict is not None:
            expected = LABELS.get(row["label"], row["label"])
            scored.append(Scored(expected, claim.verdict.label.value))
    return scored


def print_figures(rows: Sequence[dict[str, Any]], scored: Sequence[Scored]) -> None:
    refutable = [one for one in scored if one.expected != "refuted"]
    false_refutes = sum(one.got == "refuted" for one in refutable) / max(1, len(refutable))
    print(f"{len(rows)} claims, {len(scored)} scored")
    print(f"accuracy {accuracy(scored):.3f}  macro-F1 {macro_f1(scored):.3f}")
    print("F1 " + "  ".join(f"{name} {one:.3f}" for name, one in f1_by_label(scored).items()))
    print(f"false support {false_support_rate(scored) or 0:.3f}  false refutes {false_refutes:.3f}")


async def measure(path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    async with library_of(rows) as claimdesk:
        print_figures(rows, await verify(claimdesk, rows))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, required=True)
    asyncio.run(measure(parser.parse_args().data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
