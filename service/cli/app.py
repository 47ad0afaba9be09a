"""The commands, put together."""

from importlib.metadata import version
from typing import Annotated

import typer

from service.cli.check import check
from service.cli.demo import demo
from service.cli.library import library
from service.cli.running import EXIT_CODES_HELP
from service.cli.serve import serve

HELP = (
    "Check the claims of an article against the newsroom's own documents.\n\n"
    "Everything is kept in CLAIMDESK_DATA_DIR (by default ~/.local/share/claimdesk), "
    "and nothing leaves this machine."
)

app = typer.Typer(
    name="claimdesk",
    help=HELP,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    epilog=EXIT_CODES_HELP,
)
app.command("demo")(demo)
app.command("check", epilog=EXIT_CODES_HELP)(check)
app.add_typer(library, name="library")
app.command("serve")(serve)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"claimdesk {version('claimdesk')}")
        raise typer.Exit


@app.callback()
def claimdesk(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Stands before every command."""


def main() -> None:
    """The entry point of the ``claimdesk`` command."""
    app()
