"""``claimdesk serve``, as a process of its own."""

import json
import re
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from service.cli.serve import describe_address, is_loopback
from tests.cli.commands import finish, invoke, start


@contextmanager
def serving(data_dir: Path, *args: str) -> Iterator[tuple[subprocess.Popen[bytes], str, str]]:
    """The process, its address, and what it said until it could be reached."""
    process = start(data_dir, "serve", "--port", "0", *args)
    said = ""
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said += line.decode("utf-8")
            found = re.search(r"serves (http://\S+)", said)
            if found:
                yield process, found[1], said
                break
        else:
            pytest.fail(f"the server ended: {said}")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _get(address: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(address, timeout=20) as answer:
        return answer.status, answer.read()


def test_serves_keeps_others_out_and_stops_cleanly(tmp_path: Path) -> None:
    with serving(tmp_path) as (process, address, said):
        status, _ = _get(f"{address}/health/live")
        described = json.loads(_get(f"{address}/v1/openapi.json")[1])
        code, out, err = finish(start(tmp_path, "serve", "--port", "0"))
        added = invoke(tmp_path, "library", "list")
        process.send_signal(signal.SIGINT)
        ended, printed, rest = finish(process)

    assert status == 200
    assert described["info"]["title"] == "Claimdesk"
    assert "warning" not in said
    assert (code, out) == (78, b"")
    assert b"Another server" in err
    assert err.count(b"\n") == 1
    assert added.exit_code == 0
    assert (ended, printed) == (0, b"")
    assert b"Traceback" not in rest


def test_warns_when_other_machines_can_reach_it_and_ends_on_sigterm(tmp_path: Path) -> None:
    with serving(tmp_path, "--host", "0.0.0.0") as (process, _, said):
        process.terminate()
        ended, _, _ = finish(process)

    assert "warning:" in said
    assert "no authentication" in said
    assert ended == 0


def test_a_port_in_use_is_said(tmp_path: Path) -> None:
    with serving(tmp_path / "one") as (_, address, _):
        port = address.rsplit(":", 1)[1]
        code, _, err = finish(start(tmp_path / "two", "serve", "--port", port))

    assert code == 78
    assert port.encode() in err
    assert err.count(b"\n") == 1


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("CLAIMDESK_ENGINE", "oracle"),
        ("CLAIMDESK_LOCAL__ENTAILMENT_MODEL", "/nowhere/model.onnx"),
        ("CLAIMDESK_DATA_DIR", "/dev/null/data"),
    ],
)
def test_refuses_to_start_when_misconfigured(tmp_path: Path, variable: str, value: str) -> None:
    result = invoke(tmp_path / "data", "serve", "--port", "0", **{variable: value})

    assert result.exit_code == 78
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("host", "loopback", "address"),
    [
        ("127.0.0.1", True, "http://127.0.0.1:80"),
        ("::1", True, "http://[::1]:80"),
        ("localhost", True, "http://localhost:80"),
        ("0.0.0.0", False, "http://0.0.0.0:80"),
        ("192.0.2.7", False, "http://192.0.2.7:80"),
        ("desk.example.org", False, "http://desk.example.org:80"),
    ],
)
def test_knows_which_addresses_stay_on_this_machine(
    host: str, loopback: bool, address: str
) -> None:
    assert is_loopback(host) is loopback
    assert describe_address(host, 80) == address
