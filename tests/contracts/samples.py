"""Payloads as discord.py makes them, small and right, for tests to break."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.discord_requests import Request, Upload

CHANNEL = "/channels/10/messages"
CALLBACK = "/interactions/30/token-a/callback"
FOLLOW_UP = "/webhooks/20/token-a"
ORIGINAL = "/webhooks/20/token-a/messages/@original"
COMMANDS = "/applications/20/commands"

NOBODY: dict[str, Any] = {"parse": []}
V2 = 1 << 15


def post(body: dict[str, Any], *files: Upload) -> list[Request]:
    """A message in a channel that pings nobody."""
    return [Request("POST", CHANNEL, {"allowed_mentions": NOBODY, **body}, files)]


def cards(*components: dict[str, Any], flags: int = V2) -> list[Request]:
    """A Components V2 message in a channel."""
    return post({"components": list(components), "flags": flags})


def edit(body: dict[str, Any]) -> list[Request]:
    """An edit of a message that stands in a channel."""
    return [Request("PATCH", f"{CHANNEL}/11", {"allowed_mentions": NOBODY, **body})]


def embed(**parts: Any) -> list[Request]:
    """A message with one embed."""
    return post({"embeds": [parts]})


def text(content: str = "Founded in 2023.", **more: Any) -> dict[str, Any]:
    """A text display."""
    return {"type": 10, "content": content, **more}


def button(**changes: Any) -> dict[str, Any]:
    """A gray button; None takes a part away."""
    parts = {"type": 2, "style": 2, "label": "Next", "custom_id": "next", **changes}
    return {key: value for key, value in parts.items() if value is not None}


def link(url: str | None = "https://example.org/report", **changes: Any) -> dict[str, Any]:
    """A link button."""
    return button(style=5, url=url, custom_id=None, **changes)


def row(*components: dict[str, Any]) -> dict[str, Any]:
    """An action row."""
    return {"type": 1, "components": list(components)}


def container(*components: dict[str, Any]) -> dict[str, Any]:
    """A container."""
    return {"type": 17, "components": list(components)}


def section(*texts: dict[str, Any], accessory: dict[str, Any] | None = None) -> dict[str, Any]:
    """A section."""
    made: dict[str, Any] = {"type": 9, "components": list(texts)}
    return made if accessory is None else {**made, "accessory": accessory}


def select(count: int = 3, **changes: Any) -> dict[str, Any]:
    """A string select with so many options."""
    options = [{"label": f"Lab {n}", "value": str(n)} for n in range(count)]
    return {"type": 3, "custom_id": "labs", "options": options, **changes}


def modal(*components: dict[str, Any], title: str = "Report a mistake") -> list[Request]:
    """A response that opens a modal."""
    data = {"custom_id": "report", "title": title, "components": list(components)}
    return [Request("POST", CALLBACK, {"type": 9, "data": data})]


def field(label: str | None = "What is wrong?", **changes: Any) -> dict[str, Any]:
    """A text input inside of a label."""
    component = {"type": 4, "custom_id": "what", "style": 1, "required": True, **changes}
    return {"type": 18, "label": label, "component": component}


def option(name: str = "question", **changes: Any) -> dict[str, Any]:
    """A text option of a command."""
    return {"type": 3, "name": name, "description": "What to look up", **changes}


def command(name: str = "ask", *options: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A slash command."""
    made = {"name": name, "type": 1, "description": "Ask the documents", "options": list(options)}
    return {**made, **changes}


def menu(name: str = "Find sources for this", **changes: Any) -> dict[str, Any]:
    """A message context menu entry."""
    return {"name": name, "type": 3, **changes}


def register(*commands: dict[str, Any]) -> list[Request]:
    """The registration of all commands at once."""
    return [Request("PUT", COMMANDS, list(commands))]


def offer(choices: Sequence[dict[str, Any]]) -> list[Request]:
    """An autocomplete result."""
    return [Request("POST", CALLBACK, {"type": 8, "data": {"choices": list(choices)}})]


def respond(callback_type: int = 4, **more: Any) -> Request:
    """A response to the interaction with the token ``token-a``."""
    data = {"content": "Founded in 2023.", "allowed_mentions": NOBODY}
    return Request("POST", CALLBACK, {"type": callback_type, "data": data}, **more)


def follow_up(**more: Any) -> Request:
    """A follow-up to the interaction with the token ``token-a``."""
    return Request("POST", FOLLOW_UP, {"content": "And more.", "allowed_mentions": NOBODY}, **more)
