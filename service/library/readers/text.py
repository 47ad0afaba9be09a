"""Plain text, and the decoding that text, Markdown and sidecars share."""

import codecs
import re

from service import errors
from service.domain.base import Value
from service.domain.evidence import Section
from service.library.readers.extraction import (
    LINE_END,
    Extraction,
    ReadLimits,
    check_text_length,
)

# The byte order marks, longest first: none of these may be a prefix of an earlier one.
BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Encoding(Value):
    """A codec's name, and how many bytes of byte order mark stand before the text."""

    name: str
    skip: int = 0


def read_text(content: bytes, limits: ReadLimits) -> Extraction:
    """Read a plain text file.

    Line ends become ``\\n``; everything else stays as it was: no Unicode normalisation, no
    trimming. One section covers all. Raises ``errors.NotText``, ``errors.DocumentWithoutText``
    and ``errors.DocumentTooLarge``.
    """
    text = decode_text(content)
    if not text.strip():
        raise errors.DocumentWithoutText("the file is empty or holds only white space")
    check_text_length(len(text), limits.max_text_chars)
    return Extraction(
        text=text, sections=(Section(start=0, end=len(text)),), media_type="text/plain"
    )


def decode_text(content: bytes) -> str:
    """UTF-8, or UTF-16 with a byte order mark, with line ends as ``\\n``.

    Raises ``errors.NotText`` naming the first byte that is no text.
    """
    return decode_as(content, marked_encoding(content) or Encoding(name="utf-8"))


def marked_encoding(content: bytes) -> Encoding | None:
    """The encoding that a byte order mark tells, if there is one."""
    for mark, name in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return Encoding(name=name, skip=len(mark))
    return None


def decode_as(content: bytes, encoding: Encoding) -> str:
    """The text in this encoding, strictly. Raises ``errors.NotText``."""
    try:
        text = content[encoding.skip :].decode(encoding.name)
    except UnicodeDecodeError as error:
        raise errors.NotText(
            f"the file is not {encoding.name.upper()} text: byte {error.start + encoding.skip} "
            f"cannot be decoded ({error.reason}); save it as UTF-8"
        ) from error
    if (found := re.search("\0", text)) is not None:
        at = encoding.skip + len(text[: found.start()].encode(encoding.name))
        raise errors.NotText(f"the file is binary, not text: there is a NUL at byte {at}")
    return LINE_END.sub("\n", text)
