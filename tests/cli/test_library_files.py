"""Which files of a folder are documents, and in which order."""

from pathlib import Path

import pytest

from service.cli.library_files import FailedFile, ReadFile, find_files, read_ahead
from service.errors import UnreadableDocument
from service.library.readers import ReadLimits


def _touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"words of {name}", encoding="utf-8")


def test_walks_in_the_order_of_names_and_skips_what_is_no_document(tmp_path: Path) -> None:
    _touch(tmp_path, "b.txt", "a.pdf", "a.pdf.yaml", "sub/z.md", "sub/c.HTML", "pic.png")
    _touch(tmp_path, ".hidden.txt", ".git/x.txt", "orphan.pdf.yaml")

    found = find_files([tmp_path])

    names = [str(path.relative_to(tmp_path)) for path in found.files]
    assert names == ["a.pdf", "b.txt", "sub/c.HTML", "sub/z.md"]
    assert [path.name for path in found.skipped] == ["orphan.pdf.yaml", "pic.png"]


def test_takes_each_file_once_and_named_files_whatever_they_are(tmp_path: Path) -> None:
    _touch(tmp_path, "a.txt", "a.txt.yaml", "b.png")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")

    found = find_files([tmp_path / "b.png", tmp_path / "a.txt", tmp_path / "a.txt.yaml", tmp_path])

    assert [path.name for path in found.files] == ["b.png", "a.txt"]


def test_a_circle_of_links_ends(tmp_path: Path) -> None:
    _touch(tmp_path, "sub/a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)

    assert [path.name for path in find_files([tmp_path]).files] == ["a.txt"]


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"nowhere\.txt"):
        find_files([tmp_path / "nowhere.txt"])


async def test_reads_ahead_in_order_and_keeps_failures_in_their_place(tmp_path: Path) -> None:
    _touch(tmp_path, *(f"{number}.txt" for number in range(9)))
    (tmp_path / "3.txt").write_bytes(b"caf\xe9")
    (tmp_path / "5.txt").unlink()
    (tmp_path / "7.txt.yaml").write_text("publised: 2021", encoding="utf-8")
    files = [tmp_path / f"{number}.txt" for number in range(9)]

    read = [one async for one in read_ahead(files, {}, ReadLimits())]

    assert [one.path for one in read] == files
    failed = {one.path.stem: one.error.slug for one in read if isinstance(one, FailedFile)}
    assert failed == {
        "3": "not-text",
        "5": "unreadable-document",
        "7": "invalid-metadata",
    }
    assert [one.document.id for one in read if isinstance(one, ReadFile)] == list("012468")
