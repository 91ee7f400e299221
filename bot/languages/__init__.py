"""The bot's texts in other languages: a gettext catalog for each, and how they are loaded."""

from bot.languages.catalogs import load_languages

__all__ = ["load_languages"]
