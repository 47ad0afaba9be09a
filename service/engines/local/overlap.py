"""How much of a claim a sentence talks about at all."""

import re
from collections.abc import Iterable

WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*")
STEM = 5
COMMON = frozenset(
    "a about after all also an and any are as at be been before but by can could did do does for "
    "from had has have he her his how in into is it its may more most no not of on one or other "
    "over said she so some such than that the their them then there these they this those to two "
    "under up was were what when which while who will with would".split()
)


def share_covered(claim: str, sentence: str) -> float:
    """The share of the claim's telling words whose first five letters the sentence has, 0 to 1."""
    wanted = telling_stems(claim)
    if not wanted:
        return 0.0
    return len(wanted & telling_stems(sentence)) / len(wanted)


def telling_stems(text: str) -> frozenset[str]:
    words = (word.lower() for word in WORD.findall(text))
    return frozenset(word[:STEM] for word in words if word not in COMMON)


def names_any(name: str, texts: Iterable[str]) -> bool:
    """Whether any telling word of a name, or of what somebody is called, stands in the texts."""
    wanted = telling_stems(name)
    return not wanted or any(wanted & telling_stems(text) for text in texts)
