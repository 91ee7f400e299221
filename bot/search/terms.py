"""What a question asks for, term by term; a passage scores by the best form it holds of each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.core.model import EntryKind, Sort
from bot.search.analysis import entry_prefix
from bot.search.meanings import Form
from bot.search.saying import ASIDE


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """One thing a question asks for. A passage scores by the best form it holds.

    Attributes:
        text: as the member wrote it.
        forms: the ways a document may hold it, the word itself first.
        importance: 1; less for words that say little, more for names.
        searched_as: what it was corrected or translated to, where it was.
        entries: terms of the catalog entries that the words name.
        hinted: terms of those that they hint at.
        attribute: whether it asks for one particular fact; see `ATTRIBUTES`.
        needed: whether it is a name, a number or what is to be counted.
        sort: what sort of word it is.
        phrase: words that must stand side by side, normalized, where the member put them
            in quotation marks; passages without them are not found.
    """

    text: str
    forms: tuple[Form, ...]
    importance: float = 1.0
    searched_as: str | None = None
    entries: tuple[str, ...] = ()
    hinted: tuple[str, ...] = ()
    attribute: bool = False
    needed: bool = False
    sort: Sort = Sort.ANY
    phrase: tuple[str, ...] = ()


def lighter(term: QueryTerm) -> QueryTerm:
    """A term that was said by the way; whom it names is still who is meant."""
    if term.entries:
        return term
    return replace(term, importance=ASIDE * term.importance, attribute=False, needed=False)


def counting(terms: Sequence[QueryTerm]) -> list[QueryTerm]:
    """The terms of "how many dollars from investors": dollars are what is asked for."""
    return [term if term.needed else replace(term, attribute=False) for term in terms]


def any_lab(entries: Iterable[str]) -> bool:
    """Whether a lab is among entries of the catalog, given by their index terms."""
    lab = entry_prefix(EntryKind.LAB)
    return any(entry.startswith(lab) for entry in entries)


def named_labs(terms: Sequence[QueryTerm]) -> frozenset[int]:
    """The positions of the terms that name a lab."""
    return frozenset(at for at, term in enumerate(terms) if any_lab(term.entries))


def named_terms(terms: Sequence[QueryTerm]) -> frozenset[int]:
    """The positions of the terms that say whom the question is about.

    Those that name a lab; where none does, those that name a theme.
    """
    themes = frozenset(at for at, term in enumerate(terms) if term.entries)
    return named_labs(terms) or themes


def merged(terms: list[QueryTerm]) -> list[QueryTerm]:
    """The terms without those that ask for the same thing a second time."""
    seen: set[tuple[Form, ...]] = set()
    kept: list[QueryTerm] = []
    for term in terms:
        if term.forms not in seen:
            seen.add(term.forms)
            kept.append(term)
    return kept
