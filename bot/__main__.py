"""`python -m bot` is `footnote`."""

from bot.cli import main

main(prog_name="footnote")
