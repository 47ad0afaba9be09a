"""What can be configured: environment variables that begin with ``CLAIMDESK_``.

Nested settings take two underscores: ``CLAIMDESK_LOCAL__ENTAILMENT_MODEL``.
"""

import os
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from service.errors import InvalidSettings

PREFIX = "CLAIMDESK_"
NESTED = "__"
FOR_TESTS = f"{PREFIX}TEST_"


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
        env_prefix=PREFIX, env_nested_delimiter=NESTED, extra="forbid", frozen=True
    )

    data_dir: Path = Field(default_factory=lambda: default_data_dir())
    database_url: str | None = None
    engine: str = "local"
    local: LocalSettings = LocalSettings()
    limits: LimitSettings = LimitSettings()
    allowed_hosts: tuple[str, ...] = ()
    log_level: str = "WARNING"

    @property
    def sql_url(self) -> str:
        return self.database_url or f"sqlite+aiosqlite:///{self.data_dir / 'claimdesk.sqlite'}"


def default_data_dir() -> Path:
    """``$XDG_DATA_HOME/claimdesk``, by default ``~/.local/share/claimdesk``."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local" / "share") / "claimdesk"


def read_settings() -> Settings:
    """Settings from the environment.

    Raises ``InvalidSettings`` that names the variable, also for one that nobody knows: a
    misspelt name would otherwise leave the default in place without a word.
    """
    refuse_unknown(os.environ)
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + NESTED.join(str(part).upper() for part in first["loc"])
        raise InvalidSettings(f"{name}: {first['msg']}") from error


def refuse_unknown(names: Iterable[str]) -> None:
    """Raises ``InvalidSettings`` for a variable that looks like a setting and is none."""
    known = list(_name_variables(Settings, PREFIX))
    single = [one for one in known if not any(name.startswith(one + NESTED) for name in known)]
    for name in names:
        upper = name.upper()
        if upper.startswith(PREFIX) and not upper.startswith(FOR_TESTS) and upper not in known:
            nearest = get_close_matches(upper, single, n=1, cutoff=0.0)[0]
            raise InvalidSettings(f"There is no setting {name}; the nearest one is {nearest}.")


def _name_variables(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The variables of all settings; a group of them can also be set as one JSON object."""
    for name, field in model.model_fields.items():
        yield f"{prefix}{name}".upper()
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _name_variables(field.annotation, f"{prefix}{name}{NESTED}")
