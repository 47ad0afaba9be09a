"""Small fakes for every port of the pipeline, and the values they deal in.

Each fake counts what it was asked, so that tests can tell what was paid for.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from service.domain.article import Article, Sentence, sha256_of
from service.domain.check import CheckOptions
from service.domain.claim import Claim, ClaimKind, Outcome, SentenceOutcome, SplitResult, claim_id
from service.domain.evidence import Document, Evidence, EvidenceQuery, Passage
from service.domain.report import LibrarySnapshot, ModelUse, PromptUse, Report
from service.domain.verdict import Judgement, Label, ProposedCitation, Stance
from service.errors import EmptyCollection, UnknownVersion
from service.pipeline.check import Checker
from service.ports import Vectors

DIMENSIONS = 384
AS_OF = date(2026, 11, 20)
WORD = re.compile(r"\w+")
EMBEDDING = ModelUse(name="hash-embedder", role="embedding", saw="claims and passages")

Answer = Callable[[Claim, Sequence[Evidence]], Judgement]
Split = Callable[[Article, Sequence[Sentence]], SplitResult]


def document_of(name: str = "doc", **fields: Any) -> Document:
    return Document.model_validate({"id": name, "title": f"Document {name}", **fields})


def claim_of(text: str, sentence: Sentence | None = None, occurrence: int = 0) -> Claim:
    """A claim that says ``text``, at the sentence's place (by default at 0)."""
    start, end = (sentence.start, sentence.end) if sentence else (0, len(text))
    return Claim(
        id=claim_id(text, text, ClaimKind.FACT, occurrence),
        sentence=sentence.index if sentence else 0,
        start=start,
        end=end,
        original=text,
        text=text,
        check_worthiness=1.0,
    )


def evidence_of(text: str, document: Document | None = None, **fields: Any) -> Evidence:
    """Evidence whose passage is the whole text of a version."""
    source = document or document_of()
    version = sha256_of(text)
    passage = Passage(
        id=f"{source.id}:{version[:12]}:00000",
        version=version,
        index=0,
        start=0,
        end=len(text),
        text=text,
    )
    return Evidence.model_validate({"document": source, "passage": passage, **fields})


def propose(evidence: Evidence, quote: str, stance: Stance = Stance.SUPPORTS) -> ProposedCitation:
    return ProposedCitation(passage=evidence.passage.id, quote=quote, stance=stance)


def judgement_of(label: Label, *citations: ProposedCitation, **fields: Any) -> Judgement:
    return Judgement.model_validate(
        {
            "label": label,
            "confidence": 0.9,
            "justification": "Because.",
            "citations": citations,
            **fields,
        }
    )


def undecided(_claim: Claim, _evidence: Sequence[Evidence]) -> Judgement:
    return judgement_of(Label.NOT_ENOUGH_EVIDENCE)


def support_with_first(_claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
    """Supported, proven by the whole first passage; undecided without evidence."""
    if not evidence:
        return judgement_of(Label.NOT_ENOUGH_EVIDENCE)
    return judgement_of(Label.SUPPORTED, propose(evidence[0], evidence[0].passage.text))


def one_claim_each(article: Article, sentences: Sequence[Sentence]) -> SplitResult:
    """Every sentence is one claim, word for word."""
    seen: dict[str, int] = {}
    claims = []
    for sentence in sentences:
        words = sentence.of(article.text)
        claims.append(claim_of(words, sentence, seen.get(words, 0)))
        seen[words] = seen.get(words, 0) + 1
    outcomes = tuple(SentenceOutcome(index=one.index, outcome=Outcome.CLAIMS) for one in sentences)
    return SplitResult(claims=tuple(claims), outcomes=outcomes)


@dataclass
class FakeSplitter:
    """Answers by ``answer``; raises ``error`` instead if there is one."""

    answer: Split = one_claim_each
    error: BaseException | None = None
    fingerprint: str = "fake-splitter:1"
    models: tuple[ModelUse, ...] = (
        ModelUse(name="fake-splitter", role="splitting", saw="the article"),
    )
    prompts: tuple[PromptUse, ...] = ()

    async def split(self, article: Article, sentences: Sequence[Sentence]) -> SplitResult:
        if self.error is not None:
            raise self.error
        return self.answer(article, sentences)


@dataclass
class FakeJudge:
    """Answers by ``answer`` and notes every claim it was asked about."""

    answer: Answer = undecided
    errors: Mapping[str, BaseException] = field(default_factory=dict)
    fingerprint: str = "fake-judge:1"
    models: tuple[ModelUse, ...] = (
        ModelUse(name="fake-judge", role="judging", saw="claims and passages"),
    )
    prompts: tuple[PromptUse, ...] = ()
    asked: list[str] = field(default_factory=list)

    async def judge(self, claim: Claim, evidence: Sequence[Evidence]) -> Judgement:
        """Raises the error that ``errors`` holds for the claim's text."""
        self.asked.append(claim.text)
        if claim.text in self.errors:
            raise self.errors[claim.text]
        return self.answer(claim, evidence)


@dataclass
class FakeIndex:
    """A library that finds the same for every query, except where ``errors`` names its text."""

    found: Sequence[Evidence] = ()
    errors: Mapping[str, BaseException] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    documents: int = 1
    queries: list[EvidenceQuery] = field(default_factory=list)
    models: tuple[ModelUse, ...] = (
        ModelUse(name="fake-search", role="search", saw="claims and passages"),
    )

    async def search(self, query: EvidenceQuery) -> tuple[Evidence, ...]:
        self.queries.append(query)
        if query.text in self.errors:
            raise self.errors[query.text]
        return tuple(self.found)

    async def read_text(self, version: str) -> str:
        known = {one.passage.version: one.passage.text for one in self.found} | self.texts
        if version not in known:
            raise UnknownVersion(f"no text {version}")
        return known[version]

    async def snapshot(self, collection: str) -> LibrarySnapshot:
        if self.documents == 0:
            raise EmptyCollection(f"nothing in {collection}")
        return LibrarySnapshot(collection=collection, revision=1, documents=self.documents)


@dataclass
class MemoryJudgements:
    """A judgement store that can be looked into."""

    kept: dict[str, Judgement] = field(default_factory=dict)

    async def find(self, key: str) -> Judgement | None:
        return self.kept.get(key)

    async def keep(self, key: str, judgement: Judgement) -> None:
        self.kept[key] = judgement


@dataclass
class HashEmbedder:
    """Unit vectors that follow from the words alone: texts with shared words are near."""

    fingerprint: str = "hash-embedder:1"
    embedded: int = 0
    model: ModelUse = EMBEDDING

    async def embed(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.stack([_embed(text) for text in texts])


def _embed(text: str) -> Vectors:
    words = WORD.findall(text.lower()) or [text]
    total = np.sum([_word_vector(word) for word in words], axis=0)
    return np.asarray(total / np.linalg.norm(total), dtype=np.float32)


def _word_vector(word: str) -> Vectors:
    seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:8], "big")
    return np.random.default_rng(seed).standard_normal(DIMENSIONS).astype(np.float32)


def checker_of(
    *,
    splitter: FakeSplitter | None = None,
    judge: Any = None,
    index: Any = None,
    judgements: Any = None,
) -> Checker:
    """A checker of fakes; what is not given answers harmlessly."""
    return Checker(
        engine="fake",
        splitter=splitter or FakeSplitter(),
        judge=judge or FakeJudge(),
        index=index or FakeIndex([evidence_of("The harbour has nine cranes.")]),
        judgements=judgements or MemoryJudgements(),
        version="0.0",
    )


async def check_text(checker: Checker, text: str, **options: Any) -> Report:
    """The report on ``text``, as of ``AS_OF`` unless ``options`` say otherwise."""
    chosen = CheckOptions.model_validate({"as_of": AS_OF, **options})
    return await checker.check_article(Article(text=text), chosen)


def labels_of(report: Report) -> list[Label | str]:
    """Per claim its label, or the reason why it has none."""
    return [_label_or_reason(claim.verdict, claim.unchecked) for claim in report.claims]


def _label_or_reason(verdict: Any, unchecked: Any) -> Label | str:
    return Label(verdict.label) if verdict is not None else str(unchecked.reason)


def texts_of(evidence: Iterable[Evidence]) -> dict[str, str]:
    """Version to stored text, for passages that are whole versions."""
    return {one.passage.version: one.passage.text for one in evidence}
