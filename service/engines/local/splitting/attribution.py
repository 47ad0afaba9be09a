"""Who is said to have said what.

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
_ACCORDING = re.compile(r"\b[Aa]ccording to (?!plan\b|schedule\b)(?=\S)")
# What follows these is not put forward as a fact by the one who says it.
_UNTRUE = re.compile(r"\b(?:falsely|wrongly|incorrectly|mistakenly|untruthfully)\b")
# "insisted that Chad pay" asks for it.
_MAY_ASK = re.compile(r"insist|suggest")
_NO_STATEMENT = re.compile(
    r"ask|believe|denie|disput|forecast|hope|pledge|predict|promise|thought|think"
)

_BEFORE_VERB = re.compile(
    r"(?:,?\s\b(?:has|have|had|also|later|earlier|then|again|once|meanwhile|[a-z]+ly))+$"
)
_NO_SPEAKER = re.compile(
    r"(?:^|\s)(?:is|are|was|were|be|been|being|to|not|which|that|who|of|an?|the|in|it|I|we|you"
    r"|there|this|and|or|what|never|hardly|rarely)$",
    re.IGNORECASE,
)
_NOUN_TOO = re.compile(r"claims|estimates|forecasts?|notes|promises|reports|states|stresses")
_NO_START = re.compile(
    r"(?:by|at|in|on|of|for|with|from|as|to|which|who|that|where|when|while|but|if|unless|what"
    r"|whatever|how|why|no|nobody|none|neither|nothing|everything|few|hardly|\d+)\b",
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
# "said on Monday exports fell": where the time or place ends is not known.
_CIRCUMSTANCE_FIRST = re.compile(r"(?:on|in|at|during|after|before|last|late|early|earlier|this)\b")
_OPEN_RELATIVE = re.compile(r", (?:which|who|whom|whose|where)\b[^,]*$")
_TAIL = re.compile(
    r"(?:,? (?:on|in|at|during|to|late|early|last|this|earlier|after|yesterday|today)\b[^,.;]{0,80}"
    r"| (?:reporters|journalists|[A-Z]\w+)[^,.;]{0,60})?(?:\.?$|[.,]? (?:\"|adding\b))"
)
_DATELINE = re.compile(r"[A-Z]{3,}[^-;\"]{0,50} -+ ")
_LONGEST_NAME = 14  # words
_SPEAKER_BEHIND = re.compile(
    r" (?P<who>(?:[A-Z]|the |an? )[^,.;\"]{1,80}?)"
    r"(?= (?:on|in|at|during|to|after|last|late|earlier|who)\b|[,.;\"]|$)"
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


def _is_within(place: int, ranges: tuple[Range, ...]) -> bool:
    return any(start < place < end for start, end in ranges)


def _read_according(text: str, match: re.Match[str]) -> Attribution | None:
    """According to X, Y. Or: Y, according to X."""
    name = re.compile(r"[^,;]+").match(text, match.end())
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
        unclear = link is not None and _CIRCUMSTANCE_FIRST.match(text, link.end())
        if link and (unclear or match[0] in ("told", "tells")):  # as is where the hearer ends
            return Attribution(text[slice(*subject)], subject, None, False)
    if link is None or (match[0] in ("wrote", "writes") and _is_title(text[link.end() :])):
        return None
    return _attribute(text, subject, (link.end(), len(text)), verb=match[0])


def _is_title(text: str) -> bool:
    """Whether the text starts with a quotation that says nothing: wrote "The Lamp"."""
    quotation = re.match(r'"[^"]*"', text)
    return quotation is not None and not has_likely_verb(quotation[0])


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
    if _OPEN_RELATIVE.search(text[:verb]):
        return None
    before = _BEFORE_VERB.sub("", text[:verb].rstrip())
    dateline = _DATELINE.match(before) if start == 0 else None
    start = dateline.end() if dateline else start
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
    stated = not (_NO_STATEMENT.match(verb) or _UNTRUE.search(text, *_between(subject, said)))
    asked = _MAY_ASK.match(verb) and not has_likely_verb(text[slice(*statement)])
    if not stated or asked or statement[0] >= statement[1]:
        return Attribution(claimant, subject, None, quoted)
    return Attribution(claimant, subject, statement, quoted)


def _between(one: Range, other: Range) -> Range:
    return (one[1], other[0]) if one < other else (other[1], one[0])


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
