"""Every failure the service can name. The tree says who must act:

ClaimdeskError
  BadInput                  the caller: change the request
    EmptyArticle
    ArticleTooLarge
    ClaimTooLong              longer than the engine can read at once
    NotText                   bytes that are no text in the declared encoding
    InvalidField              a field is missing, unknown or has an impossible value
    InvalidMetadata           a document's front matter, sidecar or options
    UnsupportedFormat
    UnreadableDocument        damaged, or built to harm its reader
    EncryptedDocument
    DocumentWithoutText
    DocumentTooLarge
    UnknownDocument
    UnknownVersion
    UnknownCheck
    UnknownClaim
    EmptyCollection           nothing to check against
    ReportNotReady
    IdempotencyConflict       a key used again with another request
  LimitReached              wait or pay
    BudgetSpent
    TooManyChecks
  UpstreamFailed            retry
    EngineFailed
    EngineTimeout
    StoreFailed
  Misconfigured             whoever runs the service: it refuses to start
    InvalidSettings
    ModelUnusable             a model file is missing, damaged or of another kind
    DataDirectoryUnusable
    LibraryMismatch           the vectors were made by another embedding model

A failure is never a verdict: what fails during a check leaves the claim
``unchecked`` with the slug as its reason.
"""

from typing import ClassVar


class ClaimdeskError(Exception):
    """The root. ``slug`` names the class in reports and problem documents."""

    slug: ClassVar[str] = "claimdesk-error"
    title: ClassVar[str] = "The service failed"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class BadInput(ClaimdeskError):
    slug = "bad-input"
    title = "The request cannot be used as it is"


class EmptyArticle(BadInput):
    slug = "empty-article"
    title = "The article has no text"


class ArticleTooLarge(BadInput):
    slug = "article-too-large"
    title = "The article is too large"


class ClaimTooLong(BadInput):
    slug = "claim-too-long"
    title = "The claim is too long to be judged at once"


class NotText(BadInput):
    slug = "not-text"
    title = "The bytes are not text in the expected encoding"


class InvalidField(BadInput):
    slug = "invalid-field"
    title = "A field is missing, unknown or invalid"


class InvalidMetadata(BadInput):
    slug = "invalid-metadata"
    title = "The document's metadata is invalid"


class UnsupportedFormat(BadInput):
    slug = "unsupported-format"
    title = "This file format is not supported"


class UnreadableDocument(BadInput):
    slug = "unreadable-document"
    title = "The document cannot be read"


class EncryptedDocument(BadInput):
    slug = "encrypted-document"
    title = "The document is encrypted"


class DocumentWithoutText(BadInput):
    slug = "document-without-text"
    title = "The document has no text"


class DocumentTooLarge(BadInput):
    slug = "document-too-large"
    title = "The document is too large"


class UnknownDocument(BadInput):
    slug = "unknown-document"
    title = "There is no such document"


class UnknownVersion(BadInput):
    slug = "unknown-version"
    title = "There is no such version of the document"


class UnknownCheck(BadInput):
    slug = "unknown-check"
    title = "There is no such check"


class UnknownClaim(BadInput):
    slug = "unknown-claim"
    title = "The report has no such claim"


class EmptyCollection(BadInput):
    slug = "empty-collection"
    title = "The collection has no documents"


class ReportNotReady(BadInput):
    slug = "report-not-ready"
    title = "The report is not finished"


class IdempotencyConflict(BadInput):
    slug = "idempotency-conflict"
    title = "The idempotency key was used for another request"


class LimitReached(ClaimdeskError):
    slug = "limit-reached"
    title = "A limit was reached"


class BudgetSpent(LimitReached):
    slug = "budget-spent"
    title = "The check's budget is spent"


class TooManyChecks(LimitReached):
    slug = "too-many-checks"
    title = "Too many checks are waiting"


class UpstreamFailed(ClaimdeskError):
    slug = "upstream-failed"
    title = "A part the service depends on failed"


class EngineFailed(UpstreamFailed):
    slug = "engine-failed"
    title = "The engine failed"


class EngineTimeout(UpstreamFailed):
    slug = "engine-timeout"
    title = "The engine did not answer in time"


class StoreFailed(UpstreamFailed):
    slug = "store-failed"
    title = "A store failed"


class Misconfigured(ClaimdeskError):
    slug = "misconfigured"
    title = "The service is not configured correctly"


class InvalidSettings(Misconfigured):
    slug = "invalid-settings"
    title = "A setting is invalid"


class ModelUnusable(Misconfigured):
    slug = "model-unusable"
    title = "A model file cannot be used"


class DataDirectoryUnusable(Misconfigured):
    slug = "data-directory-unusable"
    title = "The data directory cannot be used"


class LibraryMismatch(Misconfigured):
    slug = "library-mismatch"
    title = "The library was built with another embedding model"
