"""What the library's records look like from outside: versions, documents and their state."""

from datetime import datetime
from enum import StrEnum

from service.domain.base import Sha256, Value
from service.domain.evidence import Document, DocumentVersion, Section


class VersionState(StrEnum):
    """How far a version is through the three stores; only ``ready`` ones are searched."""

    PENDING = "pending"
    READY = "ready"
    LEAVING = "leaving"
    WITHDRAWN = "withdrawn"


class StoredVersion(DocumentVersion):
    """A version with what its reader found."""

    sections: tuple[Section, ...] = ()
    media_type: str
    file_name: str
    warnings: tuple[str, ...] = ()
    state: VersionState = VersionState.PENDING


class StoredDocument(Value):
    """A document as it is described now; ``versions`` (newest first) where they were asked for."""

    document: Document
    current_version: Sha256
    added: datetime
    withdrawn: datetime | None = None
    versions: tuple[StoredVersion, ...] = ()
