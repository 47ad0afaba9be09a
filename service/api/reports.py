"""``/v1/checks/{id}/report``: the report in the form that is asked for."""

import json
from collections.abc import Callable, Mapping
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Header, Query, Response
from pydantic import BaseModel, Field

from service import errors
from service.api import examples
from service.api.negotiation import choose_media_type
from service.api.openapi import describe_problems, describe_success
from service.api.state import Opened
from service.domain.base import Value
from service.domain.report import Report
from service.publishing.cases import eval_cases
from service.publishing.html import page_policy, render_html
from service.publishing.markdown import render_markdown
from service.publishing.table import render_csv

router = APIRouter(tags=["checks"])


class ReportFormat(StrEnum):
    """Short names for the report's forms, for where no ``Accept`` header can be set."""

    JSON = "json"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    JSONL = "jsonl"


MEDIA_TYPES: dict[ReportFormat, str] = {
    ReportFormat.JSON: "application/json",
    ReportFormat.HTML: "text/html",
    ReportFormat.MARKDOWN: "text/markdown",
    ReportFormat.CSV: "text/csv",
    ReportFormat.JSONL: "application/jsonl",
}


class FormatQuery(Value):
    format: ReportFormat | None = Field(default=None, description="Outranks `Accept`.")


def render_json(value: BaseModel) -> str:
    return value.model_dump_json(by_alias=True)


def render_cases(report: Report) -> str:
    """The reviewed claims as eval cases, one JSON object a line."""
    lines = (json.dumps(case, ensure_ascii=False) for case in eval_cases(report))
    return "".join(f"{line}\n" for line in lines)


def render_page(report: Report) -> str:
    return render_html(report, place_of)


RENDERERS: dict[ReportFormat, Callable[[Report], str]] = {
    ReportFormat.JSON: render_json,
    ReportFormat.HTML: render_page,
    ReportFormat.MARKDOWN: render_markdown,
    ReportFormat.CSV: render_csv,
    ReportFormat.JSONL: render_cases,
}


def place_of(document_id: str, version: str, start: int, end: int) -> str:
    """Where a place in a stored text opens, with its words marked."""
    query = urlencode({"version": version, "start": start, "end": end})
    return f"/v1/documents/{document_id}/view?{query}#quote"


def answer_json(
    value: BaseModel, status: int = HTTPStatus.OK, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(render_json(value), status, dict(headers or {}), "application/json")


@router.get(
    "/checks/{check_id}/report",
    summary="The report of a check",
    response_model=Report,
    responses={
        200: describe_success(
            "`claimdesk.report/1` as JSON, a page, Markdown, CSV (a row for each claim), or the "
            "reviewed claims as eval cases (JSON Lines).",
            examples.REPORT,
            others=tuple(MEDIA_TYPES.values())[1:],
        ),
        **describe_problems(
            errors.UnknownCheck,
            errors.ReportNotReady,
            errors.InvalidField,
            errors.StoreFailed,
            statuses=(HTTPStatus.NOT_ACCEPTABLE,),
        ),
    },
)
async def read_report(
    check_id: str,
    claimdesk: Opened,
    query: Annotated[FormatQuery, Query()],
    accept: Annotated[list[str] | None, Header()] = None,
) -> Response:
    """The form is chosen by `Accept`, or by `format`."""
    offered = {media_type: format for format, media_type in MEDIA_TYPES.items()}
    chosen = query.format or offered[choose_media_type(", ".join(accept or ()), list(offered))]
    report = await claimdesk.checks.read_report(check_id)
    text = RENDERERS[chosen](report)
    name = f"claimdesk-{report.id}.{'md' if chosen is ReportFormat.MARKDOWN else chosen}"
    headers = {"Vary": "Accept", "Content-Disposition": f'inline; filename="{name}"'}
    if chosen is ReportFormat.HTML:
        headers["Content-Security-Policy"] = f"{page_policy()}; frame-ancestors 'none'"
    return Response(text, HTTPStatus.OK, headers, MEDIA_TYPES[chosen])
