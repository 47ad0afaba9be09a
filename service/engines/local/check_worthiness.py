"""How much a statement is worth checking, by a score that can be explained.

A logistic model over countable signs. The weights were fitted on public debate and speech
transcripts (CheckThat! 2024 task 1, PoliClaim) and rounded; no vocabulary of those was taken
over beyond the classes of English words below. A trained head can take its place: whatever
is a ``CheckWorthiness``.
"""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass

CheckWorthiness = Callable[[str], float]
"""From normalised text to a score of 0 to 1."""

UNKNOWN = 0.5
"""The score where the rules do not know the language."""

_LONGEST_READ = 2000  # code points


@dataclass(frozen=True)
class Sign:
    """What is counted (up to ``most`` times), and what each time adds to the log-odds."""

    name: str
    pattern: re.Pattern[str]
    weight: float
    most: int = 1

    def count(self, text: str) -> int:
        found = 0
        for found, _ in enumerate(self.pattern.finditer(text), start=1):
            if found == self.most:
                break
        return found


def _sign(name: str, weight: float, pattern: str, most: int = 1, *, cased: bool = False) -> Sign:
    return Sign(name, re.compile(pattern, 0 if cased else re.IGNORECASE), weight, most)


SIGNS = (
    _sign("figure", 1.0, r"\d[\d,.]*", 3),
    _sign(
        "number word",
        0.65,
        r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty"
        r"|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|third|quarter|double[ds]?"
        r"|twice|tripled?)\b",
        2,
    ),
    _sign(
        "measure",
        1.1,
        r"%|\bper ?cents?\b|\b(?:m|b|tr)illions?\b|[$\u20ac\u00a3\u00a5]|\b(?:dollars|euros|pounds"
        r"|roubles|rubles|rupees|tonnes|tons|km|kilomet(?:re|er)s|miles|barrels|hectares|acres)\b",
        2,
    ),
    _sign(
        "time",
        0.35,
        r"\b(?:January|February|March|April|June|July|August|September|October|November|December"
        r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|years?|months?|weeks?|ago|since"
        r"|last|decades?|century|yesterday)\b",
        2,
    ),
    _sign("name", 0.3, r"(?<=[\w,] )[A-Z][\w'-]+", 4, cased=True),
    _sign(
        "comparison",
        0.45,
        r"\b(?:more|less|fewer|greater|higher|lower|larger|smaller) than\b|\b(?:most|highest|lowest"
        r"|largest|smallest|biggest|fewest|least|first|only|record|majority|rates?|average"
        r"|total|number of)\b",
        2,
    ),
    _sign(
        "past",
        0.45,
        r"\b(?:was|were|had|did|went|took|gave|made|came|rose|fell|grew|won|lost|said|began|became"
        r"|sold|bought|paid|built|left|met|led|[a-z]{2,}ed)\b",
        3,
    ),
    _sign("perfect", 0.1, r"\b(?:has|have|been|'ve|he's|she's)\b", 2),
    _sign(
        "change",
        0.5,
        r"\b(?:increas|decreas|reduc|declin|doubl|cut|rais|grow|creat|vot|sign|spen[dt]|kill"
        r"|export|import|produc|sold|sell)\w*",
        2,
    ),
    _sign(
        "institution",
        0.45,
        r"\b(?:government|administration|ministry|parliament|senate|congress|court|bank|federal"
        r"|national|state|budget|tax(?:es)?|law|bill|treaty|agreement|companies|company|program(?:me)?s?"
        r"|policy|trade|oil|gas|health|insurance|weapons|military)\b",
        3,
    ),
    _sign("first person", -0.5, r"\b(?:I|me|my|I'm|I'd|I'll|I've)\b", 2, cased=True),
    _sign("we or you", -0.2, r"\b(?:we|us|our|you|your|let's)\b", 2),
    _sign(
        "modal",
        -0.6,
        r"\b(?:will|would|shall|should|can|could|may|might|must|ought|going to|need|needs|want)\b"
        r"|'ll\b|'d\b|\bwon't\b|\bcan't\b",
        2,
    ),
    _sign(
        "belief",
        -0.65,
        r"\b(?:think|believe|hope|feel|guess|suppose|wish|agree|know|mean|understand|seems?|perhaps"
        r"|maybe|probably|hopefully|arguably|ideally)\b",
        2,
    ),
    _sign(
        "value",
        -0.4,
        r"\b(?:good|bad|better|best|worse|worst|great|wonderful|terrible|important|strong|wrong"
        r"|right|fair|unfair|proud|honou?r|freedom|beautiful|amazing|disgrac\w+|shameful|deplorabl\w+"
        r"|tragic|unfortunate\w*|excellent|absurd|ridiculous|outrageous|remarkable)\b",
        2,
    ),
    _sign("question", -0.95, r"\?[\"')\]]*$|^(?:what|why|how|who|when|where)\b"),
    _sign("talk", -0.45, r"\b(?:question|answer|talk|tell|thank|issue|debate|tonight|here)\b", 2),
    _sign("word", 0.02, r"\b\w+\b", 40),
)
_BIAS = -0.9


def score_check_worthiness(text: str) -> float:
    """How likely an editor would want the statement checked, 0 to 1; ``text`` is English."""
    text = text[:_LONGEST_READ]
    log_odds = _BIAS + sum(sign.weight * sign.count(text) for sign in SIGNS)
    return round(1 / (1 + math.exp(-log_odds)), 3)
