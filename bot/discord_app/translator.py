"""The commands' descriptions in the languages of those who look at them.

A member's own Discord is set to a language, and shows what commands are for in it. Their names
stay as they are: cards, documents and moderators speak of `/ask` and `/knowledge reload`.
"""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands

from bot.core.language import ENGLISH, Languages

_SHOWN = {
    app_commands.TranslationContextLocation.command_description,
    app_commands.TranslationContextLocation.group_description,
    app_commands.TranslationContextLocation.parameter_description,
    app_commands.TranslationContextLocation.choice_name,
}
_LONGEST, _LONGEST_MENU = 100, 32  # what Discord takes


class CommandTranslator(app_commands.Translator):
    """Tells discord.py what to register for each of Discord's languages.

    Args:
        languages: those the bot speaks.
    """

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContext[Any, Any],
    ) -> str | None:
        """A description, or a menu's name, in a language; None where it stays in English."""
        is_menu = isinstance(context.data, app_commands.ContextMenu)
        language = self._languages.nearest(str(locale))
        if language is ENGLISH or not (is_menu or context.location in _SHOWN):
            return None
        translated = language.translations.gettext(string.message)
        # Discord would refuse every command for one that is too long.
        fits = len(translated) <= (_LONGEST_MENU if is_menu else _LONGEST)
        return translated if fits and translated != string.message else None
