"""What came of a question, in a sentence or two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.core.catalog import fold
from bot.core.language import ENGLISH, gettext, lazy_gettext, spoken
from bot.core.model import Entry, Span
from bot.core.questions import Answer, Citation, Outcome
from bot.discord_app.cards import phrases
from bot.discord_app.cards.limits import clip, fit
from bot.discord_app.cards.markup import inline, pieces

# These leave room for three sources with the longest links, whatever the texts hold.
_MAX_QUOTE = 600
_MAX_WORD = 40  # of a word that is named in a sentence of ours
_MAX_WORDS = 3

_DETERMINER = re.compile(r"(?<!\w)(?:an?|the|its|their|his|her|your)\s+$", re.IGNORECASE)
# Things one has one of: "nothing about a head office", where "about funding" takes no article.
_COUNTABLE = frozenset(
    "address branch budget ceo cfo cto date factory founder investor license logo name number "
    "office owner plan price product salary shop store team valuation version website".split()
)
_INVALID = lazy_gettext(
    "There is nothing in that to look up. Ask about a lab, a model or a theme, in a few words. "
    "`/labs` and `/themes` list what the documents speak of."
)


def finding(answer: Answer) -> str:
    """The quote, or what the documents do not say and what they do."""
    match answer.outcome:
        case Outcome.ANSWERED:
            return _quotation(answer)
        case Outcome.PARTIAL:
            return _partial(answer)
        case Outcome.NOT_COVERED:
            # Translators: that is, by the documents. What they lack follows.
            verdict = gettext("Not covered.")
            return phrases.sentences(verdict, _nothing_about(answer), _offer(answer))
        case Outcome.INVALID:
            return str(_INVALID)


def notes(answer: Answer) -> str:
    """What was searched for instead of what was written, and what an answer leaves open."""
    lines = [
        # Translators: a word taken for a typing mistake.
        gettext(
            "Searched for *{searched}* (you wrote *{written}*)",
            searched=_word(_spelled(searched, answer.entities)),
            written=_word(written),
        )
        for written, searched in answer.corrections[:_MAX_WORDS]
    ]
    if answer.outcome is Outcome.ANSWERED and answer.missing:
        # Translators: one to three words of the question, joined by "or".
        lines.append(gettext("Nothing was found on {words}.", words=_missing(answer)))
    return "\n".join(f"-# {line}" for line in lines)


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
    nothing = _nothing_about(answer) or gettext("The documents do not say what you ask.")
    if not answer.citations:
        return nothing
    subjects = [entry.name for entry in answer.entities] or [answer.carried or ""]
    names = [f"**{_word(name)}**" for name in subjects[:_MAX_WORDS] if name.strip()]
    words = [f"*{_word(word)}*" for word in answer.spoken_of[:_MAX_WORDS]]
    if names:
        # Translators: "they" are the documents; passages from them follow. So they do below.
        what = gettext("About {names} they say:", names=phrases.joined(names))
    elif words:
        # Translators: "they" are the documents; the words are of the question.
        what = gettext("They do speak of {words}:", words=phrases.joined(words))
    else:
        # Translators: "they" are the documents.
        what = gettext("The nearest they say:")
    return phrases.sentences(nothing, what)


def _nothing_about(answer: Answer) -> str:
    if not answer.missing:
        return ""
    # Translators: one to three words of the question, joined by "or".
    return gettext("The documents say nothing about {words}.", words=_missing(answer))


def _offer(answer: Answer) -> str:
    if not answer.suggestions:
        # Translators: "they" are the documents.
        return gettext("`/labs` and `/themes` list what they speak of.")
    if answer.near:
        # Translators: buttons with the names of labs and themes follow.
        return gettext("Nearest to what you ask:")
    # Translators: "they" are the documents; buttons with the names of labs and themes follow.
    return gettext("Nothing they speak of is near to that. They say most about:")


def _missing(answer: Answer) -> str:
    """The words nothing was found on, as they stand in the question."""
    asked = list(_phrases(answer.question, answer.missing))
    # An article from an English question fits into an English sentence only.
    english = spoken().tag == ENGLISH.tag
    named = [
        f"{inline(before)} *{_word(words)}*" if before and english else f"*{_word(words)}*"
        for before, words in asked[:_MAX_WORDS]
    ]
    if len(asked) > _MAX_WORDS:
        # Translators: the last of a list such as "price, logo, age, or other words".
        named.append(gettext("other words"))
    return phrases.joined(named, last="or")


def _phrases(question: str, words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words that stand side by side in the question, as one; each with its article."""
    spans: list[Span | str] = []
    at = 0
    for word in words:
        start = _find(question, word, at)
        if start < 0:  # of what was carried into the question
            spans.append(word)
            continue
        end = start + len(word)
        last = spans[-1] if spans else ""
        if isinstance(last, Span) and not question[last.end : start].strip(" -"):
            spans[-1] = Span(last.start, end)
        else:
            spans.append(Span(start, end))
        at = end
    for span in spans:
        if isinstance(span, str):
            yield "", span
        else:
            words = question[span.start : span.end]
            before = _DETERMINER.search(question[: span.start])
            yield _article(before[0].strip() if before else "", words), words


def _article(before: str, words: str) -> str:
    """What stands before words in a sentence of ours: as in the question, or a plain "a"."""
    countable = re.split(r"\W+", words.casefold())[-1] in _COUNTABLE
    if countable and before.casefold() != "the":
        return "an" if words[:1].casefold() in set("aeiou") else "a"
    return before


def _find(question: str, word: str, at: int) -> int:
    """Where a word stands in the question, rather by itself than within another."""
    alone = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)").search(question, at)
    return alone.start() if alone else question.find(word, at)


def _spelled(searched: str, entities: Sequence[Entry]) -> str:
    """A corrected name as the catalog spells it."""
    names = (name for entry in entities for name in entry.names)
    return next((name for name in names if fold(name) == fold(searched)), searched)


def _word(text: str) -> str:
    return inline(clip(text, _MAX_WORD))
