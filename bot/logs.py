"""What the process says about itself: readable in a terminal, JSON lines elsewhere.

Everything goes through the root logger, discord.py's and alembic's lines too; start the
client with ``log_handler=None``, or discord.py adds a handler of its own. A record carries
the id of the interaction that it belongs to, as `bot.core.trace` gives it.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, Literal, TextIO, cast
from urllib.parse import quote

from bot.core.language import ENGLISH, speaking
from bot.core.trace import current_trace

_REDACTED: Final = "[redacted]"
_SHORTEST_SECRET: Final = 4
"""Shorter than this, a secret is no secret, and hiding it would garble every line."""

# A token as Discord gives it, should it come from elsewhere than the settings; and the
# token of an interaction, with which anybody can answer in the bot's name for 15 minutes.
_BOT_PATTERN: Final = r"\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}"
_INTERACTION_PATTERN: Final = r"(?<=/)(?P<route>(?:webhooks|interactions)/\d+/)[^\s/?\"'\\]+"

# Below these levels, whatever is asked for, they write members' questions, the parameters
# of statements or interaction tokens; or a line for every file that changed.
_LEAST: Final = {
    "discord": logging.INFO,
    "aiohttp": logging.INFO,
    "aiosqlite": logging.INFO,
    "asyncpg": logging.INFO,
    "matplotlib": logging.WARNING,
    "PIL": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "watchfiles": logging.WARNING,
}

_COLORS: Final = {"DEBUG": "2", "WARNING": "33", "ERROR": "31", "CRITICAL": "1;31"}
_STANDARD: Final = frozenset(vars(logging.LogRecord("", 0, "", 0, "", None, None))) | {
    "message",
    "asctime",
    "taskName",
    "interaction_id",
}
# Control characters move a terminal's cursor or recolor it. JSON escapes the first 32 itself.
_HIGH_CONTROLS: Final = range(127, 160)
_CONTROLS: Final = {n: f"\\x{n:02x}" for n in [*range(32), *_HIGH_CONTROLS] if n not in b"\t\n"}
_JSON_CONTROLS: Final = {n: f"\\u{n:04x}" for n in _HIGH_CONTROLS}


def configure_logging(
    level: str,
    format: Literal["auto", "human", "json"] = "auto",  # noqa: A002  the setting's name
    stream: TextIO | None = None,
    *,
    hide: Iterable[str] = (),
) -> None:
    """Sends every logger's records to one stream. May be called again.

    Args:
        level: the least important level that is shown.
        format: ``auto`` is human where the stream is a terminal, JSON elsewhere.
        stream: where to; standard error where it is None.
        hide: secrets, such as `Settings.secrets()` gives; none of them is ever written.
    """
    stream = stream if stream is not None else cast("TextIO", sys.stderr)
    human = stream.isatty() if format == "auto" else format == "human"
    formatter = HumanFormatter(color=stream.isatty()) if human else JsonFormatter()
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _Handler)]:
        root.removeHandler(handler)
    root.addHandler(_Handler(stream, formatter, Scrubber(hide)))
    root.setLevel(level)
    for name, least in _LEAST.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)


class Scrubber:
    """Takes secrets out of text, however they are written there.

    Args:
        hide: the secrets; those of less than four characters are passed over.
    """

    def __init__(self, hide: Iterable[str]) -> None:
        kept = [secret for secret in hide if len(secret) >= _SHORTEST_SECRET]
        # In a URL, in a repr, in JSON: a secret with odd characters looks different.
        forms = {f for s in kept for f in (s, quote(s, safe=""), repr(s)[1:-1])}
        forms |= {json.dumps(f, ensure_ascii=only)[1:-1] for f in forms for only in (True, False)}
        exact = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
        parts = [exact, _BOT_PATTERN, _INTERACTION_PATTERN]
        self._pattern = re.compile("|".join(part for part in parts if part))

    def scrub(self, text: str) -> str:
        """The text with every secret replaced."""
        return self._pattern.sub(lambda match: f"{match['route'] or ''}{_REDACTED}", text)


class HumanFormatter(logging.Formatter):
    """One line a record, with what follows indented, so that no message can forge a line.

    Args:
        color: whether to color the level, as terminals do.
    """

    def __init__(self, *, color: bool) -> None:
        super().__init__()
        self._color = color

    def format(self, record: logging.LogRecord) -> str:
        """The record as text for a reader."""
        time = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        level = f"{record.levelname:<8}"
        if self._color and record.levelname in _COLORS:
            level = f"\x1b[{_COLORS[record.levelname]}m{level}\x1b[0m"
        text = _message(record)
        if handled := getattr(record, "interaction_id", None):
            text += f" [{handled}]"
        if extra := _extra(record):
            text += " " + " ".join(f"{name}={value!r}" for name, value in extra.items())
        for more in _trace(self, record):
            text += f"\n{more}"
        text = text.translate(_CONTROLS).replace("\n", "\n    ")
        return f"{time} {level} {record.name}: {text}"


class JsonFormatter(logging.Formatter):
    """One JSON object a line, for whatever collects logs."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON: time (UTC), level, logger, message, and what there is more."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        if handled := getattr(record, "interaction_id", None):
            line["interaction_id"] = handled
        if trace := _trace(self, record):
            line["exception"] = "\n".join(trace)
        extra = {name: value for name, value in _extra(record).items() if name not in line}
        text = json.dumps(line | extra, ensure_ascii=False, default=repr)
        return text.translate(_JSON_CONTROLS)


class _Handler(logging.Handler):
    """Writes lines in English and without secrets, whatever the stream's encoding.

    Never fails its caller.
    """

    def __init__(self, stream: TextIO, formatter: logging.Formatter, scrubber: Scrubber) -> None:
        super().__init__()
        self._stream = stream
        self._scrubber = scrubber
        self.setFormatter(formatter)
        self.addFilter(_add_interaction_id)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            # An error of ours is put into words only here, maybe in a member's task.
            with speaking(ENGLISH):
                line = self.format(record)
        except Exception as error:  # noqa: BLE001  any object's __repr__ may have been called
            line = f"A record of {record.name} cannot be written ({type(error).__name__})."
        try:
            line = self._scrubber.scrub(line)
            encoding = getattr(self._stream, "encoding", None) or "utf-8"
            line = line.encode(encoding, "backslashreplace").decode(encoding)
            self._stream.write(line + "\n")
            self._stream.flush()
        except (OSError, ValueError):
            # The stream is closed or its reader gone. logging's own way out would print
            # the record, secrets and all.
            return


def _add_interaction_id(record: logging.LogRecord) -> bool:
    record.interaction_id = current_trace()
    return True


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001  any object's __str__ may have been called
        return f"{record.msg!r} (which did not fit its {len(record.args or ())} arguments)"


def _trace(formatter: logging.Formatter, record: logging.LogRecord) -> list[str]:
    exception = formatter.formatException(record.exc_info) if record.exc_info else None
    stack = formatter.formatStack(record.stack_info) if record.stack_info else None
    return [text for text in (exception, stack) if text]


def _extra(record: logging.LogRecord) -> dict[str, object]:
    """What the caller handed over as ``extra=``."""
    return {name: value for name, value in vars(record).items() if name not in _STANDARD}
