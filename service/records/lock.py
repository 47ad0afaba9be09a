"""One holder at a time, over all processes on this machine."""

import asyncio
import fcntl
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.errors import StoreFailed

POLL_SECONDS = 0.05


class FileLock:
    """A lock on a file; the system frees it when its holder dies, however it dies.

    Who wants it first takes a turn, kept until the lock itself is held: so a holder that
    comes back at once queues behind those who waited.
    """

    def __init__(self, path: Path, patience_seconds: float) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._within_process = asyncio.Lock()

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Raises ``StoreFailed`` when other processes keep the lock longer than the patience."""
        async with self._within_process:
            deadline = time.monotonic() + self._patience_seconds
            turn = await self._take(self._path.with_name(self._path.name + ".turn"), deadline)
            try:
                held = await self._take(self._path, deadline)
            finally:
                os.close(turn)
            try:
                yield
            finally:
                os.close(held)

    async def _take(self, path: Path, deadline: float) -> int:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    if time.monotonic() >= deadline:
                        raise StoreFailed(f"Another process holds {self._path}.") from None
                    await asyncio.sleep(POLL_SECONDS)
                else:
                    return handle
        except BaseException:
            os.close(handle)
            raise
