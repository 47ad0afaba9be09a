"""Options that several commands take."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer


class ListFormat(StrEnum):
    TEXT = "text"
    JSON = "json"


def parse_day(words: str) -> date:
    """An ISO date; anything else is a usage error."""
    try:
        if len(words) != len("2021-12-06"):
            raise ValueError
        return date.fromisoformat(words)
    except ValueError:
        raise typer.BadParameter(f"{words!r} is no date such as 2021-12-06") from None


CollectionOption = Annotated[
    str, typer.Option(metavar="NAME", help="The part of the library to use.")
]
AsOfOption = Annotated[
    date | None,
    typer.Option(parser=parse_day, metavar="DATE", help="The day whose knowledge counts."),
]
ListFormatOption = Annotated[
    ListFormat, typer.Option("--format", help="For people, or for programs.")
]
