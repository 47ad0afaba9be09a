"""Standard output holds the result and nothing else; all other words go to standard error."""

import os
import re
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Self

import typer
from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.text import Text

from service.publishing.terminal import show_plain

BROKEN_PIPE = 141
"""As the shell says it of every command whose reader went away."""

_LINE_TAIL = re.compile(r"[ \t]+$", re.MULTILINE)


def on_terminal() -> bool:
    """Whether a person reads the result at a terminal."""
    return sys.stdout.isatty()


def complain(words: str, label: str = "error") -> None:
    """One line on standard error."""
    line = Text.assemble(*([(f"{label}: ", "bold red")] if label else []), show_plain(words))
    Console(stderr=True, soft_wrap=True).print(line)


def note(words: str) -> None:
    """One line that is no failure, on standard error."""
    Console(stderr=True, soft_wrap=True).print(Text(show_plain(words), "dim"))


def draw(*parts: RenderableType, width: int | None = None) -> str:
    """What rich makes of it for standard output: with colours only at a terminal."""
    console = Console(file=sys.stdout, width=width, highlight=False)
    with console.capture() as captured:
        for part in parts:
            console.print(part)
    # Rich fills lines up to the width, which a file or a pipe has no use for.
    return _LINE_TAIL.sub("", captured.get())


def write_out(text: str) -> None:
    """Write exactly this as UTF-8, whatever the locale is.

    A reader that went away ends the command without a word.
    """
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # Otherwise the interpreter complains when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(BROKEN_PIPE) from None


def write_rows(rows: Sequence[Sequence[object]]) -> None:
    """One line a row, cells separated by tabs: for a pipe."""
    write_out("".join("\t".join(show_plain(cell) for cell in row) + "\n" for row in rows))


class StageBar:
    """A bar for one stage after the other, on standard error; nothing when that is a pipe."""

    def __init__(self, names: dict[str, str], first: str = "Opening the library") -> None:
        self._names = names
        self._stage = ""
        self._progress = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(bar_width=30),
            MofNCompleteColumn(),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self._task = self._progress.add_task(first, total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """As ``service.ports.Progress``."""
        if stage != self._stage:
            self._stage = stage
            name = self._names.get(stage, stage)
            self._progress.reset(self._task, description=name, total=total, completed=done)
        else:
            self._progress.update(self._task, completed=done, total=total)
