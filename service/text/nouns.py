"""The noun a number counts, found and lemmatised crudely: no part of speech is known.

The head is the first run of plural words near the number, and its last word: "agreement" for
both "28 agreements" and "28 bilateral trade agreements". Two texts that say the same thing in
the same words meet; where the noun is missed the number stays a bare one, which no other
number contradicts.
"""

from service.text.tokens import Kind, Token, Tokens

REACH = 5
"""How many tokens after the number the noun may end."""

IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "servicemen": "serviceman",
    "policemen": "policeman",
    "fishermen": "fisherman",
    "children": "child",
    "memoranda": "memorandum",
    "mous": "mou",
    "lives": "life",
    "wives": "wife",
    "knives": "knife",
    "halves": "half",
    "buses": "bus",
    "gases": "gas",
    "losses": "loss",
    "viruses": "virus",
    "statuses": "status",
    "campuses": "campus",
    "crises": "crisis",
    "analyses": "analysis",
    "criteria": "criterion",
    "phenomena": "phenomenon",
    "feet": "foot",
    "teeth": "tooth",
    "mice": "mouse",
    "geese": "goose",
    "oxen": "ox",
    "movies": "movie",
    "cookies": "cookie",
    "axes": "axis",
}
_UNCHANGED = """
    aircraft cattle fish hovercraft personnel police rotorcraft series sheep spacecraft species
    staff troops watercraft
    """
IRREGULAR |= {word: word for word in _UNCHANGED.split()}

_BOUNDARY = """
    a about above according across after again against ago all along already also although
    always among amid an and another any are around as at away back because been before being
    below beneath beside besides between beyond both but by can cannot compared could despite
    did do does done down during each either else enough even ever every except far few fewer
    following for from further had has have having he hence her here hers him his how however
    i if in including includes inside instead into is it its itself just largely last later
    least less like made make makes many may maybe me might mine minus more moreover most much
    must near nearly neither never next no nor not nothing now of off often on once one only
    onto or other others our out outside over own per perhaps plus prior rather remains
    said same says seems several shall she should since so some sometimes soon still
    such takes than that the their theirs them then there these they this those though through
    throughout thus till to together too toward towards under unless unlike until up upon us
    versus via was we were what when where whereas whether which while who whom whose why will
    with within without would yes yet you your
    """
BOUNDARY = frozenset(_BOUNDARY.split())
"""Words that end a noun phrase, and some that look plural and are not."""


def _is_acronym(token: Token) -> bool:
    """ "MPs", "MoUs": capitals and a small s."""
    surface = token.surface
    capitals = sum(character.isupper() for character in surface)
    return len(surface) > 2 and surface.endswith("s") and capitals >= 2


def is_plural(token: Token) -> bool:
    word = token.key
    if token.kind is not Kind.WORD or word in BOUNDARY:
        return False
    if word in IRREGULAR or _is_acronym(token):
        return True
    return len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics"))


def lemmatize(word: str) -> str:
    """The singular of a case-folded noun."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word


def _joins(token: Token) -> bool:
    """Whether a noun phrase may go on over this token: "five S-400 squadrons"."""
    return token.key in ("-", "'") or (token.kind is Kind.NUMBER and token.glued)


def _read_last_plural(tokens: Tokens, place: int) -> tuple[str, int]:
    """The lemma of the last of at most three plural words, and the index after it."""
    for _ in range(2):
        if not is_plural(tokens[place + 1]):
            break
        place += 1
    return lemmatize(tokens[place].key), place + 1


def read_noun(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Lemma of the noun counted by a number that ends before ``index``, and the index after."""
    hyphen = tokens[index].key == "-" and tokens[index].glued and tokens[index + 1].glued
    if hyphen and tokens[index + 1].surface.islower() and tokens[index + 1].key not in BOUNDARY:
        return lemmatize(tokens[index + 1].key), index + 2
    for place in range(index, index + REACH):
        token = tokens[place]
        if is_plural(token):
            return _read_last_plural(tokens, place)
        if token.key in BOUNDARY or (token.kind is not Kind.WORD and not _joins(token)):
            return None
    return None
