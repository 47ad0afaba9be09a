"""Labelled rows of the public verdict sets and of newsdesk, in the shape of the benchmark folder.

JSON Lines, plain or gzip: ``{id, dataset, split, claim, evidence: [sentence], label, meta}``.
The folder is not part of the project; newsdesk is.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

LABELS = ("supported", "refuted", "nei")
PARTIAL = "partial"


@dataclass(frozen=True)
class Row:
    """A claim, the sentences it is judged on, and its label (one of ``LABELS`` or ``PARTIAL``).

    ``title`` and ``published`` are the document's, where they are known.
    ``world`` names the set of documents it belongs to, if it belongs to one.
    ``deciding`` are the places of the sentences that decide, where somebody marked them.
    """

    claim: str
    evidence: tuple[str, ...]
    label: str
    dataset: str
    title: str = ""
    published: date | None = None
    world: str = ""
    deciding: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The evidence as one text."""
        return " ".join(self.evidence)

    @property
    def heading(self) -> str:
        """What the document is: its title, and its date if that is known too."""
        return f"{self.title} ({self.published})." if self.title and self.published else self.title


def read_rows(path: Path) -> Iterator[Row]:
    """The rows of a file. Raises ``FileNotFoundError``, or ``ValueError`` for another shape."""
    open_file = gzip.open if path.suffix == ".gz" else open
    with open_file(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                yield _row(json.loads(line))
            except (AttributeError, KeyError, TypeError, ValueError) as error:
                raise ValueError(
                    f"{path}, line {number}: not a labelled claim ({error})"
                ) from error


def _row(found: dict[str, Any]) -> Row:
    label = found["label"]
    if label not in (*LABELS, PARTIAL):
        raise ValueError(f"unknown label {label!r}")
    meta = found["meta"]
    return Row(
        claim=found["claim"],
        evidence=tuple(found["evidence"]),
        label=label,
        dataset=found["dataset"],
        title=meta.get("title") or meta.get("kind") or "",
        published=date.fromisoformat(meta["published"]) if meta.get("published") else None,
        world=meta.get("world", ""),
        deciding=tuple(meta.get("deciding") or ()),
    )
