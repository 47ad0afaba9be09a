"""The published description is whole, and its examples are what it says they are."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from service.api import examples
from service.api.articles import CheckBody
from service.api.checks import CheckList, CheckState
from service.api.claims import ClaimBody, ReviewBody, ReviewList
from service.api.documents import DocumentList
from service.api.health import Live, Ready
from service.api.search import SearchAnswer
from service.domain.report import Report, ReportClaim
from service.library.versions import Added
from service.records.stored import StoredDocument

EXAMPLES: list[tuple[type[BaseModel], dict[str, Any]]] = [
    (CheckBody, examples.CHECK),
    (ClaimBody, examples.VERIFY),
    (ReviewBody, examples.REVIEW),
    (ReportClaim, examples.CLAIM),
    (ReportClaim, examples.REVIEWED_CLAIM),
    (ReviewList, examples.REVIEWS),
    (Report, examples.REPORT),
    (CheckState, examples.QUEUED),
    (CheckState, examples.DONE),
    (CheckList, examples.CHECKS),
    (Added, examples.ADDED),
    (Added, examples.NEW_VERSION),
    (Added, examples.UNCHANGED),
    (StoredDocument, examples.DOCUMENT),
    (DocumentList, examples.DOCUMENTS),
    (SearchAnswer, examples.FOUND),
    (Live, examples.LIVE),
    (Ready, examples.READY),
]


@pytest.fixture
async def description(client: httpx.AsyncClient) -> dict[str, Any]:
    found: dict[str, Any] = (await client.get("/v1/openapi.json")).json()
    return found


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        if path != "/v1/crash":
            for method, operation in methods.items():
                yield f"{method} {path}", operation


@pytest.mark.parametrize(("model", "example"), EXAMPLES)
def test_examples_are_what_they_say(model: type[BaseModel], example: dict[str, Any]) -> None:
    read = model.model_validate(example)
    assert read.model_dump(mode="json", by_alias=True).keys() >= example.keys()


def test_the_examples_quote_stands_in_the_examples_text() -> None:
    for citation in Report.model_validate(examples.REPORT).claims[0].citations:
        assert citation.of(examples.TEXT) == citation.quote


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    used = set(re.findall(r"#/components/schemas/([A-Za-z0-9_]+)", str(description)))
    assert used == set(description["components"]["schemas"])
    assert description["components"]["schemas"]["Report"]["properties"]["schema"]["const"] == (
        "claimdesk.report/1"
    )


def test_every_operation_is_told_with_examples(description: dict[str, Any]) -> None:
    known_tags = {tag["name"] for tag in description["tags"]}
    for name, operation in operations(description):
        assert operation["summary"], name
        assert set(operation["tags"]) <= known_tags, name
        for status, answer in operation["responses"].items():
            if status == "204":
                continue
            first = next(iter(answer["content"].values()))
            assert first.get("example") or first.get("examples"), (name, status)
            assert first["schema"], (name, status)
        for media_type, sent in operation.get("requestBody", {}).get("content", {}).items():
            assert sent["example"], (name, media_type)


def test_every_refusal_is_a_problem(description: dict[str, Any]) -> None:
    for name, operation in operations(description):
        for status, answer in operation["responses"].items():
            if status >= "400":
                assert list(answer["content"]) == ["application/problem+json"], (name, status)
    ids = [operation["operationId"] for _, operation in operations(description)]
    assert len(ids) == len(set(ids))


def test_an_article_may_be_sent_in_every_form(description: dict[str, Any]) -> None:
    sent = description["paths"]["/v1/checks"]["post"]
    assert list(sent["requestBody"]["content"]) == [
        "application/json",
        "text/plain",
        "text/html",
        "text/markdown",
    ]
    assert {"idempotency-key", "prefer", "as_of", "title"} <= {
        one["name"] for one in sent["parameters"]
    }
