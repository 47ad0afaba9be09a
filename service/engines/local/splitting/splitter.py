"""Claims by rules: clauses, attributions, and a reason for whatever holds nothing to check.

A trained check-worthiness head takes the place of ``score`` and nothing else changes.
"""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version

from service.domain.article import Article, Sentence
from service.domain.claim import (
    Claim,
    ClaimKind,
    NotCheckable,
    Outcome,
    SentenceOutcome,
    SplitResult,
    claim_id,
)
from service.domain.report import ModelUse, PromptUse
from service.engines.local.attribution import Attribution, find_attribution, find_people
from service.engines.local.check_worthiness import (
    UNKNOWN,
    CheckWorthiness,
    score_check_worthiness,
)
from service.engines.local.checkability import (
    LIST_MARK,
    Place,
    find_layout_reason,
    find_reason,
    find_unclear_subject,
    is_anchored,
    knows_language,
    knows_script,
)
from service.engines.local.clauses import (
    FIRST_OR_SECOND_PERSON,
    Range,
    split_clauses,
    stands_alone,
)
from service.text.normalize import NormalizedText, is_invisible, normalize

RULES = "rules/1"
"""Raise it with every change of a rule."""

_LONGEST_READ = 2000  # code points; a longer sentence is one claim
_LINE_ENDS = frozenset("\n\r\x0b\x0c\x85\u2028\u2029")
_ASKS = re.compile(r"\?$")


@dataclass(frozen=True)
class _Draft:
    """A claim before it has an id: a range of the sentence's normalised words."""

    words: Range
    text: str
    kind: ClaimKind = ClaimKind.FACT
    claimant: str | None = None
    known: bool = True


@dataclass(frozen=True)
class _Reading:
    """A sentence as the rules see it, and the sentence of the text proper before it."""

    sentence: Sentence
    seen: NormalizedText
    text: str
    place: Place
    before: str | None
    same_paragraph: bool

    @property
    def people(self) -> tuple[str, ...]:
        return find_people(self.before[-_LONGEST_READ:]) if self.before else ()


_Found = tuple[_Draft, ...] | NotCheckable | str


class LocalSplitter:
    """A ``ClaimSplitter`` without a model. ``scored_by`` names ``score`` in the fingerprint."""

    def __init__(
        self, score: CheckWorthiness = score_check_worthiness, scored_by: str = "signs/1"
    ) -> None:
        self._score = score
        self._scored_by = scored_by

    @property
    def fingerprint(self) -> str:
        return f"{RULES} {self._scored_by} py3langid/{version('py3langid')}"

    @property
    def models(self) -> tuple[ModelUse, ...]:
        return ()

    @property
    def prompts(self) -> tuple[PromptUse, ...]:
        return ()

    async def split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        """Claims of these sentences, and one outcome for every one of them; never raises."""
        return await asyncio.to_thread(self._split, article, sentences)

    def _split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        known = knows_language(article.text, article.language)
        claims: list[Claim] = []
        outcomes: list[SentenceOutcome] = []
        occurrences: Counter[tuple[str, str, ClaimKind]] = Counter()
        lines: set[str] = set()
        before: _Reading | None = None
        for sentence in sentences:
            reading = _read(article, sentence, before, lines)
            layout = find_layout_reason(reading.text, reading.place) if known else None
            found = layout or _find_claims(reading, known)
            outcomes.append(_name_outcome(sentence, found))
            if isinstance(found, tuple):
                claims += [self._claim(article, reading, draft, occurrences) for draft in found]
            before = None if layout else reading
        return SplitResult(claims=tuple(claims), outcomes=tuple(outcomes))

    def _claim(
        self,
        article: Article,
        reading: _Reading,
        draft: _Draft,
        occurrences: Counter[tuple[str, str, ClaimKind]],
    ) -> Claim:
        start, end = (
            reading.sentence.start + place for place in reading.seen.original_span(*draft.words)
        )
        original = article.text[start:end]
        content = (original, draft.text, draft.kind)
        occurrences[content] += 1
        return Claim(
            start=start,
            end=end,
            id=claim_id(*content, occurrences[content] - 1),
            sentence=reading.sentence.index,
            original=original,
            text=draft.text,
            kind=draft.kind,
            claimant=draft.claimant,
            check_worthiness=self._score(draft.text) if draft.known else UNKNOWN,
        )


def _name_outcome(sentence: Sentence, found: _Found) -> SentenceOutcome:
    if isinstance(found, NotCheckable):
        return SentenceOutcome(
            index=sentence.index, outcome=Outcome.NOT_CHECKABLE, reason=found.value
        )
    if isinstance(found, str):
        return SentenceOutcome(index=sentence.index, outcome=Outcome.AMBIGUOUS, reason=found)
    return SentenceOutcome(index=sentence.index, outcome=Outcome.CLAIMS)


# --- reading -----------------------------------------------------------------------------


def _read(
    article: Article, sentence: Sentence, before: _Reading | None, lines: set[str]
) -> _Reading:
    """The sentence with its place; notes its line in ``lines``, to know a repeated one."""
    seen = normalize(sentence.of(article.text))
    text = seen.text.replace("\n", " ")
    ends_before = _count_line_ends(article.text, sentence.start - 1, -1)
    ends_after = _count_line_ends(article.text, sentence.end, 1)
    alone = ends_before > 0 and ends_after > 0
    place = Place(
        index=sentence.index,
        alone=alone,
        last=not article.text[sentence.end : sentence.end + _LONGEST_READ].strip(),
        title=article.title,
        author=article.author,
        repeated=text in lines,
    )
    if alone:
        lines.add(text)
    follows = before is not None and before.sentence.index + 1 == sentence.index
    return _Reading(
        sentence=sentence,
        seen=seen,
        text=text,
        place=place,
        before=before.text if before and follows else None,
        same_paragraph=ends_before < 2,
    )


def _count_line_ends(text: str, place: int, step: int) -> int:
    """Line ends next to ``place``, across white space; two for the end of the text."""
    found = 0
    while 0 <= place < len(text) and (text[place].isspace() or is_invisible(text[place])):
        found += text[place] in _LINE_ENDS and text[place : place + 2] != "\r\n"
        place += step
    return found if 0 <= place < len(text) else 2


# --- claims ------------------------------------------------------------------------------


def _find_claims(reading: _Reading, known: bool) -> _Found:
    """The sentence's claims, or why there are none (a sentence in words: it is ambiguous)."""
    text = reading.text
    whole = (0, len(text))
    if not any(character.isalpha() for character in text):
        return NotCheckable.FRAGMENT
    if not known or not knows_script(text):
        return (_Draft(whole, text, known=False),)
    if len(text) > _LONGEST_READ:
        return (_Draft(whole, text),)
    if _ASKS.search(text):
        return NotCheckable.QUESTION
    return _find_clauses(reading)


def _find_clauses(reading: _Reading) -> _Found:
    """The claims of every clause; where there are none, what is wrong with the first."""
    mark = LIST_MARK.match(reading.text)
    skipped = mark.end() if mark else 0
    drafts: list[_Draft] = []
    failures: list[NotCheckable | str] = []
    for start, end in split_clauses(reading.text[skipped:]):
        found = _read_clause(reading, (skipped + start, skipped + end))
        if isinstance(found, tuple):
            drafts += found
        else:
            failures.append(found)
    return tuple(drafts) or failures[0]


def _read_clause(reading: _Reading, words: Range) -> _Found:
    text = reading.text[slice(*words)]
    attribution = find_attribution(text)
    if attribution is not None:
        return _draft_attribution(reading, words, attribution)
    reason = find_reason(text)
    if reason is not None:
        return reason
    before = reading.before if reading.same_paragraph else None
    unclear = find_unclear_subject(text, before, reading.people)
    return unclear or (_Draft(words, _capitalize(text)),)


def _draft_attribution(reading: _Reading, words: Range, attribution: Attribution) -> _Found:
    """That it was said, and what was said where that stands alone."""
    text = reading.text[slice(*words)]
    claimant: str | None = attribution.claimant
    if attribution.by_pronoun:
        claimant = _resolve(attribution.claimant, reading.people)
    facts = _draft_statement(text, words[0], attribution, claimant)
    if claimant is None:
        return facts or f'who "{attribution.claimant}" is cannot be told from the sentence before'
    start, end = attribution.subject
    spoken = text[:start] + claimant + text[end:] if attribution.by_pronoun else text
    said = _Draft(words, _capitalize(spoken), ClaimKind.ATTRIBUTION, claimant)
    return (said, *facts)


def _resolve(pronoun: str, people: tuple[str, ...]) -> str | None:
    one = pronoun.lower() in ("he", "she") and len(people) == 1
    return people[0] if one else None


def _draft_statement(
    text: str, offset: int, attribution: Attribution, claimant: str | None
) -> tuple[_Draft, ...]:
    if attribution.statement is None:
        return ()
    start, end = attribution.statement
    said = text[start:end]
    drafts = []
    for first, last in split_clauses(said):
        clause = said[first:last]
        personal = FIRST_OR_SECOND_PERSON.search(clause) is not None
        vague = attribution.quoted and not is_anchored(clause)
        if stands_alone(clause) and not personal and not vague and find_reason(clause) is None:
            words = (offset + start + first, offset + start + last)
            drafts.append(_Draft(words, _capitalize(clause), claimant=claimant))
    return tuple(drafts)


def _capitalize(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:]
