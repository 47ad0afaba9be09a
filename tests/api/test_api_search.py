"""Search and health."""

from dataclasses import replace
from pathlib import Path
from typing import cast

import httpx
import pytest

from service.api.app import create_app
from service.bootstrap import Claimdesk
from service.library.search import LibrarySearch
from service.settings import Settings
from tests.api.conftest import client_of
from tests.api.library import refused
from tests.api.stubs import BrokenIndex


async def test_finds_passages_with_their_place(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/search", params={"q": "How long is the harbour bridge?"})
    found = answer.json()
    best = found["results"][0]

    assert best["document"]["id"] == "bridge"
    scores = [one["score"] for one in found["results"]]
    assert scores == sorted(scores, reverse=True)
    text = (await client.get("/v1/documents/bridge/text")).text
    passage = best["passage"]
    assert text[passage["start"] : passage["end"]] == passage["text"]


async def test_knows_what_was_later(client: httpx.AsyncClient) -> None:
    query = {"q": "last ferry", "as_of": "2021-05-06", "limit": "1"}
    found = (await client.get("/v1/search", params=query)).json()

    later = {one["document"]["id"]: one["later"] for one in found["results"]}
    assert later["ferry"] is True
    assert sum(not one for one in later.values()) <= 1


@pytest.mark.parametrize("q", ['" OR 1=1 --', "NEAR(a b)", "*", "a\0b", "\U0001f309", "x'y^z:*"])
async def test_any_words_can_be_looked_for(client: httpx.AsyncClient, q: str) -> None:
    assert (await client.get("/v1/search", params={"q": q})).status_code == 200


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("", "invalid-field"),
        ("q=", "invalid-field"),
        ("q=%20", "invalid-field"),
        ("q=" + "x" * 501, "invalid-field"),
        ("q=x&limit=0", "invalid-field"),
        ("q=x&as_of=today", "invalid-field"),
        ("q=x&as_of=20210101", "invalid-field"),
        ("q=x&collection=A", "invalid-field"),
        ("q=x&sort=asc", "invalid-field"),
        ("q=x&collection=unknown", "empty-collection"),
    ],
)
async def test_refuses_a_search_for_nothing(
    client: httpx.AsyncClient, query: str, slug: str
) -> None:
    refused(await client.get(f"/v1/search?{query}"), 422, slug)


async def test_tells_that_it_works(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["models"]
    assert ready.json()["documents"] >= 3


async def test_opens_the_service_by_itself_and_closes_it(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path))
    async with app.router.lifespan_context(app), client_of(app) as client:
        assert (await client.get("/health/ready")).json()["documents"] == 0
        listed = await client.get("/v1/documents")
        assert listed.json() == {"documents": [], "total": 0, "limit": 100, "offset": 0}


async def test_tells_what_does_not_work(settings: Settings, claimdesk: Claimdesk) -> None:
    broken = replace(claimdesk, search=cast("LibrarySearch", BrokenIndex()))
    async with client_of(create_app(settings, broken)) as client:
        answer = await client.get("/health/ready")
    assert "library" in refused(answer, 503, "not-ready")
    assert "disk 7" not in answer.text
    assert [one["parameter"] for one in answer.json()["errors"]] == ["library"]

    async with client_of(create_app(settings)) as client:
        assert (await client.get("/health/live")).status_code == 200
        refused(await client.get("/health/ready"), 503, "not-ready")
