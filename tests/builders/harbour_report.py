"""A realistic report for tests: an invented article on an invented harbour tram."""

from datetime import date

from service.domain.article import sha256_of
from service.domain.base import Span
from service.domain.claim import ClaimKind, Outcome
from service.domain.evidence import Entailment
from service.domain.report import (
    Cost,
    ModelUse,
    PromptUse,
    Report,
    ReportClaim,
    ReportSentence,
    ReportStatus,
)
from service.domain.verdict import Label, Review, Stance, Unchecked
from tests.builders.reports import (
    CREATED,
    article_of,
    cite,
    claim_at,
    considered,
    document,
    provenance,
    report_of,
    verdict,
)

RTL = "وصل أول ترام إلى الميناء في الأول من سبتمبر."

_ARTICLE = f"""Harbour tram opens to a crowded quay

By Ines Marlow

The harbour tram in Lindhaven opened on 1 September 2026 after four years of work. The line is \
12 kilometres long and has 14 stops. Who would have thought it?

Mayor Tessa Oduya said the tram had cost 310 million crowns, the exact sum that was planned. \
It carries 45,000 passengers a day, according to the operator. Fares will surely rise next year.

{RTL}

The city also owns most of the rolling stock. The old ferry made its last crossing in \
August. They agreed on it later that week. Nobody in the harbour misses the buses."""

_PARTS = [
    ("Harbour tram opens to a crowded quay", Outcome.NOT_CHECKABLE, "headline"),
    ("By Ines Marlow", Outcome.NOT_CHECKABLE, "byline"),
    ("The harbour tram in Lindhaven opened on 1 September 2026 after four years of work.",
     Outcome.CLAIMS, None),
    ("The line is 12 kilometres long and has 14 stops.", Outcome.CLAIMS, None),
    ("Who would have thought it?", Outcome.NOT_CHECKABLE, "question"),
    ("Mayor Tessa Oduya said the tram had cost 310 million crowns, the exact sum that was planned.",
     Outcome.CLAIMS, None),
    ("It carries 45,000 passengers a day, according to the operator.", Outcome.CLAIMS, None),
    ("Fares will surely rise next year.", Outcome.NOT_CHECKABLE, "prediction"),
    (RTL, Outcome.CLAIMS, None),
    ("The city also owns most of the rolling stock.", Outcome.CLAIMS, None),
    ("The old ferry made its last crossing in August.", Outcome.CLAIMS, None),
    ("They agreed on it later that week.", Outcome.AMBIGUOUS, "who agreed on what is not said"),
    ("Nobody in the harbour misses the buses.", Outcome.ERROR, "engine-timeout"),
]  # fmt: skip


def _span(words: str) -> Span:
    start = _ARTICLE.index(words)
    return Span(start=start, end=start + len(words))


_MINUTES = considered(
    document("council-2026-06", title="Minutes of the city council, session 11", kind="minutes",
             issuer="City of Lindhaven", published=date(2026, 6, 18),
             url="https://city.example/council/11"),
    "The treasurer reported on the harbour line. Tracks, depot and the 22 vehicles are complete, "
    "and trial runs started in May. The total cost of the harbour line came to 342 million "
    "crowns, against 310 million in the plan of 2022; the difference was met from the reserve. "
    "The council took note of the report without a vote. Opening is set for 1 September 2026, "
    "subject to the approval of the railway inspectorate. The chair thanked the works department "
    "for its patience with the residents of the quay.",
    start=18_204, page=7, heading="Item 4: harbour line", dense=0.71, lexical=12.4,
    entailment=Entailment(entails=0.03, contradicts=0.94, neutral=0.03),
)  # fmt: skip
_OPERATOR = considered(
    document("operator-facts", title="Harbour line in figures", issuer="Lindhaven Transit",
             published=date(2026, 9, 30)),
    "Route length: 12 km. Stops: 14. Vehicles: 22, all of them leased. On working days the line "
    "carries 45,000 passengers.",
    page=1, dense=0.66, lexical=9.1,
)  # fmt: skip
_AUDIT = considered(
    document("audit-2026", title="Quarterly passenger counts", issuer="Office of Statistics",
             published=date(2026, 10, 12)),
    "Automatic counts found 31,400 passengers on an average day between 1 and 30 September.",
    heading="Table 3", dense=0.58,
)  # fmt: skip
_LATER = considered(
    document("council-2026-12", title="Minutes of the city council, session 19",
             issuer="City of Lindhaven", published=date(2026, 12, 3)),
    "The ferry was withdrawn on 30 August 2026.", later=True, page=2, dense=0.61,
)  # fmt: skip
_OWN = considered(
    document("own-2026-09-02", title="A first ride", issuer="Lindhaven Courier",
             published=date(2026, 9, 2), own_publication=True),
    "The tram is a success, and the ferry is history.", dense=0.4,
)  # fmt: skip
_ARABIC = considered(
    document("arabic-notice", title="إعلان هيئة النقل", issuer="هيئة النقل", language="ar",
             published=date(2026, 8, 28)),
    "تعلن الهيئة أن أول ترام وصل إلى الميناء في الأول من سبتمبر ٢٠٢٦ وأن الخدمة منتظمة.",
    dense=0.69,
)  # fmt: skip


_ROWS: list[tuple[str, int, dict[str, object]]] = [
    ("The harbour tram in Lindhaven opened on 1 September 2026", 2, {
        "verdict": verdict(Label.SUPPORTED, 0.93, "The minutes set the opening for that day."),
        "citations": (cite(_MINUTES, "Opening is set for 1 September 2026", Stance.SUPPORTS),),
        "considered": (_MINUTES, _OPERATOR)}),
    ("The line is 12 kilometres long and has 14 stops", 3, {
        "text": "The harbour tram line in Lindhaven is 12 kilometres long and has 14 stops.",
        "verdict": verdict(Label.SUPPORTED, 0.97, "Length and stops are as in the fact sheet."),
        "citations": (cite(_OPERATOR, "Route length: 12 km. Stops: 14.", Stance.SUPPORTS),),
        "considered": (_OPERATOR,)}),
    ("Mayor Tessa Oduya said the tram had cost 310 million crowns", 5, {
        "kind": ClaimKind.ATTRIBUTION, "claimant": "Mayor Tessa Oduya",
        "text": "Mayor Tessa Oduya said the harbour tram had cost 310 million crowns.",
        "verdict": verdict(Label.NOT_ENOUGH_EVIDENCE, 0.55,
                           "No document records what the mayor said."),
        "considered": (_MINUTES, _OWN)}),
    ("the tram had cost 310 million crowns", 5, {
        "claimant": "Mayor Tessa Oduya",
        "text": "The harbour tram in Lindhaven cost 310 million crowns.",
        "verdict": verdict(Label.REFUTED, 0.96,
                           "The total is 342 million; 310 million was the plan."),
        "citations": (cite(
            _MINUTES, "The total cost of the harbour line came to 342 million crowns",
            Stance.REFUTES),),
        "considered": (_MINUTES, _OPERATOR)}),
    ("It carries 45,000 passengers a day, according to the operator", 6, {
        "text": "The harbour tram carries 45,000 passengers a day.",
        "claimant": "the operator",
        "verdict": verdict(Label.CONFLICTING_EVIDENCE, 0.7,
                           "Operator and statistics office differ."),
        "citations": (
            cite(_OPERATOR, "On working days the line carries 45,000 passengers",
                 Stance.SUPPORTS),
            cite(_AUDIT, "31,400 passengers on an average day", Stance.REFUTES)),
        "considered": (_OPERATOR, _AUDIT)}),
    (RTL, 8, {
        "verdict": verdict(Label.SUPPORTED, 0.88, "The notice says the same."),
        "citations": (cite(_ARABIC, "أول ترام وصل إلى الميناء في الأول من سبتمبر",
                           Stance.SUPPORTS),),
        "considered": (_ARABIC,)}),
    ("The city also owns most of the rolling stock", 9, {
        "text": "The city of Lindhaven owns most of the trams of the harbour line.",
        "verdict": verdict(Label.SUPPORTED, 0.61, "The vehicles belong to the line."),
        "citations": (cite(_OPERATOR, "Vehicles: 22", Stance.SUPPORTS),),
        "considered": (_OPERATOR, _MINUTES),
        "review": Review(label=Label.REFUTED, reviewer="A. Desk", reviewed=CREATED,
                         reason="The vehicles are leased, as the same line says.")}),
    ("The old ferry made its last crossing in August", 10, {
        "text": "The Lindhaven harbour ferry made its last crossing in August 2026.",
        "verdict": verdict(Label.NOT_ENOUGH_EVIDENCE, 0.8,
                           "Only a later document speaks of it."),
        "citations": (cite(_LATER, "The ferry was withdrawn on 30 August 2026",
                           Stance.SUPPORTS),),
        "considered": (_LATER, _OWN)}),
    ("after four years of work", 2, {
        "text": "The harbour tram in Lindhaven was built in four years.",
        "unchecked": Unchecked(reason="engine-timeout", detail="No answer in 60 seconds."),
        "considered": (_MINUTES,)}),
]  # fmt: skip


def _claims() -> list[ReportClaim]:
    return [
        claim_at(_span(words), _ARTICLE, n, sentence=sentence, **fields)
        for n, (words, sentence, fields) in enumerate(_ROWS, 1)
    ]


def realistic_report(**fields: object) -> Report:
    """Four labels, an unchecked claim, a review, overlapping claims, a later document,
    the newsroom's own publication, right-to-left text; every outcome of a sentence."""
    claims = _claims()
    sentences = [
        ReportSentence(
            index=n,
            start=_span(words).start,
            end=_span(words).end,
            outcome=outcome,
            reason=reason,
            claims=tuple(claim.id for claim in claims if claim.sentence == n),
        )
        for n, (words, outcome, reason) in enumerate(_PARTS)
    ]
    defaults: dict[str, object] = {
        "status": ReportStatus.PARTIAL,
        "article": article_of(
            _ARTICLE,
            title="Harbour tram opens to a crowded quay",
            author="Ines Marlow",
            published=date(2026, 11, 19),
            url="https://courier.example/2026/harbour-tram",
            language="en",
        ),
        "provenance": provenance(
            models=(
                ModelUse(
                    name="small-encoder",
                    role="embedding",
                    saw="claims and passages",
                    sha256=sha256_of("encoder"),
                ),
                ModelUse(
                    name="big-model", role="judge", saw="claims and cited passages", local=False
                ),
            ),
            prompts=(PromptUse(name="claims/split", version=1, sha256=sha256_of("prompt")),),
            settings={"evidence_limit": 10, "engine": "cascade", "budget": {"usd": 0.5}},
            commit=sha256_of("commit")[:40],
            engine="cascade",
        ),
        "cost": Cost(calls=4, input_tokens=10_240, output_tokens=912, usd=0.0213, seconds=6.8),
        "timing": {"sentences": 0.01, "claims": 1.9, "evidence": 0.4, "verdicts": 4.8},
    }
    return report_of(_ARTICLE, claims, sentences, **{**defaults, **fields})
