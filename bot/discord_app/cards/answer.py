"""Answer → card."""

from __future__ import annotations

from bot.core.language import gettext, lazy_gettext
from bot.core.questions import Answer, Outcome
from bot.discord_app.buttons import leading_to, to_entries
from bot.discord_app.cards.asked import Asked, add_asked
from bot.discord_app.cards.citation import PER_PAGE, add_citations
from bot.discord_app.cards.finding import finding, notes
from bot.discord_app.cards.frame import Card, Tone, page_of, pager
from bot.discord_app.cards.limits import units
from bot.discord_app.opinions import opinion_buttons
from bot.discord_app.targets import ToAnswer, ToFollowUp

_TONES = {
    Outcome.ANSWERED: Tone.GOOD,
    Outcome.PARTIAL: Tone.PARTLY,
    Outcome.NOT_COVERED: Tone.NOTHING,
    Outcome.INVALID: Tone.NOTHING,
}
_EMPTY_LIBRARY = lazy_gettext(
    "There are no documents to answer from yet. Once a moderator has put some into the "
    "knowledge folder and used `/knowledge reload`, ask again."
)


def answer_card(
    answer: Answer, asker: int, *, page: int = 0, empty: bool = False, judged: bool = False
) -> Card:
    """What a member sees for a question.

    Args:
        answer: what was found.
        asker: the user id of whoever the card belongs to.
        page: which page of the sources, from 0; the nearest one where there are fewer.
        empty: there are no documents at all, which is another thing than not finding any.
        judged: whether members can say what they think of it.
    """
    card = Card(_TONES[answer.outcome])
    add_asked(card, Asked.of(answer))
    card.text(str(_EMPTY_LIBRARY) if empty else finding(answer))
    if noted := notes(answer):
        card.text(noted)
    if answer.citations:
        _add_page(card, answer, asker, page)
    card.row(to_entries(answer.suggestions, asker))
    if judged and answer.citations:
        card.row(opinion_buttons(answer.citations[0].passage.id))
    return card.done()


def _add_page(card: Card, answer: Answer, asker: int, page: int) -> None:
    citations = answer.citations
    shown, page, pages = page_of(page, citations, PER_PAGE)
    footer = ""
    if pages > 1:
        # Translators: which of the passages beneath an answer are on this page.
        words = gettext(
            "Sources {first} to {last} of {total}",
            first=shown[0].n,
            last=shown[-1].n,
            total=len(citations),
        )
        footer = f"-# {words}"
    card.line()
    add_citations(card, shown, asker, ToAnswer(page), spare=units(footer), quoted=answer.quote)
    if footer:
        card.text(footer)
    # Translators: a button that opens a form for the next question.
    follow_up = leading_to(ToFollowUp(), gettext("Follow up"), asker)
    card.row([*pager(page, pages, asker, ToAnswer), follow_up])
