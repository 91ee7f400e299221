"""What every card is built from: one colored container of texts, passages and buttons."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Self, TypeVar, cast

import discord

from bot.core.language import gettext
from bot.discord_app.buttons import CardButton, leading_nowhere, leading_to
from bot.discord_app.cards.limits import MAX_TEXT, units
from bot.discord_app.targets import Target

T = TypeVar("T")

QUESTION_ID = 7001  # the id of the text that shows the question; it is read back from there
SUBJECT_ID = 7002  # likewise of what the question was taken to mean


class Tone(IntEnum):
    """The color of a card's edge, by how things went."""

    GOOD = 0x2E9E6B
    PARTLY = 0xD9A21B
    NEUTRAL = 0x5B6EE1
    NOTHING = 0x80848E
    BAD = 0xC9413B


class Card(discord.ui.LayoutView):
    """A message of ours. Never times out: its buttons need nothing that is kept."""

    def __init__(self, tone: Tone) -> None:
        super().__init__(timeout=None)
        self._box: discord.ui.Container[Self] = discord.ui.Container(accent_color=int(tone))
        self._items: list[discord.ui.Item[Any]] = []

    @property
    def room(self) -> int:
        """How many more UTF-16 code units of text there is room for."""
        texts = (item for item in self._walk() if isinstance(item, discord.ui.TextDisplay))
        return MAX_TEXT - sum(units(text.content) for text in texts)

    def text(self, content: str, *, component_id: int | None = None) -> Self:
        """Adds a text of ours; parts of it that others wrote are escaped already."""
        return self._add(discord.ui.TextDisplay(content, id=component_id))

    def line(self) -> Self:
        """Adds a thin line."""
        return self._add(discord.ui.Separator())

    def passage(self, content: str, button: CardButton) -> Self:
        """Adds a text with a button beside it."""
        # discord.py's types let no dynamic item into a layout, though its code does.
        accessory = cast("discord.ui.Item[Self]", button)
        return self._add(discord.ui.Section[Self](content, accessory=accessory))

    def row(self, buttons: Sequence[discord.ui.DynamicItem[Any]]) -> Self:
        """Adds a row of up to five buttons, or of one menu; nothing where there are none."""
        if not buttons:
            return self
        children = cast("Sequence[discord.ui.Item[Self]]", buttons)
        return self._add(discord.ui.ActionRow[Self](*children))

    def file(self, name: str) -> Self:
        """Shows a file that is attached to the same message."""
        return self._add(discord.ui.File(f"attachment://{name}"))

    def picture(self, name: str, description: str) -> Self:
        """Shows a picture that is attached to the same message.

        Args:
            name: the file's name.
            description: what a screen reader says; 1,024 characters at most.
        """
        item = discord.MediaGalleryItem(f"attachment://{name}", description=description[:1024])
        return self._add(discord.ui.MediaGallery[Self](item))

    def done(self) -> Self:
        """Closes the card. Nothing can be added afterwards.

        Raises:
            ValueError: it holds more than Discord takes; whoever built it miscounted.
        """
        if self.room < 0:
            raise ValueError(f"a card is {-self.room} characters too long")
        for item in self._items:
            self._box.add_item(item)
        self.add_item(self._box)  # counts the components
        self._items = []
        return self

    def _add(self, item: discord.ui.Item[Any]) -> Self:
        self._items.append(item)
        return self

    def _walk(self) -> list[discord.ui.Item[Any]]:
        found: list[discord.ui.Item[Any]] = []
        for item in self._items:
            found.append(item)
            if isinstance(item, discord.ui.Section):
                found.extend(item.children)
        return found


@dataclass(frozen=True, slots=True)
class Report:
    """A card and the text file that goes with it, where the card cannot show everything.

    Attributes:
        card: the card.
        file: the file's name and contents, or None.
    """

    card: Card
    file: tuple[str, str] | None = None


def pager(page: int, pages: int, asker: int, target: Callable[[int], Target]) -> list[CardButton]:
    """Previous and Next; nothing where there is but one page.

    Args:
        page: the page shown, from 0.
        pages: how many there are.
        asker: who the card belongs to.
        target: the target of a page.
    """
    if pages <= 1:
        return []
    # Translators: a button that leads to the previous page.
    previous = gettext("Previous")
    # Translators: a button that leads to the next page.
    following = gettext("Next")
    return [
        leading_to(target(page - 1), previous, asker)
        if page > 0
        else leading_nowhere(previous, asker, "previous"),
        leading_to(target(page + 1), following, asker, primary=True)
        if page < pages - 1
        else leading_nowhere(following, asker, "next"),
    ]


def page_of(wanted: int, items: Sequence[T], per_page: int) -> tuple[Sequence[T], int, int]:
    """A page of a list whose pages are full but for the last.

    Args:
        wanted: which page, from 0; the nearest one where there are fewer.
        items: the whole list.
        per_page: how many a page holds.

    Returns:
        What stands on the page, which page it is, and how many there are.
    """
    pages = max(1, -(-len(items) // per_page))
    page = min(max(wanted, 0), pages - 1)
    return items[page * per_page : (page + 1) * per_page], page, pages


def balanced(wanted: int, items: Sequence[T], per_page: int) -> tuple[Sequence[T], int, int]:
    """Like `page_of`, but the pages are about the same length: eleven are six and five."""
    _, page, pages = page_of(wanted, items, per_page)
    least, longer = divmod(len(items), pages)
    start = page * least + min(page, longer)
    return items[start : start + least + (page < longer)], page, pages
