"""A report as one stand-alone HTML page: no script, nothing loaded, every link inside or plain.

The page's policy is in its ``Content-Security-Policy`` meta element: no source at all but
the one style element, which is named by its SHA-256.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from service.domain.claim import Outcome
from service.domain.evidence import Document
from service.domain.report import Considered, Report, ReportClaim
from service.domain.verdict import LABEL_DEFINITIONS, Citation, Label, Stance
from service.publishing import words
from service.publishing.excerpts import Excerpt, excerpt, shorten
from service.publishing.layout import lay_out
from service.publishing.links import place_link, web_link
from service.publishing.words import MARKS, Mark

DocumentUrl = Callable[[str, str, int, int], str]
"""Document id, version, start, end (code points of the version's text) to an address."""

_ANCHOR = re.compile(r"[A-Za-z0-9_-]{1,80}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True)
class Source:
    """Where a citation or a considered passage comes from, ready to show."""

    document: Document
    place: str
    later: bool
    link: str | None

    @property
    def language(self) -> str:
        return known_language(self.document.language)


@dataclass(frozen=True)
class Proof:
    """A citation: its quote in its surroundings, and its source."""

    excerpt: Excerpt
    source: Source


@dataclass(frozen=True)
class Searched:
    """A considered passage: how it starts, and its source."""

    text: str
    source: Source


@dataclass(frozen=True)
class Card:
    """One claim as the page shows it. ``searched`` is best first."""

    number: int
    anchor: str
    claim: ReportClaim
    mark: Mark
    sides: tuple[tuple[Stance, tuple[Proof, ...]], ...]
    searched: tuple[Searched, ...]


def render_html(report: Report, document_url: DocumentUrl | None = None) -> str:
    """The report as one HTML page that needs no other file.

    ``document_url`` says where a place in a document can be opened; only http(s) addresses
    and paths on the same host become links.
    """
    cards = [_card(n, claim, document_url) for n, claim in enumerate(report.claims, 1)]
    return _template().render(
        report=report,
        cards=cards,
        paragraphs=lay_out(report.article.text, report.sentences, report.claims),
        language=known_language(report.article.language),
        unread=[(n, s) for n, s in enumerate(report.sentences) if s.outcome is not Outcome.CLAIMS],
        pressing=[card for card in cards if card.mark in _PRESSING],
        settings=[(key, _setting(value)) for key, value in report.provenance.settings.items()],
        css=Markup(_css()),  # noqa: S704 - our own style sheet
        policy=Markup(page_policy()),  # noqa: S704 - our own, and made of nothing else
    )


_PRESSING = (MARKS[Label.REFUTED], MARKS[Label.CONFLICTING_EVIDENCE])


def known_language(language: str | None) -> str:
    """A language tag that may stand in ``lang``; empty (unknown) for anything else."""
    return language if language and _LANGUAGE.fullmatch(language) else ""


def _card(number: int, claim: ReportClaim, document_url: DocumentUrl | None) -> Card:
    return Card(
        number=number,
        anchor=f"claim-{claim.id if _ANCHOR.fullmatch(claim.id) else number}",
        claim=claim,
        mark=MARKS[claim.label],
        sides=tuple(_sides(claim, document_url)),
        searched=tuple(_searched(item, document_url) for item in claim.considered),
    )


def _sides(
    claim: ReportClaim, document_url: DocumentUrl | None
) -> Iterator[tuple[Stance, tuple[Proof, ...]]]:
    for stance in words.STANCE_WORDS:
        proofs = tuple(
            Proof(excerpt(citation, claim.considered), _cited(citation, document_url))
            for citation in claim.citations
            if citation.stance is stance
        )
        if proofs:
            yield stance, proofs


def _cited(citation: Citation, document_url: DocumentUrl | None) -> Source:
    document = citation.document
    place = (document.id, citation.version, citation.start, citation.end)
    return Source(
        document=document,
        place=words.say_place(document, citation.heading, citation.page),
        later=citation.later,
        link=place_link(document_url(*place)) if document_url else None,
    )


def _searched(item: Considered, document_url: DocumentUrl | None) -> Searched:
    passage = item.passage
    place = (item.document.id, passage.version, passage.start, passage.end)
    source = Source(
        document=item.document,
        place=words.say_place(item.document, passage.heading, passage.page),
        later=item.later,
        link=place_link(document_url(*place)) if document_url else None,
    )
    return Searched(shorten(passage.text), source)


def _setting(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _exact(text: str) -> Markup:
    """``text`` so that a browser keeps every character: carriage returns would become line
    feeds, and NUL, which HTML cannot hold, would vanish; it is shown as U+FFFD."""
    exact = str(escape(text)).replace("\r", "&#13;").replace("\0", "\ufffd")
    return Markup(exact)  # noqa: S704 - escaped in the line before


@cache
def _css() -> str:
    css = files("service.publishing").joinpath("templates/report.css").read_text("utf-8")
    return css.replace("\r\n", "\n")


@cache
def page_policy() -> str:
    """The page's ``Content-Security-Policy``, with the digest of the style element's exact text.

    Without ``frame-ancestors``, which counts in a header only.
    """
    digest = base64.b64encode(hashlib.sha256(_css().encode("utf-8")).digest()).decode("ascii")
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("service.publishing"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(exact=_exact, web_link=web_link)
    environment.globals.update(
        words=words, MARKS=MARKS, Outcome=Outcome, definitions=LABEL_DEFINITIONS
    )
    return environment.get_template("report.html.j2")
