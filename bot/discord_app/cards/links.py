"""Links to a document's original, down to the quoted words."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote, urlsplit

MAX_URL = 400  # UTF-16 code units; a longer one would crowd out what it is the source of
_MAX_LINK = 300  # with the quoted words
_WORDS_AT_EACH_END = (6, 4, 2)  # the most that fit
_CHARACTERS_AT_EACH_END = 8  # where a language puts no spaces between words


def safe_url(url: str | None) -> str | None:
    """The address, fit to stand in a Markdown link; None where it is not a web address.

    Everything that could end the link early, or that is not ASCII, is percent-encoded.
    """
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or parts.username or parts.password:
        return None  # a name before the host makes a link look as if it led elsewhere
    safe = quote(parts.geturl(), safe=":/?#@!$&'*+,;=%-._~", errors="replace")
    return safe if len(safe) <= MAX_URL else None


def quoted_words(url: str | None, words: str) -> str | None:
    """A link that scrolls to the quoted words and marks them, where the browser can.

    A text fragment: https://wicg.github.io/scroll-to-text-fragment/. Long quotations are
    named by their first and last words, so that the link stays short. In its
    terms a comma, an ampersand and a hyphen have a meaning and must be percent-encoded.

    Args:
        url: the document's address.
        words: the sentence that is quoted.
    """
    address = safe_url(url)
    spoken = " ".join(words.split())
    if address is None or not spoken:
        return address
    if ":~:" in address:
        before = f"{address}&text="
    else:
        before = f"{address}{'' if '#' in address else '#'}:~:text="
    for directive in _directives(spoken):
        if len(before) + len(directive) <= _MAX_LINK:
            return before + directive
    return address


def _directives(spoken: str) -> Iterator[str]:
    """Ways to name the quoted words, the most precise first."""
    yield _term(spoken)
    words = spoken.split(" ")
    for count in _WORDS_AT_EACH_END:
        if len(words) > 2 * count:
            yield f"{_term(' '.join(words[:count]))},{_term(' '.join(words[-count:]))}"
    count = _CHARACTERS_AT_EACH_END
    if len(words) < count and len(spoken) > 2 * count and not spoken[:count].isascii():
        yield f"{_term(spoken[:count].strip())},{_term(spoken[-count:].strip())}"


def _term(words: str) -> str:
    return quote(words, safe="", errors="replace").replace("-", "%2D")
