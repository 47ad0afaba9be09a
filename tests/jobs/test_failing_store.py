"""A store that fails for a moment loses no finished check."""

import pytest

from service.errors import StoreFailed
from service.jobs import runner


class Writer:
    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.calls = 0

    async def write(self) -> bool:
        self.calls += 1
        if self.calls <= self.failures:
            raise StoreFailed("locked")
        return True


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "WRITE_PAUSES_SECONDS", (0.0, 0.0, 0.0))


async def test_a_write_is_tried_again() -> None:
    writer = Writer(failures=3)

    await runner.keep_trying(writer.write)

    assert writer.calls == 4


async def test_a_store_that_stays_broken_is_told_at_last() -> None:
    writer = Writer(failures=9)

    with pytest.raises(StoreFailed):
        await runner.keep_trying(writer.write)

    assert writer.calls == 4
