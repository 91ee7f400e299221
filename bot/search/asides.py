"""What members say beside what they ask: "I am a nurse. How long was the trip?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.search.language import Language
from bot.search.terms import QueryTerm, lighter

Placed = tuple[int, QueryTerm]
"""A term, and the offset in the question where it begins."""

_CLAUSE = re.compile(r"(?:[^.?!:\n。？！：]|[.:](?=\S))+[.?!:\n。？！：]*")
"""A sentence, or what stands before a colon."""

_EXCEPT = re.compile(
    r"\b(?:besides|except(?: for)?|excluding|other than|apart from|aside from|außer|neben|excepto"
    r"|salvo|aparte de|además de)\s+",
    re.IGNORECASE,
)
"""What stands before whom a question is not about: "which lab besides Alibaba"."""


def without_asides(
    found: Sequence[Placed], question: str, language: Language, known: Callable[[str], bool]
) -> list[QueryTerm]:
    """The terms of a question, lighter where they are said beside what is asked.

    So is whom it excepts ("which lab besides Alibaba"); nobody is named by that.

    A sentence is an aside where another ends in a question mark and asks for something, and
    this one speaks of the member, or of nothing that any document holds ("One line will do.").

    Args:
        found: the terms, in their order.
        question: the text they come from.
        language: the language it is in.
        known: whether any passage holds an index term.
    """
    excepted = {match.end() for match in _EXCEPT.finditer(question)}
    found = [(at, _excepted(term) if at in excepted else term) for at, term in found]
    clauses: list[tuple[str, list[QueryTerm]]] = []
    for match in _CLAUSE.finditer(question):
        start, end = match.span()
        clauses.append((match[0], [term for at, term in found if start <= at < end]))
    if not any(_asks(text) and terms for text, terms in clauses):
        return [term for _, term in found]
    kept: list[QueryTerm] = []
    for text, terms in clauses:
        beside = not _asks(text) and (language.oneself.search(text) or _idle(text, terms, known))
        kept += lighter(terms) if beside else terms
    return kept


def _excepted(term: QueryTerm) -> QueryTerm:
    return lighter([replace(term, entries=())])[0]


def _asks(text: str) -> bool:
    return "?" in text or "？" in text


def _idle(text: str, terms: Sequence[QueryTerm], known: Callable[[str], bool]) -> bool:
    """Whether a sentence says nothing that any document holds, and names nobody."""
    forms = [form for term in terms for form in term.forms]
    return (
        not text.rstrip().endswith(":")
        and not any(term.needed for term in terms)
        and not any(all(map(known, form.terms)) for form in forms)
    )
