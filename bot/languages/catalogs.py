"""Message catalogs (``de.po``) → languages."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations

from bot.core.language import Language, Languages

FOLDER = Path(__file__).parent
"""Where the catalogs lie, each named after its language's CLDR code: ``zh_CN.po``."""


def load_languages() -> Languages:
    """English, and every language for which a catalog lies beside this module.

    What translators edit is what is loaded: nothing has to be compiled beforehand. A text
    that is not translated, or marked as fuzzy, stays in English. Takes some milliseconds a
    language.
    """
    return Languages(*map(_load, sorted(FOLDER.glob("*.po"))))


def _load(file: Path) -> Language:
    code = file.stem
    locale = Locale.parse(code)
    with file.open("rb") as catalog_file:
        catalog = read_po(catalog_file, locale=locale)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Language(
        code.replace("_", "-"),
        _name(locale),
        Translations(compiled),
        partial(format_decimal, locale=locale),
    )


def _name(locale: Locale) -> str:
    """What its speakers call a language, with the script where it has several."""
    language = (locale.get_language_name() or str(locale)).capitalize()
    script = locale.get_script_name()
    return f"{language} ({script})" if script else language
