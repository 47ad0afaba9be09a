"""Running the command line in this process, or in one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from typer.testing import CliRunner, Result

from service.cli.app import app

DOCUMENTS = {
    "harbour.md": (
        "---\ntitle: Harbour report\nissuer: Port of Elverum\npublished: 2024-05-02\n---\n\n"
        "# Traffic\n\nThe harbour handled 412,000 containers in 2023.\n"
    ),
    "ferry.txt": "The ferry line opened on 4 June 2019 and employs 87 people.\n",
    "bridge.html": (
        "<html lang='en'><head><title>The bridge</title></head><body><article><h1>The bridge</h1>"
        "<p>The new bridge over the river Elv is 1,240 metres long and was paid for by the "
        "county.</p></article></body></html>"
    ),
}
ARTICLE = (
    "---\ntitle: A year at the port\nauthor: Ines Holm\npublished: 2024-06-01\n---\n"
    "The harbour handled 412,000 containers in 2023. The ferry line opened in 2019.\n"
)
BODY = ARTICLE.split("---\n", 2)[2]


def invoke(data_dir: Path, *args: object, stdin: str | bytes | None = None, **env: str) -> Result:
    """In this process: quick, and standard output is no terminal."""
    return CliRunner().invoke(
        app, [str(arg) for arg in args], input=stdin, env=environment(data_dir, **env)
    )


def start(data_dir: Path, *args: object, **env: str) -> subprocess.Popen[bytes]:
    """As a person starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "service.cli", *(str(arg) for arg in args)],
        env=os.environ | environment(data_dir, **env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def finish(process: subprocess.Popen[bytes], stdin: bytes = b"") -> tuple[int, bytes, bytes]:
    """Exit code, standard output and standard error."""
    out, err = process.communicate(stdin, timeout=120)
    return process.returncode, out, err


def environment(data_dir: Path, **env: str) -> dict[str, str]:
    return {"CLAIMDESK_DATA_DIR": str(data_dir), "COLUMNS": "80", **env}


def write_library(folder: Path) -> Path:
    folder.mkdir()
    for name, content in DOCUMENTS.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def write_many(folder: Path, count: int) -> Path:
    """Documents of several passages each, no two alike."""
    folder.mkdir()
    for number in range(count):
        words = "\n\n".join(
            f"Section {section}. Depot {number} moved {number * 31 + section} tonnes of gravel."
            for section in range(12)
        )
        (folder / f"depot-{number:03}.txt").write_text(words, encoding="utf-8")
    return folder


def fill(data_dir: Path, folder: Path) -> Path:
    """A data directory that holds the small library."""
    added = invoke(data_dir, "library", "add", write_library(folder))
    assert added.exit_code == 0, added.stderr
    return data_dir
