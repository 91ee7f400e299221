"""What members asked in vain → card and table."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from bot.core.gaps import Gap
from bot.core.language import gettext, ngettext
from bot.discord_app.cards import phrases
from bot.discord_app.cards.frame import Card, Tone, page_of
from bot.discord_app.cards.limits import clip
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
    note = f"-# {_note(k, privacy)}"
    if not days:
        words = gettext(
            "Questions are not kept, so there is nothing to show. Whoever runs the bot can "
            "change that with `log_questions`."
        )
        return Card(Tone.NOTHING).text(words).done()
    # Translators: a heading: what the documents do not answer.
    title = gettext("Gaps")
    heading = f"## {title}"
    if not gaps:
        words = ngettext(
            "No question of the last {days} stayed without a full answer for {n} members or more.",
            "No question of the last {days} stayed without a full answer for {n} members or more.",
            k,
            days=phrases.days(days),
        )
        return Card(Tone.GOOD).text(f"{heading}\n{words}").text(note).done()
    shown, page, pages = page_of(page, gaps, PER_PAGE)
    words = ngettext(
        "Asked in the last {n} day without a full answer",
        "Asked in the last {n} days without a full answer",
        days,
    )
    card = Card(Tone.PARTLY).text("\n".join([heading, words, *map(_line, shown)]))
    if pages > 1:
        at = gettext(
            "Page {page} of {pages}, {questions}",
            page=page + 1,
            pages=pages,
            questions=phrases.questions(len(gaps)),
        )
        card.text(f"-# {at}")
    card.text(note)
    return card.row(_ways(page, pages)).done()


def gaps_table(gaps: Sequence[Gap]) -> str:
    """All of them as CSV, safe to open in a spreadsheet."""
    written = io.StringIO()
    table = csv.writer(written, quoting=csv.QUOTE_ALL)
    columns = [
        # Translators: the head of a column in a table of questions.
        gettext("question"),
        # Translators: the head of a column in a table of questions: how often each was asked.
        gettext("times asked"),
        # Translators: the head of a column in a table of questions: how many members asked.
        gettext("members"),
        # Translators: the head of a column in a table of questions; words stand below it.
        gettext("nothing found on"),
        # Translators: the head of a column in a table of questions; dates stand below it.
        gettext("last asked (UTC)"),
    ]
    table.writerow([_harmless(column) for column in columns])
    for gap in gaps:
        words = "; ".join(gap.missing)
        row = [gap.question, gap.times, gap.askers, words, f"{gap.last:%Y-%m-%d}"]
        table.writerow([_harmless(str(cell)) for cell in row])
    return "\ufeff" + written.getvalue()  # without the mark Excel does not take it for UTF-8


def exported_card(gaps: Sequence[Gap]) -> Card:
    """Goes with the table."""
    words = gettext("{questions}, for a spreadsheet.", questions=phrases.questions(len(gaps)))
    return Card(Tone.NEUTRAL).text(words).file(GAPS_FILE).done()


def _ways(page: int, pages: int) -> list[GapButton]:
    # Translators: a button.
    export = GapButton(gettext("Export CSV"), "csv", 0)
    if pages == 1:
        return [export]
    back = GapButton(gettext("Previous"), "page", max(page - 1, 0), disabled=page == 0)
    on = GapButton(gettext("Next"), "page", page + 1, disabled=page == pages - 1)
    return [back, on, export]


def _line(gap: Gap) -> str:
    facts = [
        # Translators: how often a question was asked.
        ngettext(
            "{n} time by {members}",
            "{n} times by {members}",
            gap.times,
            members=phrases.members(gap.askers),
        )
    ]
    if gap.missing:
        named = [f"*{inline(clip(word, _MAX_WORD))}*" for word in gap.missing[:3]]
        # Translators: the documents say nothing on these words of the question.
        facts.append(gettext("nothing on {words}", words=phrases.joined(named, "or")))
    # Translators: when a question was asked for the last time.
    facts.append(gettext("last {date}", date=f"<t:{int(gap.last.timestamp())}:d>"))
    return f"- **{inline(clip(gap.question, _MAX_QUESTION))}**\n  {' · '.join(facts)}"


def _note(k: int, privacy: Privacy) -> str:
    if privacy.keeps_user_ids:
        return ngettext(
            "A question appears once {n} different members asked it. Who asked is not shown.",
            "A question appears once {n} different members asked it. Who asked is not shown.",
            k,
        )
    return ngettext(
        "A question appears once {n} different members asked it. Who asked is not shown; instead "
        "of the name, a code is kept that changes and expires.",
        "A question appears once {n} different members asked it. Who asked is not shown; instead "
        "of the name, a code is kept that changes and expires.",
        k,
    )


def _harmless(cell: str) -> str:
    """The cell with an apostrophe before what would be taken for a formula."""
    return f"'{cell}" if cell.lstrip().startswith(_FORMULA) else cell
