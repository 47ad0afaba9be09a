"""Opening the database: one URL, SQLite by default, migrated before use."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, event, text
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


class translated_errors:  # noqa: N801 - reads as a statement: ``with translated_errors():``
    """The one seam where the driver's errors become ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, DBAPIError):
            raise StoreFailed(f"The database refused: {error.orig}") from error


async def open_database(url: str) -> Database:
    """Connect and bring the schema up to date.

    Raises ``InvalidSettings`` for a URL nobody can read, ``DataDirectoryUnusable`` when the
    database cannot be opened or was made by a newer version of the service.
    """
    try:
        engine = create_async_engine(make_url(url))
    except (ArgumentError, ModuleNotFoundError) as error:
        raise InvalidSettings(f"The database URL cannot be used: {error}") from error
    if engine.dialect.name == "sqlite":
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
