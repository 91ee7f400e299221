"""Answer → card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.core.model import Answer, Citation, Outcome, Span
from bot.discord_app.buttons import to_entries
from bot.discord_app.cards.citation import PER_PAGE, add_citations
from bot.discord_app.cards.frame import QUESTION_ID, Card, Tone, page_of, pager
from bot.discord_app.cards.limits import as_question, clip, fit
from bot.discord_app.cards.markup import escape, inline, pieces, unescape
from bot.discord_app.opinions import opinion_buttons
from bot.discord_app.targets import ToAnswer

_TONES = {
    Outcome.ANSWERED: Tone.GOOD,
    Outcome.PARTIAL: Tone.PARTLY,
    Outcome.NOT_COVERED: Tone.NOTHING,
    Outcome.INVALID: Tone.NOTHING,
}
# These leave room for three sources with the longest links, whatever the texts hold.
_MAX_QUOTE = 600
_MAX_WORD = 40  # of a word that is named in a sentence of ours
_MAX_WORDS = 3
_FOOTER = 60
_EMPTY_LIBRARY = (
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
    card.text(write_question(answer.question), component_id=QUESTION_ID)
    card.text(_EMPTY_LIBRARY if empty else _finding(answer))
    if notes := _notes(answer):
        card.text(notes)
    if answer.citations:
        _add_page(card, answer, asker, page)
    card.row(to_entries(answer.suggestions, asker))
    if judged and answer.citations:
        card.row(opinion_buttons(answer.citations[0].passage.id))
    return card.done()


def write_question(question: str) -> str:
    """The question as it stands on a card; `read_question` reads it back."""
    return f"**{escape(as_question(question)) or '…'}**"


def read_question(content: str) -> str:
    """The question that `write_question` wrote, as it was looked up."""
    return unescape(content.removeprefix("**").removesuffix("**"))


def _add_page(card: Card, answer: Answer, asker: int, page: int) -> None:
    citations = answer.citations
    page, pages = page_of(page, len(citations), PER_PAGE)
    shown = citations[page * PER_PAGE : (page + 1) * PER_PAGE]
    card.line()
    add_citations(card, shown, asker, ToAnswer(page), spare=_FOOTER, quoted=answer.quote)
    if pages > 1:
        card.text(f"-# Sources {shown[0].n} to {shown[-1].n} of {len(citations)}")
        card.row(pager(page, pages, asker, ToAnswer))


def _finding(answer: Answer) -> str:
    match answer.outcome:
        case Outcome.ANSWERED:
            return _quotation(answer)
        case Outcome.PARTIAL:
            return _partial(answer)
        case Outcome.NOT_COVERED:
            nothing = f" The documents say nothing about {_listed(answer.missing)}."
            offer = (
                " They speak of these, among others:"
                if answer.suggestions
                else " `/labs` and `/themes` list what they speak of."
            )
            return f"Not covered.{nothing if answer.missing else ''}{offer}"
        case Outcome.INVALID:
            return (
                "There is nothing in that to look up. Ask about a lab, a model or a theme, in a "
                "few words. `/labs` and `/themes` list what the documents speak of."
            )


def _quotation(answer: Answer) -> str:
    quote = answer.quote or ""
    citation, highlights = _origin(answer.citations, quote)
    sent = [" " if piece == "\n" else piece for piece in pieces(quote)]
    fitted = fit(sent, _MAX_QUOTE, bold=highlights)
    number = f" [{citation.n}]" if citation else ""
    return f"> {fitted.text}{number}"


def _origin(citations: Iterable[Citation], quote: str) -> tuple[Citation | None, list[Span]]:
    """The citation the quoted sentence stands in, and its matched words within the quote."""
    for citation in citations:
        text = citation.passage.text
        start, end = citation.sentence
        if text[start:end] != quote:
            start = text.find(quote)
            end = start + len(quote)
        if start >= 0:
            inside = (s for s in citation.highlights if s.start >= start and s.end <= end)
            return citation, [Span(s.start - start, s.end - start) for s in inside]
    return None, []


def _partial(answer: Answer) -> str:
    missing = (
        f"The documents say nothing about {_listed(answer.missing)}."
        if answer.missing
        else "The documents speak of this, but do not say what you ask."
    )
    if not answer.citations:
        return missing
    names = [clip(entry.name, _MAX_WORD) for entry in answer.entities[:_MAX_WORDS]]
    subject = _joined([f"**{inline(name)}**" for name in names])
    return f"{missing} {f'About {subject} they' if subject else 'The nearest they'} say:"


def _notes(answer: Answer) -> str:
    lines = [
        f"-# Searched for *{_word(searched)}* (you wrote *{_word(written)}*)"
        for written, searched in answer.corrections[:_MAX_WORDS]
    ]
    if answer.outcome is Outcome.ANSWERED and answer.missing:
        lines.append(f"-# Nothing was found on {_listed(answer.missing)}.")
    return "\n".join(lines)


def _listed(words: Sequence[str]) -> str:
    named = [f"*{_word(word)}*" for word in words[:_MAX_WORDS]]
    return _joined([*named, "more"] if len(words) > _MAX_WORDS else named, last="or")


def _joined(names: Sequence[str], *, last: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _word(text: str) -> str:
    return inline(clip(text, _MAX_WORD))
