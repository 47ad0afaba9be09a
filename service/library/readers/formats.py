"""Which format a file has: its name says it, its first bytes must agree."""

from enum import StrEnum
from pathlib import PurePath

from service import errors


class Format(StrEnum):
    TEXT = "text"
    MARKDOWN = "Markdown"
    HTML = "HTML"
    PDF = "PDF"
    DOCX = "DOCX"


EXTENSIONS = {
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
}
PDF_MAGIC = b"%PDF-"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
RTF_MAGIC = b"{\\rtf"
# Readers accept a PDF with up to this many bytes of something else before its header.
PDF_HEADER_WITHIN = 1024
OLE_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OLE_WORD = "WordDocument".encode("utf-16-le")


def detect_format(name: str, content: bytes) -> Format:
    """The format that both the file's name and its bytes tell.

    Raises ``errors.UnsupportedFormat`` for an unknown name or where they disagree,
    ``errors.EncryptedDocument`` for a Word file with a password and
    ``errors.DocumentWithoutText`` for no bytes at all.
    """
    extension = PurePath(name).suffix.lower()
    expected = EXTENSIONS.get(extension)
    if expected is None:
        raise errors.UnsupportedFormat(
            f"{name!r} has no known file name extension; accepted are {', '.join(EXTENSIONS)}"
        )
    if not content:
        raise errors.DocumentWithoutText(f"{name!r} is an empty file")
    match expected:
        case Format.PDF:
            agrees = PDF_MAGIC in content[: PDF_HEADER_WITHIN + len(PDF_MAGIC)]
        case Format.DOCX:
            _refuse_ole(name, content)
            agrees = content.startswith(ZIP_MAGIC)
        case _:
            agrees = not content.startswith((PDF_MAGIC, ZIP_MAGIC, OLE_MAGIC, RTF_MAGIC))
    if not agrees:
        raise errors.UnsupportedFormat(
            f"{name!r} is named like {expected} but its content is {_describe_bytes(content)}"
        )
    return expected


def _refuse_ole(name: str, content: bytes) -> None:
    if not content.startswith(OLE_MAGIC):
        return
    if OLE_WORD in content and OLE_ENCRYPTED not in content:
        raise errors.UnsupportedFormat(f"{name!r} is an old Word file (.doc); save it as .docx")
    raise errors.EncryptedDocument(f"{name!r} is protected with a password; upload it without one")


def _describe_bytes(content: bytes) -> str:
    known = {
        PDF_MAGIC: "a PDF",
        ZIP_MAGIC: "a ZIP archive (DOCX, XLSX, EPUB ...)",
        OLE_MAGIC: "an old Office file",
        RTF_MAGIC: "RTF",
    }
    return next((what for magic, what in known.items() if content.startswith(magic)), "not that")
