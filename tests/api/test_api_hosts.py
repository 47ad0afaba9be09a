"""On the loopback address only the machine's own names are answered (DNS rebinding)."""

import httpx
import pytest
from fastapi import FastAPI

from service.api.guard import Guard


def client(server: str, *allowed: str) -> httpx.AsyncClient:
    app = FastAPI()

    @app.post("/")
    def answer() -> str:
        return "answered"

    guarded = Guard(app, allowed_hosts=allowed)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(guarded), base_url=f"http://{server}:8000"
    )


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8000", 200),
        ("localhost:8000", 200),
        ("LOCALHOST", 200),
        ("[::1]:8000", 200),
        ("desk.example.org", 200),
        ("evil.example:8000", 421),
        ("127.0.0.1.evil.example", 421),
        ("[", 421),
    ],
)
async def test_a_host_that_is_not_ours_is_refused(host: str, status: int) -> None:
    async with client("127.0.0.1", "desk.example.org") as asking:
        answered = await asking.post("/", headers={"Host": host})

    assert answered.status_code == status


async def test_elsewhere_the_name_is_the_proxys_business() -> None:
    async with client("10.0.0.7") as asking:
        assert (await asking.post("/", headers={"Host": "desk.example.org"})).status_code == 200
