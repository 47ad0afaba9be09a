"""What every reader answers with, the limits it keeps, and the builder of a stored text."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from pydantic import Field, PositiveFloat, PositiveInt

from service import errors
from service.domain.base import Value
from service.domain.evidence import Section

CONTROL_AS_SPACE = re.compile(r"[\x0b\x0c\x1c-\x1f\x85]")
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x9f]")
LINE_END = re.compile(r"\r\n?")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
CELL_SEPARATOR = " | "
# A raised figure keeps its look: 14.5 with the note mark 1 must not become 14.51.
SUPERSCRIPTS = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")

Separator = Literal["", " ", "\n", "\n\n"]


class ReadLimits(Value):
    """What one document may cost. Sizes in bytes, time in seconds, memory in MiB.

    ``memory_mb`` bounds the address space of the process that reads a PDF, DOCX or HTML file.
    ``max_zip_ratio`` (uncompressed to compressed) only counts for archives that unpack to more
    than 10 MB: small XML parts compress well without meaning harm.
    """

    max_bytes: PositiveInt = 50_000_000
    max_text_chars: PositiveInt = 5_000_000
    seconds: PositiveFloat = 60.0
    memory_mb: PositiveInt = 1024
    max_pages: PositiveInt = 2000
    max_zip_entries: PositiveInt = 5000
    max_zip_bytes: PositiveInt = 300_000_000
    max_zip_ratio: PositiveFloat = 150.0


class Extraction(Value):
    """The stored text of a document and what its file says about itself.

    ``sections`` are in order, never overlap and cover all of ``text`` but the white space
    between them. A section with a heading starts with that heading; text before the first
    heading is a section without one. Only sections of a PDF have a page.
    """

    text: str = Field(min_length=1)
    sections: tuple[Section, ...]
    media_type: str
    front_matter: dict[str, Any] = Field(default_factory=dict)
    title: str | None = None
    language: str | None = None
    warnings: tuple[str, ...] = ()


class TextBuilder:
    """Puts blocks of words together and remembers where each section starts.

    Blocks are stripped of the white space around them, and of control characters, which no
    reader can see and PostgreSQL cannot store. Raises ``errors.DocumentTooLarge`` as soon as
    the text is longer than ``max_chars`` code points.
    """

    def __init__(self, max_chars: int) -> None:
        self._max_chars = max_chars
        self._pieces: list[str] = []
        self._length = 0
        self._starts: list[tuple[int, str | None, int | None]] = []
        self._pending: tuple[str | None, int | None] | None = (None, None)

    def start_section(self, heading: str | None = None, page: int | None = None) -> None:
        """The next block that has words starts a section."""
        self._pending = (heading, page)

    def add(self, block: str, separator: Separator = "\n\n") -> None:
        """Append a block; ``separator`` stands before it unless it is the first."""
        block = clean_block(block)
        if not block:
            return
        if self._length:
            self._append(separator)
        if self._pending is not None:
            self._starts.append((self._length, *self._pending))
            self._pending = None
        self._append(block)

    def add_heading(self, heading: str) -> None:
        """Start a section with this heading; one line, whatever it was in the file."""
        heading = " ".join(clean_block(heading).split())
        if heading:
            self.start_section(heading)
            self.add(heading)

    def finish(self) -> tuple[str, tuple[Section, ...]]:
        """The text and its sections. Raises ``errors.DocumentWithoutText``."""
        text = "".join(self._pieces)
        if not text:
            raise errors.DocumentWithoutText("the document has no words")
        ends = [start for start, _, _ in self._starts[1:]] + [len(text)]
        sections = tuple(
            Section(
                start=start, end=start + len(text[start:end].rstrip()), heading=heading, page=page
            )
            for (start, heading, page), end in zip(self._starts, ends, strict=True)
        )
        return text, sections

    def _append(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
        check_text_length(self._length, self._max_chars)


def check_text_length(length: int, limit: int) -> None:
    """Raises ``errors.DocumentTooLarge`` for a text of more than ``limit`` code points."""
    if length > limit:
        raise errors.DocumentTooLarge(f"the document's text has more than {limit:,} characters")


def clean_block(block: str) -> str:
    """The block with line ends as ``\\n``, without control characters and outer space."""
    block = CONTROL_AS_SPACE.sub(" ", LINE_END.sub("\n", block))
    return CONTROL.sub("", block).strip()


def language_tag(declared: str | None) -> str | None:
    """A language a file declares, if it has the form of a BCP 47 tag."""
    tag = (declared or "").strip()
    return tag if LANGUAGE.fullmatch(tag) and len(tag) <= 35 else None


@contextmanager
def explained(what: str, *kinds: type[Exception]) -> Iterator[None]:
    """Turn a library's errors of these kinds into ``errors.UnreadableDocument``."""
    try:
        yield
    except kinds as error:
        raise errors.UnreadableDocument(f"{what}: {describe_error(error)}") from error


def describe_error(error: BaseException) -> str:
    """One short line for a foreign error, fit for the person who uploaded the file."""
    words = " ".join(str(error).split())[:200]
    return f"{type(error).__name__}: {words}" if words else type(error).__name__
