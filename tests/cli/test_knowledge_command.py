"""The operator changes what the bot knows from the command line, and takes it back."""

from __future__ import annotations

import asyncio
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.core.answering import answer
from bot.desks import make_desk, open_store_of
from bot.settings import load_settings

REPORT = "# The labs\n\nKimi reads two million tokens at once.\n"
ASKED = "how many tokens does Kimi read?"
QUESTIONS = f'[[question]]\nask = "{ASKED}"\ncontains = ["two million"]\n'
SERVER = "123456789012345678"

Footnote = Callable[..., Result]


@pytest.fixture
def knowledge(bare_folder: Path) -> Path:
    (bare_folder / "labs.md").write_text(REPORT, encoding="utf-8")
    (bare_folder / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    return bare_folder


@pytest.fixture
def footnote(knowledge: Path) -> Footnote:
    def run(*arguments: str, stdin: str = "") -> Result:
        return CliRunner().invoke(main, ("knowledge", *arguments), input=stdin)

    return run


def served(question: str, server: str | None = None) -> str | None:
    """What a bot that starts now answers with."""

    async def ask() -> str | None:
        settings = load_settings(None, {})
        store = await open_store_of(settings)
        try:
            desk = make_desk(settings, store)
            await desk.start()
            snapshot = await desk.shelves.snapshot(int(server) if server else None)
            return (await answer(snapshot, question)).quote
        finally:
            await store.close()

    return asyncio.run(ask())


def test_a_reload_shows_the_change_asks_and_keeps_it(footnote: Footnote, knowledge: Path) -> None:
    first = footnote("reload", "--yes")
    assert first.exit_code == 0, first.output
    assert "Nothing would change." in first.output
    (knowledge / "labs.md").write_text(REPORT.replace("two", "three"), encoding="utf-8")

    declined = footnote("reload", stdin="n\n")
    assert declined.exit_code == 1
    assert "Documents: 0 added, 1 changed, 0 removed" in declined.output
    assert f"{ASKED} (other answer)" in declined.output
    assert "before: “Kimi reads two million" in declined.output
    assert "after: “Kimi reads three million" in declined.output
    assert "Version" in footnote("history").output
    assert "reload" not in footnote("history").output

    applied = footnote("reload", stdin="y\n")
    assert applied.exit_code == 0, applied.output
    assert "Applied: version 2 of what all servers share." in applied.output
    assert "the operator" in footnote("history").output


def test_a_rollback_holds_at_the_next_start_until_a_reload(
    footnote: Footnote, knowledge: Path
) -> None:
    footnote("reload", "--yes")
    (knowledge / "labs.md").write_text(REPORT.replace("two", "three"), encoding="utf-8")
    footnote("reload", "--yes")

    result = footnote("rollback", "1", "--yes")

    assert result.exit_code == 0, result.output
    assert served(ASKED) == "Kimi reads two million tokens at once."
    again = footnote("reload", "--yes")
    assert "which a rollback brought back" in again.output
    assert served(ASKED) == "Kimi reads three million tokens at once."
    unknown = footnote("rollback", "99", "--yes")
    assert unknown.exit_code == 1
    assert "99" in unknown.output


def test_a_servers_own_documents_and_names(
    footnote: Footnote, knowledge: Path, tmp_path: Path
) -> None:
    (tmp_path / "robots.md").write_text("# Robots\n\nUnitree builds robots.\n", encoding="utf-8")

    added = footnote("add", "robots.md", "--server", SERVER, "--title", "On robots", "--yes")
    assert added.exit_code == 0, added.output
    assert served("who builds robots?", SERVER) == "Unitree builds robots."
    assert served("who builds robots?") is None
    named = footnote("alias", "lab", "Unitree", "宇树", "--server", SERVER, "--yes")
    assert "lab Unitree: 宇树" in named.output
    removed = footnote("remove", "on robots", "--server", SERVER, "--yes")
    assert removed.exit_code == 0, removed.output
    assert served("who builds robots?", SERVER) is None
    listed = footnote("history", "--server", SERVER).output
    assert all(word in listed for word in ("add", "alias", "remove"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "nowhere.md", "--server", SERVER), "cannot be opened"),
        (("add", "a.md", "b.md", "--server", SERVER, "--title", "x"), "for one file"),
        (("add", "a.md"), "--server"),
        (("remove", "nothing", "--server", SERVER, "--yes"), "no such document"),
        (("alias", "lab", "!!", "--server", SERVER, "--yes"), "letter or digit"),
        (("rollback", "x"), "not a valid"),
    ],
)
def test_mistakes_are_told_in_words(
    footnote: Footnote, arguments: tuple[str, ...], words: str
) -> None:
    result = footnote(*arguments)
    assert result.exit_code != 0
    assert words in result.output
    assert "Traceback" not in result.output


def test_an_export_can_be_served_from(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "robots.md").write_text("# Robots\n\nUnitree builds robots.\n", encoding="utf-8")
    footnote("add", "robots.md", "--server", SERVER, "--yes")
    footnote("alias", "lab", "Unitree", "宇树", "--server", SERVER, "--yes")

    result = footnote("export", "out.zip", "--server", SERVER)

    assert result.exit_code == 0, result.output
    with zipfile.ZipFile("out.zip") as archive:
        archive.extractall("elsewhere")
        catalog = tomllib.loads(archive.read("catalog.toml").decode())
    assert catalog["lab"]["unitree"]["aliases"] == ["宇树"]
    checked = CliRunner().invoke(main, ("check", "--knowledge", "elsewhere", "--json"))
    assert checked.exit_code == 0, checked.output
    refused = footnote("export", "out.zip")
    assert refused.exit_code == 1
    assert "--force" in refused.output
    assert footnote("export", "out.zip", "--force").exit_code == 0
