"""Rows of the library's tables, from and to the values they hold."""

from datetime import UTC
from typing import Any

from sqlalchemy import Row

from service.domain.evidence import Document, Passage, Section
from service.records.stored import StoredDocument, StoredVersion, VersionState


def version_row(version: StoredVersion) -> dict[str, Any]:
    return {
        "document_id": version.document.id,
        "sha256": version.sha256,
        "description": version.document.model_dump(mode="json"),
        "sections": [section.model_dump() for section in version.sections],
        "media_type": version.media_type,
        "file_name": version.file_name,
        "warnings": list(version.warnings),
        "added": version.added,
        "since": version.since,
        "superseded": version.superseded,
        "state": version.state,
    }


def passage_row(document_id: str, passage: Passage) -> dict[str, Any]:
    return {
        "id": passage.id,
        "document_id": document_id,
        "sha256": passage.version,
        "position": passage.index,
        "start": passage.start,
        "end": passage.end,
        "heading": passage.heading,
        "page": passage.page,
        "text": passage.text,
    }


def read_passage(row: Row[Any]) -> Passage:
    return Passage(
        id=row.id,
        version=row.sha256,
        index=row.position,
        start=row.start,
        end=row.end,
        text=row.text,
        heading=row.heading,
        page=row.page,
    )


def read_version(row: Row[Any]) -> StoredVersion:
    return StoredVersion(
        sha256=row.sha256,
        document=Document.model_validate(row.description),
        added=row.added.replace(tzinfo=UTC),
        since=row.since,
        superseded=row.superseded,
        sections=tuple(Section.model_validate(section) for section in row.sections),
        media_type=row.media_type,
        file_name=row.file_name,
        warnings=tuple(row.warnings),
        state=VersionState(row.state),
    )


def read_stored_document(row: Row[Any]) -> StoredDocument:
    return StoredDocument(
        document=Document.model_validate(row.description),
        current_version=row.current_version,
        added=row.added.replace(tzinfo=UTC),
        withdrawn=row.withdrawn.replace(tzinfo=UTC) if row.withdrawn else None,
    )
