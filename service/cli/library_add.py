"""``claimdesk library add``: the newsroom's reference documents, from files and folders."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from service.bootstrap import open_claimdesk
from service.cli.library_files import AddedFiles, FoundFiles, add_files, find_files
from service.cli.running import ExitCode, describe_failure, prepare_settings, run
from service.cli.screen import StageBar, complain, draw, note, on_terminal, write_out
from service.errors import InvalidField
from service.library.readers import ReadLimits
from service.library.versions import AddOutcome
from service.publishing.terminal import show_plain

STAGES = {"library": "Adding documents"}
OUTCOMES: dict[AddOutcome, tuple[str, str]] = {
    AddOutcome.ADDED: ("added", "green"),
    AddOutcome.NEW_VERSION: ("new version", "green"),
    AddOutcome.DESCRIBED: ("description changed", "cyan"),
    AddOutcome.UNCHANGED: ("unchanged", "dim"),
    AddOutcome.DUPLICATE: ("duplicate", "yellow"),
}
OF_ONE_FILE = ("id", "title", "supersedes", "url")
TABLE_ROWS = 60

Words = Annotated[str | None, typer.Option(metavar="WORDS")]
Day = Annotated[str | None, typer.Option(metavar="DATE")]


def add(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH",
            help="Files, or folders with all that is in them. NAME.yaml beside a file describes "
            "it, and so does a Markdown file's front matter; options win over both.",
        ),
    ],
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="The part of the library to add to.")
    ] = None,
    document_id: Annotated[
        str | None, typer.Option("--id", metavar="ID", help="By default made from the file's name.")
    ] = None,
    title: Words = None,
    issuer: Annotated[str | None, typer.Option(metavar="WORDS", help="Who published it.")] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="WORDS", help="Such as 'joint statement'.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="When its content became known."),
    ] = None,
    valid_from: Day = None,
    valid_until: Day = None,
    supersedes: Annotated[
        str | None, typer.Option(metavar="ID", help="The document that this one replaces.")
    ] = None,
    language: Annotated[str | None, typer.Option(metavar="TAG")] = None,
    url: Annotated[str | None, typer.Option(metavar="URL")] = None,
    own_publication: Annotated[
        bool,
        typer.Option("--own-publication", help="Our own or syndicated text: shown, never proof."),
    ] = False,
) -> None:
    """Add documents, or new versions of them. Doing it again changes nothing.

    A file that cannot be read is told at the end; the others are added.
    """
    given = {
        "collection": collection,
        "id": document_id,
        "title": title,
        "issuer": issuer,
        "kind": kind,
        "published": published,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "supersedes": supersedes,
        "language": language,
        "url": url,
        "own_publication": own_publication or None,
    }
    run(_add(paths, {name: value for name, value in given.items() if value is not None}))


async def _add(paths: list[Path], options: Mapping[str, Any]) -> ExitCode:
    settings = prepare_settings()
    found = find_files(paths)
    of_one = [f"--{name}" for name in OF_ONE_FILE if name in options]
    if of_one and len(found.files) > 1:
        raise InvalidField(f"{', '.join(of_one)} can be said of one file, not of several.")
    limits = ReadLimits(max_bytes=settings.limits.upload_bytes)
    with StageBar(STAGES) as bar:
        async with open_claimdesk(settings) as claimdesk:
            result = await add_files(claimdesk.library, found.files, options, limits, bar)
    _show(found, result)
    return ExitCode.BAD_INPUT if result.failed or not found.files else ExitCode.DONE


def _show(found: FoundFiles, result: AddedFiles) -> None:
    if on_terminal() and 0 < len(result.added) <= TABLE_ROWS:
        write_out(draw(_table(result), ""))
    write_out(say_result(result) + "\n")
    for path, added in result.added:
        for warning in added.warnings:
            complain(f"{path}: {warning}", label="warning")
    for path in found.skipped:
        note(f"skipped {path}: not a format that is read")
    if not found.files:
        complain("There is no document in what was named.")
    for failed in result.failed:
        complain(f"{failed.path}: {describe_failure(failed.error)}")


def say_result(result: AddedFiles) -> str:
    """``29 files: 27 added, 1 unchanged, 1 failed``"""
    counts = [(result.count(outcome), words) for outcome, (words, _) in OUTCOMES.items()]
    counts.append((len(result.failed), "failed"))
    total = sum(count for count, _ in counts)
    parts = ", ".join(f"{count:,} {words}" for count, words in counts if count)
    return f"{total:,} {'file' if total == 1 else 'files'}{': ' if parts else ''}{parts}"


def _table(result: AddedFiles) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Document", overflow="fold")
    table.add_column("Passages", justify="right")
    table.add_column("", overflow="fold")
    for path, added in result.added:
        words, style = OUTCOMES[added.outcome]
        if added.outcome is AddOutcome.DUPLICATE:
            cells = (show_plain(path.name), "", f"{words} of {added.document_id}")
        else:
            cells = (added.document_id, f"{added.passages:,}", words)
        table.add_row(Text(cells[0]), cells[1], Text(cells[2], style))
    return table
