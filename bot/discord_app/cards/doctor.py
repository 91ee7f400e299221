"""What was found out about the bot's health → card."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.language import gettext, ngettext
from bot.discord_app.cards.frame import Card, Tone
from bot.discord_app.diagnosis import Finding


def doctor_card(findings: Sequence[Finding]) -> Card:
    """What is wrong first, each line with what to do about it."""
    wrong = [finding for finding in findings if not finding.well]
    well = [finding for finding in findings if finding.well]
    heading = (
        ngettext("One thing needs attention", "{n} things need attention", len(wrong))
        if wrong
        else gettext("All is well")
    )
    card = Card(Tone.PARTLY if wrong else Tone.GOOD)
    card.text("\n".join([f"## {heading}", *map(_line, wrong)]))
    if wrong and well:
        card.line()
    return card.text("\n".join(map(_line, well))).done()


def _line(finding: Finding) -> str:
    mark = "✅" if finding.well else "⚠️"
    return f"{mark} {finding.words}" + (f"\n-# {finding.advice}" if finding.advice else "")
