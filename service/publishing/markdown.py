"""A report as Markdown (CommonMark). What others wrote is escaped, so that it stays text."""

import re
from collections.abc import Iterator

from service.domain.claim import Outcome
from service.domain.report import Report, ReportClaim
from service.domain.verdict import Citation, Stance
from service.publishing import words
from service.publishing.excerpts import excerpt, shorten
from service.publishing.layout import Segment, lay_out
from service.publishing.links import web_link
from service.publishing.words import MARKS

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$^{}])")
_LINE_START = re.compile(r"^(?:([-+=#:])|(\d{1,9})([.)]))")
# Extended autolinks (GitHub and others) need no brackets: break them at their first sign.
_AUTOLINK = re.compile(r"(?i)\b(https?|ftp|mailto|xmpp)(:)|\b(www)(\.)|(@)")


def escape_markdown(text: str) -> str:
    """``text`` as one line of Markdown that shows exactly its words, with white space
    collapsed, and starts no block, link, tag, entity or emphasis."""
    line = words.show_controls(" ".join(text.split()))
    line = _SPECIAL.sub(r"\\\1", line)
    line = _AUTOLINK.sub(lambda m: f"{m[1] or m[3] or ''}\\{m[2] or m[4] or m[5]}", line)
    return _LINE_START.sub(lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", line)


def render_markdown(report: Report) -> str:
    """The report as Markdown; ends with a line feed."""
    blocks = [
        *_header(report),
        "## Claims" if report.claims else "",
        *(block for n, claim in enumerate(report.claims, 1) for block in _claim(n, claim)),
        "## The article",
        *_article(report),
        *_unread(report),
        *_provenance(report),
    ]
    return "\n\n".join(block for block in blocks if block) + "\n"


def _header(report: Report) -> Iterator[str]:
    article = report.article
    yield f"# {escape_markdown(words.say_summary(report.summary))}"
    yield f"**{escape_markdown(words.say_status(report))}**"
    facts = {
        "Article": escape_markdown(article.title or "Untitled"),
        "Author": escape_markdown(article.author or ""),
        "Published": article.published.isoformat() if article.published else "",
        "Address": _address(article.url),
        "Checked": words.say_moment(report.created),
        "Knowledge of": report.as_of.isoformat(),
        "Engine": escape_markdown(report.provenance.engine),
    }
    yield "\n".join(f"- {name}: {value}" for name, value in facts.items() if value)
    yield "\n".join(
        f"- {mark.icon} {mark.word}: {words.summary_count(report.summary, label)}"
        for label, mark in MARKS.items()
    )
    yield words.say_sentences(report.sentences)


def _claim(number: int, claim: ReportClaim) -> Iterator[str]:
    mark = MARKS[claim.label]
    yield f"### {number}. {mark.icon} {mark.title}"
    yield f"**{escape_markdown(claim.text)}**"
    facts = [escape_markdown(words.say_kind(claim))]
    if claim.original != claim.text:
        facts.append(f"In the article's words: {escape_markdown(claim.original)}")
    if claim.review:
        by, when = escape_markdown(claim.review.reviewer), words.say_moment(claim.review.reviewed)
        facts.append(
            f"{words.REVIEW_ICON} Reviewed by {by}, {when}: {mark.word}. "
            f"{escape_markdown(claim.review.reason)}".rstrip()
        )
    facts.append(f"Engine: {escape_markdown(words.say_engine_verdict(claim))}")
    if claim.unchecked and claim.unchecked.detail:
        facts.append(f"Detail: {escape_markdown(claim.unchecked.detail)}")
    if claim.verdict and claim.verdict.justification:
        facts.append(f"Why: {escape_markdown(claim.verdict.justification)}")
    yield "\n".join(f"- {fact}" for fact in facts)
    for stance in Stance:
        cited = [c for c in claim.citations if c.stance is stance]
        if cited:
            yield f"{words.STANCE_WORDS[stance]}:"
            yield from (_citation(citation, claim) for citation in cited)
    if claim.considered and words.shows_search(claim):
        yield f"What was searched ({words.count_words(len(claim.considered), 'passage')}):"
        yield "\n".join(
            f"{n}. {escape_markdown(words.say_source(c.document))}: "
            f"{escape_markdown(shorten(c.passage.text))}"
            for n, c in enumerate(claim.considered, 1)
        )


def _citation(citation: Citation, claim: ReportClaim) -> str:
    shown = excerpt(citation, claim.considered)
    quoted = (
        escape_markdown(shown.before)
        + " " * shown.before[-1:].isspace()
        + f"**{escape_markdown(shown.quote)}**"
        + " " * shown.after[:1].isspace()
        + escape_markdown(shown.after)
    )
    document = citation.document
    source = [
        words.say_source(document),
        words.say_place(document, citation.heading, citation.page),
    ]
    lines = [quoted, "", escape_markdown(", ".join(filter(None, source)))]
    if web_link(citation.document.url):
        lines[-1] += f" {_address(citation.document.url)}"
    if citation.later:
        lines += ["", f"({words.LATER_WORDS})"]
    if citation.document.own_publication:
        lines += ["", f"({words.OWN_PUBLICATION_WORDS})"]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _address(url: str | None) -> str:
    if not url:
        return ""
    return f"<{url}>" if web_link(url) else escape_markdown(url)


def _article(report: Report) -> Iterator[str]:
    for paragraph in lay_out(report.article.text, report.sentences, report.claims):
        yield escape_line_start("".join(_segment(piece, report) for piece in paragraph.segments))


def escape_line_start(block: str) -> str:
    """Keeps a block whose pieces were escaped one by one from starting a heading or list."""
    return _LINE_START.sub(
        lambda m: f"\\{m[1]}" if m[1] else f"{m[2]}\\{m[3]}", " ".join(block.split())
    )


def _segment(piece: Segment, report: Report) -> str:
    inner = piece.text.strip()
    lead = piece.text[: len(piece.text) - len(piece.text.lstrip())]
    tail = piece.text[len(piece.text.rstrip()) :] if inner else ""
    notes = [
        f"\\[{MARKS[report.claims[n].label].icon} {n + 1} {MARKS[report.claims[n].label].word}\\]"
        for n in piece.closes
    ]
    notes += [
        f"\\[{escape_markdown(words.say_reason(report.sentences[n]))}\\]"
        for n in piece.ends
        if report.sentences[n].outcome is not Outcome.CLAIMS
    ]
    return lead + " ".join([escape_markdown(inner), *notes]) + tail


def _unread(report: Report) -> Iterator[str]:
    unread = [s for s in report.sentences if s.outcome is not Outcome.CLAIMS]
    if unread:
        yield f"## Sentences that were not checked ({len(unread)})"
        yield "\n".join(
            f"- {escape_markdown(s.of(report.article.text))} "
            f"({escape_markdown(words.say_reason(s))})"
            for s in unread
        )


def _provenance(report: Report) -> Iterator[str]:
    source, library = report.provenance, report.provenance.library
    yield "## How this was checked"
    searched = words.count_words(library.documents, "document")
    lines = [
        f"Report {escape_markdown(report.id)}, Claimdesk {escape_markdown(source.version)}",
        f"Collection {escape_markdown(library.collection)}, revision {library.revision}, "
        + searched,
    ]
    for model in source.models:
        who = f"{escape_markdown(model.name)} ({escape_markdown(model.role)}, "
        where = "here" if model.local else "elsewhere"
        lines.append(f"{who}{where}) saw {escape_markdown(model.saw)}")
    calls, cost = words.count_words(report.cost.calls, "model call"), report.cost
    lines.append(f"{calls}, {cost.usd:.4f} USD, {cost.seconds:.1f} s")
    yield "\n".join(f"- {line}" for line in lines)
