"""A passage as a source: where it stands, its words, and a way to what is around it."""

from __future__ import annotations

from collections.abc import Container, Sequence

from bot.core.language import gettext
from bot.core.model import Span
from bot.core.questions import Citation
from bot.discord_app.buttons import leading_to
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.limits import ELLIPSIS, clip, fit, share, units
from bot.discord_app.cards.links import quoted_words, safe_url
from bot.discord_app.cards.markup import inline, label, pieces
from bot.discord_app.targets import Origin, ToPassage

PER_PAGE = 3
_MAX_PLACE = 80  # of the title and headings above a passage
_MARGIN = 8  # asterisks and ellipses around a sentence
_SHORTER_LINKS = (200, 0)  # tried in turn where a card has no room for the longest


def place(title: str, section: str) -> str:
    """Where a passage stands, as one line: document › section."""
    return clip(f"{title} › {section}" if section else title, _MAX_PLACE)


def linked_place(
    title: str, section: str, url: str | None, words: str, *, longest: int | None = None
) -> str:
    """Where a passage stands, linked to the quoted words where the document has an address.

    Args:
        title: of the document.
        section: the headings above the passage.
        url: the document's address.
        words: what is quoted.
        longest: leave words, or else the whole link, out where it would be longer than
            this; None for what a card of three sources has room for.
    """
    where = place(title, section)
    links = [quoted_words(url, words), safe_url(url)]
    link = next((x for x in links if x and (longest is None or len(x) <= longest)), None)
    return f"[{label(where)}](<{link}>)" if link else inline(where)


def add_citations(
    card: Card,
    citations: Sequence[Citation],
    asker: int,
    origin: Origin,
    *,
    spare: int,
    quoted: str | None = None,
    above: Container[int] = (),
    longest_link: int | None = None,
) -> None:
    """Adds sources to a card, sharing the room that is left among them.

    Args:
        card: where they go.
        citations: three at most, as there are buttons and texts for.
        asker: who the card belongs to.
        origin: what the way back from reading around leads to.
        spare: room to leave for what follows.
        quoted: what the card quotes already; a passage that is no more than that is named
            and not shown again.
        above: numbers of passages that the card shows already; likewise.
        longest_link: see `linked_place`; for a card with more than three sources.
    """
    places = _places(citations, card.room - spare, longest_link)
    sent = [
        []
        if citation.passage.text == quoted or citation.n in above
        else pieces(citation.passage.text)
        for citation in citations
    ]
    wanted = [
        _cost(citation.n, where) + sum(map(units, text)) + 4 * len(citation.highlights)
        for where, text, citation in zip(places, sent, citations, strict=True)
    ]
    rooms = share(wanted, card.room - spare)
    for citation, where, text, room in zip(citations, places, sent, rooms, strict=True):
        body = _body(citation, text, room - _cost(citation.n, where)) if text else ""
        if citation.n in above:  # with a button already; no two may lead the same way
            card.text(_number(citation.n) + _above(where))
            continue
        shown = (
            f"{_number(citation.n)}{body}\n-# {where}" if body else f"{_number(citation.n)}{where}"
        )
        target = ToPassage(citation.passage.id, 0, origin)
        card.passage(shown, leading_to(target, _read_around(), asker))


def _number(n: int) -> str:
    return f"**[{n}]** "


def _cost(n: int, where: str) -> int:
    return units(_number(n)) + max(units("\n-# ") + units(where), units(_above(where)))


def _above(where: str) -> str:
    # Translators: a passage that the card shows further up; the place is where it stands.
    return gettext("{place} (above)", place=where)


def _read_around() -> str:
    # Translators: a button beside a passage; it shows the passage whole and what surrounds it.
    return gettext("Read around")


def _shortened() -> str:
    # Translators: the button is "Read around".
    return "\n-# " + gettext("(shortened: {button} shows all)", button=_read_around())


def _places(citations: Sequence[Citation], room: int, longest: int | None) -> list[str]:
    """Where the passages stand, with the longest links that leave room for all of them."""
    places = [_place(citation, longest) for citation in citations]
    least = units(ELLIPSIS + _shortened())
    for shorter in _SHORTER_LINKS:
        costs = [
            _cost(citation.n, where) + least
            for citation, where in zip(citations, places, strict=True)
        ]
        if sum(costs) <= room:
            break
        places = [_place(citation, shorter) for citation in citations]
    return places


def _place(citation: Citation, longest: int | None) -> str:
    words = citation.passage.text[slice(*citation.sentence)] or citation.passage.text
    return linked_place(citation.title, citation.section, citation.url, words, longest=longest)


def _body(citation: Citation, sent: Sequence[str], room: int) -> str:
    bold: Sequence[Span] = citation.highlights
    fitted = fit(sent, room, bold=bold)
    if not fitted.shortened:
        return fitted.text.strip()
    shortened = _shortened()
    room -= units(shortened)
    until_sentence_ends = sum(map(units, sent[: citation.sentence.end])) + _MARGIN
    start = citation.sentence.start if until_sentence_ends > room else 0
    return fit(sent, room, bold=bold, start=start).text + shortened
