"""Exit codes, and failures as one line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
import typer

from service import errors
from service.cli.running import ExitCode, describe_failure, exit_code_of, run
from service.settings import read_settings
from tests.cli.commands import invoke


def _all(root: type[errors.ClaimdeskError]) -> Iterator[type[errors.ClaimdeskError]]:
    yield root
    for child in root.__subclasses__():
        yield from _all(child)


EXPECTED = {
    errors.BadInput: 2,
    errors.Misconfigured: 78,
    errors.UpstreamFailed: 70,
    errors.LimitReached: 70,
}


@pytest.mark.parametrize("kind", list(_all(errors.ClaimdeskError)))
def test_every_failure_has_an_exit_code_and_one_line(
    kind: type[errors.ClaimdeskError], capsys: pytest.CaptureFixture[str]
) -> None:
    async def work() -> None:
        raise kind("It\nwas \x1b[31mnot possible.")

    with pytest.raises(typer.Exit) as left:
        run(work())

    branch = next((root for root in EXPECTED if issubclass(kind, root)), None)
    assert left.value.exit_code == (EXPECTED[branch] if branch else 70)
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith(f"error: {kind.title}: It was ")
    assert captured.err.count("\n") == 1
    assert "\x1b" not in captured.err


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("CLAIMDESK_DATADIR", "CLAIMDESK_DATA_DIR"),
        ("CLAIMDESK_LIMIT__UPLOAD_BYTES", "CLAIMDESK_LIMITS__UPLOAD_BYTES"),
        ("CLAIMDESK_LOCAL__MODEL", "CLAIMDESK_LOCAL__ENTAILMENT_MODEL"),
        ("claimdesk_engines", "CLAIMDESK_ENGINE"),
        ("CLAIMDESK_", "CLAIMDESK_ENGINE"),
    ],
)
def test_a_variable_that_is_no_setting_is_named_with_the_nearest(
    name: str, nearest: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")

    with pytest.raises(errors.InvalidSettings) as refused:
        read_settings()

    assert name in refused.value.detail
    assert nearest in refused.value.detail


def test_settings_in_every_form_and_variables_of_the_tests_are_taken(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CLAIMDESK_TEST_ANYTHING", "x")
    monkeypatch.setenv("claimdesk_log_level", "INFO")
    monkeypatch.setenv("CLAIMDESK_LIMITS", '{"wait_seconds": 7}')
    monkeypatch.setenv("CLAIMDESK_LIMITS__UPLOAD_BYTES", "8")

    settings = read_settings()

    assert settings.log_level == "INFO"
    assert (settings.limits.wait_seconds, settings.limits.upload_bytes) == (7, 8)


def test_says_what_to_do_and_ends_the_detail_once() -> None:
    said = describe_failure(errors.EmptyCollection("The collection 'a' has no documents."))

    assert ".." not in said
    assert said.endswith("claimdesk library add FOLDER")


def test_a_crash_is_a_line_and_not_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        raise KeyError("gone")

    with pytest.raises(typer.Exit) as left:
        run(work())

    assert left.value.exit_code == 70
    assert "Traceback" not in capsys.readouterr().err


def test_an_interrupt_is_a_line_and_130(capsys: pytest.CaptureFixture[str]) -> None:
    async def work() -> None:
        raise KeyboardInterrupt

    with pytest.raises(typer.Exit) as left:
        run(work())

    assert left.value.exit_code == ExitCode.INTERRUPTED
    assert "Traceback" not in capsys.readouterr().err


def test_the_root_of_the_tree_is_no_bad_input() -> None:
    assert exit_code_of(errors.ClaimdeskError("?")) is ExitCode.FAILED


def test_logging_outlives_the_standard_error_of_a_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = structlog.get_logger()
    invoke(tmp_path / "data", "library", "list")

    log.warning("still_here")

    assert "still_here" in capsys.readouterr().err
