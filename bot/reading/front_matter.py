"""The front matter of a Markdown file: ``key: value`` lines between two ``---`` lines."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.errors import FootnoteError
from bot.reading.characters import one_line
from bot.reading.faults import Fault

_PAIR = re.compile(r"([A-Za-z_][\w -]*?)\s*:(?:\s+(.*)|$)")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_ESCAPE = re.compile(r"\\(.)")
_FENCE = "---"
# Other tools' keys (date, tags, layout, ...) are no mistake; a near miss of ours is one.
_TYPO_CUTOFF = 0.75


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What stands above a Markdown file's text.

    Attributes:
        values: `title`, `author`, `language`, `url` and `digest_of`, as far as given.
        body: the text below it.
        lines_above: how many lines of the file stand above the body.
        faults: wrong lines; the other lines count.
    """

    values: Mapping[str, str]
    body: str
    lines_above: int = 0
    faults: tuple[Fault, ...] = ()


class _WrongValue(FootnoteError):
    """A value does not fit its key."""


def web_address(value: str) -> str | None:
    """An http or https address as it stands, or None where it is not one."""
    try:
        parts = urlsplit(value)
        fine = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return None
    return value if fine and not re.search(r"[\s<>\"\\^`{|}]", value) else None


def language_tag(value: str) -> str | None:
    """A BCP 47 language tag (``en``, ``zh-Hans``), or None where it is not one."""
    tag = value.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) else None


def _words(value: str) -> str:
    return value


def _address(value: str) -> str:
    address = web_address(value)
    if address is None:
        raise _WrongValue("This is not an http or https address.")
    return address


def _language(value: str) -> str:
    tag = language_tag(value)
    if tag is None:
        raise _WrongValue("This is not a language tag. Write one such as en or zh-Hans.")
    return tag


_KEYS: Mapping[str, Callable[[str], str]] = {
    "title": _words,
    "author": _words,
    "language": _language,
    "url": _address,
    "digest_of": _words,
}


def split_front_matter(text: str) -> FrontMatter:
    """Takes the front matter off a file's text, where it has one.

    A wrong line becomes a fault and is left out.

    Args:
        text: the whole file, cleaned.
    """
    lines = text.split("\n")
    if lines[0].rstrip() != _FENCE or not _opens(lines[1:]):
        return FrontMatter({}, text)
    end = next((n for n, line in enumerate(lines) if n and line.rstrip() in {_FENCE, "..."}), None)
    if end is None:
        message = "The front matter that begins here never ends. Close it with a --- line."
        return FrontMatter({}, text, faults=(Fault(1, message),))
    values: dict[str, str] = {}
    faults = tuple(_read_lines(lines[1:end], values))
    return FrontMatter(values, "\n".join(lines[end + 1 :]), end + 1, faults)


def _opens(lines: list[str]) -> bool:
    """Whether a ``---`` line begins front matter, and is not a ruler above some text."""
    first = next((line for line in lines if line.strip() and line[0] != "#"), "")
    return bool(_PAIR.match(first)) or first.rstrip() == _FENCE


def _read_lines(lines: list[str], values: dict[str, str]) -> Iterator[Fault]:
    for number, line in enumerate(lines, start=2):
        if not line.strip() or line[0] in "# \t-":  # a comment, or another tool's nested value
            continue
        pair = _PAIR.match(line)
        if pair is None:
            yield Fault(number, "This line of the front matter is not of the form key: value.")
            continue
        key = pair[1].lower().replace(" ", "_").replace("-", "_")
        value = one_line(_unquote((pair[2] or "").strip()))
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1, cutoff=_TYPO_CUTOFF)
            if close:
                yield Fault(number, f"Unknown key. Did you mean {close[0]}?", one_line(pair[1]))
        elif key in values:
            yield Fault(number, "This key is given twice; the first one counts.", key)
        elif value:
            try:
                values[key] = _KEYS[key](value)
            except _WrongValue as error:
                yield Fault(number, str(error), key)


def _unquote(value: str) -> str:
    if len(value) < 2 or value[0] != value[-1] or value[0] not in "\"'":
        return value
    inner = value[1:-1]
    return _ESCAPE.sub(r"\1", inner) if value[0] == '"' else inner.replace("''", "'")


def write_front_matter(values: Mapping[str, str | None]) -> str:
    """Writes front matter that `split_front_matter` reads back, and YAML readers too."""
    lines = [f"{key}: {_quote(value)}" for key, value in values.items() if value]
    return "\n".join([_FENCE, *lines, _FENCE, ""])


def _quote(value: str) -> str:
    """A YAML double-quoted scalar: whatever stands inside stays what it is."""
    escaped = one_line(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
