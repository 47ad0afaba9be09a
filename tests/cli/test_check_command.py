"""``claimdesk check`` and ``claimdesk demo``."""

import asyncio
import csv
import io
import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from service.bootstrap import open_claimdesk
from service.cli import demo
from service.domain.check import Check
from service.domain.claim import Claim
from service.domain.evidence import Evidence
from service.domain.report import Report
from service.domain.verdict import Judgement
from service.engines.local.judge import LocalJudge
from service.errors import EngineFailed
from service.settings import Settings
from tests.cli.commands import ARTICLE, BODY, fill, invoke


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that no test of this file changes."""
    folder = tmp_path_factory.mktemp("check")
    return fill(folder / "data", folder / "library")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def _read_check(data_dir: Path, check_id: str) -> Check:
    async def read() -> Check:
        async with open_claimdesk(Settings(data_dir=data_dir)) as claimdesk:
            return await claimdesk.checks.read(check_id)

    return asyncio.run(read())


def test_prints_the_report_and_keeps_it(data_dir: Path, article: Path) -> None:
    result = invoke(data_dir, "check", article, "--format", "json")

    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    report = Report.model_validate_json(result.stdout)
    assert report.article.text == BODY
    assert report.as_of == date(2024, 6, 1)
    assert report.summary.sentences == 2
    for claim in report.claims:
        assert claim.original == BODY[claim.start : claim.end]
    kept = _read_check(data_dir, report.id)
    assert kept.report == report
    assert kept.request.article.title == "A year at the port"


def test_standard_input_is_an_article(data_dir: Path) -> None:
    result = invoke(data_dir, "check", "-", "--format", "json", stdin=BODY.encode("utf-8"))

    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["article"]["text"] == BODY


def test_options_describe_the_check(data_dir: Path, article: Path) -> None:
    result = invoke(
        data_dir,
        *("check", article, "--format", "json", "--engine", "local", "--as-of", "2024-05-01"),
        *("--title", "Other", "--author", "Me", "--published", "2024-07-01", "--language", "en"),
    )

    report = Report.model_validate_json(result.stdout)
    assert report.as_of == date(2024, 5, 1)
    assert (report.article.title, report.article.author) == ("Other", "Me")
    assert report.article.published == date(2024, 7, 1)
    assert report.article.language == "en"


@pytest.mark.parametrize(
    ("name", "first"),
    [("r.html", "<!doctype html>"), ("r.md", "# "), ("r.csv", "number,"), ("r.json", "{")],
)
def test_the_name_of_the_output_tells_the_format(
    data_dir: Path, article: Path, tmp_path: Path, name: str, first: str
) -> None:
    output = tmp_path / name

    result = invoke(data_dir, "check", article, "--output", output)

    assert (result.exit_code, result.stdout) == (0, "")
    assert output.read_text(encoding="utf-8").lower().startswith(first)


def test_a_named_format_wins_and_text_has_no_colours(
    data_dir: Path, article: Path, tmp_path: Path
) -> None:
    output = tmp_path / "report.html"

    invoke(data_dir, "check", article, "--output", output, "--format", "csv")
    text = invoke(data_dir, "check", article)

    rows = list(csv.reader(io.StringIO(output.read_text(encoding="utf-8"))))
    assert rows[0][0] == "number"
    assert "\x1b" not in text.stdout
    assert "A year at the port" in text.stdout
    assert max(len(line) for line in text.stdout.splitlines()) <= 80
    assert all(line == line.rstrip() for line in text.stdout.splitlines())


def test_a_report_that_is_not_whole_says_so_in_its_exit_code(
    data_dir: Path, article: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_self: LocalJudge, claim: Claim, _evidence: Sequence[Evidence]) -> Judgement:
        raise EngineFailed(claim.text)

    monkeypatch.setattr(LocalJudge, "judge", fail)
    article.write_text("The ferry line employs 999 people.", encoding="utf-8")

    result = invoke(data_dir, "check", article, "--format", "json")

    assert result.exit_code == 1
    assert json.loads(result.stdout)["status"] == "partial"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--engine", "oracle"], "local"),
        (["--collection", "empty"], "claimdesk library add"),
        (["--collection", "No such!"], "collection"),
        (["--as-of", "yesterday"], "2021-12-06"),
        (["--as-of", "20240501"], "2021-12-06"),
        (["--published", "2021-02-30"], "2021-12-06"),
        (["--format", "pdf"], "markdown"),
        (["--output", "/nowhere/at/all.html"], "/nowhere/at/all.html"),
    ],
)
def test_bad_input_is_said_and_prints_no_report(
    data_dir: Path, article: Path, args: list[str], said: str
) -> None:
    result = invoke(data_dir, "check", article, *args)

    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.replace("│", " ").split())


@pytest.mark.parametrize(
    ("content", "said"), [("", "no text"), ("\u200b \n", "no text"), ("x" * 31, "too large")]
)
def test_an_article_that_cannot_be_checked(data_dir: Path, content: str, said: str) -> None:
    result = invoke(
        data_dir, "check", "-", stdin=content, CLAIMDESK_LIMITS__ARTICLE_CHARACTERS="30"
    )

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
    assert said in result.stderr


def test_a_file_that_is_not_there(data_dir: Path) -> None:
    result = invoke(data_dir, "check", "nowhere.md")

    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.md" in result.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CLAIMDESK_ENGINE", "oracle"),
        ("CLAIMDESK_LOG_LEVEL", "LOUD"),
        ("CLAIMDESK_LIMITS__ARTICLE_CHARACTERS", "many"),
        ("CLAIMDESK_LOCAL__ENTAILMENT_MODEL", "/nowhere/model.onnx"),
        ("CLAIMDESK_DATA_DIR", "/dev/null/data"),
        ("CLAIMDESK_DATABASE_URL", "nonsense"),
        ("CLAIMDESK_DATABASE", "sqlite+aiosqlite:///x"),
    ],
)
def test_what_is_misconfigured_is_named(
    tmp_path: Path, article: Path, variable: str, value: str
) -> None:
    result = invoke(tmp_path / "data", "check", article, **{variable: value})

    assert (result.exit_code, result.stdout) == (78, "")
    assert result.stderr.count("\n") == 1
    assert result.stderr.startswith("error: ")


def test_the_demo_needs_its_examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "EXAMPLES", tmp_path / "gone")

    result = invoke(tmp_path / "data", "demo")

    assert result.exit_code == 2
    assert "checkout" in result.stderr


@pytest.mark.slow
def test_the_demo_goes_from_nothing_to_a_report(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"

    result = invoke(data_dir, "demo")
    again = invoke(data_dir, "demo")

    assert result.exit_code == 0, result.stderr
    assert "29 files: 29 added" in result.stdout
    assert "29 files: 29 unchanged" in again.stdout
    assert str(data_dir / "demo-report.html") in result.stdout
    page = (data_dir / "demo-report.html").read_text(encoding="utf-8")
    assert "Moscow courts Islamabad" in page
