"""``claimdesk library``: what the newsroom checks against."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Annotated

import typer

from service import errors
from service.bootstrap import open_claimdesk
from service.cli.library_add import add
from service.cli.library_tables import describe_stored, draw_up_list, row_of, show_passage
from service.cli.options import AsOfOption, CollectionOption, ListFormat, ListFormatOption
from service.cli.running import ExitCode, describe_failure, prepare_settings, run
from service.cli.screen import complain, draw, note, on_terminal, write_out, write_rows
from service.domain.base import Value
from service.domain.evidence import DEFAULT_COLLECTION, EvidenceQuery
from service.library.versions import Library
from service.records.stored import StoredDocument

PAGE = 500

library = typer.Typer(no_args_is_help=True, help="The reference documents to check against.")
library.command("add")(add)


@library.command("list")
def list_documents(
    collection: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this part of the library.")
    ] = None,
    form: ListFormatOption = ListFormat.TEXT,
) -> None:
    """List the documents that are searched now."""
    run(_list(collection, form))


@library.command("show")
def show_document(
    document_id: Annotated[str, typer.Argument(metavar="ID")],
    text: Annotated[
        bool, typer.Option("--text", help="Print the stored text, exactly, and nothing else.")
    ] = False,
    version: Annotated[
        str | None,
        typer.Option(metavar="SHA256", help="The version whose text is printed, not the newest."),
    ] = None,
    form: ListFormatOption = ListFormat.TEXT,
) -> None:
    """Show a document with its versions, or the text that citations point into."""
    run(_show(document_id, text or version is not None, version, form))


@library.command("remove")
def remove_documents(
    document_ids: Annotated[list[str], typer.Argument(metavar="ID")],
) -> None:
    """Take documents out of every search. Their texts stay, so that old reports still open."""
    run(_remove(document_ids))


@library.command("search")
def search_documents(
    query: Annotated[str, typer.Argument(metavar="QUERY")],
    collection: CollectionOption = DEFAULT_COLLECTION,
    as_of: AsOfOption = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="Passages to show.")] = 10,
    form: ListFormatOption = ListFormat.TEXT,
) -> None:
    """Find the passages that a check would look at, best first."""
    run(_search(query, collection, as_of, limit, form))


async def _list(collection: str | None, form: ListFormat) -> None:
    async with open_claimdesk(prepare_settings()) as claimdesk:
        documents = await _read_all(claimdesk.library, collection)
    if form is ListFormat.JSON:
        write_out(_as_json(documents))
    elif on_terminal():
        write_out(draw(draw_up_list(documents)) if documents else "")
        note(f"{len(documents):,} {'document' if len(documents) == 1 else 'documents'}")
    else:
        write_rows([row_of(one) for one in documents])


async def _read_all(library: Library, collection: str | None) -> list[StoredDocument]:
    documents: list[StoredDocument] = []
    while page := await library.list_documents(collection, PAGE, len(documents)):
        documents += page
    return documents


async def _show(document_id: str, text: bool, version: str | None, form: ListFormat) -> None:
    async with open_claimdesk(prepare_settings()) as claimdesk:
        if text:
            _, _, stored_text = await claimdesk.library.find_text(document_id, version)
            write_out(stored_text)
            return
        stored = await claimdesk.library.read_document(document_id)
    if form is ListFormat.JSON:
        write_out(stored.model_dump_json(indent=2) + "\n")
    else:
        write_out(draw(*describe_stored(stored)))


async def _remove(document_ids: Sequence[str]) -> ExitCode:
    code = ExitCode.DONE
    async with open_claimdesk(prepare_settings()) as claimdesk:
        for document_id in dict.fromkeys(document_ids):
            try:
                await claimdesk.library.withdraw(document_id)
            except errors.UnknownDocument as error:
                complain(describe_failure(error))
                code = ExitCode.BAD_INPUT
            else:
                write_out(f"withdrawn {document_id}\n")
    return code


async def _search(
    query: str, collection: str, as_of: date | None, limit: int, form: ListFormat
) -> None:
    settings = prepare_settings()
    if not query.strip() or len(query) > settings.limits.claim_characters:
        raise errors.InvalidField(
            f"A query has 1 to {settings.limits.claim_characters:,} characters."
        )
    if query != query.encode("utf-8", "replace").decode("utf-8"):
        raise errors.NotText("The query is not UTF-8.")
    wanted = EvidenceQuery(text=query, collection=collection, as_of=as_of, limit=limit)
    async with open_claimdesk(settings) as claimdesk:
        found = await claimdesk.search.search(wanted)
    if form is ListFormat.JSON:
        write_out(_as_json(found))
    else:
        pages = (draw(show_passage(number, one)) for number, one in enumerate(found, 1))
        write_out("\n".join(pages))


def _as_json(values: Sequence[Value]) -> str:
    rows = [value.model_dump(mode="json") for value in values]
    return json.dumps(rows, ensure_ascii=False, indent=2) + "\n"
