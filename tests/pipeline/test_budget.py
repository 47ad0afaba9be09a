"""A budget bounds time, and tells its own end from other time-outs."""

import asyncio

import pytest

from service.errors import BudgetSpent
from service.pipeline.budget import Budget


async def answer() -> int:
    return 7


async def hang() -> int:
    await asyncio.sleep(3600)
    return 0


async def time_out() -> int:
    raise TimeoutError("from inside")


async def test_work_within_the_budget_is_done() -> None:
    assert await Budget(60).spend(answer()) == 7
    assert await Budget(None).spend(answer()) == 7


async def test_work_beyond_the_budget_is_stopped() -> None:
    with pytest.raises(BudgetSpent, match=r"0\.05 seconds"):
        await Budget(0.05).spend(hang())


async def test_a_spent_budget_begins_nothing() -> None:
    budget = Budget(1e-9)
    await asyncio.sleep(0.001)
    with pytest.raises(BudgetSpent):
        await budget.spend(answer())


@pytest.mark.parametrize("seconds", [None, 60.0])
async def test_a_time_out_of_the_work_is_not_the_end_of_the_budget(seconds: float | None) -> None:
    with pytest.raises(TimeoutError, match="from inside"):
        await Budget(seconds).spend(time_out())


async def test_cancelling_passes_through() -> None:
    task = asyncio.create_task(Budget(60).spend(hang()))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
