"""What the bot asked of Discord: one request, and the parts the rules look at.

Nothing here judges. `discord_api` holds a request against Discord's published description,
`discord_rules` against the rules which that description leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

IS_COMPONENTS_V2 = 1 << 15

_CHANNEL_MESSAGE = re.compile(r"/channels/\d+/messages(/\d+)?")
_THREAD = re.compile(r"/channels/\d+/threads")
_WEBHOOK = re.compile(r"/webhooks/\d+/(?P<token>[^/]+)(?P<message>/messages/(@original|\d+))?")
_CALLBACK = re.compile(r"/interactions/(?P<id>\d+)/(?P<token>[^/]+)/callback")
_COMMANDS = re.compile(r"/applications/\d+(/guilds/\d+)?/commands(/\d+)?")

# Interaction callback types.
MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, UPDATE, AUTOCOMPLETE, MODAL = 4, 5, 6, 7, 8, 9


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent along with a request: its name and its size in bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Request:
    """One request to Discord's REST API.

    Attributes:
        method: the HTTP method, in capitals.
        path: the path below ``/api/v10``, without the query.
        json: the body (for a multipart request, its ``payload_json``).
        files: what was uploaded with it.
        failed: whether Discord refused it, so that it changed nothing.
        world: tells apart requests to different simulated Discords; ids repeat there.
    """

    method: str
    path: str
    json: Any = None
    files: tuple[Upload, ...] = ()
    failed: bool = False
    world: int = 0

    @property
    def callback(self) -> re.Match[str] | None:
        """The interaction this responds to (groups ``id`` and ``token``), if it does."""
        return _CALLBACK.fullmatch(self.path) if self.method == "POST" else None

    @property
    def webhook(self) -> re.Match[str] | None:
        """The interaction token this follows up on (groups ``token``, ``message``)."""
        return _WEBHOOK.fullmatch(self.path)

    @property
    def callback_type(self) -> int | None:
        """The type of the interaction response, if this is one."""
        return self.json.get("type") if self.callback and isinstance(self.json, dict) else None

    @property
    def creates_message(self) -> bool:
        """Whether a new message comes out of this."""
        return self.message is not None and self.method == "POST" and self.callback_type != UPDATE

    @property
    def message(self) -> Json | None:
        """The message that this sends or edits, if it does."""
        body = self.json
        if not isinstance(body, dict):
            return {} if self.files else None
        if self.callback:
            data = body.get("data")
            return (
                data if body.get("type") in (MESSAGE, UPDATE) and isinstance(data, dict) else None
            )
        if _THREAD.fullmatch(self.path):
            message = body.get("message")
            return message if isinstance(message, dict) else None
        if self.method not in ("POST", "PATCH"):
            return None
        return body if _CHANNEL_MESSAGE.fullmatch(self.path) or self.webhook else None

    @property
    def modal(self) -> Json | None:
        """The modal that this opens, if it does."""
        return self._data_of(MODAL)

    @property
    def layout(self) -> Json | None:
        """The message or modal whose components this sends, if it does."""
        return self.modal if self.message is None else self.message

    @property
    def choices(self) -> Sequence[Json] | None:
        """The autocomplete choices that this offers, if it does."""
        data = self._data_of(AUTOCOMPLETE)
        return None if data is None else data.get("choices") or ()

    @property
    def commands(self) -> Sequence[Json] | None:
        """The application commands that this registers, if it does."""
        if self.method not in ("PUT", "POST", "PATCH") or not _COMMANDS.fullmatch(self.path):
            return None
        return [self.json] if isinstance(self.json, dict) else list(self.json or ())

    def _data_of(self, callback_type: int) -> Json | None:
        if self.callback_type != callback_type:
            return None
        return self.json.get("data") or {}


def components_of(message: Mapping[str, Any]) -> list[Json]:
    """Every component of a message or modal, the nested ones too, outermost first."""
    return list(_walk(message.get("components") or ()))


def _walk(components: Sequence[Any]) -> Iterator[Json]:
    for component in components:
        if not isinstance(component, dict):
            continue
        yield component
        yield from _walk(component.get("components") or ())
        # A section's accessory and a label's component are components of their own.
        yield from _walk([component.get("accessory"), component.get("component")])


def texts_of(message: Mapping[str, Any]) -> list[str]:
    """Every text of a message in which Discord reads Markdown and mentions."""
    texts = [message.get("content")]
    texts += [c.get("content") for c in components_of(message) if c.get("type") == 10]
    for embed in message.get("embeds") or ():
        texts.append(embed.get("description"))
        for field in embed.get("fields") or ():
            texts += [field.get("name"), field.get("value")]
    return [text for text in texts if isinstance(text, str) and text]


def options_of(command: Mapping[str, Any]) -> Iterator[tuple[str, Sequence[Json]]]:
    """Every list of options in a command, and where it stands, such as ``/knowledge status``."""

    def below(place: str, options: Sequence[Json]) -> Iterator[tuple[str, Sequence[Json]]]:
        yield place, options
        for option in options:
            if option.get("options"):
                yield from below(f"{place} {option.get('name')}", option["options"])

    yield from below(f"/{command.get('name')}", command.get("options") or ())
