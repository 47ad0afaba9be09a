"""What all readers share: order, sections, names and limits, and the process of its own."""

import asyncio
import time

import pytest

from service import errors
from service.library.readers import ReadLimits, isolated
from service.library.readers.extraction import TextBuilder
from tests.builders.documents import make_docx, make_pdf, make_pdf_of_lines
from tests.builders.readings import PARAGRAPHS, read

LIMITS = ReadLimits()
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TABLE = (("Year", "Water"), ("2023", "12.6"), ("2024", "12.4"))


def make_html() -> bytes:
    rows = "".join(f"<tr><td>{year}</td><td>{water}</td></tr>" for year, water in TABLE)
    body = f"<h1>Water</h1><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p><h2>Dam</h2>"
    body += f"<p>{PARAGRAPHS[2]}</p><table>{rows}</table><p>{PARAGRAPHS[3]}</p>"
    return f"<html><body><article>{body}</article></body></html>".encode()


def make_markdown() -> bytes:
    rows = "\n".join(f"| {year} | {water} |" for year, water in TABLE)
    rows = rows.replace("\n", "\n|---|---|\n", 1)
    blocks = ("# Water", *PARAGRAPHS[:2], "## Dam", PARAGRAPHS[2], rows, PARAGRAPHS[3])
    return "\n\n".join(blocks).encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.md", make_markdown()),
        ("a.html", make_html()),
        (
            "a.docx",
            make_docx(["# Water", *PARAGRAPHS[:2], "# Dam", PARAGRAPHS[2], TABLE, PARAGRAPHS[3]]),
        ),
    ],
    ids=["Markdown", "HTML", "DOCX"],
)
async def test_paragraphs_tables_and_headings_keep_their_order(name: str, content: bytes) -> None:
    extraction = await read(name, content)
    blocks = ("Water", *PARAGRAPHS[:2], "Dam", PARAGRAPHS[2], PARAGRAPHS[3])
    table = "\n".join(" | ".join(row) for row in TABLE)
    expected = [*blocks[:5], table, blocks[5]]
    assert extraction.text.split("\n\n") == expected
    assert [section.heading for section in extraction.sections] == ["Water", "Dam"]


async def test_pdf_keeps_paragraphs_in_order_and_pages_as_sections() -> None:
    extraction = await read("a.pdf", make_pdf([PARAGRAPHS[:2], PARAGRAPHS[2:]], title="Lake"))
    assert extraction.text.split("\n\n") == list(PARAGRAPHS)
    assert [section.page for section in extraction.sections] == [1, 2]
    assert PARAGRAPHS[2] in extraction.sections[1].of(extraction.text)
    assert extraction.title == "Lake"
    assert extraction.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("a.xyz", b"words", errors.UnsupportedFormat),
        ("txt", b"words", errors.UnsupportedFormat),
        ("a.pdf", b"words", errors.UnsupportedFormat),
        ("a.docx", b"words", errors.UnsupportedFormat),
        ("a.txt", b"%PDF-1.7", errors.UnsupportedFormat),
        ("a.md", b"PK\x03\x04", errors.UnsupportedFormat),
        ("a.html", b"{\\rtf1", errors.UnsupportedFormat),
        ("a.docx", b"PK\x03\x04", errors.UnreadableDocument),
        ("a.docx", OLE + "WordDocument".encode("utf-16-le"), errors.UnsupportedFormat),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), errors.EncryptedDocument),
        ("a.docx", OLE, errors.EncryptedDocument),
        ("a.txt", b"", errors.DocumentWithoutText),
        ("a.pdf", b"", errors.DocumentWithoutText),
        ("a.txt", b" \n\t", errors.DocumentWithoutText),
        ("a.md", b"---\ntitle: x\n---\n", errors.DocumentWithoutText),
        ("a.txt", b"\x89PNG\r\n\x1a\n", errors.NotText),
    ],
)
async def test_files_that_are_not_what_they_say(
    name: str, content: bytes, error: type[errors.BadInput]
) -> None:
    with pytest.raises(error) as raised:
        await read(name, content)
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"x" * 60),
        ("a.md", b"x" * 60),
        ("a.html", make_html()),
        ("a.pdf", make_pdf([PARAGRAPHS])),
        ("a.docx", make_docx([PARAGRAPHS[0]])),
    ],
)
async def test_a_document_over_the_limits_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(errors.DocumentTooLarge):
        await read(name, content, max_text_chars=50)
    with pytest.raises(errors.DocumentTooLarge):
        await read(name, content, max_bytes=10)


async def test_a_pdf_with_too_many_pages_is_refused() -> None:
    with pytest.raises(errors.DocumentTooLarge, match="3 pages"):
        await read("a.pdf", make_pdf_of_lines(["a"], ["b"], ["c"]), max_pages=2)


async def test_a_reader_that_takes_too_long_is_ended() -> None:
    started = time.monotonic()
    with pytest.raises(errors.UnreadableDocument, match=r"longer than 0\.01 seconds"):
        await read("a.pdf", make_pdf([PARAGRAPHS]), seconds=0.01)
    assert time.monotonic() - started < 5


async def test_a_reader_that_takes_too_much_memory_is_ended() -> None:
    content = make_docx([PARAGRAPHS[0] * 20_000] * 3)
    with pytest.raises(errors.UnreadableDocument):
        await read("a.docx", content, memory_mb=64)


async def test_a_cancelled_reading_leaves_no_process(monkeypatch: pytest.MonkeyPatch) -> None:
    children: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def remember(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        children.append(await start(*arguments, **options))  # type: ignore[arg-type]  # passed on
        return children[-1]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", remember)
    reading = isolated.read_isolated("tests.builders.busy_reader", b"x", LIMITS)
    task = asyncio.create_task(reading)
    while not children:
        await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, timeout=10)
    assert children[0].returncode is not None


async def test_a_reader_that_is_killed_is_told() -> None:
    with pytest.raises(errors.UnreadableDocument, match="signal 9"):
        await isolated.read_isolated("tests.builders.killed_reader", b"x" * 1_000_000, LIMITS)


async def test_a_reader_that_burns_the_processor_is_ended() -> None:
    limits = ReadLimits(seconds=0.5)
    with pytest.raises(errors.UnreadableDocument):
        await isolated.read_isolated("tests.builders.busy_reader", b"x", limits)


async def test_a_module_that_crashes_is_told() -> None:
    with pytest.raises(errors.UnreadableDocument, match="No module named"):
        await isolated.read_isolated("service.library.readers.nonsense", b"", LIMITS)


@pytest.mark.parametrize(
    "reply",
    [b"", b"[]", b"{}", b'{"error": "unknown", "detail": ""}', b'{"extraction": {"text": 1}}'],
)
def test_an_answer_that_makes_no_sense_is_an_unreadable_document(reply: bytes) -> None:
    with pytest.raises(errors.UnreadableDocument, match="intelligible"):
        isolated.understand(reply)


def test_control_characters_do_not_reach_a_stored_text() -> None:
    builder = TextBuilder(100)
    builder.add("a\0b\x0cc\x02d\te\r\nf")
    assert builder.finish()[0] == "ab cd\te\nf"
