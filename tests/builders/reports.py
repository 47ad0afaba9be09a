"""Report values for tests: the parts, small reports on any text, and a hostile one.

``harbour_report`` has a realistic one.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from service.domain.article import sha256_of
from service.domain.base import Span
from service.domain.claim import Outcome
from service.domain.evidence import Document
from service.domain.report import (
    Considered,
    LibrarySnapshot,
    ModelUse,
    PromptUse,
    Provenance,
    Report,
    ReportArticle,
    ReportClaim,
    ReportSentence,
    ReportStatus,
    Summary,
)
from service.domain.verdict import Citation, Label, Review, Stance, Unchecked, Verdict

CREATED = datetime(2026, 11, 24, 13, 40, tzinfo=UTC)
AS_OF = date(2026, 11, 20)
HOSTILE = (
    "\"'><img src=x onerror=alert(1)><script>alert(2)</script></style></title></textarea>"
    "<!--{{7*7}}{%x%}[a](javascript:alert(3))`*_#|&amp;&lt;http://evil.example/\u202e\x1b[31m"
)


def document(name: str, **fields: object) -> Document:
    return Document.model_validate({"id": name, "title": f"Document {name}", **fields})


def considered(source: Document, text: str, /, *, start: int = 0, **fields: object) -> Considered:
    """The passage ``text`` of ``source``, at ``start`` of a version named after its words."""
    place: dict[str, object] = {
        key: fields.pop(key) for key in ("heading", "page") if key in fields
    }
    passage: dict[str, object] = {
        "id": f"{source.id}-{start}",
        "version": sha256_of(source.id),
        "index": 0,
        "text": text,
        "start": start,
        "end": start + len(text),
        **place,
    }
    return Considered.model_validate({"document": source, "passage": passage, **fields})


def cite(item: Considered, quote: str, stance: Stance) -> Citation:
    """A citation of ``quote``, which must stand in the considered passage."""
    start = item.passage.start + item.passage.text.index(quote)
    return Citation(
        stance=stance,
        quote=quote,
        start=start,
        end=start + len(quote),
        document=item.document,
        version=item.passage.version,
        heading=item.passage.heading,
        page=item.passage.page,
        later=item.later,
    )


def verdict(label: Label, confidence: float = 0.9, justification: str = "") -> Verdict:
    return Verdict(
        label=label, confidence=confidence, justification=justification, decided_by="local"
    )


def claim_at(span: Span, text: str, number: int, /, **fields: object) -> ReportClaim:
    """A claim under ``span`` of ``text``; not enough evidence unless ``fields`` say more."""
    original = span.of(text)
    defaults: dict[str, object] = {
        "id": f"c{number:012x}",
        "sentence": 0,
        "start": span.start,
        "end": span.end,
        "original": original,
        "text": original or "?",
        "check_worthiness": 0.8,
    }
    if "unchecked" not in fields:
        defaults["verdict"] = verdict(Label.NOT_ENOUGH_EVIDENCE, 0.4)
    return ReportClaim.model_validate({**defaults, **fields})


def provenance(**fields: object) -> Provenance:
    library = LibrarySnapshot(collection="default", revision=42, documents=31)
    return Provenance.model_validate(
        {"engine": "local", "library": library, "version": "0.1.0", **fields}
    )


def article_of(text: str, /, **fields: object) -> ReportArticle:
    return ReportArticle.model_validate({"text": text, "sha256": sha256_of(text), **fields})


def report_of(
    text: str,
    claims: Sequence[ReportClaim] = (),
    sentences: Sequence[ReportSentence] = (),
    **fields: object,
) -> Report:
    """A report on ``text`` whose summary follows from its claims and sentences."""
    return Report.model_validate(
        {
            "id": "r-1",
            "status": ReportStatus.COMPLETE,
            "created": CREATED,
            "as_of": AS_OF,
            "article": article_of(text),
            "summary": Summary.of(len(sentences), claims),
            "sentences": tuple(sentences),
            "claims": tuple(claims),
            "provenance": provenance(),
            **fields,
        }
    )


def marked_report(
    text: str, claims: Sequence[tuple[Span, Label | None]], sentences: Sequence[ReportSentence] = ()
) -> Report:
    """A report on any text with a claim of the given label under each span."""
    failed = Unchecked(reason="engine-timeout")
    return report_of(
        text,
        [
            claim_at(
                span, text, n, **({"verdict": verdict(label)} if label else {"unchecked": failed})
            )
            for n, (span, label) in enumerate(claims)
        ],
        sentences,
    )


def hostile_report(text: str = HOSTILE) -> Report:
    """Every field that people or documents fill holds ``text``, cut to what fits."""
    source = document("doc", title=text, issuer=text, kind=text, url=text, language=text[:35],
                      published=date(2026, 1, 1))  # fmt: skip
    item = considered(source, f"{text} {text}", heading=text, page=1)
    whole = Span(start=0, end=len(text))
    said: dict[str, object] = {"text": text, "original": text + "!", "claimant": text,
                            "considered": (item,)}  # fmt: skip
    review = Review(label=Label.REFUTED, reason=text, reviewer=text[:200], reviewed=CREATED)
    claims = [
        claim_at(whole, text, 0, id=text, review=review, **said,
                 verdict=verdict(Label.SUPPORTED, 0.9, text),
                 citations=(cite(item, text, Stance.SUPPORTS), cite(item, text, Stance.REFUTES))),
        claim_at(whole, text, 1, unchecked=Unchecked(reason=text, detail=text), **said),
        claim_at(whole, text, 2, **said),
    ]  # fmt: skip
    sentences = [
        ReportSentence(index=n, start=0, end=len(text), outcome=outcome, reason=text)
        for n, outcome in enumerate(Outcome)
    ]
    return report_of(
        text,
        claims,
        sentences,
        id=text,
        status=ReportStatus.PARTIAL,
        article=article_of(text, title=text, author=text, url=text, language=text),
        provenance=provenance(
            engine=text,
            models=(ModelUse(name=text, role=text, sha256=text, local=False, saw=text),),
            prompts=(PromptUse(name=text, version=1, sha256=sha256_of(text)),),
            library=LibrarySnapshot(collection=text, revision=1, documents=1),
            settings={text: text, "nested": {text: [text]}},
            version=text,
            commit=text,
        ),
        timing={text: 1.0},
    )
