"""What came of a question, in a sentence or two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.core.catalog import fold
from bot.core.model import Answer, Citation, Entry, Outcome, Span
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
_INVALID = (
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
            return f"Not covered. {_nothing_about(answer)}{_offer(answer)}"
        case Outcome.INVALID:
            return _INVALID


def notes(answer: Answer) -> str:
    """What was searched for instead of what was written, and what an answer leaves open."""
    lines = [
        f"-# Searched for *{_word(_spelled(searched, answer.entities))}* "
        f"(you wrote *{_word(written)}*)"
        for written, searched in answer.corrections[:_MAX_WORDS]
    ]
    if answer.outcome is Outcome.ANSWERED and answer.missing:
        lines.append(f"-# Nothing was found on {_missing(answer)}.")
    return "\n".join(lines)


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
    nothing = _nothing_about(answer) or "The documents do not say what you ask. "
    if not answer.citations:
        return nothing.rstrip()
    subjects = [entry.name for entry in answer.entities] or [answer.carried or ""]
    names = [f"**{_word(name)}**" for name in subjects[:_MAX_WORDS] if name.strip()]
    if names:
        return f"{nothing}About {_joined(names)} they say:"
    words = [f"*{_word(word)}*" for word in answer.spoken_of[:_MAX_WORDS]]
    return nothing + (f"They do speak of {_joined(words)}:" if words else "The nearest they say:")


def _nothing_about(answer: Answer) -> str:
    if not answer.missing:
        return ""
    return f"The documents say nothing about {_missing(answer)}. "


def _offer(answer: Answer) -> str:
    if not answer.suggestions:
        return "`/labs` and `/themes` list what they speak of."
    if answer.near:
        return "Nearest to what you ask:"
    return "Nothing they speak of is near to that. They say most about:"


def _missing(answer: Answer) -> str:
    """The words nothing was found on, as they stand in the question."""
    phrases = list(_phrases(answer.question, answer.missing))
    named = [
        f"{inline(before)} *{_word(words)}*" if before else f"*{_word(words)}*"
        for before, words in phrases[:_MAX_WORDS]
    ]
    return _joined([*named, "other words"] if len(phrases) > _MAX_WORDS else named, last="or")


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


def _joined(names: Sequence[str], *, last: str = "and") -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {last} {names[-1]}"


def _word(text: str) -> str:
    return inline(clip(text, _MAX_WORD))
