"""A report for a terminal, as rich renderables; plain text where the output is none."""

from collections import Counter
from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from service.domain.claim import Outcome
from service.domain.report import Report, ReportClaim, ReportStatus
from service.domain.verdict import Citation, Label, Stance
from service.publishing import words
from service.publishing.excerpts import ELLIPSIS, shorten
from service.publishing.words import MARKS

STYLES: dict[Label | None, str] = {
    Label.SUPPORTED: "green",
    Label.REFUTED: "red",
    Label.CONFLICTING_EVIDENCE: "yellow",
    Label.NOT_ENOUGH_EVIDENCE: "blue",
    None: "magenta",
}

# Control characters could move the cursor or hide words, bidirectional controls reorder them,
# and half a surrogate pair cannot be written at all.
_INDENT = 5
_SEARCHED_SHOWN = 5
_QUOTE_LENGTH = 400


def show_plain(text: object) -> str:
    """On one line, with U+FFFD for what could steer a terminal or cannot be written at all."""
    return words.show_controls(" ".join(str(text).split()))


def render_terminal(report: Report) -> RenderableType:
    """The report for ``rich.console.Console.print``; reads well from 80 columns."""
    return Group(
        *_header(report),
        *(part for n, claim in enumerate(report.claims, 1) for part in _claim(n, claim)),
        *_unread(report),
        *_footer(report),
    )


def _header(report: Report) -> Iterator[RenderableType]:
    article = report.article
    yield Text(words.say_summary(report.summary), "bold")
    partial = report.status is ReportStatus.PARTIAL
    yield Text(show_plain(words.say_status(report)), "bold red" if partial else "dim")
    yield Text()
    yield Text(show_plain(article.title or "Untitled article"), "bold")
    published = f"published {article.published}" if article.published else ""
    about = (article.author or "", published, article.url or "")
    if any(about):
        yield Text(show_plain(" · ".join(filter(None, about))), "dim")
    yield Text(
        f"checked {words.say_moment(report.created)} · knowledge of {report.as_of} · "
        f"engine {show_plain(report.provenance.engine)}",
        "dim",
    )
    yield Text()
    counts = [
        Text(f"{mark.icon} {words.summary_count(report.summary, label)} {mark.word}", STYLES[label])
        for label, mark in MARKS.items()
        if words.summary_count(report.summary, label)
    ]
    yield Text("   ").join(counts)


def _claim(number: int, claim: ReportClaim) -> Iterator[RenderableType]:
    mark = MARKS[claim.label]
    title = Text.assemble(
        (f"{number:>3}  ", "dim"), (f"{mark.icon} {mark.word}", "bold " + STYLES[claim.label])
    )
    if claim.review:
        title.append(f"  {words.REVIEW_ICON} reviewed", "magenta")
    elif claim.verdict:
        title.append(f"  {words.say_confidence(claim.verdict.confidence)}", "dim")
    yield Text()
    yield title
    yield _indent(Text(show_plain(claim.text), "bold"))
    if claim.original != claim.text:
        yield _indent(Text(f"Article: {show_plain(claim.original)}", "dim"))
    yield from _reasons(claim)
    for citation in claim.citations:
        yield from _citation(citation)
    if claim.considered and words.shows_search(claim):
        yield from _searched(claim)


def _reasons(claim: ReportClaim) -> Iterator[RenderableType]:
    review, verdict, unchecked = claim.review, claim.verdict, claim.unchecked
    if review:
        said = f"{review.reviewer}, {words.say_moment(review.reviewed)}"
        reason = f": {review.reason}" if review.reason else ""
        yield _indent(Text(show_plain(f"Reviewed by {said}{reason}")))
        yield _indent(Text(show_plain(f"Engine: {words.say_engine_verdict(claim)}"), "dim"))
    if unchecked and not review:
        yield _indent(Text(show_plain(f"Not checked: {words.say_error(unchecked.reason)}")))
    if unchecked and unchecked.detail:
        yield _indent(Text(show_plain(unchecked.detail), "dim"))
    if verdict and verdict.justification:
        yield _indent(Text(show_plain(f"Why: {verdict.justification}")))


def _citation(citation: Citation) -> Iterator[RenderableType]:
    side = "against" if citation.stance is Stance.REFUTES else "for"
    quote = shorten(show_plain(citation.quote), _QUOTE_LENGTH)
    yield _indent(Text.assemble((f"{side}: ", "bold"), f"“{quote}”"))
    place = words.say_place(citation.document, citation.heading, citation.page)
    later = words.LATER_WORDS if citation.later else ""
    source = ", ".join(filter(None, (words.say_source(citation.document), place, later)))
    yield _indent(Text(show_plain(source), "dim"), 2)


def _searched(claim: ReportClaim) -> Iterator[RenderableType]:
    passages = Counter(words.say_source(item.document) for item in claim.considered)
    shown = sum(not item.decides for item in claim.considered)
    only = f", {shown} of them only shown (later or the newsroom's own)" if shown else ""
    found = words.count_words(len(claim.considered), "passage")
    yield _indent(
        Text(f"Searched {found} of {words.count_words(len(passages), 'document')}{only}:", "dim")
    )
    for source, count in list(passages.items())[:_SEARCHED_SHOWN]:
        several = f": {count} passages" if count > 1 else ""
        yield _indent(Text(show_plain(source) + several, "dim"), 2)
    more = len(passages) - _SEARCHED_SHOWN
    if more > 0:
        yield _indent(Text(f"{ELLIPSIS} and {words.count_words(more, 'more document')}", "dim"), 2)


def _indent(text: Text, more: int = 0) -> Padding:
    return Padding(text, (0, 0, 0, _INDENT + more), expand=False)


def _unread(report: Report) -> Iterator[RenderableType]:
    yield Text()
    yield Text(words.say_sentences(report.sentences), "dim")
    for sentence in report.sentences:
        if sentence.outcome in {Outcome.AMBIGUOUS, Outcome.ERROR}:
            said = f"{words.say_reason(sentence)}: {sentence.of(report.article.text)}"
            yield _indent(Text(show_plain(said), "dim"))


def _footer(report: Report) -> Iterator[RenderableType]:
    library = report.provenance.library
    models = report.provenance.models
    elsewhere = ", ".join(model.name for model in models if not model.local)
    here = "; nothing left this machine" if models else ""
    where = f"; sent to {elsewhere}" if elsewhere else here
    yield Text(
        show_plain(
            f"Collection {library.collection}, revision {library.revision}, "
            f"{words.count_words(library.documents, 'document')}{where}; "
            f"{report.cost.usd:.4f} USD, {report.cost.seconds:.1f} s"
        ),
        "dim",
    )
    yield Text(f"Report {show_plain(report.id)}", "dim")
