"""`footnote chat`: a dialogue in the terminal."""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Callable
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from bot.cli.cards import answer_card, comparison_card, entry_card, safe
from bot.cli.dialogue import Dialogue
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, load, stdout
from bot.cli.wording import counted, readable_size
from bot.core.errors import FootnoteError
from bot.core.model import EntryKind

_HELP = """Ask in your own words, or type
  /lab NAME    what the documents say about a lab        /labs     all of them
  /theme NAME  what they say about a theme               /themes   all of them
  /compare LAB, LAB[, THEME]  two labs side by side
  /sources     the documents       /new  forget what was said       /quit  leave"""

_SHOWN = 5  # passages on a lab or theme; more scroll the best out of sight
_COMPARED = 3  # likewise on each of two labs
_COMMA = re.compile("[,，、]")


@click.command("chat")
@knowledge_option
@click.pass_context
def command(ctx: click.Context, knowledge: Path | None) -> None:
    """Ask one question after another in the terminal."""
    settings = ctx.ensure_object(Invocation).settings(knowledge=knowledge)
    with contextlib.suppress(ImportError):  # Windows has none; typing works all the same
        importlib.import_module("readline")  # that it is imported gives input() its history
    console = stdout()
    with Dialogue(load(settings)) as dialogue:
        Chat(dialogue, console).run()


class Chat:
    """One dialogue, from the greeting to /quit or the end of the input."""

    def __init__(self, dialogue: Dialogue, console: Console) -> None:
        self._dialogue = dialogue
        self._console = console
        self._commands: dict[str, Callable[[str], None]] = {
            "/lab": lambda name: self._entry(EntryKind.LAB, name),
            "/theme": lambda name: self._entry(EntryKind.THEME, name),
            "/compare": self._compare,
            "/labs": lambda _: self._entries(EntryKind.LAB),
            "/themes": lambda _: self._entries(EntryKind.THEME),
            "/sources": lambda _: self._sources(),
            "/new": lambda _: self._dialogue.forget(),
            "/help": lambda _: self._say(_HELP),
        }

    def run(self) -> None:
        """Talks until /quit or the end of the input."""
        documents = counted(len(self._dialogue.snapshot.documents), "document")
        self._say(f"{documents} to answer from. {_HELP}")
        while (line := self._read()) is not None:
            if line == "/quit":
                break
            if line:
                self._react(line)

    def _read(self) -> str | None:
        try:
            return input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            self._say("")
            return None

    def _react(self, line: str) -> None:
        name, _, rest = line.partition(" ")
        try:
            if not line.startswith("/"):
                answer = self._dialogue.talk(line)
                empty = not self._dialogue.snapshot.documents
                self._console.print(answer_card(answer, empty=empty))
            elif name in self._commands:
                self._commands[name](rest.strip())
            else:
                self._say(f"There is no {name}.\n{_HELP}")
        except FootnoteError as error:
            self._say(str(error))

    def _entry(self, kind: EntryKind, name: str) -> None:
        if not name:
            self._entries(kind)
            return
        entry = self._dialogue.snapshot.catalog.find(kind, name)
        self._console.print(entry_card(entry, self._dialogue.about(entry), _SHOWN))

    def _compare(self, names: str) -> None:
        given = [name for part in _COMMA.split(names) if (name := part.strip())]
        if not 2 <= len(given) <= 3:
            self._say("Name two labs and, if you like, a theme: /compare LAB, LAB, THEME")
            return
        catalog = self._dialogue.snapshot.catalog
        first, second = (catalog.find(EntryKind.LAB, name) for name in given[:2])
        theme = catalog.find(EntryKind.THEME, given[2]) if given[2:] else None
        seen = self._dialogue.compare(first, second, theme)
        self._console.print(comparison_card(seen, _COMPARED))

    def _entries(self, kind: EntryKind) -> None:
        entries = self._dialogue.snapshot.catalog.of_kind(kind)
        for entry in entries:
            self._console.print(
                Text.assemble((safe(entry.name), "bold"), f": {safe(entry.description)}")
            )
        if not entries:
            self._say(f"The documents' catalog.toml lists no {kind}.")

    def _sources(self) -> None:
        snapshot = self._dialogue.snapshot
        for document in snapshot.documents.values():
            count = len(snapshot.rows[document.id])
            facts = (
                f"{readable_size(document.size)}, {count} passages, {document.modified:%Y-%m-%d}"
            )
            self._say(f"{document.title} ({document.id}; {facts})")
        if not snapshot.documents:
            self._say("There are no documents.")

    def _say(self, text: str) -> None:
        self._console.print(Text(safe(text)))
