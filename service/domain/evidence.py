"""Reference documents, their versions and passages, and what bears on a claim."""

from datetime import date, datetime

from pydantic import Field

from service.domain.base import Probability, Sha256, Span, Value

DOCUMENT_ID = r"^[a-z0-9][a-z0-9._-]{0,99}$"
COLLECTION = r"^[a-z0-9][a-z0-9_-]{0,63}$"
DEFAULT_COLLECTION = "default"


class Document(Value):
    """A reference document as its newsroom describes it.

    ``published`` is when its content became known; it decides what counts as later.
    ``own_publication`` marks the newsroom's own or syndicated text: shown, never proof.
    """

    id: str = Field(pattern=DOCUMENT_ID)
    title: str = Field(min_length=1, max_length=1000)
    issuer: str | None = Field(default=None, max_length=500)
    kind: str | None = Field(default=None, max_length=200)
    published: date | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    supersedes: str | None = Field(default=None, pattern=DOCUMENT_ID)
    language: str | None = Field(default=None, max_length=35)
    url: str | None = Field(default=None, max_length=2000)
    collection: str = Field(default=DEFAULT_COLLECTION, pattern=COLLECTION)
    own_publication: bool = False

    @property
    def known_from(self) -> date | None:
        """The first day on which the document's content was known, if that is known."""
        return self.published or self.valid_from

    @property
    def counts_from(self) -> date | None:
        """The first day on which the document was known and valid; ``None``: it always counts."""
        return max((day for day in (self.published, self.valid_from) if day), default=None)

    def later_than(self, as_of: date | None) -> bool:
        """Whether the document cannot decide a claim of that day: it came, or holds, later."""
        return as_of is not None and self.counts_from is not None and self.counts_from > as_of


class Section(Span):
    """A part of a version's text under one heading, or on one page (counted from 1)."""

    heading: str | None = None
    page: int | None = Field(default=None, ge=1)


class DocumentVersion(Value):
    """One state of a document's text, addressed by the SHA-256 of that text.

    ``since`` is the day on which it took over from the version before (``None`` for the first),
    ``superseded`` the day on which the next one, or another document, took over from it.
    """

    sha256: Sha256
    document: Document
    added: datetime
    since: date | None = None
    superseded: date | None = None


class Passage(Span):
    """A piece of a version's text: ``text`` stands at ``start`` to ``end`` of that version."""

    id: str
    version: Sha256
    index: int = Field(ge=0)
    text: str
    heading: str | None = None
    page: int | None = None


class Entailment(Value):
    """Passage against claim: three probabilities that sum to one."""

    entails: Probability
    contradicts: Probability
    neutral: Probability


class Evidence(Value):
    """A passage that may bear on a claim, and how it was found.

    ``before`` and ``after`` are the neighbouring passages' texts. ``dense`` is the cosine
    similarity (-1 to 1), ``lexical`` the BM25 score (higher is better); ``None`` where that
    search did not find the passage. ``decides`` is false for what is shown but never proves
    anything: a later document, or the newsroom's own publication.
    """

    document: Document
    passage: Passage
    before: str = ""
    after: str = ""
    dense: float | None = None
    lexical: float | None = None
    score: float = 0.0
    later: bool = False

    @property
    def decides(self) -> bool:
        return not self.later and not self.document.own_publication


class EvidenceQuery(Value):
    """What to look for: ``as_of`` is the day whose knowledge counts (``None``: today's)."""

    text: str
    collection: str = DEFAULT_COLLECTION
    as_of: date | None = None
    limit: int = Field(default=10, ge=1, le=100)
