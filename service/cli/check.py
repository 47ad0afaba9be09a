"""``claimdesk check``: an article in, a report out."""

from datetime import date
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import typer
from pydantic import ValidationError

from service import errors
from service.bootstrap import Claimdesk, open_claimdesk
from service.cli.article_files import ArticleFacts, read_article
from service.cli.options import AsOfOption, CollectionOption, parse_day
from service.cli.reports import ReportFormat, choose_format, write_report
from service.cli.running import ExitCode, prepare_settings, run
from service.cli.screen import StageBar
from service.domain.article import Article
from service.domain.check import CheckOptions, CheckRequest
from service.domain.evidence import DEFAULT_COLLECTION
from service.domain.report import Report, ReportStatus
from service.ports import Progress

STAGES = {
    "sentences": "Reading sentences",
    "claims": "Splitting claims",
    "verdicts": "Checking claims",
}


def check(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE|-",
            allow_dash=True,
            help="The article: .txt, .md (with front matter or without), .html, .docx or .pdf; "
            "- reads plain text from standard input.",
        ),
    ],
    engine: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Who splits and judges; by default CLAIMDESK_ENGINE."),
    ] = None,
    as_of: AsOfOption = None,
    collection: CollectionOption = DEFAULT_COLLECTION,
    form: Annotated[
        ReportFormat | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="text, json, html, markdown or csv; by default what --output's name tells, "
            "else text.",
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the report there.")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="WORDS")] = None,
    author: Annotated[str | None, typer.Option(metavar="NAME")] = None,
    published: Annotated[
        date | None,
        typer.Option(
            parser=parse_day,
            metavar="DATE",
            help="When the article appears; without --as-of, what was known by then counts.",
        ),
    ] = None,
    language: Annotated[
        str | None, typer.Option(metavar="TAG", help="The article's language, such as en.")
    ] = None,
) -> None:
    """Check an article against the library.

    The report is also kept, and can be opened through the server.
    """
    facts = ArticleFacts(title=title, author=author, published=published, language=language)
    run(_check(file, facts, engine, as_of, collection, form, output))


async def _check(
    file: Path,
    facts: ArticleFacts,
    engine: str | None,
    as_of: date | None,
    collection: str,
    form: ReportFormat | None,
    output: Path | None,
) -> ExitCode:
    settings = prepare_settings()
    form = choose_format(form, output)
    options = choose_options(as_of, collection)
    article = await read_article(file, facts, settings.limits)
    with StageBar(STAGES) as bar:
        async with open_claimdesk(settings) as claimdesk:
            report = await check_and_keep(claimdesk, article, options, engine, bar)
    write_report(report, form, output)
    return exit_code_of_report(report)


def choose_options(as_of: date | None, collection: str) -> CheckOptions:
    """Raises ``errors.InvalidField``."""
    try:
        return CheckOptions(as_of=as_of, collection=collection)
    except ValidationError as error:
        raise errors.InvalidField(
            f"There can be no collection {collection!r}: use a-z, 0-9, _ and -."
        ) from error


async def check_and_keep(
    claimdesk: Claimdesk,
    article: Article,
    options: CheckOptions,
    engine: str | None,
    progress: Progress,
) -> Report:
    """The report, kept in the store under its id, so that it can be opened and reviewed.

    It is kept when it is finished: a check that is interrupted here leaves nothing that the
    next server would take up. Raises an ``errors.ClaimdeskError``.
    """
    checker = claimdesk.find_checker(engine)
    check_id = uuid4().hex
    report = await checker.check_article(article, options, progress, check_id)
    request = CheckRequest(article=article, options=options, engine=checker.engine)
    await claimdesk.checks.create(check_id, request)
    await claimdesk.checks.finish(check_id, report)
    return report


def exit_code_of_report(report: Report) -> ExitCode:
    return ExitCode.DONE if report.status is ReportStatus.COMPLETE else ExitCode.PARTIAL
