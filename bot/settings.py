"""What the operator can set: config file < environment < command line.

`load_settings` is called by what starts the bot, never at import: importing this module
reads no file and no environment variable.
"""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, cast
from urllib.parse import unquote

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot.core.errors import SettingsError
from bot.setting_types import Snowflake, a_url, bot_token, numbers, upper

DEFAULT_CONFIG = Path("config/footnote.toml")
"""Read where no other config file is named; may be missing."""

_PREFIX = "FOOTNOTE_"
_NOT_OURS = re.compile(
    r"""CONFIG$                        # which config file: read by the command line
      | TEST_                          # what the tests are told
      | (\w+_)?SERVICE_(HOST|PORT)     # Kubernetes sets these for a service named footnote
      | PORT(_\d+_\w+)?$""",
    re.VERBOSE,
)
_PASSWORD_IN_URL = re.compile(r"(?<=://)([^:/@]*):(?P<password>.*)@", re.DOTALL)
_PASSWORD_IN_QUERY = re.compile(r"(?i)([?&]\w*(?:password|passwd|secret)=)(?P<password>[^&]*)")


class Settings(BaseSettings):
    """Every setting, with its default. Made by `load_settings`; never changes."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX,
        env_ignore_empty=True,
        extra="forbid",
        frozen=True,
        use_attribute_docstrings=True,
        hide_input_in_errors=True,
    )

    token: Annotated[SecretStr | None, BeforeValidator(bot_token)] = None
    """The bot's token. Only from the environment or from `token_file`."""
    token_file: Path | None = None
    """A file that holds the token and nothing else, as container secrets do."""
    knowledge: Path = Path("knowledge")
    """The folder of documents."""
    database_url: Annotated[str, BeforeValidator(a_url)] = "sqlite+aiosqlite:///data/footnote.db"
    """Where what must survive a restart is kept, as an SQLAlchemy URL."""
    max_file_mb: float = Field(default=10.0, gt=0, le=1000, allow_inf_nan=False)
    """Documents larger than this many megabytes are left out."""
    semantic: bool = False
    """Whether a local embedding model helps to find what is said in other words."""
    watch: bool = False
    """Whether the documents are loaded again by themselves when files change."""
    keep_versions: int = Field(default=20, ge=1, le=1000)
    """So many states of the documents are kept to go back to, for each server's own too."""
    guild_documents: int = Field(default=50, ge=0, le=10_000)
    """A server may keep this many documents of its own."""
    guild_mb: float = Field(default=20.0, ge=0, le=1000, allow_inf_nan=False)
    """A server's own documents may have this many megabytes together."""
    log_level: Annotated[
        Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], BeforeValidator(upper)
    ] = "INFO"
    """The least important log line that is shown."""
    log_format: Literal["auto", "human", "json"] = "auto"
    """``auto`` is human in a terminal, JSON elsewhere."""
    log_questions: bool = True
    """Whether questions are kept, for moderators to see what could not be answered."""
    log_user_ids: bool = False
    """Whether a kept question says who asked."""
    log_retention_days: int = Field(default=30, ge=1, le=3650)
    """Kept questions are deleted after this many days."""
    salt_days: int = Field(default=30, ge=1, le=3650)
    """The salt of the hashes that stand for whoever asked changes after this many days."""
    audit_retention_days: int = Field(default=365, ge=1, le=3650)
    """Who changed what is deleted after this many days."""
    left_server_days: int = Field(default=30, ge=1, le=3650)
    """What a server added, decided and asked is deleted so many days after it removed the bot."""
    gap_members: int = Field(default=3, ge=2, le=1000)
    """Moderators see an unanswered question once this many different members asked it."""
    cooldown_uses: int = Field(default=5, ge=1, le=1000)
    """A member may ask this many questions in `cooldown_seconds`."""
    cooldown_seconds: float = Field(default=10.0, gt=0, le=86400, allow_inf_nan=False)
    """The length of time `cooldown_uses` counts in, in seconds."""
    private_answers: bool = False
    """Whether an answer is shown to the asker only, where they did not say."""
    language: Annotated[str | None, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")] = None
    """The language to answer in; None for the one that a server has at Discord."""
    moderator_guilds: Annotated[tuple[Snowflake, ...], NoDecode, BeforeValidator(numbers)] = ()
    """Guilds whose moderators may reload the knowledge; empty means every guild's."""
    message_content: bool = False
    """Whether to ask Discord for the privileged intent that servers' own channels need."""
    sync_guild: Snowflake | None = None
    """While developing: register the commands in this guild only, at once."""
    health_host: str = Field(default="127.0.0.1", min_length=1)
    """The address the health check listens on."""
    health_port: int | None = Field(default=None, ge=0, le=65535)
    """The port the health check listens on; None is off, 0 takes any free port."""
    shard_count: int | None = Field(default=None, ge=1, le=100_000)
    """How many shards to run; None lets Discord recommend it."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  pydantic-settings' signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Takes what it is given and nothing else: `load_settings` reads the sources."""
        return (init_settings,)

    def secrets(self) -> tuple[str, ...]:
        """Every text that must appear in no log: the token, the database's password."""
        found = [self.token.get_secret_value()] if self.token else []
        for pattern in (_PASSWORD_IN_URL, _PASSWORD_IN_QUERY):
            for match in pattern.finditer(self.database_url):
                found += [match["password"], unquote(match["password"])]
        return tuple(dict.fromkeys(secret for secret in found if secret))

    @property
    def safe_database_url(self) -> str:
        """The database's URL without its password, fit for a log."""
        hidden = _PASSWORD_IN_URL.sub(r"\1:***@", self.database_url)
        return _PASSWORD_IN_QUERY.sub(r"\1***", hidden)

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return [*{**dict(super().__repr_args__()), "database_url": self.safe_database_url}.items()]


def load_settings(config: Path | None, overrides: Mapping[str, object]) -> Settings:
    """Reads the config file, then the environment; the command line has the last word.

    Args:
        config: the config file, or None for `DEFAULT_CONFIG` where that exists.
        overrides: what the command line said; None stands for "not said".

    Raises:
        SettingsError: a setting is wrong. One line: which, where it came from, and why.
    """
    file = config or DEFAULT_CONFIG
    layers = (
        (f"in {file}", _read_file(file) if config is not None or file.exists() else {}),
        ("environment", _read_environment()),
        ("from the command line", {k: v for k, v in overrides.items() if v is not None}),
    )
    values: dict[str, object] = {}
    origins: dict[str, str] = {}
    for layer, settings in layers:
        for name, value in settings.items():
            values[name] = value
            origins[name] = layer if layer != "environment" else f"from {_PREFIX}{name.upper()}"
            if name not in Settings.model_fields:
                wrong = f"{name} ({origins[name]}): no such setting.{_hint(name)}"
                raise SettingsError(_one_line(wrong))
        # A token file named on the command line goes before a token in the environment.
        if "token_file" in settings and "token" not in settings:
            values.pop("token", None)
    if "token_file" in values and "token" not in values:
        origins["token"] = f"in the file of token_file, {origins['token_file']}"
        values["token"] = _read_token(str(values["token_file"]), origins["token_file"])
    try:
        return Settings(**values)  # pyright: ignore[reportArgumentType]
    except ValidationError as error:
        raise SettingsError(_explain(error, origins)) from None


def _read_file(file: Path) -> dict[str, object]:
    try:
        # Windows' Notepad writes a byte order mark, which TOML knows nothing of.
        values = tomllib.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsError(f"{file}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{file}: is not UTF-8; save it as UTF-8.") from None
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{file}: is not valid TOML ({_one_line(str(error))}).") from None
    if "token" in values:
        raise SettingsError(
            f"token (in {file}): a secret does not belong in this file. Set the environment "
            f"variable {_PREFIX}TOKEN, or name a file that holds it with token_file."
        )
    return {name: value for name, value in values.items() if value != ""}


def _read_environment() -> dict[str, object]:
    for name in os.environ:
        key = name.upper().removeprefix(_PREFIX)
        if key == name.upper() or key.lower() in Settings.model_fields or _NOT_OURS.match(key):
            continue
        raise SettingsError(f"{name} (environment): no such setting.{_hint(key, _PREFIX)}")
    return cast("dict[str, object]", EnvSettingsSource(Settings)())


def _read_token(value: str, origin: str) -> str:
    place = f"token_file ({origin})"
    try:
        token = Path(value).read_text(encoding="utf-8-sig").strip()
    except OSError as error:
        raise SettingsError(f"{place}: {value} cannot be read ({error.strerror}).") from None
    except ValueError:
        raise SettingsError(f"{place}: {value} is not a text file.") from None
    if not token:
        raise SettingsError(f"{place}: {value} is empty; put the bot's token into it.")
    return token


def _hint(name: str, prefix: str = "") -> str:
    near = difflib.get_close_matches(name.lower().replace("-", "_"), Settings.model_fields, n=1)
    if not near:
        return " Every setting stands in config/footnote.toml."
    return f" Did you mean {prefix}{near[0].upper() if prefix else near[0]}?"


def _explain(error: ValidationError, origins: Mapping[str, str]) -> str:
    """The first thing wrong. Never the value: it may be a secret in the wrong place."""
    first, *others = error.errors(include_input=False, include_url=False, include_context=False)
    name = str(first["loc"][0]) if first["loc"] else "settings"
    reason = first["msg"].removeprefix("Value error, ").removeprefix("Input ")
    more = f" ({len(others)} more to mend after this one.)" if others else ""
    return f"{name} ({origins.get(name, 'default')}): {_one_line(reason)}.{more}"


def _one_line(text: str) -> str:
    return " ".join(text.split())
