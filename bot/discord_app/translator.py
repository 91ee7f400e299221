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


_LONGEST_DESCRIPTION, _LONGEST_NAME = 100, 32


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
        """A description in a language, or None where it stays in English."""
        language = self._languages.nearest(str(locale))
        is_name = context.location not in _SHOWN and not isinstance(
            context.data, app_commands.ContextMenu
        )
        if language is ENGLISH or is_name:
            return None
        translated = language.translations.gettext(string.message)
        longest = _LONGEST_DESCRIPTION if context.location in _SHOWN else _LONGEST_NAME
        # Discord would refuse every command for one that is too long.
        return translated if translated != string.message and len(translated) <= longest else None
