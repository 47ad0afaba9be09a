"""Why a sentence is not checkable: by where it stands, by what it says, by what it lacks.

The rules are for English and lean to a claim: only what is surely nothing to check is sorted
out. They work on normalised text.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import py3langid

from service.domain.claim import NotCheckable
from service.engines.local.splitting.clauses import (
    count_words,
    has_likely_verb,
    has_sure_verb,
    has_verb,
)
from service.text.sentences import is_title_case

_BOILERPLATE = re.compile(
    r"^the post .{1,300} (?:appeared|was published) first (?:on|at|in)\b"
    r"|^(?:this (?:article|story|post|piece|column) |it )?(?:was )?(?:first|originally) "
    r"(?:appeared|published)\b"
    r"|^copyright (?:\(c\)|\u00a9|\d{4}|by\b)|^\(c\) ?\d{4}|^\u00a9|\ball rights reserved\b"
    r"|^(?:read|find out|learn|click|load|view) (?:more|also|here|next|all)\b.{0,120}$"
    r"|^(?:also read|related|recommended|advertisement|sponsored|more on this|most read|trending"
    r"|published|updated|last (?:updated|modified)|posted (?:in|on|by))\b[^.]{0,120}$"
    r"|^(?:subscribe|sign up|log in|register|donate|download our app)"
    r"(?: (?:now|here|today|to|for|free|via|at)\b|[!:.]|$)"
    r"|^(?:share|tweet|print|email|comments?|tags?|filed under|topics?)(?: this| on|:|$).{0,120}$"
    r"|^follow (?:us|@\w+|him|her) on\b|^(?:photo|image|picture|source|credit)s?:.{0,160}$"
    r"|^\(?(?:reporting|editing|writing|additional reporting) by\b"
    r"|^(?:the )?(?:views|opinions) expressed\b|^(?:this site|we) uses? cookies\b"
    r"|^\d+ min(?:ute)?s? read$",
    re.IGNORECASE | re.DOTALL,
)
_BY_NAME = re.compile(
    r"(?:[Bb]y|BY|[Ww]ritten by|[Ss]tory by) (?:[A-Z][\w.'-]+|and|de|van|von|al|bin|[,|&/-])"
    r"(?: ?,? (?:[A-Z][\w.'-]+|and|de|van|von|al|bin|[|&/-])){0,11}"
)
_NAME_ONLY = re.compile(r"[A-Z][\w.'-]+(?: (?:[A-Z][\w.'-]*|de|van|von|al|bin|and)){1,4}")
_ENDED = re.compile(r"[.!?\u0964\u06d4\u3002]['\")\]]*$")
_QUESTION = re.compile(r"\?['\")\]]*$")
LIST_MARK = re.compile(r"(?:[-*+#>\u2022\u2023]+|\d{1,3}[.)])\s+")
_TOP = 6  # sentences: the lines above the text, where a name alone is a byline
_LONGEST_HEADING = 20  # words


@dataclass(frozen=True)
class Place:
    """Where a sentence stands: whether it fills its line, and what is around it."""

    index: int
    alone: bool
    last: bool
    title: str | None = None
    author: str | None = None
    repeated: bool = False


def find_layout_reason(text: str, place: Place) -> NotCheckable | None:
    """Boilerplate, byline or headline: what is no part of the text proper."""
    if _BOILERPLATE.search(text):
        return NotCheckable.BOILERPLATE
    is_title = place.title is not None and _fold(text) == _fold(place.title)
    heading = place.alone and not place.last and count_words(text) <= _LONGEST_HEADING
    if is_title and heading:
        return NotCheckable.BOILERPLATE if place.repeated else _headline_or_question(text)
    if place.author is not None and _is_byline_of(_fold(place.author), text, place):
        return NotCheckable.BYLINE
    if not place.alone or (_ENDED.search(text) and not _QUESTION.search(text)):
        return None
    return _find_line_reason(text, place, heading)


def _is_byline_of(author: str, text: str, place: Place) -> bool:
    """The author's name alone, or a line such as "By NAME, Rome correspondent"."""
    line = _fold(text)
    return line == author or (place.alone and line.startswith(f"by {author}"))


def _find_line_reason(text: str, place: Place, heading: bool) -> NotCheckable | None:
    """The reason of a line that stands alone and does not end like a sentence."""
    if place.repeated and heading:
        return NotCheckable.BOILERPLATE
    if _BY_NAME.fullmatch(text):
        return NotCheckable.BYLINE
    if place.index < _TOP and _NAME_ONLY.fullmatch(text) and not has_sure_verb(text):
        return NotCheckable.BYLINE
    if heading and not LIST_MARK.match(text) and (place.index == 0 or is_title_case(text)):
        return _headline_or_question(text)
    return None


def _headline_or_question(text: str) -> NotCheckable:
    return NotCheckable.QUESTION if _QUESTION.search(text) else NotCheckable.HEADLINE


def _fold(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


# --- what it says ------------------------------------------------------------------------

_FIGURE = re.compile(
    r"\d|\b(?:percent|per cent|[mb]illions?|hundreds?|thousands?|dozens?|half|twice)\b"
    r"|\b(?<![Tt]he )(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety)\b"
)
_NAME = re.compile(
    r"(?<=[\w,;:\"'(] )(?!I\b|I')[A-Z][\w'-]+|^(?!The |A |An |I )[A-Z]\w+(?= [A-Z])|\b[A-Z]{2,}\b"
)
_NOT = r"(?:n't|not|never|also|therefore|now|always|still|really|\w+ly)"
_SHOULD = re.compile(
    rf"\b(?:should|ought to|must|needs? to|had better)\b(?! (?:{_NOT} )?have been)"
)
_ADVICE = re.compile(
    r"^(?:let us|let's|please|consider|remember|imagine|make sure|be sure|do not|don't|never|always"
    r"|try|choose|avoid|ask|check|keep|use|stop|vote|join|call|contact|visit|write|select)\b"
    r"(?! (?:is|are|was|were|has|had|will)\b)"
    r"|\bit(?:'s| is) (?:\w+ )?(?:time|vital|essential|imperative|crucial|necessary|important|up to"
    r"|of \w+ importance)\b.* (?:to|that)\b|\bit(?:'s| is) (?:therefore )?of .{0,30}\bimportance\b"
    r"|\bhave to\b|\bhas to\b|\bwould do well to\b|\bis (?:urged|advised) to\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:will|won't|would|going to|(?:is|are) (?:set|bound|poised|expected|due) to|'ll)\b"
    r"(?! have\b)"
)
# What an agreement lays down can be looked up in it.
_TERMS = re.compile(
    r"Under (?:the|an?|this|its|their) (?:[\w-]+ ){0,3}?(?i:accord|agreement|deal|treaty|pact"
    r"|contract|protocol|memorandum|law|bill|act|rules|terms)\b"
)
_POSSIBLE = re.compile(r"\b(?:could|might|may)\b(?! have\b)|\b(?:likely|unlikely|sure) to\b")
_BELIEF = re.compile(
    r"\b(?:I|we) (?:\w+ )?(?:think|believe|hope|feel|suppose|guess|doubt|wish|trust|fear)\b"
    r"|\bin (?:my|our) (?:view|opinion)\b|\bto my mind\b|\bit seems\b"
    r"|\b(?:one|you|we|some) (?:can|could|may|might) (?:even )?argue\b"
    r"|\b(?:arguably|hopefully|ideally|presumably|surely)\b"
    r"|\b(?:I(?:'m| am)|we(?:'re| are)) (?:sure|convinced|certain|glad|proud|happy|sorry|afraid)\b",
    re.IGNORECASE,
)
_VALUE = re.compile(
    r"\b(?:good(?! (?:health|faith|offices)\b)|bad|better|best(?![ -](?:known|selling)\b)|worse"
    r"|worst(?! (?:in|since|for) )|great|wonderful|terrible|awful|horrible|beautiful|ugly"
    r"|fair|unfair|wise|unwise|foolish|stupid|brilliant|excellent|superb|amazing|fantastic|absurd"
    r"|ridiculous|outrageous|scandalous|disgraceful|shameful|deplorable|tragic|sad"
    r"|regrettable|unfortunate|fortunate|admirable|remarkable|impressive"
    r"|welcome|pathetic|cowardly|heroic|noble|evil|wrong|unacceptable|inexcusable|delicious|boring"
    r"|exciting|inspiring|disappointing|embarrassing|charming|hopeless|senseless|ill-advised"
    r"|misguided|overdue|lovely|magnificent|dreadful|splendid|dangerous|pointless)\b",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"(?<=\w )\"[^\"]*\"")
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|took|gave|made|came|rose|fell|grew|won|lost|said|began|became|sold"
    r"|bought|paid|built|met|led|sent|held|has|have|[a-z]{3,}ed)\b"
)


def find_reason(text: str) -> NotCheckable | None:
    """Why the words hold nothing to check; ``None`` when they do, or may."""
    if _QUESTION.search(text):
        return NotCheckable.QUESTION
    if _is_fragment(text):
        return NotCheckable.FRAGMENT
    if _is_advice(text):
        return NotCheckable.ADVICE
    if _is_prediction(text):
        return NotCheckable.PREDICTION
    if _is_opinion(text):
        return NotCheckable.OPINION
    return None


def is_expletive(text: str) -> bool:
    """Whether the "it" at the start stands for nothing: "it is clear that", "it rained"."""
    return _EXPLETIVE.match(text) is not None


def is_question(text: str) -> bool:
    return text.endswith("?")


def is_anchored(text: str) -> bool:
    """Whether the words hold a name or a figure by which evidence could be found."""
    return bool(_FIGURE.search(text) or _NAME.search(text))


def _is_fragment(text: str) -> bool:
    words = count_words(text)
    return words < 2 or (not has_verb(text) and (words < 4 or not _FIGURE.search(text)))


def _main_verb_is(modal: re.Match[str], text: str) -> bool:
    """Whether no fact is told before the modal verb."""
    return not has_likely_verb(text[: modal.start()])


def _is_advice(text: str) -> bool:
    modal = _SHOULD.search(text)
    if modal is not None:
        firm = modal[0].lower().startswith(("must", "need"))
        return _main_verb_is(modal, text) and not (firm and _FIGURE.search(text))
    advice = _ADVICE.search(text)
    return (
        advice is not None and not _FIGURE.search(text) and not _PAST.search(text[: advice.start()])
    )


def _is_prediction(text: str) -> bool:
    possible = _POSSIBLE.search(text)
    if possible is not None and _main_verb_is(possible, text):
        return possible[0] != "may" or not _FIGURE.search(text)
    if _TERMS.match(text):
        return False
    future = _FUTURE.search(text)
    return future is not None and _main_verb_is(future, text) and not _FIGURE.search(text)


def _is_opinion(text: str) -> bool:
    if _FIGURE.search(text):
        return False
    if _BELIEF.search(text):
        return True
    named = _NAME.search(text) is not None and _PAST.search(text) is not None
    told = _QUOTED.sub("", text)  # that a thing was called "a great day" is a fact
    return _VALUE.search(told) is not None and not named


# --- what it lacks -----------------------------------------------------------------------

_BARE_SUBJECT = re.compile(
    r"(?:(?:and|but|so|yet|then|however|also|still|nevertheless|moreover),? )?"
    r"(?P<subject>he|she|it|they|(?:this|that|these|those)(?= (?:\w+ly )?(?:is|are|was|were|has"
    r"|have|had|will|would|can|could|may|might|did|does|do|\w{2,}ed|made|led|meant|means|makes|came|took"
    r"|gave|shows|showed)\b))\b",
    re.IGNORECASE,
)
_EXPLETIVE = re.compile(
    r"(?:\w+,? )?it(?:'s| is| was| has been| had been| remains| became| takes| took| appears"
    r"| turned)(?: \w+){0,6} (?:that|whether|to|who|for|when)\b|it (?:rained|snowed)",
    re.IGNORECASE,
)


def find_unclear_subject(text: str, before: str | None, people: tuple[str, ...]) -> str | None:
    """Why it is not clear whom or what the sentence is about; ``None`` when it is.

    ``before`` is the sentence before it in the same paragraph, ``people`` whom that names.
    """
    bare = _BARE_SUBJECT.match(text)
    if bare is None or _EXPLETIVE.match(text):
        return None
    subject = bare["subject"]
    if subject.lower() in ("he", "she"):
        if len(people) == 1:
            return None
        return f'"{subject}" may be more than one person, or nobody named in the sentence before'
    if before is not None and is_anchored(text[bare.end() :]) and _NAME.search(before):
        return None
    return (
        f'what "{subject}" stands for is not said in the sentence, and not sure from the one before'
    )


# --- language ----------------------------------------------------------------------------

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_ENGLISH_WORD = re.compile(
    r"\b(?:the|of|and|to|in|is|was|for|that|with|by|has|are|were|from)\b", re.I
)
_TELLING = 4000  # code points
_SHORTEST_TELLING = 6  # words; fewer tell no language


def knows_language(text: str, language: str | None) -> bool:
    """Whether the rules can read an article: English, by its tag or else by its words."""
    if language:
        return language.split("-")[0].split("_")[0].lower() in ("en", "eng")
    return _guess_english(text[:_TELLING])


def knows_script(text: str) -> bool:
    """Whether at least half the letters of a sentence are Latin."""
    letters = sum(1 for character in text if character.isalpha())
    return letters > 0 and 2 * len(_LATIN.findall(text)) >= letters


@lru_cache(maxsize=64)
def _guess_english(text: str) -> bool:
    words = count_words(text)
    if words < _SHORTEST_TELLING or 8 * len(_ENGLISH_WORD.findall(text)) >= words:
        return True
    language, _ = py3langid.classify(text)
    return bool(language == "en")
