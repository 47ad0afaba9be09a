"""Who is said to have said what, and whom a leading "he" or "she" can only mean.

Works on normalised English text and answers with half-open ranges of it.
"""

import re
from dataclasses import dataclass

from service.engines.local.splitting.clauses import (
    FIRST_OR_SECOND_PERSON,
    Range,
    count_words,
    has_likely_verb,
    has_sure_verb,
)
from service.text.sentences import find_quotations

_SAY = r"said|says|say|told|tells"
_STATE = (
    r"add(?:ed|s)|announce[ds]|acknowledge[ds]|admit(?:ted|s)|allege[ds]|argue[ds]?|ask(?:ed|s)|assert(?:ed|s)"
    r"|believe[ds]?|claim(?:ed|s)|conclude[ds]|confirm(?:ed|s)|declare[ds]|denie[ds]|disclose[ds]"
    r"|dispute[ds]|emphasi[sz]e[ds]|estimate[ds]|explain(?:ed|s)|forecasts?|hope[ds]|inform(?:ed|s)"
    r"|insist(?:ed|s)|maintain(?:ed|s)|note[ds]|observed|pledge[ds]|predict(?:ed|s)|promise[ds]"
    r"|recall(?:ed|s)|remarked|report(?:ed|s)|reveal(?:ed|s)|state[ds]|stress(?:ed|es)"
    r"|suggest(?:ed|s)|think|thinks|thought|tweeted|warn(?:ed|s)|writes|wrote"
)
_REPORTING = re.compile(rf"\b(?:(?P<say>{_SAY})|{_STATE})\b")
_ACCORDING = re.compile(r"\b[Aa]ccording to (?=\S)")
# What follows these is not put forward as a fact by the one who says it.
_NO_STATEMENT = re.compile(
    r"ask|believe|denie|disput|forecast|hope|pledge|predict|promise|thought|think"
)

_BEFORE_VERB = re.compile(
    r"(?:,?\s\b(?:has|have|had|also|later|earlier|then|again|once|meanwhile|[a-z]+ly))+$"
)
_NO_SPEAKER = re.compile(
    r"(?:^|\s)(?:is|are|was|were|be|been|being|to|not|which|that|who|of|an?|the|in|it|I|we|you"
    r"|there|this|and|or|[Ww]hat)$",
    re.IGNORECASE,
)
_NOUN_TOO = re.compile(r"claims|estimates|forecasts?|notes|promises|reports|states|stresses")
_NO_START = re.compile(
    r"(?:by|at|in|on|of|for|with|from|as|to|which|who|that|where|when|while|but|\d+)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"(?:And|But|However|Meanwhile|Moreover|Nevertheless|Still|Yet|Separately|Earlier|Later),? "
)
_CIRCUMSTANCE = re.compile(
    r"(?:In|On|At|During|After|Before|Speaking|Addressing|Asked|Last|Earlier|Late|Following"
    r"|Responding|Citing|Writing|As|For|From|While|When|Since|Under|Yesterday|Today|[A-Z][a-z]+ly)\b"
)
_WHEN = r",? (?:on|in|at|during|late|early|last|this|earlier|after|before) [\w' -]{2,50}?"
_CIRCUMSTANCES = re.compile(rf"(?:{_WHEN}){{1,2}}(?=,? that |: |, \")")
_HEARER = re.compile(
    rf"(?: (?!that\b|\")[\w'.-]+(?: [\w'.-]+){{0,5}}?)?(?:{_WHEN}){{0,2}}(?=,? that |: |, \"| \")"
)
_HAS_HEARER = re.compile(r"told|tells|inform|ask|warn")
_THAT = re.compile(r",? that (?=\S)|[:,]? ?(?=\")|: (?=\S)")
_TIME_THAT = re.compile(
    r" (?:today|yesterday|afterwards|later|earlier|[a-z]+ly)\b[^,.;:\"]{0,40}? that (?=\S)"
)
_DIRECT = re.compile(r" (?=\S)")
_TAIL = re.compile(
    r"(?:,? (?:on|in|at|during|to|late|early|last|this|earlier|after|yesterday|today)\b[^,.;]{0,80}"
    r"| (?:reporters|journalists|[A-Z]\w+)[^,.;]{0,60})?(?:\.?$|[.,]? (?:\"|adding\b))"
)
_LONGEST_NAME = 14  # words
_SPEAKER_BEHIND = re.compile(
    r" (?P<who>(?:[A-Z]|the |an? )[^,.;\"]{1,80}?)"
    r"(?= (?:on|in|at|during|to|after|last|late|earlier|who)\b|[,.;\"]|$)"
)

_TITLE = (
    r"President|Prime Minister|Premier|Chancellor|Minister|Secretary|Spokes(?:man|woman|person)"
    r"|Ambassador|Governor|Mayor|Senator|Judge|Justice|General|Colonel|Captain|Admiral|Professor"
    r"|Chairman|Chairwoman|Director|King|Queen|Prince|Princess|Pope|Mr\.?|Mrs\.?|Ms\.?|Dr\.?|Sir"
)
_CAPITALISED = r"[A-Z][\w'-]*[a-z][\w'-]*"
_TITLED = re.compile(rf"\b(?:{_TITLE}) (?P<name>{_CAPITALISED}(?: {_CAPITALISED}){{0,2}})")
_FULL_NAME = re.compile(
    rf"\b(?P<name>{_CAPITALISED}(?: [A-Z]\.)? {_CAPITALISED}(?: {_CAPITALISED})?)"
)
_NO_PERSON = re.compile(
    r"\b(?:A|An|The|This|That|In|On|At|For|After|Before|New|North|South|East|West|Northern|Southern"
    r"|Eastern|Western|Central|Great|United|Saudi|Sri|San|Los|Las|Hong|Costa|El|Sierra|Cape|Ivory"
    r"|Czech|Dominican|Puerto|Papua|Abu|Tel|Kuala|Buenos|Addis|Rio|Black|Red|Middle|Cold|Persian"
    r"|Ministry|Bank|Council|University|Party|Union|Nations|States|Kingdom|Republic|Committee"
    r"|Agency|Commission|Department|Office|Institute|Association|Organi[sz]ation|Court|House"
    r"|Senate|Congress|Parliament|Post|Times|News|Street|Company|Corporation|Group|Agreement|Treaty"
    r"|Act|Summit|Conference|Forum|Project|Programme|Program|Pipeline|Railway|Sea|Ocean|River|City"
    r"|Province|Island|Islands|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|January"
    r"|February|March|April|May|June|July|August|September|October|November|December"
    rf"|{_TITLE}|\w+(?:ian|ish|ese|istan)s?)(?=\s|$)"
)
_PERSONAL = re.compile(r"(?:he|she|they|it)", re.IGNORECASE)


@dataclass(frozen=True)
class Attribution:
    """``claimant``, as written at ``subject``, is said to have said ``statement``.

    ``statement`` is a range without the quotation marks around it; ``None`` where the words
    are not put forward as a fact (denied, hoped for, promised) or are not there.
    """

    claimant: str
    subject: Range
    statement: Range | None
    quoted: bool

    @property
    def by_pronoun(self) -> bool:
        return _PERSONAL.fullmatch(self.claimant) is not None


def find_attribution(text: str) -> Attribution | None:
    """The first attribution of the sentence to somebody who is not its author or reader."""
    quotations = find_quotations(text)
    for match in _ACCORDING.finditer(text):
        if not _is_within(match.start(), quotations):
            return _read_according(text, match)
    for match in _REPORTING.finditer(text):
        if not _is_within(match.start(), quotations):
            found = _read_after(text, match) or _read_before(text, match)
            if found is not None:
                return found
    return None


def find_people(text: str) -> tuple[str, ...]:
    """The persons a text names, each once, in order: names with a title, and full names."""
    names: dict[str, str] = {}
    for match in sorted((*_TITLED.finditer(text), *_FULL_NAME.finditer(text)), key=_place_of):
        name = match["name"].removesuffix("'s")
        if not _NO_PERSON.search(name):
            names.setdefault(name.split()[-1], name)
    return tuple(names.values())


def _place_of(match: re.Match[str]) -> int:
    return match.start("name")


def _is_within(place: int, ranges: tuple[Range, ...]) -> bool:
    return any(start < place < end for start, end in ranges)


def _read_according(text: str, match: re.Match[str]) -> Attribution | None:
    """According to X, Y. Or: Y, according to X."""
    name = re.compile(r"[^,]+").match(text, match.end())
    if name is None:
        return None
    if match.start() > 0:
        subject = (match.end(), match.end() + len(name[0].rstrip(" .")))
        return _attribute(text, subject, (0, match.start()))
    for comma in re.finditer(r", ", text):
        if has_likely_verb(text[comma.end() :].split(", ", 1)[0]):
            return _attribute(text, name.span(), (comma.end(), len(text)))
    return None


def _read_before(text: str, match: re.Match[str]) -> Attribution | None:
    """X said (to Z, on Monday) that Y. Or: X said: "Y"."""
    subject = _find_speaker(text, match.start())
    if subject is None:
        return None
    between = _HEARER if _HAS_HEARER.match(match[0]) else _CIRCUMSTANCES
    skipped = between.match(text, match.end())
    after = skipped.end() if skipped else match.end()
    link = _THAT.match(text, after) or _TIME_THAT.match(text, match.end())
    if link is None and match["say"]:
        after = match.end()
        link = _DIRECT.match(text, after)
        if link and not has_likely_verb(text[link.end() :]):
            return None
        if link and match[0] in ("told", "tells"):  # where the hearer ends is not known
            return Attribution(text[slice(*subject)], subject, None, False)
    if link is None:
        return None
    return _attribute(text, subject, (link.end(), len(text)), verb=match[0])


def _read_after(text: str, match: re.Match[str]) -> Attribution | None:
    """ "Y, X said." Or: "Y", said X."""
    if _NOUN_TOO.fullmatch(match[0]):
        return None
    before = text[: match.start()].rstrip()
    comma = max(before.rfind(", "), before.rfind('" '))
    if before.endswith((",", ',"', '"')):
        behind = _SPEAKER_BEHIND.match(text, match.end())
        if behind is None or has_likely_verb(behind["who"]) or match[0] in ("told", "tells"):
            return None
        if re.match(r"[^,]+, (?:who|which)\b", before):
            return None
        return _attribute(text, behind.span("who"), (0, len(before)), verb=match[0])
    if comma < 0 or not _TAIL.match(text, match.end()):
        return None
    if not (before[: comma + 1].endswith('"') or has_sure_verb(before[:comma])):
        return None
    subject = _find_speaker(text, match.start(), comma + 2)
    said = (0, comma + 1)
    return _attribute(text, subject, said, verb=match[0]) if subject else None


def _find_speaker(text: str, verb: int, start: int = 0) -> Range | None:
    """The range of the words that name who speaks, before the verb at ``verb``."""
    before = _BEFORE_VERB.sub("", text[:verb].rstrip())
    leading = _LEADING.match(before, start)
    start = leading.end() if leading else start
    if before.endswith(","):
        before = before[:-1]
    elif ", " in before[start:] and _CIRCUMSTANCE.match(before, start):
        start = before.rindex(", ") + 2
    name = before[start:]
    too_long = count_words(name) > _LONGEST_NAME
    if not name.strip() or too_long or '"' in name or ";" in name:
        return None
    if _NO_SPEAKER.search(name) or _NO_START.match(name):
        return None
    apposition = name.find(", ")
    if has_sure_verb(name if apposition < 0 else name[:apposition]):
        return None
    return start, start + (apposition if apposition > 0 else len(name))


def _attribute(
    text: str, subject: Range, said: Range, verb: str = "according to"
) -> Attribution | None:
    claimant = text[slice(*subject)].strip()
    if not claimant or FIRST_OR_SECOND_PERSON.fullmatch(claimant.split()[0]):
        return None
    statement, quoted = _trim_statement(text, said)
    if _NO_STATEMENT.match(verb) or statement[0] >= statement[1]:
        return Attribution(claimant, subject, None, quoted)
    return Attribution(claimant, subject, statement, quoted)


def _trim_statement(text: str, said: Range) -> tuple[Range, bool]:
    """The range without commas, white space and quotation marks around it."""
    start, end = said
    words = text[start:end]
    end -= len(words) - len(words.rstrip(" ,"))
    words = text[start:end]
    for first, last in find_quotations(words)[:1]:
        if first == 0 and not words[last:].strip(" .,"):
            inner = words[1 : last - 1].rstrip(" ,")
            return (start + 1, start + 1 + len(inner)), True
    return (start, end), False
