"""Files and folders as documents of the library: found, read ahead, added one by one."""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.domain.evidence import Document
from service.errors import BadInput, DocumentTooLarge, InvalidMetadata, UnreadableDocument
from service.library.metadata import describe_document, read_sidecar, sidecar_name
from service.library.readers import Extraction, ReadLimits, read_document
from service.library.readers.formats import EXTENSIONS
from service.library.versions import Added, AddOutcome, Library
from service.ports import Progress
from service.publishing.terminal import show_plain

READ_AHEAD = 4
"""Files read at once; the slow ones are read by processes of their own."""


@dataclass(frozen=True)
class FoundFiles:
    """What to read, and what in a folder is no document."""

    files: tuple[Path, ...]
    skipped: tuple[Path, ...]


@dataclass(frozen=True)
class ReadFile:
    """A file that was read and described, but not yet added."""

    path: Path
    document: Document
    extraction: Extraction


@dataclass(frozen=True)
class FailedFile:
    path: Path
    error: BadInput


@dataclass
class AddedFiles:
    """What became of each file, in the order in which they were given."""

    added: list[tuple[Path, Added]] = field(default_factory=list)
    failed: list[FailedFile] = field(default_factory=list)

    def count(self, outcome: AddOutcome) -> int:
        return sum(one.outcome is outcome for _, one in self.added)


def find_files(paths: Sequence[Path]) -> FoundFiles:
    """The files themselves, and those in folders, in the order of their names, each once.

    A file that is named is never skipped, unless it is the sidecar of another one.
    Raises ``UnreadableDocument`` for a path that is not there.
    """
    files: dict[Path, Path] = {}
    skipped: list[Path] = []
    for path in paths:
        if path.is_dir():
            for found in _walk(path):
                if found.suffix.lower() in EXTENSIONS:
                    files.setdefault(found.resolve(), found)
                elif not _is_sidecar(found):
                    skipped.append(found)
        elif not path.exists():
            raise UnreadableDocument(f"There is no file or folder {path}.")
        elif not _is_sidecar(path):
            files.setdefault(path.resolve(), path)
    return FoundFiles(tuple(files.values()), tuple(skipped))


async def add_files(
    library: Library,
    files: Sequence[Path],
    options: Mapping[str, Any],
    limits: ReadLimits,
    progress: Progress,
) -> AddedFiles:
    """Add every file that can be read, and tell of the others; adding again changes nothing.

    Two files of one run with the same id are two documents with one name, not two versions:
    the second fails. Raises what the stores raise; what was added until then stays.
    """
    result = AddedFiles()
    holders: dict[str, Path] = {}
    async for read in read_ahead(files, options, limits):
        if isinstance(read, ReadFile):
            holder = holders.setdefault(read.document.id, read.path)
            if holder is not read.path:
                read = FailedFile(read.path, _id_taken(read.document.id, holder))
        if isinstance(read, FailedFile):
            result.failed.append(read)
        else:
            name = show_plain(read.path.name)
            added = await library.add(read.document, read.extraction, name)
            result.added.append((read.path, added))
        progress("library", len(result.added) + len(result.failed), len(files))
    return result


async def read_ahead(
    files: Sequence[Path], options: Mapping[str, Any], limits: ReadLimits
) -> AsyncIterator[ReadFile | FailedFile]:
    """The files in order, the next ones being read while one is added."""
    waiting: deque[asyncio.Task[ReadFile | FailedFile]] = deque()
    try:
        for path in files:
            waiting.append(asyncio.create_task(read_file(path, options, limits)))
            if len(waiting) > READ_AHEAD:
                yield await waiting.popleft()
        while waiting:
            yield await waiting.popleft()
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


async def read_file(
    path: Path, options: Mapping[str, Any], limits: ReadLimits
) -> ReadFile | FailedFile:
    """A file with its sidecar, read and described; or why that cannot be done."""
    name = show_plain(path.name)
    try:
        extraction = await read_document(name, _read_bytes(path, limits.max_bytes), limits)
        sidecar = path.with_name(sidecar_name(path.name))
        described = (
            read_sidecar(_read_bytes(sidecar, limits.max_bytes)) if sidecar.is_file() else None
        )
        return ReadFile(path, describe_document(name, extraction, described, options), extraction)
    except BadInput as error:
        return FailedFile(path, error)
    except OSError as error:
        return FailedFile(path, UnreadableDocument(error.strerror or str(error)))


def _walk(folder: Path) -> Iterator[Path]:
    """Every file under the folder but hidden ones, in the order of names; links not followed
    into folders, so that a circle of them ends."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(where, name)


def _is_sidecar(path: Path) -> bool:
    return path.suffix == sidecar_name("") and path.with_name(path.stem).is_file()


def _read_bytes(path: Path, most: int) -> bytes:
    with path.open("rb") as file:
        content = file.read(most + 1)
    if len(content) > most:
        raise DocumentTooLarge(f"The file has more than {most:,} bytes, the most accepted.")
    return content


def _id_taken(document_id: str, holder: Path) -> InvalidMetadata:
    return InvalidMetadata(
        f"Its id {document_id!r} is also that of {holder}. Give one of them another id in its "
        "front matter or sidecar."
    )
