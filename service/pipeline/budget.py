"""What a check may use up; what is beyond it stays unchecked, with that as the reason."""

import asyncio
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, TypeVar

from service.errors import BudgetSpent

T = TypeVar("T")


@dataclass(frozen=True)
class Budget:
    """Seconds of wall time from its making; ``None`` is without limit."""

    seconds: float | None = None
    _started: float = field(default_factory=time.monotonic)

    async def spend(self, work: Coroutine[Any, Any, T]) -> T:
        """Do the work as long as the budget lasts; none of it if nothing is left.

        Raises ``BudgetSpent``, and whatever the work raises.
        """
        if self.seconds is None:
            return await work
        left = self.seconds - (time.monotonic() - self._started)
        spent = BudgetSpent(f"The budget of {self.seconds:g} seconds is spent.")
        if left <= 0:
            work.close()
            raise spent
        limit = asyncio.timeout(left)
        try:
            async with limit:
                return await work
        except TimeoutError as error:
            if not limit.expired():
                raise  # the work's own time-out, not ours
            raise spent from error
