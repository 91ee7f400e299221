"""Rules for the registration of application commands, and for autocomplete."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import discord
import regex
from contracts.discord_requests import Json, options_of
from contracts.rule import DOCS, rule

_COMMANDS = f"{DOCS}/interactions/application-commands"

CHAT_INPUT, USER_MENU, MESSAGE_MENU = 1, 2, 3
SUBCOMMANDS = (1, 2)  # option types
NUMBERS = (4, 10)  # option types

_NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}")
_LOCALES = frozenset(str(locale) for locale in discord.Locale)


def _kind(command: Json) -> int:
    return command.get("type") or CHAT_INPUT


def _slash(commands: Sequence[Json]) -> list[Json]:
    return [command for command in commands if _kind(command) == CHAT_INPUT]


def _options(commands: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    for command in commands:
        for place, options in options_of(command):
            yield from ((f"{place} {option.get('name')}", option) for option in options)


def _names(part: Json) -> list[str]:
    return [part.get("name") or "", *(part.get("name_localizations") or {}).values()]


def _parts(part: Any) -> Iterator[Json]:
    """A command, its options and their choices: everything that carries a name."""
    if isinstance(part, dict):
        yield part
        for each in [*(part.get("options") or ()), *(part.get("choices") or ())]:
            yield from _parts(each)


@rule(
    "command name",
    f"{_COMMANDS}#application-command-object-application-command-naming",
    of="commands",
)
def command_name(commands: Sequence[Json]) -> Iterator[str]:
    """Names of slash commands and options: letters, digits, - _ ', no capitals, 32 at most."""
    for command in _slash(commands):
        options = [option for _, option in _options([command])]
        for name in (name for part in (command, *options) for name in _names(part)):
            if not _NAME.fullmatch(name) or name != name.lower():
                yield f"{name!r}"


@rule("menu name", f"{_COMMANDS}#user-commands", of="commands")
def menu_name(commands: Sequence[Json]) -> Iterator[str]:
    """The name of a context menu entry has 1 to 32 characters and is not blank."""
    for command in commands:
        for name in _names(command) if _kind(command) in (USER_MENU, MESSAGE_MENU) else ():
            if not name.strip() or len(name) > 32:
                yield f"{name!r} has {len(name)} characters"


@rule("command description", f"{_COMMANDS}#application-command-object", of="commands")
def command_description(commands: Sequence[Json]) -> Iterator[str]:
    """Slash commands and options need a description of 1 to 100 characters."""
    parts = [(f"/{c.get('name')}", c) for c in _slash(commands)] + list(_options(commands))
    for place, part in parts:
        texts = [
            part.get("description") or "",
            *(part.get("description_localizations") or {}).values(),
        ]
        for text in texts:
            if not text.strip() or len(text) > 100:
                yield f"{place} is described in {len(text)} characters"


@rule("menu description", f"{_COMMANDS}#user-commands", of="commands")
def menu_description(commands: Sequence[Json]) -> Iterator[str]:
    """A context menu entry has neither a description nor options."""
    for command in commands:
        if _kind(command) in (USER_MENU, MESSAGE_MENU):
            for part in ("description", "options"):
                if command.get(part):
                    yield f"{command.get('name')!r} has a {part}"


@rule("required after optional", f"{_COMMANDS}#application-command-object", of="commands")
def required_after_optional(commands: Sequence[Json]) -> Iterator[str]:
    """Required options come before optional ones."""
    for command in commands:
        for place, options in options_of(command):
            needed = [bool(o.get("required")) for o in options if o.get("type") not in SUBCOMMANDS]
            if needed != sorted(needed, reverse=True):
                yield place


@rule("choices with autocomplete", f"{_COMMANDS}#application-command-object", of="commands")
def choices_with_autocomplete(commands: Sequence[Json]) -> Iterator[str]:
    """An option has choices or autocomplete, not both."""
    for place, option in _options(commands):
        if option.get("choices") and option.get("autocomplete"):
            yield place


@rule("subcommands beside options", f"{_COMMANDS}#subcommands-and-subcommand-groups", of="commands")
def subcommands_beside_options(commands: Sequence[Json]) -> Iterator[str]:
    """A command with subcommands takes no options of its own."""
    for command in commands:
        for place, options in options_of(command):
            if len({option.get("type") in SUBCOMMANDS for option in options}) == 2:
                yield place


@rule("option range", f"{_COMMANDS}#application-command-object", of="commands")
def option_range(commands: Sequence[Json]) -> Iterator[str]:
    """The least value or length is not above the greatest."""
    for place, option in _options(commands):
        for what in ("value", "length"):
            least, most = option.get(f"min_{what}"), option.get(f"max_{what}")
            if (-math.inf if least is None else least) > (math.inf if most is None else most):
                yield f"{place} wants {what}s from {least} to {most}"


@rule("unknown locale", f"{DOCS}/reference#locales", of="commands")
def unknown_locale(commands: Sequence[Json]) -> Iterator[str]:
    """Discord refuses translations into a language that it does not have."""
    for part in (part for command in commands for part in _parts(command)):
        for key in ("name_localizations", "description_localizations"):
            unknown = sorted(set(part.get(key) or {}) - _LOCALES)
            if unknown:
                yield f"{part.get('name')!r} is translated into {unknown}"


@rule("duplicate command", f"{_COMMANDS}#registering-a-command", of="commands")
def duplicate_command(commands: Sequence[Json]) -> Iterator[str]:
    """Two commands of a type cannot share a name."""
    for (_, name), count in Counter((_kind(c), c.get("name")) for c in commands).items():
        if count > 1:
            yield f"{name!r} is registered {count} times"


@rule("duplicate option", f"{_COMMANDS}#application-command-object", of="commands")
def duplicate_option(commands: Sequence[Json]) -> Iterator[str]:
    """Two options of a command, or two choices of an option, cannot share a name."""
    for command in commands:
        for place, options in options_of(command):
            lists = [options, *(option.get("choices") or () for option in options)]
            for names in (Counter(each.get("name") for each in group) for group in lists):
                yield from (
                    f"{place} {n!r} is there {times} times"
                    for n, times in names.items()
                    if times > 1
                )


@rule("too many commands", f"{_COMMANDS}#registering-a-command", of="commands")
def too_many_commands(commands: Sequence[Json]) -> Iterator[str]:
    """100 slash commands; context menus 5 of each type, which discord.py 2.7.1 counts too."""
    limits = {CHAT_INPUT: 100, USER_MENU: 5, MESSAGE_MENU: 5}
    for kind, count in Counter(_kind(command) for command in commands).items():
        if count > limits.get(kind, 1):
            yield f"{count} commands of type {kind}"


@rule("long command", f"{_COMMANDS}#slash-commands", of="commands")
def long_command(commands: Sequence[Json]) -> Iterator[str]:
    """8,000 characters of names, descriptions and values; of translations the longest counts."""
    for command in commands:
        total = 0
        for part in _parts(command):
            for key in ("name", "description"):
                texts = [part.get(key) or "", *(part.get(f"{key}_localizations") or {}).values()]
                total += max(len(text) for text in texts)
            total += len(str(part.get("value", "")))
        if total > 8000:
            yield f"/{command.get('name')} has {total} characters"


@rule("autocomplete choices", f"{_COMMANDS}#autocomplete", of="choices")
def autocomplete_choices(choices: Sequence[Json]) -> Iterator[str]:
    """At most 25 choices, whose names and texts have 1 to 100 characters."""
    if len(choices) > 25:
        yield f"{len(choices)} choices"
    for choice in choices:
        texts = [choice.get("name") or "", *(choice.get("name_localizations") or {}).values()]
        if isinstance(choice.get("value"), str):
            texts.append(choice["value"])
        for text in texts:
            if not text.strip() or len(text) > 100:
                yield f"{text[:30]!r} has {len(text)} characters"
