"""Every failure has one status, one form, and tells nothing that is not the caller's business."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi import FastAPI

from service.api.guard import DEFAULT_HEADERS, Guard
from service.api.problems import MAX_ERRORS, STATUS, field_error, install_handlers
from service.errors import BadInput, ClaimdeskError, LimitReached, Misconfigured, UpstreamFailed
from tests.api.library import refused


def every_error(root: type[ClaimdeskError] = ClaimdeskError) -> Iterator[type[ClaimdeskError]]:
    yield root
    for kind in root.__subclasses__():
        yield from every_error(kind)


def test_the_table_names_every_error_once() -> None:
    known = [kind for kind in every_error() if kind.__module__ == "service.errors"]

    assert set(STATUS) == set(known)
    assert len({kind.slug for kind in known}) == len(known)


def test_the_status_says_who_must_act() -> None:
    for kind, status in STATUS.items():
        expected = {BadInput: 4, LimitReached: 4, UpstreamFailed: 5, Misconfigured: 5}
        family = next((root for root in expected if issubclass(kind, root)), None)
        assert status // 100 == (expected[family] if family else 5), kind


@pytest.mark.parametrize("kind", list(STATUS), ids=lambda kind: kind.__name__)
async def test_every_error_is_answered_as_its_problem(kind: type[ClaimdeskError]) -> None:
    app = FastAPI()
    app.add_middleware(Guard)
    install_handlers(app)

    async def fail() -> None:
        raise kind("the inner detail")

    app.add_api_route("/fail/ü", fail)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as client:
        answer = await client.get("/fail/ü")

    refused(answer, STATUS[kind], kind.slug)
    assert answer.json()["title"] == kind.title
    assert answer.json()["instance"] == "/fail/%C3%BC"
    assert ("the inner detail" in answer.text) == (STATUS[kind] < 500)
    assert ("retry-after" in answer.headers) == (STATUS[kind] in {429, 503})


async def test_a_crash_tells_nothing(client: httpx.AsyncClient) -> None:
    answer = await client.get("/v1/crash")

    refused(answer, 500, "internal-server-error")
    assert "4711" not in answer.text
    assert "RuntimeError" not in answer.text


async def test_unknown_addresses_and_methods(client: httpx.AsyncClient) -> None:
    for path in ("/", "/v1", "/v1/nothing", "/v1/checks/", "/docs", "/redoc", "/%00", "/v1/%ff"):
        refused(await client.get(path), 404, "not-found")

    wrong = await client.patch("/v1/checks")
    refused(wrong, 405, "method-not-allowed")
    assert wrong.headers["allow"] == "GET, POST"


async def test_every_answer_has_the_security_headers(client: httpx.AsyncClient) -> None:
    too_large = await client.post("/v1/documents", files={"file": ("a.md", b"a" * 400_000)})
    paths = ("/health/live", "/v1/crash", "/nothing", "/v1/documents", "/v1/openapi.json")
    answers = [too_large, *[await client.get(path) for path in paths]]

    assert [one.status_code for one in answers] == [413, 200, 500, 404, 200, 200]
    for answer in answers:
        for name, value in DEFAULT_HEADERS.items():
            assert answer.headers[name] == value, (answer.url, name)
        assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://desk.test.evil.example"},
        {"Origin": "http://desk.test:8080"},
        {"Origin": "http://[broken"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
async def test_another_sites_page_changes_nothing(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    form = {"file": ("planted.md", b"# Planted\n\nWords of a stranger.")}
    answer = await client.post("/v1/documents", files=form, headers=headers)

    refused(answer, 403, "cross-origin-request")
    refused(await client.get("/v1/documents/planted"), 404, "unknown-document")


async def test_our_own_page_may_write(client: httpx.AsyncClient) -> None:
    answer = await client.post(
        "/v1/claims/verify",
        json={"claim": "The last ferry crossed the harbour on 30 June 2021."},
        headers={"Origin": "http://desk.test", "Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 200


def test_places_become_json_pointers_or_parameters() -> None:
    def told(*loc: object) -> tuple[str | None, str | None]:
        found = field_error({"loc": loc, "msg": "Value error, no"})
        assert found.detail == "no"
        return found.pointer, found.parameter

    assert told("body") == ("#", None)
    assert told("body", "article", "text") == ("#/article/text", None)
    assert told("body", "a/b~c d", 0) == ("#/a~1b~0c%20d/0", None)
    assert told("body", "\ud800") == ("#/%3F", None)
    assert told("query", "limit") == (None, "limit")


async def test_many_wrong_fields_are_not_all_told(client: httpx.AsyncClient) -> None:
    body = {"claim": "x", **{f"field{number}": 1 for number in range(100)}}
    answer = await client.post("/v1/claims/verify", json=body)

    assert "99 more" in refused(answer, 422, "invalid-field")
    assert len(answer.json()["errors"]) == MAX_ERRORS
    assert answer.json()["errors"][0]["pointer"] == "#/field0"
