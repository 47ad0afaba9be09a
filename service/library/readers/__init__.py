"""Reading reference documents: bytes in, the stored text and its sections out.

One file per format. Plain text and Markdown are read in a thread of this process; HTML, PDF
and DOCX in a process of their own (``isolated``), whose modules are named here and not
imported, so that such a process starts with what it needs and nothing else.
"""

import asyncio
from collections.abc import Callable

from service import errors
from service.library.readers.extraction import Extraction, ReadLimits
from service.library.readers.formats import Format, detect_format
from service.library.readers.isolated import read_isolated
from service.library.readers.markdown import read_markdown
from service.library.readers.text import read_text

__all__ = ["Extraction", "ReadLimits", "read_document"]

DEFAULT_LIMITS = ReadLimits()
IN_THREAD: dict[Format, Callable[[bytes, ReadLimits], Extraction]] = {
    Format.TEXT: read_text,
    Format.MARKDOWN: read_markdown,
}
IN_PROCESS = {
    Format.HTML: "service.library.readers.html",
    Format.PDF: "service.library.readers.pdf",
    Format.DOCX: "service.library.readers.docx",
}


async def read_document(
    name: str, content: bytes, limits: ReadLimits = DEFAULT_LIMITS
) -> Extraction:
    """Read one file; ``name`` (with its extension) and the first bytes decide the format.

    The caller bounds how many run at once: each may use ``limits.memory_mb``.

    Raises ``errors.UnsupportedFormat``, ``errors.NotText``, ``errors.InvalidMetadata`` (the
    front matter of Markdown), ``errors.EncryptedDocument``, ``errors.DocumentWithoutText``,
    ``errors.DocumentTooLarge`` and ``errors.UnreadableDocument``.
    """
    if len(content) > limits.max_bytes:
        raise errors.DocumentTooLarge(
            f"{name!r} has {len(content):,} bytes; at most {limits.max_bytes:,} are accepted"
        )
    kind = detect_format(name, content)
    if kind in IN_PROCESS:
        return await read_isolated(IN_PROCESS[kind], content, limits)
    return await asyncio.to_thread(IN_THREAD[kind], content, limits)
