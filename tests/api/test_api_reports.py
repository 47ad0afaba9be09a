"""The report in every form, citations that open at their words, and a person's last word."""

import csv
import io
import json
import re

import httpx
import pytest

from service.domain.report import Report
from service.domain.verdict import Label
from tests.api.library import REFUTED, SUPPORTED, check, refused, upload

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(2)>\u202e{{7*7}}"


async def made_report(client: httpx.AsyncClient) -> Report:
    return Report.model_validate((await check(client)).json())


@pytest.mark.parametrize(
    ("format", "media_type", "starts"),
    [
        ("json", "application/json", "{"),
        ("html", "text/html; charset=utf-8", "<!doctype html>"),
        ("markdown", "text/markdown; charset=utf-8", "# "),
        ("csv", "text/csv; charset=utf-8", "number,id,"),
        ("jsonl", "application/jsonl", ""),
    ],
)
async def test_the_report_can_be_had_in_every_form(
    client: httpx.AsyncClient, format: str, media_type: str, starts: str
) -> None:
    where = (await check(client)).headers["content-location"]
    by_name = await client.get(where, params={"format": format}, headers={"Accept": "image/png"})
    by_type = await client.get(where, headers={"Accept": media_type.partition(";")[0]})

    assert by_name.headers["content-type"] == media_type
    assert by_name.text.startswith(starts)
    assert by_type.text == by_name.text
    assert by_type.headers["vary"] == "Accept"


async def test_what_cannot_be_had_is_refused(client: httpx.AsyncClient) -> None:
    where = (await check(client)).headers["content-location"]

    refused(await client.get(where, headers={"Accept": "application/pdf"}), 406, "not-acceptable")
    wrong = await client.get(where, params={"format": "pdf"})
    refused(wrong, 422, "invalid-field")
    assert wrong.json()["errors"][0]["parameter"] == "format"
    for path in ("", "/report", "/claims/c1/review"):
        missing = await client.request(
            "DELETE" if "review" in path else "GET", f"/v1/checks/nothing{path}"
        )
        refused(missing, 404, "unknown-check")


async def test_json_is_the_published_report(client: httpx.AsyncClient) -> None:
    answer = await check(client)
    report = answer.json()

    assert report["schema"] == "claimdesk.report/1"
    assert answer.headers["preference-applied"] == "wait=30"
    assert [claim["text"] for claim in report["claims"]] == [SUPPORTED, REFUTED]
    assert report["claims"][1]["verdict"]["label"] == "refuted"


async def test_csv_has_a_row_for_each_claim(client: httpx.AsyncClient) -> None:
    where = (await check(client)).headers["content-location"]
    answer = await client.get(where, params={"format": "csv"})

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["claim"] for row in rows] == [SUPPORTED, REFUTED]


async def test_citations_stand_where_they_say(client: httpx.AsyncClient) -> None:
    report = await made_report(client)
    citations = [citation for claim in report.claims for citation in claim.citations]
    assert citations
    for citation in citations:
        address = f"/v1/documents/{citation.document.id}/text"
        answer = await client.get(address, params={"version": citation.version})
        assert answer.headers["content-type"] == "text/plain; charset=utf-8"
        assert answer.text[citation.start : citation.end] == citation.quote


async def test_links_of_the_page_open_at_the_exact_words(client: httpx.AsyncClient) -> None:
    answer = await check(client)
    page = await client.get(answer.headers["content-location"], params={"format": "html"})
    links = re.findall(r'href="(/v1/documents/[^"]+)"', page.text)
    quotes = {
        citation["quote"] for claim in answer.json()["claims"] for citation in claim["citations"]
    }
    opened = set()
    for link in links:
        assert link.endswith("#quote")
        view = await client.get(link.replace("&amp;", "&"))
        assert view.status_code == 200
        opened |= set(re.findall(r'<mark id="quote">(.*?)</mark>', view.text, re.DOTALL))
    assert quotes
    assert quotes <= opened


async def test_the_page_runs_nothing(client: httpx.AsyncClient) -> None:
    await upload(
        client,
        "The hostile bridge is 312 metres long, says <script>alert(3)</script> nobody.",
        name="hostile.txt",
        title=HOSTILE,
        issuer=HOSTILE,
        collection="hostile",
    )
    body = {
        "article": {"text": f"The hostile bridge is 480 metres long. {HOSTILE}", "title": HOSTILE},
        "collection": "hostile",
    }
    made = await client.post("/v1/checks", json=body, headers={"Prefer": "wait=30"})
    page = await client.get(made.headers["content-location"], params={"format": "html"})

    assert "<script" not in page.text
    assert "<img" not in page.text
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "script-src" not in policy
    own, _, _ = policy.partition("; frame-ancestors")
    assert f'<meta http-equiv="Content-Security-Policy" content="{own}">' in page.text


async def test_a_person_has_the_last_word_and_may_take_it_back(client: httpx.AsyncClient) -> None:
    report = await made_report(client)
    claim = next(one for one in report.claims if one.text == REFUTED)
    address = f"/v1/checks/{report.id}/claims/{claim.id}/review"
    word = {"label": "supported", "reason": "Measured with the ramps.", "reviewer": " Ines "}

    reviewed = await client.put(address, json=word)
    assert reviewed.status_code == 200
    assert reviewed.json()["review"]["reviewer"] == "Ines"
    assert reviewed.json()["verdict"]["label"] == "refuted"
    state = (await client.get(f"/v1/checks/{report.id}")).json()
    assert state["summary"]["supported"] == report.summary.supported + 1
    assert state["summary"]["refuted"] == report.summary.refuted - 1
    lines = (await client.get(f"/v1/checks/{report.id}/report?format=jsonl")).text.splitlines()
    assert [json.loads(line)["expected"] for line in lines] == ["supported"]

    back = await client.delete(address)
    assert back.json()["review"] is None
    now = Report.model_validate((await client.get(f"/v1/checks/{report.id}/report")).json())
    assert now == report
    assert (await client.delete(address)).status_code == 200

    said = (await client.get(f"{address}s")).json()["reviews"]
    assert [one and (one["label"], one["reviewer"]) for one in said] == [
        ("supported", "Ines"),
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("word", "pointer"),
    [
        ({"label": "true", "reviewer": "Ines"}, "#/label"),
        ({"label": "refuted"}, "#/reviewer"),
        ({"label": "refuted", "reviewer": "  "}, "#/reviewer"),
        ({"label": "refuted", "reviewer": "a\0b"}, "#/reviewer"),
        ({"label": "refuted", "reviewer": "Ines", "reason": "x" * 5001}, "#/reason"),
        ({"label": "refuted", "reviewer": "Ines", "reviewed": "2021-01-01"}, "#/reviewed"),
    ],
)
async def test_refuses_a_review_without_its_parts(
    client: httpx.AsyncClient, word: dict[str, str], pointer: str
) -> None:
    report = await made_report(client)
    answer = await client.put(
        f"/v1/checks/{report.id}/claims/{report.claims[0].id}/review", json=word
    )

    refused(answer, 422, "invalid-field")
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_refuses_a_review_of_no_claim(client: httpx.AsyncClient) -> None:
    report = await made_report(client)
    address = f"/v1/checks/{report.id}/claims/c000000000000/review"
    word = {"label": Label.REFUTED, "reviewer": "Ines"}

    refused(await client.put(address, json=word), 404, "unknown-claim")
    refused(await client.delete(address), 404, "unknown-claim")
    refused(await client.get(f"{address}s"), 404, "unknown-claim")
    refused(await client.get("/v1/checks/nothing/claims/c1/reviews"), 404, "unknown-check")
    refused(await client.put(address, content=b"label=refuted"), 415, "unsupported-format")


async def test_verifies_one_claim(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/claims/verify", json={"claim": f" {REFUTED}\n", "as_of": "2021-05-06"}
    )

    assert answer.status_code == 200
    claim = answer.json()
    assert (claim["text"], claim["verdict"]["label"]) == (REFUTED, "refuted")
    assert claim["citations"][0]["stance"] == "refutes"


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        ({"claim": ""}, 422, "invalid-field"),
        ({"claim": " \u200b\n"}, 422, "invalid-field"),
        ({"claim": "x" * 501}, 422, "invalid-field"),
        ({"claim": "x" * 100_000}, 413, "content-too-large"),
        ({"claim": "a\0b"}, 422, "not-text"),
        ({"claim": REFUTED, "engine": "oracle"}, 422, "invalid-field"),
        ({"claim": REFUTED, "collection": "unknown"}, 422, "empty-collection"),
        ({"claim": REFUTED, "as_of": "2021-13-01"}, 422, "invalid-field"),
        ({"claim": REFUTED, "passages": 51}, 422, "invalid-field"),
        ({"text": REFUTED}, 422, "invalid-field"),
    ],
)
async def test_refuses_what_is_no_claim(
    client: httpx.AsyncClient, sent: dict[str, str], status: int, slug: str
) -> None:
    answer = await client.post("/v1/claims/verify", json=sent)
    refused(answer, status, slug)
    assert slug != "invalid-field" or answer.json()["errors"][0]["pointer"].startswith("#/")
