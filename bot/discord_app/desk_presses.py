"""What a press of a button on a moderator's card does; who presses is checked each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import discord

from bot.core.language import lazy_gettext
from bot.discord_app import respond
from bot.discord_app.cards.history import Tab
from bot.discord_app.histories import history_card
from bot.discord_app.permissions import require_moderator
from bot.discord_app.targets import StaleButton

if TYPE_CHECKING:
    from bot.discord_app.client import FootnoteBot


class DeskPresses:
    """Answers presses of `DeskButton`.

    Args:
        bot: whose offers, lists and consents they are.
    """

    def __init__(self, bot: FootnoteBot) -> None:
        self._bot = bot

    async def follow(self, interaction: discord.Interaction[FootnoteBot], code: str) -> None:
        """Does what a button is for.

        Raises:
            FootnoteError: whoever presses may not, or what the button is for is over.
        """
        match code.split("/"):
            case ["p", token, ("apply" | "cancel") as verb]:
                await self._bot.offers.press(interaction, token, verb)
            case ["c", token, ("yes" | "no" | "look") as verb]:
                await self._bot.consents.press(interaction, token, verb)
            case ["h", tab, page, *_] if tab in set(Tab) and page.isdigit() and len(page) < 7:
                await require_moderator(interaction)
                work = history_card(interaction, Tab(tab), int(page))
                card = await respond.patiently(interaction, work, private=False)
                await respond.replace_card(interaction, card)
            case _:
                raise StaleButton(
                    lazy_gettext("This button is from an older card. Use the command again.")
                )
