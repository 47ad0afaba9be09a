"""One service for all tests of the interface: real stores, real models, a small library.

Everything runs in the session's event loop; tests that change documents use a collection of
their own.
"""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from inspect import iscoroutinefunction
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI

from service.api.app import create_app
from service.bootstrap import Claimdesk, open_claimdesk
from service.settings import LimitSettings, Settings
from tests.api.library import DOCUMENTS
from tests.api.stubs import BrokenIndex, GatedJudge

LIMITS = LimitSettings(
    article_characters=20_000, claim_characters=500, upload_bytes=200_000, wait_seconds=30
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Async tests here share the session's loop with the service."""
    for item in items:
        ours = Path(__file__).parent in item.path.parents
        if ours and isinstance(item, pytest.Function) and iscoroutinefunction(item.obj):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(data_dir=tmp_path_factory.mktemp("desk"), limits=LIMITS)


@pytest.fixture(scope="session")
def gate() -> GatedJudge:
    return GatedJudge()


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def claimdesk(settings: Settings, gate: GatedJudge) -> AsyncIterator[Claimdesk]:
    """With two engines more: one whose judge waits for the gate, one without a library."""
    async with open_claimdesk(settings) as opened:
        opened.checkers["gated"] = replace(opened.checker, engine="gated", judge=gate)
        opened.checkers["broken"] = replace(opened.checker, engine="broken", index=BrokenIndex())
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def app(settings: Settings, claimdesk: Claimdesk) -> AsyncIterator[FastAPI]:
    made = create_app(settings, claimdesk)
    made.add_api_route("/v1/crash", crash)
    async with made.router.lifespan_context(made):
        async with client_of(made) as adding:
            for name, content in DOCUMENTS.items():
                answer = await adding.post("/v1/documents", files={"file": (name, content)})
                assert answer.status_code == 201, answer.text
        yield made


async def crash() -> None:
    raise RuntimeError("the secret is 4711")


def client_of(app: FastAPI) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk.test")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app) as one:
        yield one


class QuietServer(uvicorn.Server):
    """Leaves the signals to pytest."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def port(app: FastAPI) -> AsyncIterator[int]:
    """Of a real server on the loopback address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = QuietServer(uvicorn.Config(app, lifespan="off", log_level="warning"))
    serving = asyncio.create_task(server.serve([listener]))
    yield int(listener.getsockname()[1])
    server.should_exit = True
    await serving


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def remote(port: int) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as one:
        yield one
