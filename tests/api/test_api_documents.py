"""The library through the interface: adding, versions, withdrawing, reading."""

import base64
import hashlib
import json
import re

import httpx
import pytest

from service.domain.article import sha256_of
from service.domain.report import Report
from tests.api.library import WAIT, refused, upload

OLD = "# Tunnel\n\nThe harbour tunnel in Lindhaven is 900 metres long.\n"
NEW = "# Tunnel\n\nThe harbour tunnel in Lindhaven is 950 metres long.\n"


async def test_adding_twice_changes_nothing(client: httpx.AsyncClient) -> None:
    first = await upload(client, OLD, id="twice", collection="twice", title="The tunnel")
    again = await upload(client, OLD, id="twice", collection="twice", title="The tunnel")
    copy = await upload(client, OLD, id="copy", collection="twice")
    described = await upload(client, OLD, id="twice", collection="twice", title="A tunnel")

    answers = [first, again, copy, described]
    assert [one.status_code for one in answers] == [201, 200, 200, 200]
    assert [one.json()["outcome"] for one in answers] == [
        "added",
        "unchanged",
        "duplicate",
        "described",
    ]
    assert {one.json()["document_id"] for one in answers} == {"twice"}
    assert {one.headers["location"] for one in answers} == {"/v1/documents/twice"}


async def test_lists_a_collection_in_pages(client: httpx.AsyncClient) -> None:
    for number in range(3):
        await upload(client, f"Note {number}.", id=f"page-{number}", collection="pages")

    async def ids(query: str) -> list[str]:
        listed = (await client.get(f"/v1/documents?collection=pages&{query}")).json()
        assert listed["total"] == 3
        return [one["document"]["id"] for one in listed["documents"]]

    assert await ids("") == ["page-0", "page-1", "page-2"]
    assert await ids("limit=1&offset=1") == ["page-1"]
    assert await ids("offset=3") == []
    for query in ("limit=0", "limit=1001", "offset=-1", "collection=A%20b", "page=2"):
        refused(await client.get(f"/v1/documents?{query}"), 422, "invalid-field")


async def test_an_old_version_still_opens_and_proves_its_report(client: httpx.AsyncClient) -> None:
    added = await upload(client, OLD, id="tunnel", collection="tunnels", published="2021-01-01")
    sent = {
        "article": {"text": "The harbour tunnel in Lindhaven is 900 metres long."},
        "collection": "tunnels",
    }
    made = await client.post("/v1/checks", json=sent, headers=WAIT)
    citation = Report.model_validate(made.json()).claims[0].citations[0]

    put = await client.put("/v1/documents/tunnel", files={"file": ("tunnel.md", NEW.encode())})
    assert (put.status_code, put.json()["outcome"]) == (200, "new_version")
    document = (await client.get("/v1/documents/tunnel")).json()
    assert [one["sha256"] for one in document["versions"]] == [
        put.json()["version"],
        added.json()["version"],
    ]
    # What the upload did not say stayed as it was.
    assert (document["document"]["collection"], document["document"]["published"]) == (
        "tunnels",
        "2021-01-01",
    )
    current = await client.get("/v1/documents/tunnel/text")
    assert "950 metres" in current.text
    assert sha256_of(current.text) == put.json()["version"]
    assert current.headers["etag"] == f'"{put.json()["version"]}"'

    old = await client.get(f"/v1/documents/tunnel/text?version={citation.version}")
    assert sha256_of(old.text) == citation.version
    assert old.text[citation.start : citation.end] == citation.quote
    place: dict[str, str | int] = {
        "version": citation.version,
        "start": citation.start,
        "end": citation.end,
    }
    page = await client.get("/v1/documents/tunnel/view", params=place)
    assert f'<mark id="quote">{citation.quote}</mark>' in page.text
    assert "An earlier version" in page.text

    assert (await client.delete("/v1/documents/tunnel")).status_code == 204
    refused(await client.delete("/v1/documents/tunnel"), 404, "unknown-document")
    refused(await client.get("/v1/search?q=tunnel&collection=tunnels"), 422, "empty-collection")
    refused(await client.post("/v1/checks", json=sent), 422, "empty-collection")
    still = await client.get("/v1/documents/tunnel/view", params=place)
    assert f'<mark id="quote">{citation.quote}</mark>' in still.text
    assert "Withdrawn" in still.text


async def test_a_new_version_needs_its_document(client: httpx.AsyncClient) -> None:
    file = {"file": ("bridge.md", b"---\nid: bridge\n---\nWords.")}
    refused(await client.put("/v1/documents/nothing", files=file), 404, "unknown-document")

    assert "'bridge'" in refused(
        await client.put("/v1/documents/ferry", files=file), 422, "invalid-metadata"
    )
    other = {"id": "bridge"}
    plain = {"file": ("a.md", b"Words.")}
    refused(
        await client.put("/v1/documents/ferry", files=plain, data=other), 422, "invalid-metadata"
    )


async def test_metadata_may_come_as_json(client: httpx.AsyncClient) -> None:
    metadata = {"id": "json-meta", "title": "Said", "issuer": "Said", "own_publication": True}
    for part in (
        {"metadata": (None, json.dumps(metadata), "application/json")},
        {"metadata": ("meta.json", json.dumps(metadata), "application/json")},
    ):
        await client.post(
            "/v1/documents",
            files={"file": ("note.txt", b"A note."), **part},
            data={"title": "Field", "collection": "meta", "kind": " "},
        )
        document = (await client.get("/v1/documents/json-meta")).json()["document"]
        assert [document[name] for name in ("title", "issuer", "kind", "own_publication")] == [
            "Field",
            "Said",
            None,
            True,
        ]
        await client.delete("/v1/documents/json-meta")


@pytest.mark.parametrize(
    ("name", "content", "fields", "status", "slug"),
    [
        ("a.exe", b"MZ", {}, 415, "unsupported-format"),
        ("noextension", b"Words.", {}, 415, "unsupported-format"),
        ("a.md", b"%PDF-1.7", {}, 415, "unsupported-format"),
        ("a.txt", b"", {}, 422, "document-without-text"),
        ("a.txt", b" \n", {}, 422, "document-without-text"),
        ("a.txt", b"caf\xe9", {}, 422, "not-text"),
        ("a.txt", b"a\0b", {}, 422, "not-text"),
        ("a.pdf", b"%PDF-1.7 broken", {}, 422, "unreadable-document"),
        ("a.docx", b"PK\x03\x04 broken", {}, 422, "unreadable-document"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1"), {}, 422, "encrypted-document"),
        ("a.md", b"a" * 200_001, {}, 413, "document-too-large"),
        ("a.md", b"a" * 300_000, {}, 413, "document-too-large"),
        ("a.md", b"Words.", {"published": "2021-02-30"}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"id": "No Id!"}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"collection": "../x"}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"own_publication": "perhaps"}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"metadata": "[1]"}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"metadata": '{"titel": "x"}'}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"metadata": "{"}, 400, "malformed-json"),
        ("a.md", b"Words.", {"metadata": r'{"title": "\ud800"}'}, 422, "not-text"),
        ("a.md", b"---\ntitle: [\n---\nWords.", {}, 422, "invalid-metadata"),
        ("a.md", b"Words.", {"titel": "x"}, 422, "invalid-field"),
        ("a.md", b"Words.", {"title": "x" * 70_000}, 400, "bad-request"),
    ],
)
async def test_refuses_uploads_that_are_no_document(
    client: httpx.AsyncClient,
    name: str,
    content: bytes,
    fields: dict[str, str],
    status: int,
    slug: str,
) -> None:
    answer = await client.post("/v1/documents", files={"file": (name, content)}, data=fields)
    refused(answer, status, slug)


async def test_refuses_what_is_no_form(client: httpx.AsyncClient) -> None:
    refused(await client.post("/v1/documents", json={}), 415, "unsupported-format")
    refused(await client.post("/v1/documents", content=b"a"), 415, "unsupported-format")
    missing = await client.post("/v1/documents", files={"metadata": (None, "{}")})
    refused(missing, 422, "invalid-field")
    assert missing.json()["errors"][0]["pointer"] == "#/file"
    text = await client.post("/v1/documents", files={"file": (None, "Words.")})
    refused(text, 422, "invalid-field")
    broken = {"Content-Type": "multipart/form-data; boundary=x"}
    answer = await client.post("/v1/documents", content=b"--y", headers=broken)
    refused(answer, 400, "bad-request")


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd.md", "passwd.md"),
        ("C:\\Users\\ines\\note.md", "note.md"),
        ("<script>alert(1)</script>.md", "script>.md"),
        ("cod\u202edm.evil.md", "coddm.evil.md"),
        ("x" * 300 + ".md", "x" * 197 + ".md"),
        ("اعلان.md", "اعلان.md"),
    ],
)
async def test_a_file_name_is_only_a_label(
    client: httpx.AsyncClient, name: str, label: str
) -> None:
    added = await upload(client, "A note.", name=name, id="label", collection="labels")
    assert added.status_code == 201, added.text
    stored = (await client.get("/v1/documents/label")).json()
    assert stored["versions"][0]["file_name"] == label
    await client.delete("/v1/documents/label")


async def test_texts_are_served_as_text(client: httpx.AsyncClient) -> None:
    await upload(client, "<script>alert(1)</script> <b>&amp;", name="m.txt", id="markup",
                 title="<script>alert(2)</script>", collection="markup")  # fmt: skip
    text = await client.get("/v1/documents/markup/text")
    assert text.text == "<script>alert(1)</script> <b>&amp;"
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.headers["x-content-type-options"] == "nosniff"

    page = await client.get("/v1/documents/markup/view?start=0&end=8")
    assert "<script" not in page.text
    assert '<mark id="quote">&lt;script&gt;</mark>alert(1)' in page.text
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


async def test_a_text_in_another_direction(client: httpx.AsyncClient) -> None:
    page = (await client.get("/v1/documents/notice/view")).text
    assert '<main dir="auto" lang="ar">إعلان' in page
    assert "<mark" not in page


async def test_versions_and_places_that_do_not_exist(client: httpx.AsyncClient) -> None:
    ferry = (await client.get("/v1/documents/ferry")).json()["current_version"]
    for path in ("text", "view"):
        for version in (ferry, "0" * 64, "../..", "x" * 5000):
            answer = await client.get(f"/v1/documents/bridge/{path}", params={"version": version})
            refused(answer, 404, "unknown-version")
        refused(await client.get(f"/v1/documents/nothing/{path}"), 404, "unknown-document")
    for place in ("start=5&end=4", "start=0&end=99999", "start=-1&end=4", "start=x", "at=3"):
        refused(await client.get(f"/v1/documents/bridge/view?{place}"), 422, "invalid-field")
