"""From a command's work to its exit code; every failure becomes one line on standard error."""

import asyncio
import logging
import sys
import traceback
from collections.abc import Coroutine
from enum import IntEnum
from typing import Any, NoReturn

import structlog
import typer

from service import errors
from service.cli.screen import complain
from service.settings import Settings, read_settings


class ExitCode(IntEnum):
    """What a script may rely on. 70 and 78 are ``EX_SOFTWARE`` and ``EX_CONFIG`` of sysexits."""

    DONE = 0
    PARTIAL = 1
    BAD_INPUT = 2
    FAILED = 70
    MISCONFIGURED = 78
    INTERRUPTED = 130


EXIT_CODES_HELP = (
    "Exit codes: 0 done, 1 the report is partial, 2 bad input, 70 something failed and may be "
    "tried again, 78 misconfigured, 130 interrupted."
)

HINTS: dict[type[errors.ClaimdeskError], str] = {
    errors.EmptyCollection: "Add documents first: claimdesk library add FOLDER",
    errors.UnknownDocument: "See what there is: claimdesk library list",
    errors.UnknownVersion: "See its versions: claimdesk library show ID",
    errors.ArticleTooLarge: (
        "Check it in parts, or raise CLAIMDESK_LIMITS__ARTICLE_CHARACTERS or "
        "CLAIMDESK_LIMITS__UPLOAD_BYTES."
    ),
    errors.DocumentTooLarge: "Add it in parts, or raise CLAIMDESK_LIMITS__UPLOAD_BYTES.",
    errors.StoreFailed: "Nothing finished is lost; try again.",
}


def run(work: Coroutine[Any, Any, ExitCode | None]) -> NoReturn:
    """Do a command's work and leave with its exit code. Never a traceback."""
    try:
        code = asyncio.run(work)
    except errors.ClaimdeskError as error:
        complain(describe_failure(error))
        raise typer.Exit(exit_code_of(error)) from None
    except KeyboardInterrupt:
        complain("interrupted; what was finished is kept", label="")
        raise typer.Exit(ExitCode.INTERRUPTED) from None
    except typer.Exit:
        raise
    except Exception as error:  # the last door: a person gets a line, a developer the rest
        if logging.getLogger().isEnabledFor(logging.DEBUG):
            traceback.print_exc()
        complain(
            f"{type(error).__name__}: {error} (this is a fault of Claimdesk; "
            "CLAIMDESK_LOG_LEVEL=DEBUG shows where)"
        )
        raise typer.Exit(ExitCode.FAILED) from None
    raise typer.Exit(code or ExitCode.DONE)


def exit_code_of(error: errors.ClaimdeskError) -> ExitCode:
    match error:
        case errors.BadInput():
            return ExitCode.BAD_INPUT
        case errors.Misconfigured():
            return ExitCode.MISCONFIGURED
        case _:
            return ExitCode.FAILED


def describe_failure(error: errors.ClaimdeskError) -> str:
    """The title, what happened, and what to do, as one line."""
    parts = [f"{error.title}:", error.detail.rstrip(". ") + ".", HINTS.get(type(error), "")]
    return " ".join(part for part in parts if part)


def prepare_settings() -> Settings:
    """The settings, with logging set up by them: to standard error, never into a report.

    Raises ``errors.InvalidSettings``.
    """
    settings = read_settings()
    level = logging.getLevelNamesMapping().get(settings.log_level.upper())
    if level is None:
        raise errors.InvalidSettings(
            f"CLAIMDESK_LOG_LEVEL is {settings.log_level!r}; use DEBUG, INFO, WARNING or ERROR."
        )
    logging.basicConfig(level=level, handlers=[StandardErrorHandler()])
    logging.getLogger().setLevel(level)
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: structlog.PrintLogger(file=sys.stderr),
    )
    return settings


class StandardErrorHandler(logging.Handler):
    """Finds standard error anew for every line: who runs a command may replace it."""

    def emit(self, record: logging.LogRecord) -> None:
        print(self.format(record), file=sys.stderr)
