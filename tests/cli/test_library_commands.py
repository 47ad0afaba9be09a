"""``claimdesk library``: add, list, show, remove, search."""

import hashlib
import json
from pathlib import Path

import pytest

from tests.builders.documents import make_pdf
from tests.cli.commands import DOCUMENTS, fill, invoke, write_library


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that no test of this file changes."""
    folder = tmp_path_factory.mktemp("library")
    return fill(folder / "data", folder / "library")


def test_adding_twice_changes_nothing_and_every_change_is_named(tmp_path: Path) -> None:
    data_dir, folder = tmp_path / "data", write_library(tmp_path / "library")

    first = invoke(data_dir, "library", "add", folder)
    again = invoke(data_dir, "library", "add", folder)
    (folder / "ferry.txt").write_text("The ferry line employs 90 people now.", encoding="utf-8")
    (folder / "bridge.html.yaml").write_text("issuer: Elv County", encoding="utf-8")
    (folder / "copy.md").write_text(DOCUMENTS["harbour.md"], encoding="utf-8")
    changed = invoke(data_dir, "library", "add", folder)

    assert first.stdout == "3 files: 3 added\n"
    assert again.stdout == "3 files: 3 unchanged\n"
    assert changed.stdout == (
        "4 files: 1 new version, 1 description changed, 1 unchanged, 1 duplicate\n"
    )
    assert [one.exit_code for one in (first, again, changed)] == [0, 0, 0]
    assert first.stderr == again.stderr == ""


def test_what_cannot_be_read_is_told_and_the_rest_is_added(tmp_path: Path) -> None:
    data_dir, folder = tmp_path / "data", write_library(tmp_path / "library")
    (folder / "a-broken.pdf").write_bytes(b"%PDF-1.7 nothing else")
    (folder / "secret.pdf").write_bytes(make_pdf([["Words."]], password="x"))
    (folder / "photo.jpg").write_bytes(b"\xff\xd8")
    (folder / "sub").mkdir()
    (folder / "sub" / "ferry.md").write_text("Another ferry.", encoding="utf-8")

    result = invoke(data_dir, "library", "add", folder)

    assert result.exit_code == 2
    assert result.stdout == "6 files: 3 added, 3 failed\n"
    lines = result.stderr.splitlines()
    assert len(lines) == 4
    assert "photo.jpg" in lines[0]
    assert "a-broken.pdf" in lines[1]
    assert "encrypted" in lines[2]
    assert "ferry.txt" in lines[3]
    listed = invoke(data_dir, "library", "list").stdout
    assert [line.split("\t")[0] for line in listed.splitlines()] == ["bridge", "ferry", "harbour"]


def test_options_describe_a_document_and_collections_are_apart(tmp_path: Path) -> None:
    data_dir, folder = tmp_path / "data", write_library(tmp_path / "library")

    added = invoke(
        data_dir,
        *("library", "add", folder / "ferry.txt", "--collection", "north", "--id", "ferry-2019"),
        *("--title", "The ferry", "--issuer", "Elv County", "--kind", "notice"),
        *("--published", "2019-06-05", "--valid-from", "2019-06-04", "--valid-until", "2029-06-04"),
        *("--language", "en", "--url", "https://example.org/ferry", "--own-publication"),
    )
    shown = invoke(data_dir, "library", "show", "ferry-2019", "--format", "json")

    assert added.exit_code == 0, added.stderr
    document = json.loads(shown.stdout)["document"]
    assert document == {
        "id": "ferry-2019",
        "title": "The ferry",
        "issuer": "Elv County",
        "kind": "notice",
        "published": "2019-06-05",
        "valid_from": "2019-06-04",
        "valid_until": "2029-06-04",
        "supersedes": None,
        "language": "en",
        "url": "https://example.org/ferry",
        "collection": "north",
        "own_publication": True,
    }
    assert invoke(data_dir, "library", "list", "--collection", "default").stdout == ""
    assert "ferry-2019" in invoke(data_dir, "library", "list", "--collection", "north").stdout


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--id", "one"], "--id"),
        (["--title", "One", "--url", "https://example.org"], "--title, --url"),
        (["--published", "May"], "2021-12-06"),
        (["--collection", "Not this"], "collection"),
    ],
)
def test_options_that_cannot_be(tmp_path: Path, args: list[str], said: str) -> None:
    result = invoke(tmp_path / "data", "library", "add", write_library(tmp_path / "library"), *args)

    assert result.exit_code == 2
    assert said in result.stderr


def test_a_folder_without_documents_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    result = invoke(tmp_path / "data", "library", "add", tmp_path / "empty")

    assert (result.exit_code, result.stdout) == (2, "0 files\n")


def test_the_stored_text_is_printed_to_the_byte(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    text = "  Caf\u0065\u0301 \u200b\U0001f600 \u202e\x1b[1m|\ttab\nno end of line \u00a0"
    (tmp_path / "odd.txt").write_bytes(text.encode("utf-8"))
    invoke(data_dir, "library", "add", tmp_path / "odd.txt")

    result = invoke(data_dir, "library", "show", "odd", "--text", PYTHONIOENCODING="ascii")

    assert result.stdout_bytes == text.encode("utf-8")
    assert result.stderr == ""


def test_every_version_can_still_be_read_even_when_removed(tmp_path: Path) -> None:
    data_dir, path = tmp_path / "data", tmp_path / "note.txt"
    old, new = "The mast is 30 m high.", "The mast is 31 m high."
    for text in (old, new):
        path.write_text(text, encoding="utf-8")
        invoke(data_dir, "library", "add", path)
    old_sha = hashlib.sha256(old.encode()).hexdigest()

    removed = invoke(data_dir, "library", "remove", "note")

    assert (removed.exit_code, removed.stdout) == (0, "withdrawn note\n")
    assert invoke(data_dir, "library", "list").stdout == ""
    assert invoke(data_dir, "library", "show", "note", "--text").stdout == new
    assert invoke(data_dir, "library", "show", "note", "--version", old_sha).stdout == old
    shown = invoke(data_dir, "library", "show", "note").stdout
    assert old_sha in shown.replace("\n", "")
    assert "withdrawn" in shown
    assert f"Version {hashlib.sha256(new.encode()).hexdigest()}\n" in shown
    assert "  current, note.txt" in shown


def test_what_is_not_there(filled: Path) -> None:
    unknown = invoke(filled, "library", "show", "nothing")
    version = invoke(filled, "library", "show", "ferry", "--version", "0" * 64)
    removed = invoke(filled, "library", "remove", "nothing", "nothing")

    assert [one.exit_code for one in (unknown, version, removed)] == [2, 2, 2]
    assert "claimdesk library list" in unknown.stderr
    assert "0" * 64 in version.stderr
    assert removed.stderr.count("\n") == 1


def test_lists_for_programs(filled: Path) -> None:
    rows = json.loads(invoke(filled, "library", "list", "--format", "json").stdout)

    assert [row["document"]["id"] for row in rows] == ["bridge", "ferry", "harbour"]
    assert invoke(filled, "library", "list").stdout.splitlines()[2] == (
        "harbour\tdefault\t2024-05-02\tHarbour report"
    )


def test_search_finds_and_says_where(filled: Path) -> None:
    as_json = invoke(
        filled, "library", "search", "how long is the bridge", "--limit", "1", "--format", "json"
    )
    as_text = invoke(filled, "library", "search", "containers")

    found = json.loads(as_json.stdout)
    assert [one["document"]["id"] for one in found] == ["bridge"]
    assert "1,240 metres" in found[0]["passage"]["text"]
    assert "Harbour report (Port of Elverum, 2024-05-02)" in as_text.stdout
    assert "412,000 containers" in as_text.stdout


def test_search_shows_later_documents_as_later(filled: Path) -> None:
    result = invoke(
        filled, "library", "search", "containers", "--as-of", "2024-01-01", "--format", "json"
    )

    later = {one["document"]["id"]: one["later"] for one in json.loads(result.stdout)}
    assert later["harbour"] is True


@pytest.mark.parametrize(
    "args",
    [[" "], ["x" * 5001], ["\udcff"], ["words", "--collection", "none"], ["w", "--limit", "0"]],
)
def test_searches_that_cannot_be(filled: Path, args: list[str]) -> None:
    result = invoke(filled, "library", "search", *args)

    assert (result.exit_code, result.stdout) == (2, "")
