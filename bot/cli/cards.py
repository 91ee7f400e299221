"""Answer → what a terminal shows: the quote with its matches bold, numbered citations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.text import Text

from bot.cli.wording import counted
from bot.core.comparing import Comparison
from bot.core.model import Entry, Span
from bot.core.questions import Answer, Citation, Outcome

_DECLINED = {
    Outcome.PARTIAL: "The documents speak of this, but not of what you ask.",
    Outcome.NOT_COVERED: "Not covered: the documents do not speak of this.",
    Outcome.INVALID: "There is nothing to look up in that. Ask in a few words.",
}
_EMPTY_LIBRARY = "There are no documents to answer from. Put some into the knowledge folder."


def answer_card(answer: Answer, *, empty: bool = False) -> RenderableType:
    """The answer as a person reads it.

    Args:
        answer: what was found.
        empty: there are no documents at all, which is another thing than not finding any.
    """
    parts: list[RenderableType] = []
    if answer.quote is not None:
        parts.append(_quote(answer))
    elif empty:
        parts.append(Text(_EMPTY_LIBRARY, style="bold"))
    else:
        parts.append(Text(_DECLINED.get(answer.outcome, ""), style="bold"))
    if answer.carried:
        parts.append(Text(f"Taken to be about {safe(answer.carried)}.", style="dim"))
    for written, searched in answer.corrections:
        parts.append(Text(f"Searched for “{safe(searched)}” instead of “{safe(written)}”."))
    if answer.missing:
        words = ", ".join(f"“{safe(word)}”" for word in answer.missing)
        parts.append(Text(f"Nothing was found on {words}.", style="yellow"))
    if answer.suggestions:
        names = ", ".join(safe(entry.name) for entry in answer.suggestions)
        lead = "Nearest to that" if answer.near else "They say most about"
        parts.append(Text(f"{lead}: {names}.", style="yellow"))
    parts.extend(citation_card(citation) for citation in answer.citations)
    parts.append(Text(f"{answer.took_ms:.1f} ms", style="dim"))
    return Group(*parts)


def entry_card(entry: Entry, citations: Sequence[Citation], shown: int) -> RenderableType:
    """A lab or theme, and the first so many passages that concern it."""
    count = len(citations)
    passages = counted(count, "passage")
    head = Text.assemble((safe(entry.name), "bold"), f": {safe(entry.description)} ({passages})")
    rest = [Text(f"… and {count - shown} more.", style="dim")] if count > shown else []
    return Group(head, *(citation_card(citation) for citation in citations[:shown]), *rest)


def comparison_card(seen: Comparison, shown: int) -> RenderableType:
    """Two labs one after the other, with the first so many passages on each."""
    on = f" on {safe(seen.theme.name)}" if seen.theme else ""
    parts: list[RenderableType] = []
    for side in seen.sides:
        count = len(side.citations)
        said = f"{min(count, shown)} of {counted(count, 'passage')}"
        parts.append(Text.assemble((safe(side.entry.name) + on, "bold"), f": {said}"))
        if not count:
            parts.append(Text("The documents say nothing on this.", style="yellow"))
        parts.extend(citation_card(citation) for citation in side.citations[:shown])
    return Group(*parts)


def _quote(answer: Answer) -> RenderableType:
    quote = answer.quote or ""
    text = Text(safe(quote))
    for citation in answer.citations[:1]:
        start, end = citation.sentence
        if citation.passage.text[start:end] == quote:
            embolden(text, _within(citation.highlights, citation.sentence))
    return Panel(text, border_style="green", expand=False)


def citation_card(citation: Citation) -> RenderableType:
    """One numbered source, with its passage verbatim."""
    place = " › ".join(part for part in (citation.title, citation.section) if part)
    body = Text(safe(citation.passage.text))
    embolden(body, citation.highlights)
    lines = [Text.assemble((f"[{citation.n}] ", "cyan"), (safe(place), "italic"))]
    link = [Text(safe(citation.url), style="dim")] if citation.url else []
    return Padding(Group(*lines, Padding(Group(body, *link), (0, 0, 0, 4))), (1, 0, 0, 0))


def embolden(text: Text, spans: Iterable[Span]) -> None:
    """Makes stretches of a text bold."""
    for start, end in spans:
        text.stylize("bold", start, end)


def _within(spans: Iterable[Span], frame: Span) -> Iterable[Span]:
    for start, end in spans:
        if start < frame.end and end > frame.start:
            yield Span(max(start, frame.start) - frame.start, min(end, frame.end) - frame.start)


def safe(text: str) -> str:
    """What may be printed: a document cannot steer the terminal.

    Control characters (escape sequences begin with one) and those that turn the direction
    of writing become a replacement character each, so that offsets stay right.
    """
    return "".join("\ufffd" if _steers(character) else character for character in text)


def _steers(character: str) -> bool:
    if character in "\n\t":
        return False
    if unicodedata.category(character) in ("Cc", "Cs"):
        return True
    return "\u202a" <= character <= "\u202e" or "\u2066" <= character <= "\u2069"
