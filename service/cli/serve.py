"""``claimdesk serve``: the REST interface, in this process."""

import asyncio
import ipaddress
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from typing import Annotated

import typer
import uvicorn

from service import errors
from service.api.app import create_app
from service.bootstrap import open_claimdesk, prepare_data_dir
from service.cli.running import prepare_settings, run
from service.cli.screen import complain, note
from service.records.lock import FileLock
from service.settings import Settings

GRACE_SECONDS = 10
OPEN_TO_ALL = (
    "{address} can be reached from other machines, and there is no authentication yet: "
    "whoever reaches it can read and change everything."
)
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class TalkingServer(uvicorn.Server):
    """Says when it can be reached, and not before; to be stopped is how it ends, no failure."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._announce()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As its base, but without raising the signal once more after the shutdown."""
        loop = asyncio.get_running_loop()
        for one in STOP_SIGNALS:
            loop.add_signal_handler(one, self.handle_exit, one, None)
        try:
            yield
        finally:
            for one in STOP_SIGNALS:
                loop.remove_signal_handler(one)


def serve(
    host: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The address to listen on.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes one that is free.")] = 8000,
) -> None:
    """Serve the REST interface until it is stopped (Ctrl-C).

    There is no authentication yet: keep it on this machine, or behind something that has one.
    """
    run(_serve(host, port))


async def _serve(host: str, port: int) -> None:
    settings = prepare_settings()
    prepare_data_dir(settings.data_dir)
    lock = FileLock(settings.data_dir / "server.lock", patience_seconds=0)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(lock.hold())
        except errors.StoreFailed as error:
            raise errors.DataDirectoryUnusable(
                f"Another server works in {settings.data_dir}. Stop it, or set "
                "CLAIMDESK_DATA_DIR to another folder."
            ) from error
        await _listen(settings, host, port)


async def _listen(settings: Settings, host: str, port: int) -> None:
    # Opened here, so that what is misconfigured becomes one line and its exit code.
    async with open_claimdesk(settings) as claimdesk:
        with bind(host, port) as listener:
            address = describe_address(host, listener.getsockname()[1])
            if not is_loopback(host):
                complain(OPEN_TO_ALL.format(address=address), label="warning")
            config = uvicorn.Config(
                create_app(settings, claimdesk),
                log_config=None,
                access_log=settings.log_level.upper() in {"INFO", "DEBUG"},
                timeout_graceful_shutdown=GRACE_SECONDS,
            )
            await TalkingServer(config, lambda: _announce(address)).serve(sockets=[listener])
    note("Stopped.")


def bind(host: str, port: int) -> socket.socket:
    """A listening socket. Raises ``errors.InvalidSettings``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise errors.InvalidSettings(
            f"Port {port} of {host} cannot be used: {error.strerror}. "
            "Choose others with --host and --port."
        ) from error


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def describe_address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _announce(address: str) -> None:
    note(f"Claimdesk serves {address} (stop: Ctrl-C)")
    note(f"Its interface is described at {address}/v1/openapi.json")
