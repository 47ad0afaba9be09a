"""Opening, migrating and sharing the database."""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, text

from service.domain.article import Article
from service.domain.check import CheckRequest
from service.domain.verdict import Label
from service.errors import DataDirectoryUnusable, InvalidSettings, StoreFailed
from service.records.checks import CheckRecords
from service.records.database import is_reachable, open_database
from service.records.judgements import JudgementRecords
from service.records.tables import metadata
from tests.builders.pipeline import judgement_of
from tests.builders.stores import url_of

REQUEST = CheckRequest(article=Article(text="The quay is old."))


def no_full_text(_object: object, name: str | None, kind: str, *_more: Any) -> bool:
    """FTS5 keeps its own tables, which SQLAlchemy does not know."""
    return kind != "table" or not str(name).startswith("passages_fts")


async def test_the_migrations_make_exactly_the_tables_of_the_code(tmp_path: Path) -> None:
    await (await open_database(url_of(tmp_path))).close()
    engine = create_engine(url_of(tmp_path).replace("+aiosqlite", ""))
    options = {"include_object": no_full_text, "compare_type": True}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        assert {"passages_fts", *metadata.tables} <= set(inspect(connection).get_table_names())
    engine.dispose()


async def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    judgement = judgement_of(Label.NOT_ENOUGH_EVIDENCE)
    first = await open_database(url_of(tmp_path))
    await JudgementRecords(first).keep("key", judgement)
    await first.close()
    second = await open_database(url_of(tmp_path))
    assert await JudgementRecords(second).find("key") == judgement
    assert await JudgementRecords(second).find("other") is None
    assert await is_reachable(second)
    await second.close()


async def test_the_first_judgement_of_a_key_stays(tmp_path: Path) -> None:
    database = await open_database(url_of(tmp_path))
    records = JudgementRecords(database)
    await records.keep("key", judgement_of(Label.NOT_ENOUGH_EVIDENCE, confidence=0.1))
    await records.keep("key", judgement_of(Label.NOT_ENOUGH_EVIDENCE, confidence=0.2))
    found = await records.find("key")
    assert found is not None
    assert found.confidence == 0.1
    await database.close()


async def test_many_writers_on_one_file_queue_up(tmp_path: Path) -> None:
    """Each reads before it writes, which is what makes SQLite's writers fail when done wrong."""
    databases = [await open_database(url_of(tmp_path)) for _ in range(2)]
    stores = [CheckRecords(one) for one in databases]

    async def create(number: int) -> str:
        store = stores[number % 2]
        check = await store.create(f"c{number}", REQUEST, f"key-{number // 2}")
        await store.read(check.id)
        return check.id

    ids = await asyncio.gather(*(create(number) for number in range(60)))
    assert len(set(ids)) == 30  # each key made one check, whoever came first
    assert len(await stores[0].list_unfinished()) == 30
    for database in databases:
        await database.close()


OPEN_AND_WRITE = """
import asyncio, sys
from service.domain.verdict import Judgement
from service.records.database import open_database
from service.records.judgements import JudgementRecords
async def main():
    database = await open_database(sys.argv[1])
    for number in range(20):
        judgement = Judgement(label="supported", confidence=1, justification="")
        await JudgementRecords(database).keep(f"{sys.argv[2]}-{number}", judgement)
    await database.close()
asyncio.run(main())
"""


async def test_several_processes_may_open_a_new_file_and_write_at_once(tmp_path: Path) -> None:
    processes = [
        subprocess.Popen([sys.executable, "-c", OPEN_AND_WRITE, url_of(tmp_path), name])
        for name in "abc"
    ]
    assert [process.wait(timeout=60) for process in processes] == [0, 0, 0]
    database = await open_database(url_of(tmp_path))
    for name in "abc":
        assert await JudgementRecords(database).find(f"{name}-19") is not None
    await database.close()


async def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    database = await open_database(url_of(tmp_path))

    async def write_and_fail() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO library_state VALUES ('a', 'b')"))
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        await write_and_fail()
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT * FROM library_state"))).all() == []
    await database.close()


async def test_a_cancelled_writer_frees_the_lock(tmp_path: Path) -> None:
    database = await open_database(url_of(tmp_path))
    began = asyncio.Event()

    async def write_and_hang() -> None:
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO library_state VALUES ('a', 'b')"))
            began.set()
            await asyncio.sleep(3600)

    task = asyncio.create_task(write_and_hang())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    judgement = judgement_of(Label.NOT_ENOUGH_EVIDENCE)
    await asyncio.wait_for(JudgementRecords(database).keep("key", judgement), timeout=5)
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT * FROM library_state"))).all() == []
    await database.close()


async def test_a_driver_error_becomes_a_store_failure(tmp_path: Path) -> None:
    database = await open_database(url_of(tmp_path))
    with pytest.raises(StoreFailed):
        async with database.reading() as connection:
            await connection.execute(text("SELECT * FROM nowhere"))
    with pytest.raises(StoreFailed):
        async with database.writing() as connection:
            await connection.execute(text("INSERT INTO nowhere VALUES (1)"))
    await database.close()


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "",
        "/data/claimdesk.sqlite",
        "sqlite:///claimdesk.sqlite",
        "sqlite+aiosqlite://",
        "sqlite+aiosqlite:///:memory:",
        "sqlite+aiosqlite://host/claimdesk.sqlite",
        "sqlite+aiosqlite:///claimdesk.sqlite?mode=ro",
        "unknown+driver:///x",
        "postgresql://writer:secret@host/claims",
        "postgresql+asyncpg://host:port/claims",
    ],
)
async def test_any_other_url_than_a_sqlite_file_is_a_setting_to_change(url: str) -> None:
    with pytest.raises(InvalidSettings, match="sqlite\\+aiosqlite:///PATH") as refused:
        await open_database(url)
    assert "secret" not in refused.value.detail


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataDirectoryUnusable):
        await open_database(url_of(tmp_path / "missing"))


# The driver closes a connection that never opened only after the loop has ended.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    content = b"no database at all" * 100
    (tmp_path / "claimdesk.sqlite").write_bytes(content)
    with pytest.raises(DataDirectoryUnusable):
        await open_database(url_of(tmp_path))
    assert (tmp_path / "claimdesk.sqlite").read_bytes() == content


async def test_a_database_of_a_newer_service_is_refused_and_left_alone(tmp_path: Path) -> None:
    database = await open_database(url_of(tmp_path))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(DataDirectoryUnusable, match="newer"):
        await open_database(url_of(tmp_path))
    engine = create_engine(url_of(tmp_path).replace("+aiosqlite", ""))
    with engine.connect() as connection:
        stamp = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert stamp == "9999"
    engine.dispose()
