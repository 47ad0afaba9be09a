"""``claimdesk demo``: the example library and article, from nothing to a report."""

import shlex
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

import service
from service import errors
from service.bootstrap import open_claimdesk
from service.cli.article_files import ArticleFacts, read_article
from service.cli.check import STAGES as CHECK_STAGES
from service.cli.check import check_and_keep, choose_options, exit_code_of_report
from service.cli.library_add import STAGES as ADD_STAGES
from service.cli.library_add import say_result
from service.cli.library_files import add_files, find_files
from service.cli.reports import ReportFormat, render_report, write_report
from service.cli.running import ExitCode, describe_failure, prepare_settings, run
from service.cli.screen import StageBar, complain, write_out
from service.domain.evidence import DEFAULT_COLLECTION
from service.library.readers import ReadLimits
from service.settings import Settings, default_data_dir

EXAMPLES = Path(service.__file__).parent.parent / "examples"
PAGE_NAME = "demo-report.html"


def demo(
    open_page: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the report in the browser.")
    ] = False,
) -> None:
    """Add the example documents, check the example article, and show the report."""
    run(_demo(EXAMPLES, open_page))


async def _demo(examples: Path, open_page: bool) -> ExitCode:
    settings = prepare_settings()
    article_file = examples / "article.md"
    if not article_file.is_file():
        raise errors.InvalidField(
            f"The examples are not installed with the package; there is no {article_file}. "
            "Run the demo in a checkout of the repository."
        )
    found = find_files([examples / "library"])
    article = await read_article(article_file, ArticleFacts(), settings.limits)
    limits = ReadLimits(max_bytes=settings.limits.upload_bytes)
    with StageBar(ADD_STAGES | CHECK_STAGES) as bar:
        async with open_claimdesk(settings) as claimdesk:
            added = await add_files(claimdesk.library, found.files, {}, limits, bar)
            options = choose_options(None, DEFAULT_COLLECTION)
            report = await check_and_keep(claimdesk, article, options, None, bar)
    for failed in added.failed:
        complain(f"{failed.path}: {describe_failure(failed.error)}")
    page = settings.data_dir / PAGE_NAME
    write_report(report, ReportFormat.HTML, page)
    write_out(render_report(report, ReportFormat.TEXT))
    write_out(
        f"\nLibrary  {say_result(added)}\n"
        f"Data     {settings.data_dir}\n"
        f"Report   {page}\n"
        f"Serve    {say_serve(settings)}\n"
        f"Then     http://127.0.0.1:8000/v1/checks/{report.id}/report\n"
    )
    if open_page:
        webbrowser.open(page.absolute().as_uri())
    return exit_code_of_report(report)


def say_serve(settings: Settings) -> str:
    """The command that serves what the demo stored, to be pasted into a shell."""
    if settings.data_dir == default_data_dir():
        return "claimdesk serve"
    return f"CLAIMDESK_DATA_DIR={shlex.quote(str(settings.data_dir))} claimdesk serve"
