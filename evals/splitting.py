"""How near does the local splitter come to the claims that people wrote for the same sentences?

    python -m evals.splitting --data ../shared/benchmarks

Reads ``claims/*.jsonl.gz`` of that folder, and the labelled article (``--gold``) where there is
one. Every sentence is split, whether or not it is worth checking; beside the splitter stands the
baseline that takes each sentence for one claim. Rows for which people wrote no claim are left
out and counted.

Two rules say when one of our claims matches a human one. Both compare sets of stems: the first
five letters of each word, without words of form such as articles and pronouns; a negation counts
as a word, and a number whole.

- ``one to one``: pairs are made best first by F1 of the stems, each claim in one pair at most,
  and a pair counts from F1 0.7. A sentence left whole covers one of its parts at the most.
- ``containment``: at least 0.8 of the claim's stems stand in one claim of the other side that
  has at most twice as many stems. Several claims may lie within the same one.

Coverage is the share of human claims matched, precision the share of ours, over all rows; the
intervals hold 95 % of 1,000 bootstrap samples of rows. Where a row gives the text before its
sentence as running text, the splitter reads it with it, as in an article.

The rules of the splitter were written while reading ``split_factscore.InstructGPT`` and
``split_factcheckgpt``, and news passages without human splits (``verdict/train/newsdesk``); of
each of the two others one row was seen.
"""

import argparse
import asyncio
import gzip
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.intervals import bootstrap
from service.domain.article import Article, Sentence
from service.engines.local.splitting.splitter import LocalSplitter
from service.text.sentences import find_sentences

DEFAULT_DATA = Path(__file__).parent.parent.parent / "shared" / "benchmarks"
DEFAULT_GOLD = DEFAULT_DATA.parent / "article" / "gold.jsonl"
LOOKED_AT = ("split_factscore.InstructGPT", "split_factcheckgpt")
SAME = 0.7
WITHIN = 0.8
LONGEST = 2  # times the stems

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
_STEM = 5
_FORM = frozenset(
    "a also an and are as at be been being both but by did do does for from had has have he her "
    "him his i in into is it its of on or she that the their them there these they this those to "
    "was we were which who whom whose will with would you your s".split()
)

Stems = frozenset[str]
Claims = tuple[str, ...]


@dataclass(frozen=True)
class Matches:
    """Counts of a row: human claims and those matched, our claims and those matched."""

    human: int
    covered: int
    ours: int
    precise: int


@dataclass(frozen=True)
class Share:
    """A share and the interval around it, 0 to 1."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def find_stems(text: str) -> Stems:
    negated = re.sub(r"n['\u2019]t\b", " not", text.lower())
    words = (word for word in _WORD.findall(negated) if word not in _FORM)
    return frozenset(word if word[0].isdigit() else word[:_STEM] for word in words)


def f1_of_stems(one: Stems, other: Stems) -> float:
    """2 * common / (size + size); 0 where nothing is in common."""
    common = len(one & other)
    return 2 * common / (len(one) + len(other)) if common else 0.0


def match_one_to_one(human: Sequence[str], ours: Sequence[str]) -> Matches:
    """Pairs from F1 0.7, the best first; the earlier pair where two are equally good."""
    theirs, mine = [find_stems(one) for one in human], [find_stems(one) for one in ours]
    scores = sorted(
        (-f1_of_stems(one, other), row, column)
        for row, one in enumerate(theirs)
        for column, other in enumerate(mine)
    )
    rows: set[int] = set()
    columns: set[int] = set()
    for score, row, column in scores:
        if -score >= SAME and row not in rows and column not in columns:
            rows.add(row)
            columns.add(column)
    return Matches(len(human), len(rows), len(ours), len(rows))


def match_contained(human: Sequence[str], ours: Sequence[str]) -> Matches:
    """What lies within a claim of the other side that is not more than twice as long."""
    theirs, mine = [find_stems(one) for one in human], [find_stems(one) for one in ours]
    covered = sum(any(_lies_within(one, other) for other in mine) for one in theirs)
    precise = sum(any(_lies_within(one, other) for other in theirs) for one in mine)
    return Matches(len(human), covered, len(ours), precise)


def _lies_within(part: Stems, whole: Stems) -> bool:
    long = len(whole) > LONGEST * len(part)
    return bool(part) and not long and len(part & whole) >= WITHIN * len(part)


RULES = {"one to one": match_one_to_one, "containment": match_contained}


# --- claims of a row ---------------------------------------------------------------------


async def split_row(splitter: LocalSplitter, row: dict[str, Any]) -> tuple[Claims, Claims]:
    """The splitter's claims for the row's sentence or response, and the sentences themselves."""
    text: str = row["sentence"].strip()
    before = find_text_before(row)
    article = Article(text=before + text, language="en")
    spans = find_sentences(article.text, "en")
    if row["dataset"] != "split_factbench_response":  # the row is one sentence, whatever we think
        earlier = [(span.start, span.end) for span in spans if span.end <= len(before)]
        places = [*earlier, (len(before), len(article.text))]
    else:
        places = [(span.start, span.end) for span in spans]
    sentences = [Sentence(index=i, start=a, end=b) for i, (a, b) in enumerate(places)]
    asked = {one.index for one in sentences if one.start >= len(before)}
    result = await splitter.split(article, sentences)
    ours = tuple(claim.text for claim in result.claims if claim.sentence in asked)
    return ours, tuple(one.of(article.text) for one in sentences if one.index in asked)


def find_text_before(row: dict[str, Any]) -> str:
    """The answer up to the row's sentence; empty where the context is not its running text.

    Only ``split_factcheckgpt`` has claims that stand alone; the people of FActScore left
    pronouns as they are, so there nothing is put in their place.
    """
    _, mark, answer = (row.get("context") or "").partition("\nA: ")
    place = answer.find(row["sentence"].strip())
    return answer[:place] if mark and place > 0 else ""


# --- figures -----------------------------------------------------------------------------


def estimate(parts: Sequence[int], wholes: Sequence[int]) -> Share:
    """The sum of ``parts`` over that of ``wholes``, with a bootstrap interval over the rows."""
    rows = list(zip(parts, wholes, strict=True))
    return Share(share_of(rows), *bootstrap(rows, share_of))


def share_of(rows: Sequence[tuple[int, int]]) -> float:
    return sum(part for part, _ in rows) / max(sum(whole for _, whole in rows), 1)


def print_figures(name: str, rows: Sequence[tuple[Claims, Claims, Claims]], empty: int) -> None:
    """``rows`` hold the human claims, ours, and the sentences."""
    looked = ", looked at while writing the rules" if name in LOOKED_AT else ""
    human, ours, plain = (sum(len(row[part]) for row in rows) / len(rows) for part in range(3))
    print(f"\n{name}: {len(rows)} rows ({empty} without human claims){looked}")
    print(f"  claims a row: human {human:.2f}, local {ours:.2f}, one per sentence {plain:.2f}")
    for rule, match in RULES.items():
        for who, part in (("local", 1), ("one per sentence", 2)):
            found = [match(row[0], row[part]) for row in rows]
            coverage = estimate([one.covered for one in found], [one.human for one in found])
            precision = estimate([one.precise for one in found], [one.ours for one in found])
            print(f"  {rule:12} {who:17} coverage {coverage}  precision {precision}")


def read_rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_gold(path: Path) -> list[dict[str, Any]]:
    """The sentences of a labelled article, in the shape of the other rows."""
    found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [
        {
            "dataset": "gold",
            "sentence": one["text"],
            "claims": [labelled["claim"] for labelled in one["claims"]],
        }
        for one in found
    ]


async def measure(name: str, rows: Sequence[dict[str, Any]]) -> None:
    splitter = LocalSplitter(sorts_out=False)
    kept = [row for row in rows if row["claims"]]
    split = [(tuple(row["claims"]), *(await split_row(splitter, row))) for row in kept]
    print_figures(name, split, len(rows) - len(kept))


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DEFAULT_DATA)
    parser.add_argument("--gold", type=Path, default=DEFAULT_GOLD)
    arguments = parser.parse_args()
    folder: Path = arguments.data / "claims"
    paths = sorted(folder.glob("*.jsonl.gz"))
    if not paths:
        print(f"No human claims (*.jsonl.gz) in {folder}; name the benchmarks' folder with --data.")
        return 2
    for path in paths:
        name = path.name.split(".jsonl")[0].removesuffix(".all")
        asyncio.run(measure(name, read_rows(path)))
    if arguments.gold.is_file():
        asyncio.run(measure("article", read_gold(arguments.gold)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
