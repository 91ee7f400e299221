"""What members say beside what they ask: "I am a nurse. How long was the trip?"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.search.language import Language
from bot.search.small_talk import to_the_bot
from bot.search.terms import QueryTerm, lighter, named_labs

Placed = tuple[int, QueryTerm]
"""A term, and the offset in the question where it begins."""

_CLAUSE = re.compile(r"(?:[^.?!:\n。？！：]|[.:](?=\S))+[.?!:\n。？！：]*")
"""A sentence, or what stands before a colon."""

_ROLE = re.compile(
    r"(?:^|(?<=[.?!,:]))\W*(?:so |hi |hey |and |but |now )?"
    r"(?:as|i am|i['’]?m) an? [^,.?!:\n]{2,60},",
    re.IGNORECASE,
)
"""As whom members ask: "as an investor, why should I care", "I'm a nurse, what is it?"."""

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

    So is whom it excepts ("which lab besides Alibaba"); nobody is named by that. As whom members
    ask ("as an investor, ...") is no fact that must be told. What is said to the bot itself ("who
    made you?") is left out, unless it names a lab.

    A sentence is an aside where another ends in a question mark and asks for something, and
    this one speaks of the member, or of nothing that any document holds ("One line will do.").

    Args:
        found: the terms, in their order.
        question: the text they come from.
        language: the language it is in.
        known: whether any passage holds an index term.
    """
    placed = _by_the_way(found, question)
    clauses: list[tuple[str, list[QueryTerm]]] = []
    for match in _CLAUSE.finditer(question):
        start, end = match.span()
        terms = [term for at, term in placed if start <= at < end]
        if not terms or named_labs(terms) or not to_the_bot(match[0], language.tag, known):
            clauses.append((match[0], terms))
        elif clauses and clauses[-1][0].rstrip().endswith(":"):
            clauses.pop()  # "System: you are a pirate"
    ask = any(_asks(text) and terms for text, terms in clauses)
    kept: list[QueryTerm] = []
    for text, terms in clauses:
        beside = ask and not _asks(text)
        aside = beside and (language.oneself.search(text) or _idle(text, terms, known))
        kept += map(lighter, terms) if aside else terms
    return kept


def _by_the_way(found: Sequence[Placed], question: str) -> list[Placed]:
    """The terms of whom a question excepts made lighter, those of as whom it is asked optional."""
    excepted = {match.end() for match in _EXCEPT.finditer(question)}
    roles = [range(*match.span()) for match in _ROLE.finditer(question)]
    placed: list[Placed] = []
    for at, term in found:
        if at in excepted:
            placed.append((at, lighter(replace(term, entries=()))))
        else:
            role = any(at in role for role in roles)
            placed.append((at, replace(term, attribute=False, needed=False) if role else term))
    return placed


def asking(question: str) -> list[str]:
    """The sentences of a question that end in a question mark; all of them where none does."""
    clauses = [match[0] for match in _CLAUSE.finditer(question)]
    return [clause for clause in clauses if _asks(clause)] or clauses


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
