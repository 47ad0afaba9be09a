"""What can be configured: environment variables that begin with ``CLAIMDESK_``.

Nested settings take two underscores: ``CLAIMDESK_LOCAL__ENTAILMENT_MODEL``.
"""

import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import InvalidSettings


class LocalSettings(BaseModel):
    """The engine on this machine. A model file needs its ``tokenizer.json`` beside it."""

    model_config = ConfigDict(extra="forbid")

    entailment_model: Path | None = None


class LimitSettings(BaseModel):
    """What is refused with a clear answer."""

    model_config = ConfigDict(extra="forbid")

    article_characters: int = Field(default=300_000, gt=0)
    claim_characters: int = Field(default=5_000, gt=0)
    upload_bytes: int = Field(default=50 * 1024 * 1024, gt=0)
    wait_seconds: float = Field(default=60.0, ge=0)


class Settings(BaseSettings):
    """All settings; every one has a default that works on a laptop without a network."""

    model_config = SettingsConfigDict(
        env_prefix="CLAIMDESK_", env_nested_delimiter="__", extra="forbid", frozen=True
    )

    data_dir: Path = Field(default_factory=lambda: default_data_dir())
    database_url: str | None = None
    engine: str = "local"
    local: LocalSettings = LocalSettings()
    limits: LimitSettings = LimitSettings()
    log_level: str = "WARNING"

    @property
    def sql_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'claimdesk.sqlite'}"


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/claimdesk``, by default ``~/.local/share/claimdesk``."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "claimdesk"


def read_settings() -> Settings:
    """Settings from the environment. Raises ``InvalidSettings`` that names the variable."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "CLAIMDESK_" + "__".join(str(part).upper() for part in first["loc"])
        raise InvalidSettings(f"{name}: {first['msg']}") from error
