"""The command line as its users run it: pipes, interrupts, kills, two at a time."""

import asyncio
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from service.bootstrap import open_claimdesk
from service.records.stored import VersionState
from service.settings import Settings
from tests.cli.commands import (
    BODY,
    environment,
    fill,
    finish,
    invoke,
    start,
    write_library,
    write_many,
)

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]m")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("processes")
    return fill(folder / "data", folder / "library")


def check_consistency(data_dir: Path, documents: int) -> None:
    """Every document once, nothing half-way, the same passages in SQL and in Chroma."""

    async def check() -> None:
        async with open_claimdesk(Settings(data_dir=data_dir)) as claimdesk:
            records = claimdesk.library._records
            stored = await records.list_documents()
            assert len(stored) == documents
            for state in (VersionState.PENDING, VersionState.LEAVING):
                assert await records.unfinished(state) == []
            cut = [
                passage.id
                for one in stored
                for passage in await records.passages_of(one.document.id, one.current_version)
            ]
            assert len(cut) == len(set(cut)) > 0
            assert await claimdesk.library._vectors.list_ids() == set(cut)

    asyncio.run(check())


def test_a_pipe_gets_the_report_and_nothing_else(filled: Path) -> None:
    code, out, err = finish(start(filled, "check", "-", "--format", "json"), BODY.encode())

    assert code == 0, err
    assert json.loads(out)["article"]["text"] == BODY
    assert err == b""


def test_a_reader_that_goes_away_is_no_failure_to_speak_of(filled: Path) -> None:
    process = start(filled, "library", "show", "ferry", "--text")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    err = process.stderr.read()

    assert process.wait(60) == 141
    assert err == b""


def test_nothing_is_written_outside_the_data_directory(tmp_path: Path) -> None:
    """Libraries keep diaries in the home directory, to be sent home; ours must not."""
    home, data_dir = tmp_path / "home", tmp_path / "data"
    home.mkdir()
    folder = write_library(tmp_path / "library")
    elsewhere = {"HOME": str(home), "XDG_CACHE_HOME": "", "XDG_CONFIG_HOME": ""}

    added = finish(start(data_dir, "library", "add", folder, **elsewhere))
    checked = finish(start(data_dir, "check", "-", **elsewhere), BODY.encode())

    assert (added[0], checked[0]) == (0, 0)
    assert list(home.rglob("*")) == []


def test_the_locale_does_not_change_the_report(filled: Path) -> None:
    process = start(filled, "check", "-", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    code, out, err = finish(process, "The ferry line opened in 2019 – “on time”.".encode())

    assert code == 0, err
    assert "on time" in out.decode("utf-8")


def test_an_interrupt_ends_with_130_and_one_line(tmp_path: Path) -> None:
    folder = write_many(tmp_path / "many", 300)
    data_dir = tmp_path / "data"
    process = start(data_dir, "library", "add", folder)
    _wait_for_documents(data_dir, process)

    process.send_signal(signal.SIGINT)
    code, out, err = finish(process)

    assert (code, out) == (130, b"")
    assert err.count(b"\n") == 1
    assert b"interrupted" in err


@pytest.mark.slow
def test_a_kill_in_the_middle_of_adding_loses_nothing(tmp_path: Path) -> None:
    count = 120
    folder = write_many(tmp_path / "many", count)
    data_dir = tmp_path / "data"
    for _ in range(2):
        process = start(data_dir, "library", "add", folder)
        _wait_for_documents(data_dir, process)
        process.kill()
        assert finish(process)[0] == -signal.SIGKILL

    code, out, err = finish(start(data_dir, "library", "add", folder))

    assert code == 0, err
    assert out.startswith(f"{count} files: ".encode())
    check_consistency(data_dir, count)


@pytest.mark.slow
def test_two_can_add_at_the_same_time(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    folder, other = write_many(tmp_path / "many", 40), write_library(tmp_path / "library")

    adders = [start(data_dir, "library", "add", one) for one in (folder, folder, other)]
    ended = [finish(adder) for adder in adders]

    assert [code for code, _, _ in ended] == [0, 0, 0], [err for _, _, err in ended]
    check_consistency(data_dir, 43)
    assert "containers" in invoke(data_dir, "library", "search", "containers").stdout


def test_a_terminal_gets_colours_unless_it_asks_for_none(filled: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("The ferry line employs 87 people.", encoding="utf-8")

    coloured = _on_terminal(filled, ["check", str(article)], {})
    plain = _on_terminal(filled, ["check", str(article)], {"NO_COLOR": "1"})

    assert "ferry line employs" in coloured
    assert COLOUR.search(coloured)
    assert "ferry line employs" in plain
    assert not COLOUR.search(plain)


def test_a_terminal_gets_a_table_of_what_was_added(tmp_path: Path) -> None:
    folder = write_library(tmp_path / "library")
    (folder / "copy.txt").write_text((folder / "ferry.txt").read_text())

    shown = _on_terminal(tmp_path / "data", ["library", "add", str(folder)], {})

    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert re.search(r"^bridge +1 +added", plain, re.MULTILINE)
    assert re.search(r"^ferry\.txt +duplicate of copy", plain, re.MULTILINE)
    assert "4 files: 3 added, 1 duplicate" in plain


def _on_terminal(data_dir: Path, args: list[str], env: dict[str, str]) -> str:
    """What the command prints where its standard output is a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    inherited = {name: os.environ[name] for name in os.environ if name != "NO_COLOR"}
    process = subprocess.Popen(
        [sys.executable, "-m", "service.cli", *args],
        env=inherited | {"TERM": "xterm-256color"} | environment(data_dir, **env),
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert process.wait(60) == 0
    return shown.decode("utf-8")


def _wait_for_documents(data_dir: Path, process: subprocess.Popen[bytes]) -> None:
    """Until the process is in the middle of its work."""
    vectors = data_dir / "chroma" / "chroma.sqlite3"
    deadline = time.monotonic() + 60
    while not vectors.exists():
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)
    assert process.poll() is None
