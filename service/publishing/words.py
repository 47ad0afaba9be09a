"""How a report is said in words: one definition for every format."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from service.domain.claim import Claim, ClaimKind, Outcome
from service.domain.evidence import Document
from service.domain.report import Report, ReportClaim, ReportSentence, ReportStatus, Summary
from service.domain.verdict import Label, Stance
from service.errors import ClaimdeskError


@dataclass(frozen=True)
class Mark:
    """How a label is shown, never by colour alone. ``key`` names it in style sheets and CSV."""

    key: str
    word: str
    icon: str

    @property
    def title(self) -> str:
        return self.word[:1].upper() + self.word[1:]


MARKS: dict[Label | None, Mark] = {
    Label.REFUTED: Mark("refuted", "refuted", "✗"),
    Label.CONFLICTING_EVIDENCE: Mark("conflicting_evidence", "conflicting evidence", "⇄"),
    Label.NOT_ENOUGH_EVIDENCE: Mark("not_enough_evidence", "not enough evidence", "?"),
    None: Mark("unchecked", "unchecked", "⊘"),
    Label.SUPPORTED: Mark("supported", "supported", "✓"),
}
"""In the order in which an editor wants to see them; ``None`` is a claim without a label."""

REVIEW_ICON = "✎"

# Least confidence that may be called so. Words for people; nothing is decided by them.
CONFIDENCE_WORDS = ((0.85, "high confidence"), (0.6, "medium confidence"), (0.0, "low confidence"))

STANCE_WORDS: dict[Stance, str] = {
    Stance.REFUTES: "Evidence against",
    Stance.SUPPORTS: "Evidence for",
}

OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.CLAIMS: "with claims",
    Outcome.NOT_CHECKABLE: "not checkable",
    Outcome.AMBIGUOUS: "ambiguous",
    Outcome.ERROR: "not read because of an error",
}

_SUMMARY_WORDS: dict[Label | None, tuple[str, str]] = {
    Label.REFUTED: ("is refuted", "are refuted"),
    Label.CONFLICTING_EVIDENCE: ("has conflicting evidence", "have conflicting evidence"),
    Label.NOT_ENOUGH_EVIDENCE: ("lacks enough evidence", "lack enough evidence"),
    None: ("is unchecked", "are unchecked"),
    Label.SUPPORTED: ("is supported", "are supported"),
}

LATER_WORDS = "later: appeared after the date that counts; shown, not proof"
OWN_PUBLICATION_WORDS = "own publication: shown, never proof"


# Controls that reorder text: they would reach from others' words into ours.
_OVERRIDES = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _quoted(text: str) -> str:
    """Others' words on one line, without what could reorder the sentence around them."""
    return _OVERRIDES.sub("", " ".join(text.split()))


def _errors(root: type[ClaimdeskError]) -> Iterator[type[ClaimdeskError]]:
    yield root
    for child in root.__subclasses__():
        yield from _errors(child)


def count_words(count: int, noun: str) -> str:
    """``1 claim``, ``2 claims``; thousands are separated."""
    return f"{count:,} {noun if count == 1 else noun + 's'}"


def summary_count(summary: Summary, label: Label | None) -> int:
    return int(getattr(summary, MARKS[label].key))


def say_summary(summary: Summary) -> str:
    """The counts as one sentence, the gravest first."""
    if not summary.claims:
        return f"No claim to check was found in {count_words(summary.sentences, 'sentence')}."
    counts = [(label, summary_count(summary, label)) for label in MARKS]
    counts = [(label, count) for label, count in counts if count]
    if len(counts) == 1:
        one, many = _SUMMARY_WORDS[counts[0][0]]
        return f"All {summary.claims:,} claims {many}." if summary.claims > 1 else f"1 claim {one}."
    label, first = counts[0]
    parts = [f"{first:,} of {summary.claims:,} claims {_SUMMARY_WORDS[label][first != 1]}"]
    parts += [f"{count:,} {_SUMMARY_WORDS[label][count != 1]}" for label, count in counts[1:]]
    return f"{', '.join(parts[:-1])} and {parts[-1]}."


def say_sentences(sentences: Sequence[ReportSentence]) -> str:
    """How the sentences ended, as one sentence."""
    count = Counter(sentence.outcome for sentence in sentences)
    parts = [
        f"{count[outcome]:,} {words}" for outcome, words in OUTCOME_WORDS.items() if count[outcome]
    ]
    total = count_words(len(sentences), "sentence")
    return f"{total}: {', '.join(parts)}." if parts else f"{total}."


def say_confidence(confidence: float) -> str:
    """``high confidence, 93 %``; rounded down, so that only certainty reads 100 %."""
    words = next(words for least, words in CONFIDENCE_WORDS if confidence >= least)
    return f"{words}, {math.floor(confidence * 100 + 1e-9)} %"


def say_error(slug: str) -> str:
    """The words for an error's slug; an unknown slug is said as it is."""
    titles = {error.slug: error.title for error in _errors(ClaimdeskError)}
    title = titles.get(slug)
    return (
        title[:1].lower() + title[1:]
        if title
        else _quoted(slug.replace("-", " ").replace("_", " "))
    )


def say_reason(sentence: ReportSentence) -> str:
    """Why a sentence has no claims, short enough to stand in the text."""
    if sentence.outcome is Outcome.CLAIMS:
        return ""
    reason = _quoted(sentence.reason or "")
    if sentence.outcome is Outcome.NOT_CHECKABLE:
        return reason.replace("_", " ") or "not checkable"
    if sentence.outcome is Outcome.AMBIGUOUS:
        return f"ambiguous: {reason}" if reason else "ambiguous"
    return f"error: {say_error(reason)}" if reason else "error"


def say_status(report: Report) -> str:
    if report.status is ReportStatus.COMPLETE:
        return "Complete: every sentence was read and every claim was checked."
    return f"Partial: {'; '.join(_missing(report)) or 'something could not be done'}."


def _missing(report: Report) -> Iterator[str]:
    failed = [claim for claim in report.claims if claim.unchecked is not None]
    reasons = Counter(c.unchecked.reason for c in failed if c.unchecked and c.review is None)
    for reason, count in reasons.items():
        yield f"{count_words(count, 'claim')} could not be checked ({say_error(reason)})"
    reviewed = sum(claim.review is not None for claim in failed)
    if reviewed:
        yield f"{count_words(reviewed, 'claim')} could be judged by a reviewer only"
    errors = Counter(s.reason or "" for s in report.sentences if s.outcome is Outcome.ERROR)
    for reason, count in errors.items():
        why = f" ({say_error(reason)})" if reason else ""
        yield f"{count_words(count, 'sentence')} could not be read{why}"


def say_kind(claim: Claim) -> str:
    """What the claim is judged on, and who makes it."""
    claimant = _quoted(claim.claimant or "")
    if claim.kind is ClaimKind.ATTRIBUTION:
        return f"Attribution: judged on whether {claimant or 'the claimant'} said it"
    return f"Fact, claimed by {claimant}" if claimant else "Fact"


def say_engine_verdict(claim: ReportClaim) -> str:
    """What the engine concluded, whatever a reviewer said."""
    if claim.verdict is None:
        reason = say_error(claim.unchecked.reason) if claim.unchecked else "no verdict"
        return f"unchecked ({reason})"
    return f"{MARKS[claim.verdict.label].word}, {say_confidence(claim.verdict.confidence)}"


def shows_search(claim: ReportClaim) -> bool:
    """Whether the reader must see what was searched: where the engine decided nothing."""
    return claim.verdict is None or not claim.verdict.label.decisive


def say_place(document: Document, heading: str | None, page: int | None) -> str:
    """``page 4, Budget``; empty where neither is known. A heading that is the document's title
    says nothing more."""
    section = heading if heading and heading.split() != document.title.split() else ""
    return ", ".join(part for part in (f"page {page}" if page else "", section) if part)


def say_source(document: Document) -> str:
    """``Title (Issuer, 2026-03-01)``; ``undated`` where the date is not known."""
    when = document.known_from.isoformat() if document.known_from else "undated"
    return f"{document.title} ({', '.join(filter(None, (document.issuer, when)))})"


def say_moment(moment: datetime) -> str:
    """To the minute in UTC; a time without a zone is shown as it is."""
    if moment.tzinfo is None:
        return f"{moment:%Y-%m-%d %H:%M}"
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def show_controls(text: str) -> str:
    """With U+FFFD for what could steer a terminal or cannot be written; tabs and lines stay."""
    return _CONTROL.sub("\ufffd", text)
