"""An operator sets the bot up: from a file, the environment and the command line."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.core.errors import SettingsError
from bot.settings import Settings, load_settings

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "an-invented-token.of-no-bot"


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings of whoever runs the tests reach them."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper().startswith("FOOTNOTE_"):
            monkeypatch.delenv(name)


def config(text: str, name: str = "footnote.toml") -> Path:
    file = Path(name)
    file.write_text(text, encoding="utf-8")
    return file


def refusal(file: Path | None = None, **overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(file, overrides)
    assert "\n" not in str(caught.value)
    return str(caught.value)


# --- Where a setting comes from -----------------------------------------------------------


def test_without_any_file_the_defaults_hold() -> None:
    settings = load_settings(None, {})
    assert settings == Settings()
    assert settings.token is None
    assert settings.log_questions
    assert not settings.log_user_ids


def test_the_command_line_goes_before_the_environment_and_that_before_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = config("max_file_mb = 1\nlog_retention_days = 1\ncooldown_uses = 1\n")
    monkeypatch.setenv("FOOTNOTE_LOG_RETENTION_DAYS", "2")
    monkeypatch.setenv("FOOTNOTE_COOLDOWN_USES", "2")
    settings = load_settings(file, {"cooldown_uses": 3, "max_file_mb": None})
    assert settings.max_file_mb == 1
    assert settings.log_retention_days == 2
    assert settings.cooldown_uses == 3


def test_the_file_in_the_config_folder_is_found_by_itself() -> None:
    Path("config").mkdir()
    config('knowledge = "elsewhere"', "config/footnote.toml")
    assert load_settings(None, {}).knowledge == Path("elsewhere")


def test_a_file_that_was_named_must_be_there() -> None:
    assert "gone.toml: cannot be read" in refusal(Path("gone.toml"))


def test_an_empty_value_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_HEALTH_PORT", "")
    monkeypatch.setenv("FOOTNOTE_TOKEN", " ")
    settings = load_settings(config('sync_guild = ""\n'), {})
    assert settings.health_port is None
    assert settings.token is None
    assert settings.sync_guild is None


def test_a_file_saved_with_a_byte_order_mark_is_read() -> None:
    assert load_settings(config("\ufefflog_user_ids = true"), {}).log_user_ids


def test_guilds_are_listed_with_commas_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODERATOR_GUILDS", "123456789012345678, 2")
    assert load_settings(None, {}).moderator_guilds == (123456789012345678, 2)
    file = config("moderator_guilds = [3]")
    monkeypatch.delenv("FOOTNOTE_MODERATOR_GUILDS")
    assert load_settings(file, {}).moderator_guilds == (3,)


def test_the_level_may_be_written_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_LOG_LEVEL", "debug")
    assert load_settings(None, {}).log_level == "DEBUG"


def test_importing_the_module_reads_nothing(tmp_path: Path) -> None:
    """A wrong environment must not keep a module from being imported."""
    done = subprocess.run(
        [sys.executable, "-c", "import bot.settings"],
        cwd=ROOT,
        env=os.environ | {"FOOTNOTE_LOG_LEVL": "x", "FOOTNOTE_HEALTH_PORT": "x"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


# --- The token ----------------------------------------------------------------------------


def test_the_token_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_TOKEN", f" {TOKEN}\n")
    token = load_settings(None, {}).token
    assert token is not None
    assert token.get_secret_value() == TOKEN


def test_the_token_is_refused_in_the_file_with_advice() -> None:
    said = refusal(config(f'token = "{TOKEN}"'))
    assert "FOOTNOTE_TOKEN" in said
    assert "token_file" in said
    assert TOKEN not in said


def test_a_container_secret_holds_the_token(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("secret").write_text(f"{TOKEN}\n", encoding="utf-8")
    file = config('token_file = "secret"')
    token = load_settings(file, {}).token
    assert token is not None
    assert token.get_secret_value() == TOKEN
    monkeypatch.setenv("FOOTNOTE_TOKEN", "another")
    settings = load_settings(file, {})
    assert settings.token is not None
    assert settings.token.get_secret_value() == "another"
    settings = load_settings(file, {"token_file": "secret"})
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN


def test_a_token_file_that_is_not_needed_need_not_be_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("FOOTNOTE_TOKEN", TOKEN)
    assert load_settings(config('token_file = "/run/secrets/gone"'), {}).token is not None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (None, "cannot be read"),
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not a text file"),
        (b"two words", "a space or a quotation mark"),
    ],
)
def test_a_wrong_token_file_is_named(content: bytes | None, why: str) -> None:
    if content is not None:
        Path("secret").write_bytes(content)
    said = refusal(config('token_file = "secret"'))
    assert "token_file" in said
    assert why in said


def test_a_token_with_the_quotes_of_an_env_file_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_TOKEN", f'"{TOKEN}"')
    said = refusal()
    assert "FOOTNOTE_TOKEN" in said
    assert "quotation mark" in said
    assert TOKEN not in said


# --- What is wrong is said in one line ----------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("max_file_mb", 0),
        ("max_file_mb", "nan"),
        ("log_level", "LOUD"),
        ("log_format", "xml"),
        ("log_questions", "perhaps"),
        ("log_retention_days", 0),
        ("salt_days", 0),
        ("gap_members", 1),
        ("keep_versions", 0),
        ("guild_documents", -1),
        ("guild_mb", "nan"),
        ("watch", "perhaps"),
        ("cooldown_uses", 0),
        ("cooldown_seconds", 0),
        ("cooldown_seconds", "inf"),
        ("moderator_guilds", "the one of ours"),
        ("moderator_guilds", [-1]),
        ("sync_guild", 2**63),
        ("health_host", ""),
        ("health_port", 65536),
        ("shard_count", 0),
        ("database_url", "footnote.db"),
    ],
)
def test_a_value_out_of_range_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(None, {name: value})
    assert str(caught.value).startswith(f"{name} (from the command line): ")


def test_the_line_says_where_a_wrong_value_came_from(monkeypatch: pytest.MonkeyPatch) -> None:
    file = config("health_port = -1")
    assert "(in footnote.toml)" in refusal(file)
    monkeypatch.setenv("FOOTNOTE_HEALTH_PORT", "many")
    assert "(from FOOTNOTE_HEALTH_PORT)" in refusal(file)
    assert "(from the command line)" in refusal(file, health_port=-1)


def test_an_unknown_key_brings_the_likely_one_to_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Did you mean log_questions?" in refusal(config("log_question = false"))
    assert "Did you mean log_level?" in refusal(config('log-level = "INFO"'))
    assert "Every setting stands in" in refusal(config("[zzz]\nx = 1"))
    assert "Did you mean health_port?" in refusal(health_prot=1)
    monkeypatch.setenv("FOOTNOTE_LOG_QUESTION", "false")
    assert "Did you mean FOOTNOTE_LOG_QUESTIONS?" in refusal()


def test_what_kubernetes_sets_for_a_service_of_our_name_does_no_harm(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SERVICE_HOST", "PORT", "PORT_8080_TCP_ADDR", "WEB_SERVICE_PORT", "CONFIG"):
        monkeypatch.setenv(f"FOOTNOTE_{name}", "tcp://10.0.0.1:8080")
    assert load_settings(None, {}) == Settings()


@pytest.mark.parametrize("text", ["log_level = ", "= 3", "a = 1\na = 2", "\x00"])
def test_a_file_that_is_not_toml_is_named(text: str) -> None:
    assert "footnote.toml: is not valid TOML" in refusal(config(text))


def test_a_file_in_another_encoding_is_named() -> None:
    Path("footnote.toml").write_bytes('knowledge = "café"'.encode("latin-1"))
    assert "UTF-8" in refusal(Path("footnote.toml"))


# --- Secrets ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "shown", "secrets"),
    [
        ("postgresql+asyncpg://u:hunter2@h/db", "postgresql+asyncpg://u:***@h/db", {"hunter2"}),
        ("postgresql://u:p%40ss@h:5/db", "postgresql://u:***@h:5/db", {"p%40ss", "p@ss"}),
        ("postgresql://u:a@b/c:d@h/db", "postgresql://u:***@h/db", {"a@b/c:d"}),
        ("postgresql://u:x\ny@h/db", "postgresql://u:***@h/db", {"x\ny"}),
        ("postgresql://h/db?user=u&password=pw1", "postgresql://h/db?user=u&password=***", {"pw1"}),
        ("sqlite:///data/a.db", "sqlite:///data/a.db", set()),
    ],
)
def test_a_database_password_is_shown_nowhere(url: str, shown: str, secrets: set[str]) -> None:
    settings = load_settings(None, {"database_url": url, "token": TOKEN})
    assert settings.database_url == url
    assert settings.safe_database_url == shown
    assert set(settings.secrets()) == secrets | {TOKEN}
    for text in (repr(settings), str(settings), f"{settings}", repr([settings])):
        assert shown in text
        assert not any(secret in text for secret in settings.secrets())


def test_no_refusal_repeats_a_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token may have been pasted into the wrong variable."""
    for name in Settings.model_fields:
        if name in {"token_file", "knowledge", "health_host"}:  # a path is named; a host is text
            continue
        with monkeypatch.context() as environment:
            environment.setenv(f"FOOTNOTE_{name.upper()}", f"{TOKEN} '")
            assert TOKEN not in refusal()


# --- The files that list every setting ----------------------------------------------------

SETTING = re.compile(r"^#?([a-z_]+ = .*)$", re.MULTILINE)
VARIABLE = re.compile(r"^#?(FOOTNOTE_[A-Z_]+)=(.*)$", re.MULTILINE)


def test_footnote_toml_lists_every_setting_with_its_default() -> None:
    text = (ROOT / "config/footnote.toml").read_text(encoding="utf-8")
    assert not tomllib.loads(text), "as it ships it changes nothing"
    listed = "\n".join(SETTING.findall(text))
    assert list(tomllib.loads(listed).keys() ^ Settings.model_fields.keys()) == ["token"]
    assert load_settings(config(listed), {}) == Settings()
    assert "FOOTNOTE_TOKEN" in text


def test_the_operators_page_has_a_row_for_every_setting() -> None:
    text = (ROOT / "docs/operators.md").read_text(encoding="utf-8")
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    listed = {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}
    assert set(Settings.model_fields) - listed == set()


def test_footnote_toml_writes_every_default_out() -> None:
    """An empty one would stand for any default, were it not compared as it is written."""
    text = (ROOT / "config/footnote.toml").read_text(encoding="utf-8")
    for name, value in tomllib.loads("\n".join(SETTING.findall(text))).items():
        default = Settings.model_fields[name].default
        written = str(default) if isinstance(default, Path) else default
        assert value == {None: "", (): []}.get(written, written), name


def test_example_env_lists_every_variable_with_its_default(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "config/example.env").read_text(encoding="utf-8")
    variables = dict(VARIABLE.findall(text))
    assert set(variables) == {f"FOOTNOTE_{name.upper()}" for name in Settings.model_fields}
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
        if value == "":
            field = Settings.model_fields[name.removeprefix("FOOTNOTE_").lower()]
            assert field.default in (None, ())
    assert load_settings(None, {}) == Settings()


def test_every_setting_says_what_it_is() -> None:
    assert all(field.description for field in Settings.model_fields.values())
