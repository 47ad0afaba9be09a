"""The tables. A change here needs a migration; a test compares the two.

Texts are stored once under their SHA-256. A version joins a document to a text and keeps
the document's description as it was then, so that an old report can still be read.
"""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

texts = Table(
    "texts",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("text", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("collection", String(64), nullable=False, index=True),
    Column("current_version", String(64)),
    Column("withdrawn", DateTime(timezone=True)),
    Column("added", DateTime(timezone=True), nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("document_id", ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True),
    Column("sha256", ForeignKey("texts.sha256"), primary_key=True),
    Column("description", JSON, nullable=False),
    Column("sections", JSON, nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("file_name", String(500), nullable=False),
    Column("warnings", JSON, nullable=False),
    Column("added", DateTime(timezone=True), nullable=False),
    Column("since", Date),
    Column("superseded", Date),
    # "pending": text and passages are in SQL, the vectors may not be in Chroma yet.
    # "ready": all three stores have it. "leaving": being removed from all three.
    Column("state", String(10), nullable=False, index=True),
)

passages = Table(
    "passages",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("id", String(150), nullable=False, unique=True),
    Column("document_id", String(100), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("heading", Text),
    Column("page", Integer),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["document_id", "sha256"],
        ["versions.document_id", "versions.sha256"],
        ondelete="CASCADE",
        name="fk_passages_version",
    ),
    UniqueConstraint("document_id", "sha256", "position", name="uq_passages_position"),
)

library_state = Table(
    "library_state",
    metadata,
    Column("key", String(50), primary_key=True),
    Column("value", String(500), nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("status", String(10), nullable=False, index=True),
    Column("request", JSON, nullable=False),
    Column("progress", JSON, nullable=False),
    Column("report", JSON),
    Column("failure", JSON),
    Column("created", DateTime(timezone=True), nullable=False),
    Column("updated", DateTime(timezone=True), nullable=False),
    Column("idempotency_key", String(255), unique=True),
    Column("request_sha256", String(64), nullable=False),
)
Index("ix_checks_created", checks.c.created)

reviews = Table(
    "reviews",
    metadata,
    Column("number", Integer, primary_key=True),
    Column(
        "check_id",
        ForeignKey("checks.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("claim_id", String(40), nullable=False),
    Column("review", JSON, nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("judgement", JSON, nullable=False),
    Column("created", DateTime(timezone=True), nullable=False),
)
