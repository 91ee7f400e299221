"""Brings the catalogs in bot/languages up to date with the texts of the bot: `make languages`.

With the codes of languages (`make languages ARGS="fr pt_BR"`) it begins catalogs for them.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

import bot
from bot.app import make_bot
from bot.desks import make_desk, open_store_of
from bot.discord_app.sync import definitions, texts_of
from bot.languages.catalogs import FOLDER
from bot.languages.extraction import bring_up_to_date, texts_in, untranslated
from bot.settings import Settings


async def commands_texts() -> list[str]:
    """What Discord shows of the commands: their descriptions and their options'."""
    settings = Settings()
    store = await open_store_of(settings, "sqlite+aiosqlite:///:memory:")
    try:
        footnote = make_bot(settings, make_desk(settings, store), store)
        await footnote.setup_hook()
        await footnote.tree.set_translator(None)
        return texts_of(await definitions(footnote.tree))
    finally:
        await store.close()


def main() -> None:
    """Updates every catalog, and says how much of each is still to be translated."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("new", nargs="*", help="codes of languages to begin, such as pt_BR")
    begun: list[str] = parser.parse_args().new
    texts = texts_in(Path(bot.__file__).parent, asyncio.run(commands_texts()))
    for code in sorted({*begun, *(file.stem for file in FOLDER.glob("*.po"))}):
        left = untranslated(bring_up_to_date(FOLDER / f"{code}.po", texts))
        print(f"{code}: {len(texts)} texts, {len(left)} to translate")


if __name__ == "__main__":
    main()
