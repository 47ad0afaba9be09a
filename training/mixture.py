"""What the entailment model is trained on: samples of public sets, newsdesk, and made rows.

The rows made in code are of six kinds. ``mismatch`` and
``drop_deciding`` make ``nei``, ``change_numbers`` makes ``refuted``, ``pad_with_distractors``,
``shorten`` and ``shorten_anywhere`` keep the label and change the length of the evidence.
``shorten`` and ``drop_deciding`` need the deciding sentences, which only newsdesk.train and
newsdesk-2 have.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from evals.benchmarks import LABELS, Row, read_rows

SUPPORTED, REFUTED, NEI = LABELS


@dataclass(frozen=True)
class Mixture:
    """Rows of each public set in a whole epoch (None: all).

    ``padded`` is the share of short evidence that is read among distractors, ``mismatched`` the
    claims with another passage for each newsdesk row that is of no world, ``changed`` the share
    of supported public rows that come again with another number.
    """

    sizes: Mapping[str, int | None]
    padded: float
    mismatched: float = 1 / 16
    changed: float = 0.25


# Left out: nyu_base_news (its premises are licensed from Gigaword); and politihop, lingnli.val
# and cad_nli.test, which are kept for calibration.
SIZES: dict[str, int | None] = {
    "breaking_nli.test": 800,
    "cad_nli.train": 3000,
    "check_covid.train": None,
    "citint.train": 1500,
    "climate_fever_pairs.all": 3000,
    "conjnli.train_adv15k": 3000,
    "covidfact.train": 2000,
    "fever_dev_minus_symmetric": 7000,
    "feverous_text.dev": None,
    "lingnli.train": 9000,
    "mnli_subset.train": None,
    "mnli_subset.dev": 5000,
    "nli4ct.train": 1000,
    "nyu_base_wiki.train": None,
}
SHORT = SIZES | {
    "breaking_nli.test": 1500,
    "cad_nli.train": None,
    "citint.train": None,
    "climate_fever_pairs.all": 5000,
    "conjnli.train_adv15k": None,
    "covidfact.train": None,
    "fever_dev_minus_symmetric": None,
    "lingnli.train": None,
    "mnli_subset.dev": None,
    "nli4ct.train": 0,
}
MIXTURES = {
    "long": Mixture(SIZES, padded=0.35),
    "short": Mixture(SHORT, padded=0.04, changed=0.15),
    "all": Mixture(SHORT, padded=0.08, mismatched=1 / 5, changed=0.15),
}
WORLDS = "newsdesk-worlds"
"""Several passages tell of the same names there in several years, so another passage is not
surely neutral, nor a claim with another number surely refuted."""
WITHOUT_NEI = ("fever_dev", "feverous", "covidfact", "nli4ct")
NUMBER = re.compile(r"(?<![\w.,-])\d(?:[\d,]*\d)?(?:\.\d+)?(?![\w-])")
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
BOUNDED = re.compile(
    r"\b(?:over|than|least|most|up to|under|above|below)\s+(?:[^\s\w]|EUR|USD)?$", re.IGNORECASE
)
LONG = 90  # words of evidence that need no distractors


def read_public(folder: Path) -> dict[str, list[Row]]:
    """The public training sets, rows of the three labels only. Raises ``FileNotFoundError``."""
    return {name: read_labelled(folder / f"{name}.jsonl.gz") for name in SIZES}


def read_labelled(path: Path) -> list[Row]:
    """Rows with one of the three labels; ``partial`` ones are left out."""
    return [row for row in read_rows(path) if row.label in LABELS]


def sample_epoch(
    public: Mapping[str, list[Row]],
    mixture: Mixture,
    share: float,
    newsdesk: Sequence[Row],
    times: int,
    generator: random.Random,
) -> list[Row]:
    """One epoch: a share of each public sample, newsdesk several times, made rows, shuffled."""
    rows: list[Row] = []
    for name, found in public.items():
        most = mixture.sizes[name]
        size = int(min(len(found) if most is None else most, len(found)) * share)
        taken = generator.sample(found, size)
        rows += taken
        if name.startswith(WITHOUT_NEI):
            rows += mismatch(taken, len(taken) // 3, generator)
    rows = pad_with_distractors(rows, mixture.padded, generator)
    rows += change_numbers(rows, mixture.changed, generator)
    for _ in range(times):
        rows += [shorten(row, generator) for row in newsdesk]
        single = [row for row in newsdesk if row.dataset != WORLDS]
        rows += change_numbers(single, 0.5, generator)
        others = mismatch(single, int(len(single) * mixture.mismatched), generator)
        rows += [shorten_anywhere(row, generator) for row in others]
        rows += drop_deciding(newsdesk, 0.12, generator)
    generator.shuffle(rows)
    return rows


def shorten(row: Row, generator: random.Random) -> Row:
    """A third of the rows keep a run of sentences around what decides, as short passages have."""
    if not row.deciding or generator.random() > 0.33:
        return row
    first = max(0, min(row.deciding) - generator.randint(0, 2))
    last = max(row.deciding) + generator.randint(0, 2)
    return replace(row, evidence=row.evidence[first : last + 1], deciding=())


def shorten_anywhere(row: Row, generator: random.Random) -> Row:
    """Half of the rows keep a run of one to four sentences; only for ``nei``, which stays so."""
    if generator.random() > 0.5:
        return row
    first = generator.randrange(len(row.evidence))
    return replace(row, evidence=row.evidence[first : first + generator.randint(1, 4)])


def drop_deciding(rows: Sequence[Row], share: float, generator: random.Random) -> list[Row]:
    """Decided claims on the passage without the sentences that decide: ``nei``."""
    made = []
    for row in rows:
        if row.label == NEI or not row.deciding or generator.random() > share:
            continue
        rest = tuple(one for i, one in enumerate(row.evidence) if i not in row.deciding)
        if len(rest) >= 2:
            made.append(replace(row, evidence=rest, label=NEI, deciding=()))
    return made


def mismatch(rows: Sequence[Row], count: int, generator: random.Random) -> list[Row]:
    """Claims with evidence of another row that has a capitalised word in common: ``nei``."""
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        for name in _names(row.text):
            by_name[name].append(index)
    made = []
    for row in generator.sample(list(rows), min(len(rows), count)):
        shared = [index for name in _names(row.claim) for index in by_name[name][:50]]
        others = [index for index in shared if rows[index].evidence != row.evidence]
        if others:
            other = rows[generator.choice(others)]
            made.append(replace(other, claim=row.claim, label=NEI, deciding=()))
    return made


def pad_with_distractors(rows: Sequence[Row], share: float, generator: random.Random) -> list[Row]:
    """Some short evidence between sentences of other rows of the same set; labels stay."""
    by_set: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_set[row.dataset].append(row)
    padded = []
    for row in rows:
        if len(row.text.split()) > LONG or generator.random() > share:
            padded.append(row)
            continue
        companions = by_set[row.dataset]
        others: list[str] = []
        for other in generator.sample(companions, min(5, len(companions))):
            others += other.evidence[:2]
        cut = generator.randint(0, len(others))
        evidence = (*others[:cut], *row.evidence, *others[cut:])
        padded.append(replace(row, evidence=evidence, deciding=()))
    return padded


def change_numbers(rows: Sequence[Row], share: float, generator: random.Random) -> list[Row]:
    """Supported claims whose number stands in the evidence, with another number: ``refuted``.

    Years are left alone, since of another year the evidence mostly says nothing, and so are
    numbers that only bound something, since another bound may hold too.
    """
    made = []
    for row in rows:
        if row.label == SUPPORTED and generator.random() <= share:
            changed = _change_one(row, generator)
            if changed:
                made.append(replace(row, claim=changed, label=REFUTED))
    return made


def _change_one(row: Row, generator: random.Random) -> str | None:
    stated = {match.group() for match in NUMBER.finditer(row.text)}
    found = [
        match
        for match in NUMBER.finditer(row.claim)
        if match.group() in stated
        and not YEAR.fullmatch(match.group())
        and not BOUNDED.search(row.claim[: match.start()])
    ]
    if not found:
        return None
    match = generator.choice(found)
    for change in generator.sample(CHANGES, len(CHANGES)):
        other = change(match.group(), generator)
        if other != match.group() and other not in stated:
            return row.claim[: match.start()] + other + row.claim[match.end() :]
    return None


def _other_digit(number: str, generator: random.Random) -> str:
    places = [index for index, one in enumerate(number) if one.isdigit()]
    place = generator.choice(places[: max(1, len(places) - 1)])
    digits = "123456789" if place == 0 else "0123456789"
    other = generator.choice([one for one in digits if one != number[place]])
    return number[:place] + other + number[place + 1 :]


def _scale(number: str, generator: random.Random) -> str:
    value = float(number.replace(",", ""))
    decimals = len(number.split(".")[1]) if "." in number else 0
    scaled = value * generator.choice([0.5, 0.6, 0.75, 0.85, 1.2, 1.3, 1.5, 2.0])
    grouped = "," in number or scaled >= 10000
    return f"{scaled:{',' if grouped else ''}.{decimals}f}"


# Scaling twice as often as another digit.
CHANGES: list[Callable[[str, random.Random], str]] = [_other_digit, _scale, _scale]


def _names(text: str) -> Iterator[str]:
    return (word for word in re.findall(r"\b[A-Z][a-z]{3,}", text))
