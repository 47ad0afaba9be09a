"""Documents and passages for a person at a terminal."""

from collections.abc import Sequence

from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from service.domain.evidence import Evidence
from service.publishing.excerpts import shorten
from service.publishing.terminal import show_plain
from service.publishing.words import LATER_WORDS, OWN_PUBLICATION_WORDS, say_place, say_source
from service.records.stored import StoredDocument

PASSAGE_SHOWN = 400


def row_of(stored: StoredDocument) -> tuple[object, ...]:
    document = stored.document
    return document.id, document.collection, document.published or "", document.title


def draw_up_list(documents: Sequence[StoredDocument]) -> Table:
    several = len({one.document.collection for one in documents}) > 1
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("Document", overflow="fold", ratio=2)
    if several:
        table.add_column("Collection")
    table.add_column("Published", no_wrap=True)
    table.add_column("Title", overflow="fold", ratio=3)
    for stored in documents:
        document_id, collection, published, title = (show_plain(cell) for cell in row_of(stored))
        cells = [document_id, *([collection] if several else []), published, title]
        table.add_row(*(Text(cell) for cell in cells))
    return table


def describe_stored(stored: StoredDocument) -> list[RenderableType]:
    fields = stored.document.model_dump(mode="json", exclude_none=True, exclude={"title"})
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for name, value in fields.items():
        if value is not False:
            table.add_row(name.replace("_", " "), Text(show_plain(value)))
    if stored.withdrawn:
        table.add_row("withdrawn", Text(f"{stored.withdrawn:%Y-%m-%d %H:%M} UTC", "yellow"))
    parts: list[RenderableType] = [Text(show_plain(stored.document.title), "bold"), table, Text()]
    for version in stored.versions:
        parts.append(Text(f"Version {version.sha256}", overflow="fold"))
        about = f"{version.file_name}, {version.media_type}, added {version.added:%Y-%m-%d %H:%M}"
        if version.sha256 == stored.current_version:
            about = f"current, {about}"
        if version.superseded:
            about += f", superseded {version.superseded}"
        parts.append(Padding(Text(show_plain(about), "dim"), (0, 0, 0, 2)))
        parts += [
            Padding(Text(show_plain(warning), "yellow"), (0, 0, 0, 2))
            for warning in version.warnings
        ]
    return parts


def show_passage(number: int, found: Evidence) -> RenderableType:
    later = LATER_WORDS if found.later else ""
    own = OWN_PUBLICATION_WORDS if found.document.own_publication else ""
    place = say_place(found.document, found.passage.heading, found.passage.page)
    scores = ", ".join(
        f"{name} {score:.2f}"
        for name, score in (("dense", found.dense), ("lexical", found.lexical))
        if score is not None
    )
    about = " · ".join(filter(None, (found.document.id, place, scores, later, own)))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(justify="right", width=3)
    grid.add_column()
    grid.add_row(Text(str(number), "dim"), Text(show_plain(say_source(found.document)), "bold"))
    grid.add_row("", Text(show_plain(about), "dim"))
    grid.add_row("", Text(show_plain(shorten(found.passage.text, PASSAGE_SHOWN))))
    return grid
