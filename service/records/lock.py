"""One holder at a time, over all processes on this machine."""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from service.errors import StoreFailed

POLL_SECONDS = 0.05


class FileLock:
    """A lock on a file; the system frees it when its holder dies, however it dies."""

    def __init__(self, path: Path, patience_seconds: float) -> None:
        self._path = path
        self._patience_seconds = patience_seconds
        self._within_process = asyncio.Lock()

    @asynccontextmanager
    async def hold(self) -> AsyncIterator[None]:
        """Raises ``StoreFailed`` when another process keeps the lock longer than the patience."""
        async with self._within_process:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                await self._wait_for(handle)
                yield
            finally:
                os.close(handle)

    async def _wait_for(self, handle: int) -> None:
        for _ in range(int(self._patience_seconds / POLL_SECONDS) + 1):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(POLL_SECONDS)
            else:
                return
        raise StoreFailed(f"Another process holds {self._path}.")
