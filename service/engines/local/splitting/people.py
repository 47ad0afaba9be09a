"""Which persons a text names, and whether it speaks of one without a name."""

import re

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
# One more person of whom a "he" or "she" may speak, if no name stands beside it.
PERSON_NOUN = (
    r"(?:[a-z]+(?:ist|man|woman|person)|president|minister|premier|chancellor|secretary|ambassador"
    r"|envoy|governor|mayor|senator|judge|justice|general|colonel|captain|admiral|professor|chair"
    r"|director|king|queen|prince|princess|pope|leader|head|chief|deputy|officer|official|lawyer"
    r"|attorney|prosecutor|banker|teacher|doctor|nurse|engineer|worker|driver|pilot|soldier|player"
    r"|coach|manager|singer|actor|actress|writer|author|poet|painter|composer|reporter|editor"
    r"|researcher|politician|musician|boy|girl|child|wife|husband|son|daughter|brother|sister"
    r"|mother|father|widow|widower|uncle|aunt|cousin|nephew|niece|grand(?:son|daughter|father"
    r"|mother)|friend|partner|colleague|rival|opponent|successor|predecessor|counterpart|host"
    r"|guest|victim|suspect|witness|defendant|killer|patient|student|pupil|candidate|champion"
    r"|winner|owner|founder|aide|advis[eo]r|agent|bishop|priest|farmer|investor|negotiator"
    r"|mediator|delegate|inspector|commander|guard|referee)"
)
_NOUN_OF_A_PERSON = re.compile(rf"{PERSON_NOUN}\b")
# Not "is a judge", "as mayor", "Ann Roe, the minister", "the minister Ann Roe": these are she.
_ANOTHER = re.compile(
    r"(?<!\bis )(?<!\bwas )(?<!\bas )(?<!\bbeen )(?<!\bbecame )(?<!, )"
    r"\b(?:an?|the|his|her|their|another|\w+'s) (?:[\w-]+ ){0,2}?"
    rf"{PERSON_NOUN}\b(?!-|(?-i:,? (?:as )?[A-Z]))",
    re.IGNORECASE,
)


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


def is_person_of_a_name(text: str) -> bool:
    """Whether the text is like "Ann Roe of Oslo Bank", where either may be meant next."""
    people = find_people(text)
    return bool(people) and re.search(rf"{re.escape(people[0])} (?:of|for) ", text) is not None


def speaks_of_another(text: str) -> bool:
    """Whether the text speaks of a person without the name: "her husband", "an officer"."""
    return _ANOTHER.search(text) is not None


def ends_in_person(text: str) -> bool:
    """Whether the last word is a noun for a person."""
    return _NOUN_OF_A_PERSON.fullmatch(text.rpartition(" ")[2]) is not None
