"""A report in the format asked for."""

import json
from enum import StrEnum
from pathlib import Path

from service import errors
from service.cli.screen import draw, write_out
from service.domain.report import Report
from service.publishing.html import render_html
from service.publishing.markdown import render_markdown
from service.publishing.table import render_csv
from service.publishing.terminal import render_terminal
from service.records.checks import dump_report

FILE_WIDTH = 100


class ReportFormat(StrEnum):
    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"


FORMAT_OF_SUFFIX = {
    ".txt": ReportFormat.TEXT,
    ".json": ReportFormat.JSON,
    ".html": ReportFormat.HTML,
    ".htm": ReportFormat.HTML,
    ".md": ReportFormat.MARKDOWN,
    ".csv": ReportFormat.CSV,
}


def choose_format(chosen: ReportFormat | None, output: Path | None) -> ReportFormat:
    """The format that was named, else the one that the output file's name tells, else text.

    Raises ``errors.InvalidField`` now, not after the work, when the file has no folder.
    """
    if output is not None and (output.is_dir() or not output.absolute().parent.is_dir()):
        raise errors.InvalidField(f"The report cannot be written to {output}.")
    if chosen is not None:
        return chosen
    return FORMAT_OF_SUFFIX.get(output.suffix.lower() if output else "", ReportFormat.TEXT)


def write_report(report: Report, form: ReportFormat, output: Path | None) -> None:
    """To the file, or to standard output. Raises ``errors.InvalidField``."""
    if output is None:
        write_out(render_report(report, form))
        return
    try:
        output.write_bytes(render_report(report, form, FILE_WIDTH).encode("utf-8"))
    except OSError as error:
        raise errors.InvalidField(
            f"The report cannot be written to {output}: {error.strerror}. "
            f"It is kept as check {report.id}."
        ) from error


def render_report(report: Report, form: ReportFormat, width: int | None = None) -> str:
    """``width`` is for text; by default it is the terminal's."""
    match form:
        case ReportFormat.TEXT:
            return draw(render_terminal(report), width=width)
        case ReportFormat.JSON:
            return json.dumps(dump_report(report), ensure_ascii=False, indent=2) + "\n"
        case ReportFormat.HTML:
            return render_html(report)
        case ReportFormat.MARKDOWN:
            return render_markdown(report)
        case ReportFormat.CSV:
            return render_csv(report)
