"""Does search find the statements that decide a claim?

    python -m evals.retrieval --reference ../shared/reference/facts.jsonl --data ../shared/article

A library of the reference statements, each a passage of its own, is searched with the labelled
claims, without a date. Printed: for how many claims one of the deciding statements is among the
first ten, and all of them among the first twenty.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.gold import read_labelled, read_lines
from service.bootstrap import Claimdesk, open_claimdesk
from service.domain.evidence import Document, EvidenceQuery, Section
from service.library.readers import Extraction
from service.settings import Settings

SHARED = Path(__file__).parent.parent.parent / "shared"
SEPARATOR = "\n\n"
ANY_WITHIN = 10
ALL_WITHIN = 20


@dataclass(frozen=True)
class Case:
    """A claim and the ids of the statements that decide it."""

    claim: str
    deciding: frozenset[str]


def read_cases(folder: Path) -> dict[str, list[Case]]:
    """The cases of both labelled files that any statement decides, by file."""
    return {
        name: [one for one in map(_case, rows) if one.deciding]
        for name, rows in read_labelled(folder).items()
    }


async def add_statements(claimdesk: Claimdesk, path: Path) -> dict[str, str]:
    """Adds every document of the file; the id of each statement by its text."""
    by_text: dict[str, str] = {}
    for row in read_lines(path):
        statements = row["statements"]
        by_text |= {one["text"]: one["id"] for one in statements}
        document = Document(id=row["id"].lower(), title=row["title"], issuer=row["issuer"])
        await claimdesk.library.add(document, _extract(statements), row["id"])
    return by_text


def _extract(statements: Sequence[dict[str, Any]]) -> Extraction:
    texts = [one["text"] for one in statements]
    sections, start = [], 0
    for text in texts:
        sections.append(Section(start=start, end=start + len(text)))
        start += len(text) + len(SEPARATOR)
    return Extraction(text=SEPARATOR.join(texts), sections=tuple(sections), media_type="text/plain")


async def count_found(
    claimdesk: Claimdesk, cases: Sequence[Case], by_text: dict[str, str]
) -> tuple[int, int]:
    """Claims with one deciding statement in the first ten, and with all in the first twenty."""
    one_found = all_found = 0
    for case in cases:
        query = EvidenceQuery(text=case.claim, limit=ALL_WITHIN)
        found = await claimdesk.search.search(query)
        ids = [by_text.get(one.passage.text, "") for one in found]
        one_found += bool(case.deciding & set(ids[:ANY_WITHIN]))
        all_found += case.deciding <= set(ids[:ALL_WITHIN])
    return one_found, all_found


async def measure(reference: Path, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as home:
        async with open_claimdesk(Settings(data_dir=Path(home))) as claimdesk:
            by_text = await add_statements(claimdesk, reference)
            for name, cases in read_cases(folder).items():
                one, every = await count_found(claimdesk, cases, by_text)
                print(
                    f"{name}: {len(cases)} claims on {len(by_text)} statements, one of the "
                    f"deciding in the first {ANY_WITHIN} {one / len(cases):.3f}, "
                    f"all in the first {ALL_WITHIN} {every / len(cases):.3f}"
                )


def _case(row: dict[str, Any]) -> Case:
    deciding = {one["statement"] for one in row["evidence"] if one["role"] != "nearest"}
    return Case(row["claim"], frozenset(deciding))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--reference", type=Path, default=SHARED / "reference" / "facts.jsonl")
    parser.add_argument("--data", type=Path, default=SHARED / "article")
    arguments = parser.parse_args()
    for path in (arguments.reference, arguments.data):
        if not path.exists():
            print(f"Nothing at {path}; name the statements with --reference, claims with --data.")
            return 2
    asyncio.run(measure(arguments.reference, arguments.data))
    return 0


if __name__ == "__main__":
    sys.exit(main())
