"""A process that is killed in the middle of a check loses nothing that was answered."""

import subprocess
import sys
from pathlib import Path

from sqlalchemy import text

from service.domain.check import CheckStatus
from service.domain.verdict import Label
from service.jobs.runner import CheckRunner
from tests.builders.pipeline import (
    FakeIndex,
    FakeJudge,
    checker_of,
    evidence_of,
    labels_of,
    support_with_first,
)
from tests.builders.stores import opened_stores

NAMES = "Ada Bo Cleo Dan Eve Finn Gus Hal Ida Jo Kim Leo".split()
SENTENCES = [f"The crane of {name} is red." for name in NAMES]
EVIDENCE = (evidence_of("They were all inspected."),)

WORK = """
import asyncio, sys
from pathlib import Path
from service.domain.article import Article
from service.domain.check import CheckRequest
from service.jobs.runner import CheckRunner
from tests.builders.pipeline import *
from tests.builders.stores import opened_stores
class Slow(FakeJudge):
    async def judge(self, claim, evidence):
        if len(self.asked) >= 6:
            print("six", flush=True)
            await asyncio.sleep(600)
        return await super().judge(claim, evidence)
async def main():
    async with opened_stores(Path(sys.argv[1])) as stores:
        index = FakeIndex((evidence_of("They were all inspected."),))
        checker = checker_of(judge=Slow(support_with_first), index=index,
                             judgements=stores.judgements)
        runner = CheckRunner(stores.checks, {"fake": checker})
        article = Article(text=sys.argv[2])
        await runner.submit(CheckRequest(article=article, engine="fake"))
        await asyncio.sleep(600)
asyncio.run(main())
"""


async def test_killed_in_the_middle_a_check_is_finished_without_asking_again(
    tmp_path: Path,
) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK, str(tmp_path), " ".join(SENTENCES)],
        stdout=subprocess.PIPE,
        text=True,
    )
    with worker:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "six\n"
        worker.kill()
    judge = FakeJudge(support_with_first)
    async with opened_stores(tmp_path) as stores:
        async with stores.database.reading() as connection:
            count = text("SELECT count(*) FROM judgements")
            kept = (await connection.execute(count)).scalar_one()
        checker = checker_of(judge=judge, index=FakeIndex(EVIDENCE), judgements=stores.judgements)
        runner = CheckRunner(stores.checks, {"fake": checker})
        (check,) = await stores.checks.list_unfinished()
        await runner.start()
        done = await runner.wait(check.id, 20)
        await runner.stop()
    assert done.status is CheckStatus.DONE
    assert done.report is not None
    assert labels_of(done.report) == [Label.SUPPORTED] * 12
    assert 3 <= kept <= 6
    assert len(judge.asked) == 12 - kept
