"""What members asked in vain → card and table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.core.gaps import Gap
from bot.discord_app.cards.frame import Card, Tone, page_of
from bot.discord_app.cards.limits import clip
from bot.discord_app.cards.listing import counted
from bot.discord_app.cards.markup import inline
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.gap_button import GapButton

GAPS_FILE = "gaps.csv"
PER_PAGE = 8
_MAX_QUESTION = 160
_MAX_WORD = 40
# What a spreadsheet takes for the beginning of a formula, full-width forms among it:
# https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def gaps_card(gaps: Sequence[Gap], *, k: int, privacy: Privacy, page: int = 0) -> Card:
    """A page of the questions that got no full answer.

    Args:
        gaps: all of them, those most members asked first.
        k: how many different members must have asked.
        privacy: for how long questions are kept in this server, and what of whoever asks.
        page: which page, from 0; the nearest one where there are fewer.
    """
    days = privacy.retention_days
    coded = "; instead of the name, a code is kept that changes and expires"
    note = (
        f"-# A question appears once {k} different members asked it. Who asked is not "
        f"shown{'' if privacy.keeps_user_ids else coded}."
    )
    if not days:
        words = "Questions are not kept, so there is nothing to show. Whoever runs the bot can "
        return Card(Tone.NOTHING).text(f"{words}change that with `log_questions`.").done()
    if not gaps:
        words = (
            f"## Gaps\nNo question of the last {counted(days, 'day')} stayed without a full answer "
            f"for {k} members or more."
        )
        return Card(Tone.GOOD).text(words).text(note).done()
    page, pages = page_of(page, len(gaps), PER_PAGE)
    shown = gaps[page * PER_PAGE : (page + 1) * PER_PAGE]
    heading = f"## Gaps\nAsked in the last {counted(days, 'day')} without a full answer"
    card = Card(Tone.PARTLY).text("\n".join([heading, *map(_line, shown)]))
    if pages > 1:
        card.text(f"-# Page {page + 1} of {pages}, {counted(len(gaps), 'question')}")
    card.text(note)
    buttons = [GapButton("Export CSV", "csv", 0)]
    if pages > 1:
        back = GapButton("Previous", "page", max(page - 1, 0), disabled=page == 0)
        on = GapButton("Next", "page", page + 1, disabled=page == pages - 1)
        buttons = [back, on, *buttons]
    return card.row(buttons).done()


def gaps_table(gaps: Sequence[Gap]) -> str:
    """All of them as CSV, safe to open in a spreadsheet."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_ALL)
    table.writerow(["question", "times asked", "members", "nothing found on", "last asked (UTC)"])
    for gap in gaps:
        words = "; ".join(gap.missing)
        row = [gap.question, gap.times, gap.askers, words, f"{gap.last:%Y-%m-%d}"]
        table.writerow([_harmless(str(cell)) for cell in row])
    return "\ufeff" + written.getvalue()  # without the mark Excel does not take it for UTF-8


def exported_card(gaps: Sequence[Gap]) -> Card:
    """Goes with the table."""
    words = f"{counted(len(gaps), 'question')}, for a spreadsheet."
    return Card(Tone.NEUTRAL).text(words).file(GAPS_FILE).done()


def _line(gap: Gap) -> str:
    facts = [f"{gap.times:,} times by {counted(gap.askers, 'member')}"]
    if gap.missing:
        named = ", ".join(f"*{inline(clip(word, _MAX_WORD))}*" for word in gap.missing[:3])
        facts.append(f"nothing on {named}")
    facts.append(f"last <t:{int(gap.last.timestamp())}:d>")
    return f"- **{inline(clip(gap.question, _MAX_QUESTION))}**\n  {' · '.join(facts)}"


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before what would be taken for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
