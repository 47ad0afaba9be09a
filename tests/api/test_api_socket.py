"""What only a real server shows: bodies that never end, lengths that lie, waiting."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx

from service.api.app import create_app
from service.bootstrap import Claimdesk
from service.settings import Settings
from tests.api.conftest import client_of
from tests.api.library import ARTICLE, WAIT, refused
from tests.api.stubs import GatedJudge

MEGABYTE = 1024 * 1024
FORM = "multipart/form-data; boundary=cut"
FORM_START = b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.md"\r\n\r\n'


async def talk(
    port: int, head: str, first: bytes = b"", piece: bytes = b"", most: int = 0
) -> tuple[int, str, int]:
    """Send a request's head and start, then the piece again and again until an answer comes.

    The answer's status, its text, and how many bytes of pieces were sent by then.
    """
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head.replace("\n", "\r\n").encode() + first)
    answering = asyncio.create_task(reader.readuntil(b"\r\n\r\n"))
    sent = 0
    while not answering.done() and sent < most:
        writer.write(piece)
        await writer.drain()
        sent += len(piece)
        await asyncio.sleep(0)
    top = (await asyncio.wait_for(answering, 20)).decode().lower()
    length = int(top.partition("content-length:")[2].split()[0])
    text = (await reader.readexactly(length)).decode()
    writer.close()
    return int(top.split()[1]), text, sent


def head_of(path: str, media_type: str, framing: str) -> str:
    return f"POST {path} HTTP/1.1\nHost: localhost\nContent-Type: {media_type}\n{framing}\n\n"


def chunk(content: bytes) -> bytes:
    return f"{len(content):x}\r\n".encode() + content + b"\r\n"


async def test_a_huge_upload_is_refused_before_it_is_sent(port: int) -> None:
    head = head_of("/v1/documents", FORM, f"Content-Length: {300 * MEGABYTE}")
    status, text, sent = await talk(port, head)

    assert (status, sent) == (413, 0)
    assert json.loads(text)["type"] == "/problems/document-too-large"


async def test_an_upload_without_a_length_is_cut_off(port: int) -> None:
    head = head_of("/v1/documents", FORM, "Transfer-Encoding: chunked")
    status, text, sent = await talk(
        port, head, chunk(FORM_START), chunk(b"a" * 8192), 300 * MEGABYTE
    )

    assert status == 413
    assert sent < 10 * MEGABYTE
    assert json.loads(text)["type"] == "/problems/document-too-large"


async def test_an_article_without_an_end_is_cut_off(port: int) -> None:
    head = head_of("/v1/checks", "text/plain", "Transfer-Encoding: chunked")
    status, text, sent = await talk(port, head, piece=chunk(b"Word. " * 1000), most=300 * MEGABYTE)

    assert status == 413
    assert sent < 10 * MEGABYTE
    assert json.loads(text)["type"] == "/problems/article-too-large"


async def test_a_chunked_upload_within_the_limit_is_taken(remote: httpx.AsyncClient) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        yield FORM_START
        yield b"# Chunks\n\nA note in pieces.\r\n--cut--\r\n"

    answer = await remote.post("/v1/documents", content=pieces(), headers={"Content-Type": FORM})
    assert answer.status_code == 201, answer.text
    assert (await remote.delete(answer.headers["location"])).status_code == 204


async def test_the_report_comes_at_once_when_waited_for(remote: httpx.AsyncClient) -> None:
    answer = await remote.post("/v1/checks", json={"article": {"text": ARTICLE}}, headers=WAIT)

    assert answer.status_code == 200
    assert answer.headers["preference-applied"] == "wait=30"
    report = await remote.get(answer.headers["content-location"])
    assert report.json() == answer.json()


async def test_many_at_once_with_one_key_make_one_check(remote: httpx.AsyncClient) -> None:
    sent = {"article": {"text": "The many bridges of Lindhaven are 312 metres long."}}
    headers = {"Idempotency-Key": '"many"'}
    answers = await asyncio.gather(
        *(remote.post("/v1/checks", json=sent, headers=headers) for _ in range(10))
    )

    assert {one.status_code for one in answers} <= {202, 409}
    taken = {one.headers["location"] for one in answers if one.status_code == 202}
    assert len(taken) == 1


async def test_nobody_waits_longer_than_the_service_allows(
    settings: Settings, claimdesk: Claimdesk, gate: GatedJudge
) -> None:
    gate.opened.clear()
    short = settings.model_copy(
        update={"limits": settings.limits.model_copy(update={"wait_seconds": 0.2})}
    )
    sent = {"article": {"text": "The capped bridge is 902 metres long."}, "engine": "gated"}
    async with client_of(create_app(short, replace(claimdesk, settings=short))) as client:
        started = time.monotonic()
        answer = await client.post("/v1/checks", json=sent, headers={"Prefer": "wait=3600"})
    gate.opened.set()

    assert answer.status_code == 202
    assert time.monotonic() - started < 5


async def test_a_caller_who_leaves_is_no_crash(port: int, remote: httpx.AsyncClient) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(head_of("/v1/checks", "text/plain", "Content-Length: 900").replace(
        "\n", "\r\n").encode() + b"Half an art")  # fmt: skip
    await writer.drain()
    writer.close()
    assert await reader.read() == b""

    assert (await remote.get("/health/live")).status_code == 200
    refused(await remote.get("/v1/nothing"), 404, "not-found")
