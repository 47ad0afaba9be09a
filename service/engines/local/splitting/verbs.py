"""Which words are finite verbs, told by closed lists and by what stands beside them.

Lists of words that are seldom anything else; a verb that is missed leaves a sentence whole.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

BE = r"is|are|was|were"
HAVE = r"has|have|had"
_MODAL = r"will|would|can|could|may|might|must|shall|should|does|do|did|cannot"
_PAST_ONLY = (
    r"arose|ate|began|broke|chose|drew|drove|fell|flew|gave|grew|knew|rose|ran|sang|saw|shook|spoke"
    r"|stole|swore|threw|took|underwent|undertook|went|withdrew|woke|wore|wrote|became|came|overtook|sank|swam|shrank|bore|lay|hid|froze|awoke|forgot"
    r"|blew|tore"
)
_PAST_TOO = (
    r"bought|brought|built|caught|felt|fought|found|heard|held|kept|led|left|lost|made|met|paid|said"
    r"|sent|shot|sold|sought|spent|stood|taught|told|thought|understood|won|withstood"
)
# Past tenses that may be infinitives or nouns: they end a subject, and join no second verb.
_BASE = (
    r"beat|burst|cast|cost|cut|dealt|dug|hit|hung|hurt|lent|let|meant|put|quit|read|sat|set|shut"
    r"|slept|slid|split|spread|struck|stuck|swept|swung|wept|drank"
)
_PRESENT = (
    r"accounts|aims|allows|appears|applies|attends|attracts|begins|believes|belongs|brings|buys|carries"
    r"|celebrates|collaborates|combines|competes|comes|connects|consists|contains|continues"
    r"|contributes|covers|creates|deals|depends|differs|describes|employs|enables|hopes|invests|spends|regulates|encourages"
    r"|enjoys|exceeds|exists|expects|explores|faces|focuses|follows|gives|goes|grows|helps|holds"
    r"|hosts|includes|involves|joins|keeps|knows|leads|lies|lives|maintains|makes|manages|means"
    r"|meets|occurs|offers|operates|owns|pays|performs|plays|prevents|produces|promotes|provides"
    r"|publishes|puts|receives|refers|reflects|remains|represents|requires|resides|runs|says|seeks"
    r"|seems|sells|serves|speaks|specializes|specialises|sponsors|stands|stars|supplies|supports"
    r"|takes|teaches|tells|tends|tours|travels|uses|wants|wears|works|writes"
)
_ADVERB = (
    r"(?:also|then|later|soon|now|once|still|never|not|often|always|eventually|currently|since"
    r"|subsequently|best|well|even|just|[a-z]{2,}ly)"
)
_NOT_ED = (
    r"(?:need|feed|speed|seed|breed|bleed|weed|greed|creed|deed|reed|steed|hundred|sacred|naked"
    r"|wicked|beloved|rugged|so-called|indeed|united|unprecedented|armed|advanced|limited"
    r"|related|detailed|varied|talented|dedicated|experienced|renowned|gifted|skilled|noted)\b"
)
_ED = rf"(?!{_NOT_ED})[a-z]{{2,}}ed"
_PARTICIPLE = (
    rf"{_ED}|{_PAST_TOO}|been|born|begun|broken|chosen|come|become|drawn|driven|fallen|flown|given"
    r"|gone|grown|known|risen|run|sung|seen|shown|spoken|taken|thrown|worn|written|married|noted"
    r"|renowned|dedicated"
)
_VERB = (
    rf"(?P<be>{BE})|(?P<have>{HAVE})|(?P<modal>{_MODAL}|\w+n't)|(?P<past>{_PAST_ONLY})"
    rf"|(?P<too>{_PAST_TOO})|(?P<present>{_PRESENT})|(?P<ed>{_ED})"
)
FINITE = re.compile(rf"(?<![\w-])(?:{_VERB}|(?P<base>{_BASE}))\b(?![\w'-])")
_AT = re.compile(rf"(?P<adverbs>(?:{_ADVERB} ){{0,2}})(?:{_VERB})\b(?![\w'-])")
_BEFORE_VERB = re.compile(rf"(?: {_ADVERB}){{1,2}}$")
_AFTER_AUXILIARY = re.compile(rf"(?: {_ADVERB}){{0,2}} (?P<participle>{_PARTICIPLE})\b(?![\w'-])")
_ANY_PARTICIPLE = re.compile(rf"\b(?:{_PARTICIPLE})\b")
_OBJECT = re.compile(
    r" (?:the|an?|his|her|its|their|several|many|numerous|\d[\d,.]*|[A-Z]\w*|over|more|two|three"
    r"|four|five|six|seven|eight|nine|ten)\b| \""
)
_PREPOSITION = re.compile(
    r" (?:to|in|on|at|for|from|with|as|into|by|of|until|through|under|over|around|against|during"
    r"|after|before|between)\b"
)
_TAKES_TWO_OBJECTS = re.compile(
    r"(?:awarded|fined|charged|sentenced|ordered|allowed|asked|denied|handed|assigned|lent|refused"
    r"|promised|allotted|given|named|appointed|elected|called|granted|offered|crowned|declared|voted|paid"
    r"|titled|entitled|dubbed|nicknamed|told|taught|sent|made|shown)\b"
)
_ACTIVE = re.compile(
    r"(?:moved|graduated|attended|studied|worked|served|lived|died|joined|received|started|played"
    r"|appeared|continued|remained|returned|earned|completed|enrolled|participated|competed"
    r"|debuted|obtained|retired|stayed|resigned|emigrated|migrated|arrived|settled|lasted|ended"
    r"|resulted|belonged|consisted|went|became|gained|achieved)\b"
)
_PASSIVE = re.compile(
    r"(?:raised|educated|based|located|situated|elected|appointed|inducted|nominated|selected"
    r"|drafted|buried|baptized|ordained|knighted|imprisoned|sentenced|executed|killed|assassinated"
    r"|headquartered|owned|considered|regarded|replaced|succeeded by|followed by|named|awarded"
    r"|made up|shaped|used|known)\b"
)


class Tense(StrEnum):
    PAST = "past"
    PRESENT = "present"


MAY_BE_NO_VERB = frozenset(("ed", "too", "base"))
"""The groups of forms that may be participles, infinitives or nouns."""


@dataclass(frozen=True)
class Verb:
    """A finite verb: ``start`` before its adverbs, ``end`` after the finite word."""

    start: int
    end: int
    group: str
    word: str

    @property
    def tense(self) -> Tense:
        present = self.group == "present" or self.word in ("is", "are", "has", "have")
        return Tense.PRESENT if present or self.group == "modal" else Tense.PAST


def find_first_verb(text: str, start: int = 0) -> Verb | None:
    """The first word from ``start`` on that is, or may be, a finite verb."""
    match = FINITE.search(text, start)
    if match is None:
        return None
    adverbs = _BEFORE_VERB.search(text, start, match.start() - 1) if match.start() else None
    begins = adverbs.start() + 1 if adverbs else match.start()
    return Verb(begins, match.end(), match.lastgroup or "", match[0])


def read_verb(text: str, place: int) -> Verb | None:
    """The finite verb, after at most two adverbs, that stands at ``place``."""
    match = _AT.match(text, place)
    if match is None:
        return None
    group = match.lastgroup or ""
    start = match.end("adverbs")
    doubtful = group == "ed" and not _ACTIVE.match(text, start)
    end = match.end()
    if doubtful and not (_OBJECT.match(text, end) or _PREPOSITION.match(text, end)):
        return None
    return Verb(place, match.end(), group, text[start : match.end()])


def read_participle(text: str, verb: Verb) -> re.Match[str] | None:
    """The participle after an auxiliary: "has *signed*", "was later *founded*"."""
    return _AFTER_AUXILIARY.match(text, verb.end)


def takes_object(text: str, verb: Verb) -> bool:
    return _OBJECT.match(text, verb.end) is not None


def may_be_passive(text: str, verb: Verb) -> bool:
    """Whether a form such as "employed" before a preposition may be a participle of a noun."""
    bare = _PREPOSITION.match(text, verb.end) is not None
    return bare and not _ACTIVE.match(text, verb.end - len(verb.word))


def is_active(text: str, verb: Verb) -> bool:
    """Whether the form has an object, or is of a verb that needs none."""
    start = verb.end - len(verb.word)
    return _OBJECT.match(text, verb.end) is not None or _ACTIVE.match(text, start) is not None


def has_other_participle(before: str, verb: Verb) -> bool:
    """Whether words from ``verb`` on have a participle of a noun: "a matter *settled* in court"."""
    end = verb.end - verb.start
    while (participle := _AFTER_AUXILIARY.match(before, end)) is not None:
        end = participle.end()
    return _ANY_PARTICIPLE.search(before, end) is not None


def find_shared_auxiliary(text: str, first: Verb, second: Verb) -> str | None:
    """What the second of two joined verbs takes over from the first: "" for nothing.

    ``None`` where that cannot be told.
    """
    participle = first.group in ("be", "have") and read_participle(text, first)
    if not participle or second.group not in ("ed", "too"):
        doubtful = second.group == "ed" and first.group in ("present", "modal")
        return None if doubtful else ""
    if first.group == "have":
        return first.word
    start = second.end - len(second.word)
    if _PASSIVE.match(text, start) or text.startswith(" by ", second.end):
        return first.word
    if _ACTIVE.match(text, start):
        return ""
    two = _TAKES_TWO_OBJECTS.match(text, start)
    if _OBJECT.match(text, second.end):
        return first.word if two else ""
    return "" if second.group == "too" and not two else None
