"""Having an article checked: what is taken, what is refused, and that nothing is done twice."""

import asyncio
from typing import Any

import httpx
import pytest

from service.bootstrap import Claimdesk
from service.domain.report import Report
from tests.api.library import ARTICLE, WAIT, check, refused
from tests.api.stubs import GatedJudge

JSON = {"Content-Type": "application/json"}


def body(**article: object) -> dict[str, Any]:
    return {"article": article}


@pytest.mark.parametrize(
    ("sent", "status", "slug", "pointer"),
    [
        (body(), 422, "invalid-field", "#/article"),
        (body(text="Words.", html="<p>Words.</p>"), 422, "invalid-field", "#/article"),
        (body(text=""), 422, "empty-article", None),
        (body(text=" \n\t\u00a0"), 422, "empty-article", None),
        (body(text="\u200b\u2060\ufe0f\U000e0101\x07"), 422, "empty-article", None),
        (body(html="<script>document.write('Words.')</script>"), 422, "empty-article", None),
        (body(html=""), 422, "empty-article", None),
        (body(text="a" * 20_001), 413, "article-too-large", None),
        (body(html=f"<p>{'word ' * 5000}</p>"), 413, "article-too-large", None),
        (body(text="One\0two."), 422, "not-text", None),
        (body(text="Words.", title="a\0b"), 422, "not-text", None),
        (body(text="Words.", titel="x"), 422, "invalid-field", "#/article/titel"),
        (body(text=12), 422, "invalid-field", "#/article/text"),
        (body(text="Words.", published="2021-02-30"), 422, "invalid-field", "#/article/published"),
        (body(text="Words.", published=20210504), 422, "invalid-field", "#/article/published"),
        (body(text="W.") | {"as_of": "yesterday"}, 422, "invalid-field", "#/as_of"),
        (body(text="W.") | {"as_of": "10000-01-01"}, 422, "invalid-field", "#/as_of"),
        (body(text="W.") | {"as_of": "1638748800"}, 422, "invalid-field", "#/as_of"),
        (body(text="W.") | {"collection": "../x"}, 422, "invalid-field", "#/collection"),
        (body(text="W.") | {"collection": "unknown"}, 422, "empty-collection", None),
        (body(text="W.") | {"engine": "oracle"}, 422, "invalid-field", "#/engine"),
        (body(text="W.") | {"passages": 0}, 422, "invalid-field", "#/passages"),
        (body(text="W.") | {"asof": "2021-01-01"}, 422, "invalid-field", "#/asof"),
        ({}, 422, "invalid-field", "#/article"),
        ([], 422, "invalid-field", "#"),
    ],
)  # fmt: skip
async def test_refuses_bad_input(
    client: httpx.AsyncClient, sent: object, status: int, slug: str, pointer: str | None
) -> None:
    answer = await client.post("/v1/checks", json=sent)

    refused(answer, status, slug)
    if pointer is not None:
        assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    ("content", "status", "slug"),
    [
        (b"", 400, "malformed-json"),
        (b"null", 422, "invalid-field"),
        (b'{"article":', 400, "malformed-json"),
        (b"\xff\xfe{}", 400, "malformed-json"),
        (b"[" * 100_000, 400, "malformed-json"),
        (b'{"article": {"text": "W."}, "seconds": NaN}', 400, "malformed-json"),
        (b'{"article": {"text": "W."}, "seconds": 1e999}', 400, "malformed-json"),
        (b'{"a": ' + b"9" * 5000 + b"}", 400, "malformed-json"),
        (rb'{"article": {"text": "half \ud83d pair"}}', 422, "not-text"),
        (rb'{"article": {"text": "W."}, "\udfff": 1}', 422, "not-text"),
    ],
)
async def test_refuses_what_is_no_json(
    client: httpx.AsyncClient, content: bytes, status: int, slug: str
) -> None:
    refused(await client.post("/v1/checks", content=content, headers=JSON), status, slug)


@pytest.mark.parametrize(
    ("media_type", "content", "status", "slug"),
    [
        ("application/xml", b"<a/>", 415, "unsupported-format"),
        ("", b"Words.", 415, "unsupported-format"),
        ("text/plain", b"caf\xe9", 422, "not-text"),
        ("text/plain; charset=latin-1", b"a\0b", 422, "not-text"),
        ("text/plain; charset=unicode_escape", b"Words.", 422, "not-text"),
        ("text/plain; charset=zip", b"Words.", 422, "not-text"),
        ("text/plain; charset=iso-8859-99", b"Words.", 422, "not-text"),
        ("text/plain", b"  \n", 422, "empty-article"),
        ("text/plain", b"%PDF-1.7\0\xff", 422, "not-text"),
        ("text/html", b"%PDF-1.7", 415, "unsupported-format"),
        ("text/html", b"<p>\0</p>", 422, "not-text"),
        ("text/html", b"", 422, "empty-article"),
        ("text/html", b"<div>" * 50_000, 422, "unreadable-document"),
        ("text/markdown", b"---\ntitle: [\n---\nWords.", 422, "invalid-metadata"),
        ("text/markdown", b"---\nwriter: X\n---\nWords.", 422, "invalid-metadata"),
    ],
)
async def test_refuses_bodies_that_are_no_article(
    client: httpx.AsyncClient, media_type: str, content: bytes, status: int, slug: str
) -> None:
    headers = {"Content-Type": media_type} if media_type else {}
    refused(await client.post("/v1/checks", content=content, headers=headers), status, slug)


async def test_parameters_belong_to_bare_articles_only(client: httpx.AsyncClient) -> None:
    answer = await client.post("/v1/checks?engine=local", json=body(text="Words."))
    refused(answer, 422, "invalid-field")
    assert answer.json()["errors"][0]["parameter"] == "engine"

    unknown = await client.post(
        "/v1/checks?engin=local", content=b"Words.", headers={"Content-Type": "text/plain"}
    )
    assert unknown.json()["errors"][0]["parameter"] == "engin"


async def test_keeps_the_text_exactly_and_accounts_for_it(client: httpx.AsyncClient) -> None:
    text = "\ufeffFirst\r\nline.\x1b \U0001f309 The bridge is 312 metres long.\u2028"
    report = Report.model_validate((await check(client, text)).json())

    assert report.article.text == text
    assert all(one.of(text).strip() for one in report.sentences)


@pytest.mark.parametrize("as_of", ["9999-12-31", "0001-01-01"])
async def test_any_day_will_do(client: httpx.AsyncClient, as_of: str) -> None:
    assert (await check(client, as_of=as_of)).json()["as_of"] == as_of


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("text/plain", "Café. The bridge is 312 metres long.".encode()),
        (
            "text/plain; charset=ISO-8859-1",
            "Café. The bridge is 312 metres long.".encode("latin-1"),
        ),
        ("text/plain", "Café. The bridge is 312 metres long.".encode("utf-16")),
        ('text/html; charset="utf-8"', "<p>Café. The bridge is 312 metres long.</p>".encode()),
        (
            "text/html",
            "<meta charset=latin1><p>Café. The bridge is 312 metres long.".encode("latin-1"),
        ),
        ("text/markdown", "**Café.** The [bridge](x) is 312 metres long.".encode()),
    ],
)
async def test_takes_a_bare_article(
    client: httpx.AsyncClient, media_type: str, content: bytes
) -> None:
    answer = await client.post(
        "/v1/checks",
        params={"title": "Bridges", "published": "2021-05-06", "collection": "default"},
        content=content,
        headers={"Content-Type": media_type, **WAIT},
    )
    article = answer.json()["article"]
    assert article["text"].replace("\ufeff", "") == "Café. The bridge is 312 metres long."
    assert (article["title"], article["published"]) == ("Bridges", "2021-05-06")


async def test_html_is_data(client: httpx.AsyncClient) -> None:
    html = (
        "<html lang=en><head><title>A bridge</title><meta charset=latin1></head><body>"
        "<script>alert('The bridge is 99 metres long.')</script><style>p{}</style>"
        "<p onclick=alert(1)>The bridge is 312 metres long &amp; café-white.</p>"
        "<img src=http://127.0.0.1:1/x onerror=alert(2)></body></html>"
    )
    answer = await client.post("/v1/checks", json=body(html=html), headers=WAIT)
    article = answer.json()["article"]

    assert article["text"] == "The bridge is 312 metres long & café-white."
    assert (article["title"], article["language"]) == ("A bridge", "en")


async def test_markdown_speaks_for_itself_unless_told_otherwise(client: httpx.AsyncClient) -> None:
    content = b"---\ntitle: Front\nauthor: I. M.\npublished: 2021-05-06\n---\nThe bridge opened."
    answer = await client.post(
        "/v1/checks?title=Told",
        content=content,
        headers={"Content-Type": "text/markdown", **WAIT},
    )
    article = answer.json()["article"]
    assert [article[name] for name in ("text", "title", "author", "published")] == [
        "The bridge opened.",
        "Told",
        "I. M.",
        "2021-05-06",
    ]
    assert answer.json()["as_of"] == "2021-05-06"


async def test_a_check_is_followed_to_its_end_and_forgotten(
    client: httpx.AsyncClient, claimdesk: Claimdesk
) -> None:
    taken = await client.post("/v1/checks", json=body(text=ARTICLE, title="Bridge & Co"))
    assert taken.status_code == 202
    where = taken.headers["location"]
    state = taken.json()
    assert (state["status"], state["title"]) == ("queued", "Bridge & Co")
    assert state["links"] == {"self": where, "report": None}

    await claimdesk.runner.wait(state["id"], 30)
    done = (await client.get(where)).json()
    assert (done["status"], done["report_status"]) == ("done", "complete")
    assert done["summary"]["claims"] == 2
    report = (await client.get(done["links"]["report"])).json()
    assert report["id"] == state["id"]
    assert report["summary"] == done["summary"]

    listed = (await client.get("/v1/checks?limit=5")).json()
    assert done in listed["checks"]
    assert sum(listed["counts"].values()) == len(listed["checks"]) <= 5

    assert (await client.delete(where)).status_code == 204
    for again in (client.get(where), client.delete(where), client.get(f"{where}/report")):
        refused(await again, 404, "unknown-check")


async def test_the_same_key_makes_one_check(client: httpx.AsyncClient) -> None:
    async def send(key: str, text: str) -> httpx.Response:
        return await client.post(
            "/v1/checks", json=body(text=text), headers={"Idempotency-Key": key}
        )

    first = await send('"k-1"', ARTICLE)
    again = await send("k-1", ARTICLE)
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.headers["location"] == again.headers["location"]

    refused(await send("k-1", "Another article."), 422, "idempotency-conflict")
    refused(await send("two words", ARTICLE), 422, "invalid-field")
    other = await send("k-2", ARTICLE)
    assert other.headers["location"] != first.headers["location"]


async def test_a_key_still_being_answered_says_where_to_look(
    client: httpx.AsyncClient, gate: GatedJudge
) -> None:
    gate.opened.clear()
    sent = body(text="The gated bridge is 900 metres long.") | {"engine": "gated"}
    headers = {"Idempotency-Key": "busy"}
    first = asyncio.create_task(client.post("/v1/checks", json=sent, headers=headers | WAIT))
    while gate.asked == 0:
        await asyncio.sleep(0.01)

    second = await client.post("/v1/checks", json=sent, headers=headers)
    refused(second, 409, "request-in-progress")
    gate.opened.set()
    done = await first
    assert done.headers["location"] == second.headers["location"]
    third = await client.post("/v1/checks", json=sent, headers=headers | WAIT)
    assert third.json() == done.json()


async def test_waiting_ends_when_the_time_is_over(
    client: httpx.AsyncClient, gate: GatedJudge
) -> None:
    gate.opened.clear()
    sent = body(text="The slow bridge is 901 metres long.") | {"engine": "gated"}
    answer = await client.post("/v1/checks", json=sent, headers={"Prefer": "wait=1"})

    assert answer.status_code == 202
    assert answer.json()["status"] in {"queued", "running"}
    assert "preference-applied" not in answer.headers
    refused(await client.get(f"{answer.headers['location']}/report"), 409, "report-not-ready")
    gate.opened.set()


async def test_a_failed_check_is_told_as_its_problem(client: httpx.AsyncClient) -> None:
    sent = body(text=ARTICLE) | {"engine": "broken"}
    answer = await client.post("/v1/checks", json=sent, headers=WAIT)

    refused(answer, 503, "store-failed")
    state = (await client.get(answer.headers["location"])).json()
    assert (state["status"], state["failure"]["slug"]) == ("failed", "store-failed")


async def test_list_takes_a_limit_in_its_bounds(client: httpx.AsyncClient) -> None:
    for query in ("limit=0", "limit=201", "limit=x", "offset=1"):
        refused(await client.get(f"/v1/checks?{query}"), 422, "invalid-field")
