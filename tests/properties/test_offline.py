"""Promise 6: a real check works on a machine without any network, and says who saw what."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import service

MODELS = Path(service.__file__).parent / "engines" / "local" / "models"

ALONE = """
import ctypes, subprocess, sys
from pathlib import Path

NEW_USER_AND_NETWORK = 0x10000000 | 0x40000000
alone = ctypes.CDLL(None).unshare(NEW_USER_AND_NETWORK) == 0  # where the system allows it
code = subprocess.run([sys.executable, "-c", *sys.argv[1:]]).returncode

def unroutable():
    # The kernel counts what a process without a network tried to reach, also from native code.
    header, values = (line.split() for line in
                      Path("/proc/net/snmp").read_text().splitlines()[:2])
    return int(values[header.index("OutNoRoutes")])

print(unroutable() if alone else "null")
sys.exit(code)
"""

CHECK = """
import asyncio, json, sys
from pathlib import Path

REFUSED = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto",
           "socket.sendmsg"}
tried = []

def refuse(event, arguments):
    if event in REFUSED:
        tried.append(f"{event}{arguments[1:]}")
        raise PermissionError(f"the network is refused: {event}")

sys.addaudithook(refuse)

from service.bootstrap import open_claimdesk
from service.domain.article import Article
from service.domain.check import CheckOptions
from service.domain.evidence import Document
from service.library.readers import read_document
from service.settings import Settings

SOURCES = {
    "quay.md": b"# The quay\\n\\nThe port of Lindhaven has nine cranes. They are red.\\n",
    "tram.html": b"<html><body><h1>Tram</h1><p>The tram of Lindhaven opened on 1 September "
                 b"2026. It is twelve kilometres long, and everybody likes it.</p></body></html>",
}
ARTICLE = ("The port of Lindhaven has nine cranes. The tram of Lindhaven is fourteen kilometres "
           "long. Who would have thought it?")

async def main():
    async with open_claimdesk(Settings(data_dir=Path(sys.argv[1]))) as claimdesk:
        for name, content in SOURCES.items():
            document = Document(id=Path(name).stem, title=Path(name).stem)
            await claimdesk.library.add(document, await read_document(name, content), name)
        report = await claimdesk.checker.check_article(Article(text=ARTICLE), CheckOptions())
    print(json.dumps({"report": report.model_dump(mode="json", by_alias=True),
                      "tried": tried}))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("offline")


@pytest.fixture(scope="module")
def answer(folder: Path) -> dict[str, Any]:
    """What the check printed: its report, and every connection that was tried."""
    done = subprocess.run(
        [sys.executable, "-c", ALONE, CHECK, str(folder / "data")],
        capture_output=True,
        text=True,
        timeout=120,
        env={"PATH": "", "HOME": str(folder), "CLAIMDESK_LOG_LEVEL": "WARNING"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    printed, unroutable = done.stdout.splitlines()[-2:]
    return {**json.loads(printed), "unroutable": json.loads(unroutable)}


def test_a_local_check_works_without_any_network(answer: dict[str, Any]) -> None:
    report = answer["report"]
    assert report["status"] == "complete"
    assert report["summary"]["sentences"] == 3
    labels = {claim["text"]: claim["verdict"]["label"] for claim in report["claims"]}
    assert labels["The port of Lindhaven has nine cranes."] == "supported"
    assert labels["The tram of Lindhaven is fourteen kilometres long."] != "supported"


def test_nothing_leaves_the_machine(answer: dict[str, Any]) -> None:
    assert answer["tried"] == []


def test_nothing_reaches_out_from_native_code(answer: dict[str, Any]) -> None:
    if answer["unroutable"] is None:
        pytest.skip("this system refuses a network of its own, in which the kernel could count")
    assert answer["unroutable"] == 0


def test_nothing_is_written_outside_the_data_directory(
    answer: dict[str, Any], folder: Path
) -> None:
    # onnxruntime keeps the events it means to send in the home directory.
    assert {one.name for one in folder.iterdir()} == {"data"}


USE_A_MODEL = """
import sys
import service
import onnxruntime
onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
"""


@pytest.mark.parametrize("silenced", [True, False])
def test_the_model_runtime_sends_no_telemetry(tmp_path: Path, silenced: bool) -> None:
    """Importing the service silences it; without that import this test would see it."""
    code = USE_A_MODEL if silenced else USE_A_MODEL.replace("import service\n", "")
    home = tmp_path / "home"
    home.mkdir()
    subprocess.run(
        [sys.executable, "-c", code, str(next(MODELS.glob("*.onnx")))],
        env={"PATH": "", "HOME": str(home)},
        timeout=60,
        check=True,
    )
    traces = [one.name for one in home.iterdir()]
    if silenced:
        assert traces == []
    elif not traces:
        pytest.skip("this release of onnxruntime leaves no trace of its telemetry at home")


def test_the_report_says_which_models_saw_what(answer: dict[str, Any]) -> None:
    report = answer["report"]
    models = report["provenance"]["models"]
    assert "entailment" in {model["role"] for model in models}
    for model in models:
        assert model["local"] is True
        assert model["name"]
        assert "this machine" in model["saw"]
    assert report["cost"]["usd"] == 0
    assert report["provenance"]["prompts"] == []


def test_the_report_names_the_embedder_too(answer: dict[str, Any]) -> None:
    roles = {model["role"] for model in answer["report"]["provenance"]["models"]}
    assert any("embed" in role for role in roles)
