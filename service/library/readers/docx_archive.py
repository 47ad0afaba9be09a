"""The ZIP around a DOCX, looked at before anything is unpacked."""

import io
import zipfile

from service import errors
from service.library.readers.extraction import ReadLimits, explained

CONTENT_TYPES = "[Content_Types].xml"
ENCRYPTED_FLAG = 0x1
RATIO_COUNTS_FROM = 10_000_000
DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY")
# What zipfile raises for damaged parts: also RuntimeError for encrypted ones, NotImplementedError
# for an unknown compression, ValueError and EOFError for broken fields.
ZIP_ERRORS = (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)


def check_archive(content: bytes, limits: ReadLimits) -> None:
    """Refuse an archive that is no Word document, or that would unpack to too much.

    Raises ``errors.UnreadableDocument`` (damaged, a zip bomb, an XML part that declares
    entities), ``errors.EncryptedDocument`` and ``errors.UnsupportedFormat``.
    """
    with explained("the DOCX is not a sound ZIP archive", *ZIP_ERRORS):
        archive = zipfile.ZipFile(io.BytesIO(content))
    with archive:
        entries = archive.infolist()
        _check_sizes(entries, limits)
        if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
            raise errors.EncryptedDocument("the DOCX has encrypted parts; upload it without")
        names = set(archive.namelist())
        if CONTENT_TYPES not in names or not any(name.startswith("word/") for name in names):
            raise errors.UnsupportedFormat("the file is a ZIP archive but no Word document")
        for entry in entries:
            if entry.filename.endswith((".xml", ".rels")):
                _check_part(archive, entry)


def _check_sizes(entries: list[zipfile.ZipInfo], limits: ReadLimits) -> None:
    if len(entries) > limits.max_zip_entries:
        raise errors.UnreadableDocument(
            f"the DOCX has {len(entries):,} parts; at most {limits.max_zip_entries:,} are accepted"
        )
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    if unpacked > limits.max_zip_bytes:
        raise errors.UnreadableDocument(
            f"the DOCX would unpack to {unpacked:,} bytes; "
            f"at most {limits.max_zip_bytes:,} are accepted"
        )
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * limits.max_zip_ratio:
        raise errors.UnreadableDocument(
            f"the DOCX would unpack to {unpacked:,} bytes from {packed:,}: built to harm its reader"
        )


def _check_part(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    # Word never writes a DTD; entities are how XML reads files and swells. zipfile stops at the
    # declared size, so a part that lies about it fails here.
    with explained(f"the part {entry.filename!r} of the DOCX is damaged", *ZIP_ERRORS):
        part = archive.read(entry)
    if any(declaration in part for declaration in DECLARATIONS):
        raise errors.UnreadableDocument(
            f"the part {entry.filename!r} of the DOCX declares a document type: not accepted"
        )
