"""Opening the database: one URL, SQLite by default, migrated before use."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from service.errors import DataDirectoryUnusable, InvalidSettings, StoreFailed

MIGRATIONS = Path(__file__).parent / "migrations"
# The patience comes first: the change to a write-ahead log may have to wait for another process.
PRAGMAS = ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


class Database:
    """Connections to one database. ``reading`` and ``writing`` are its only doors."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A consistent view. Raises ``StoreFailed``."""
        with translated_errors():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction, committed at the end or not at all. Raises ``StoreFailed``."""
        with translated_errors():
            async with self._engine.connect() as connection:
                writer = await connection.execution_options(claimdesk_write=True)
                async with writer.begin():
                    yield writer

    async def close(self) -> None:
        await self._engine.dispose()


@contextmanager
def translated_errors() -> Iterator[None]:
    """The one seam where the driver's errors become ours."""
    try:
        yield
    except DBAPIError as error:
        raise StoreFailed(f"The database refused: {error.orig}") from error


async def open_database(url: str) -> Database:
    """Connect and bring the schema up to date.

    Raises ``InvalidSettings`` for any other URL than that of a SQLite file,
    ``DataDirectoryUnusable`` when the database cannot be opened or was made by a newer version
    of the service.
    """
    engine = create_async_engine(_read_url(url))
    _set_up_sqlite(engine.sync_engine)
    try:
        async with engine.connect() as connection:
            await (await connection.execution_options(claimdesk_write=True)).run_sync(_migrate)
            await connection.commit()
    except DBAPIError as error:
        await engine.dispose()
        raise DataDirectoryUnusable(f"The database cannot be opened: {error.orig}") from error
    except CommandError as error:
        await engine.dispose()
        raise DataDirectoryUnusable(
            f"The database was made by a newer version of the service: {error}."
        ) from error
    return Database(engine)


def _read_url(url: str) -> URL:
    # The URL is not repeated: it may hold a password.
    refusal = InvalidSettings(
        "CLAIMDESK_DATABASE_URL must be sqlite+aiosqlite:///PATH, where PATH is a SQLite file "
        "(an absolute one begins with a fourth slash)."
    )
    try:
        read = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise refusal from error
    is_file = read.database and read.database != ":memory:" and not read.host and not read.query
    if read.drivername != "sqlite+aiosqlite" or not is_file:
        raise refusal
    return read


def _set_up_sqlite(engine: Engine) -> None:
    """Write-ahead log, foreign keys, and transactions that lock when they begin to write.

    Without ``BEGIN IMMEDIATE`` two writers that both read first would fail instead of queueing.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("claimdesk_write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _migrate(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def is_reachable(database: Database) -> bool:
    """Whether a trivial statement succeeds now."""
    try:
        async with database.reading() as connection:
            await connection.execute(text("SELECT 1"))
    except StoreFailed:
        return False
    return True
