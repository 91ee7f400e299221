"""The command line: footnote run, preview, ask, chat, import, check and eval."""

from bot.cli.main import main

__all__ = ["main"]
