"""One writer at a time, over tasks and processes, also after a violent death."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from service.errors import StoreFailed
from service.records.lock import FileLock

HOLD = """
import asyncio, sys
from pathlib import Path
from service.records.lock import FileLock
async def main():
    async with FileLock(Path(sys.argv[1]), 1.0).hold():
        print("held", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_tasks_hold_the_lock_one_after_another(tmp_path: Path) -> None:
    locks = [FileLock(tmp_path / "lock", 10.0) for _ in range(2)]
    inside = 0

    async def work(number: int) -> None:
        nonlocal inside
        async with locks[number % 2].hold():
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.005)
            inside -= 1

    await asyncio.gather(*(work(number) for number in range(10)))


async def test_another_process_keeps_it_until_it_dies(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(StoreFailed):
            async with FileLock(path, 0.1).hold():
                raise AssertionError("held twice")
        holder.kill()
    async with FileLock(path, 5.0).hold():
        pass


async def test_an_error_inside_frees_it(tmp_path: Path) -> None:
    lock = FileLock(tmp_path / "lock", 0.1)
    with pytest.raises(RuntimeError):
        async with lock.hold():
            raise RuntimeError
    async with lock.hold():
        pass


async def test_one_who_comes_back_at_once_does_not_overtake(tmp_path: Path) -> None:
    greedy, patient = FileLock(tmp_path / "lock", 10.0), FileLock(tmp_path / "lock", 10.0)
    order: list[str] = []

    async def come_back() -> None:
        for _ in range(20):
            async with greedy.hold():
                order.append("greedy")
                await asyncio.sleep(0.06)

    async def wait_once() -> None:
        await asyncio.sleep(0.03)
        async with patient.hold():
            order.append("patient")

    await asyncio.gather(come_back(), wait_once())

    assert order.index("patient") <= 4
