"""The published description: what each route says of itself, and the document made of it."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from service.api.problems import MEDIA_TYPE, STATUS, Problem
from service.errors import ClaimdeskError

Described = dict[str, Any]
SCHEMAS = "#/components/schemas/"

TAGS = [
    {"name": "checks", "description": "Articles, from being asked for to their report."},
    {"name": "claims", "description": "Single claims: verified, or reviewed by a person."},
    {"name": "documents", "description": "The reference documents that claims are held against."},
    {"name": "search", "description": "What the library says, without a verdict."},
    {"name": "health", "description": "For whoever runs the service."},
]


def describe_success(
    description: str,
    example: object,
    model: type[BaseModel] | None = None,
    *,
    media_type: str = "application/json",
    others: Sequence[str] = (),
) -> Described:
    """A good answer with an example; ``others`` are the media types it can also be had in."""
    content: Described = {media_type: {"example": example}}
    if media_type != "application/json":  # FastAPI knows the schema of JSON answers only
        content[media_type]["schema"] = {"type": "string"}
    content |= {other: {"schema": {"type": "string"}} for other in others}
    described: Described = {"description": description, "content": content}
    return described | ({"model": model} if model else {})


def describe_problems(
    *kinds: type[ClaimdeskError], statuses: Sequence[int] = ()
) -> dict[int | str, Described]:
    """The problem answers of a route: its errors of ours by status, and plain statuses."""
    by_status: dict[int, list[type[ClaimdeskError]]] = {int(status): [] for status in statuses}
    for kind in kinds:
        by_status.setdefault(int(STATUS[kind]), []).append(kind)
    return {status: _describe_problem(status, found) for status, found in by_status.items()}


def _describe_problem(status: int, kinds: Sequence[type[ClaimdeskError]]) -> Described:
    named = {kind.slug: kind.title for kind in kinds}
    phrase = HTTPStatus(status).phrase
    examples = {
        slug: {"value": _example(slug, title, status)} for slug, title in named.items()
    } or {"problem": {"value": _example(phrase.lower().replace(" ", "-"), phrase, status)}}
    return {
        "description": "; ".join(f"`{slug}`: {title}" for slug, title in named.items()) or phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{SCHEMAS}Problem"}, "examples": examples}},
    }


def _example(slug: str, title: str, status: int) -> Described:
    return {
        "type": f"/problems/{slug}",
        "title": title,
        "status": status,
        "detail": f"{title}.",
        "instance": "/v1/checks",
    }


def describe_json_body(model: type[BaseModel], example: object) -> Described:
    return {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": f"{SCHEMAS}{model.__name__}"},
                "example": example,
            }
        },
    }


def describe_form(example: object) -> Described:
    """Adds an example to the form that FastAPI describes by itself."""
    return {"requestBody": {"content": {"multipart/form-data": {"example": example}}}}


def describe_article_body(example: Mapping[str, Any]) -> Described:
    """An article: in JSON with its options, or alone."""
    article = example["article"]
    plain = {"schema": {"type": "string"}, "example": article["text"]}
    return {
        "required": True,
        "content": {
            "application/json": {
                "schema": {"$ref": f"{SCHEMAS}CheckBody"},
                "example": example,
            },
            "text/plain": plain,
            "text/html": {**plain, "example": f"<article><p>{article['text']}</p></article>"},
            "text/markdown": {**plain, "example": f"# {article['title']}\n\n{article['text']}"},
        },
    }


def describe_parameters(model: type[BaseModel], description: str) -> list[Described]:
    """The fields of a flat model as optional query parameters."""
    properties = model.model_json_schema()["properties"]
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {key: value for key, value in schema.items() if key != "description"},
            "description": " ".join(filter(None, (schema.get("description"), description))),
        }
        for name, schema in properties.items()
    ]


def publish_openapi(app: FastAPI, models: Sequence[type[BaseModel]]) -> Callable[[], Described]:
    """What ``app.openapi`` answers: FastAPI's document with the models that only we read."""

    def build() -> Described:
        if app.openapi_schema is None:
            app.openapi_schema = _build(app, models)
        return app.openapi_schema

    return build


def _build(app: FastAPI, models: Sequence[type[BaseModel]]) -> Described:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        tags=app.openapi_tags,
        license_info=app.license_info,
        routes=app.routes,
    )
    ours: list[type[BaseModel]] = [*models, Problem]
    _, defined = models_json_schema(
        [(model, "validation") for model in ours], ref_template=SCHEMAS + "{model}"
    )
    schemas = document["components"]["schemas"]
    for name, schema in defined["$defs"].items():
        schemas.setdefault(name, schema)
    for operations in document["paths"].values():
        for operation in operations.values():
            _replace_default_refusal(operation["responses"])
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return document


def _replace_default_refusal(responses: Described) -> None:
    """FastAPI announces its own form of 422, which no route here answers with."""
    content = responses.get("422", {}).get("content", {})
    if MEDIA_TYPE not in content and responses.pop("422", None) is not None:
        responses["422"] = _describe_problem(422, ())
