"""The only place where adapters meet the pipeline."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from service.engines.local.check_worthiness import TrainedCheckWorthiness
from service.engines.local.embedder import LocalEmbedder
from service.engines.local.entailment import ENTAILMENT, EntailmentModel
from service.engines.local.judge import LocalJudge
from service.engines.local.splitting.splitter import LocalSplitter
from service.errors import DataDirectoryUnusable, InvalidField, InvalidSettings
from service.jobs.runner import CheckRunner
from service.library.search import LibrarySearch
from service.library.vectors import VectorStore
from service.library.versions import Library
from service.pipeline.check import Checker
from service.records.checks import CheckRecords
from service.records.database import Database, open_database
from service.records.judgements import JudgementRecords
from service.records.library import LibraryRecords
from service.records.lock import FileLock
from service.records.search import SearchRecords
from service.settings import Settings

WRITER_PATIENCE_SECONDS = 120.0


@dataclass(frozen=True)
class Claimdesk:
    """The service, composed. The API and the command line talk to these and nothing else."""

    settings: Settings
    database: Database
    library: Library
    search: LibrarySearch
    checks: CheckRecords
    checkers: dict[str, Checker]
    runner: CheckRunner

    @property
    def checker(self) -> Checker:
        """The engine that is used when none is named."""
        return self.find_checker()

    def find_checker(self, engine: str | None = None) -> Checker:
        """The engine of that name, or the configured one. Raises ``InvalidField``."""
        return self.runner.find_checker(engine or self.settings.engine)


@asynccontextmanager
async def open_claimdesk(settings: Settings) -> AsyncIterator[Claimdesk]:
    """Compose the service on its data directory, and close it again.

    Raises a ``Misconfigured`` that says what to change.
    """
    prepare_data_dir(settings.data_dir)
    database = await open_database(settings.sql_url)
    embedder = LocalEmbedder()
    vectors = VectorStore(settings.data_dir / "chroma", embedder)
    try:
        yield await _compose(settings, database, embedder, vectors)
    finally:
        await vectors.close()
        await database.close()


async def _compose(
    settings: Settings, database: Database, embedder: LocalEmbedder, vectors: VectorStore
) -> Claimdesk:
    records = LibraryRecords(database)
    lock = FileLock(settings.data_dir / "library.lock", WRITER_PATIENCE_SECONDS)
    library = Library(records, vectors, embedder, lock)
    await library.open()
    search = LibrarySearch(records, SearchRecords(database), vectors)
    checks = CheckRecords(database)
    checkers = {
        "local": Checker(
            engine="local",
            splitter=LocalSplitter(TrainedCheckWorthiness(embedder)),
            judge=LocalJudge(EntailmentModel(settings.local.entailment_model or ENTAILMENT)),
            index=search,
            judgements=JudgementRecords(database),
            version=version("claimdesk"),
            commit=_read_commit(),
        )
    }
    runner = CheckRunner(checks, checkers)
    try:
        runner.find_checker(settings.engine)
    except InvalidField as error:
        raise InvalidSettings(f"CLAIMDESK_ENGINE: {error.detail}") from error
    return Claimdesk(settings, database, library, search, checks, checkers, runner)


def prepare_data_dir(folder: Path) -> None:
    """Make the folder, for its owner only. Raises ``DataDirectoryUnusable``."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise DataDirectoryUnusable(
            f"The data directory {folder} cannot be used: {error.strerror}. "
            "Set CLAIMDESK_DATA_DIR to a folder that can be written."
        ) from error


def _read_commit() -> str | None:
    """The commit of a checkout, for the report's provenance; ``None`` when installed."""
    git = Path(__file__).parent.parent / ".git"
    try:
        head = (git / "HEAD").read_text(encoding="utf-8").strip()
        if not head.startswith("ref: "):
            return head
        return (git / head.removeprefix("ref: ")).read_text(encoding="utf-8").strip()
    except OSError:
        return None
