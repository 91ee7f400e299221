"""`footnote ask --explain`: why each passage stands where it does, as tables."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.cards import safe
from bot.core.answering import (
    ALIKE,
    COVERED,
    COVERED_NAMED,
    TOUCHED,
    UNKNOWN,
    UNKNOWN_POLAR,
    VERY_ALIKE,
)
from bot.core.explanation import Explanation, HitExplained, TermExplained

_FORMS_SHOWN = 8
_TEXT_SHOWN = 90


def explanation(given: Explanation) -> RenderableType:
    """A search in tables: what was looked for, what was found, what it counted."""
    kind = given.expected or "any kind of answer"
    return Group(
        _terms(given.terms),
        Text(f"Kind of answer asked for: {kind}."),
        *(_hit(rank, hit) for rank, hit in enumerate(given.hits, 1)),
        Text(
            f"Answered from a sentence that holds {COVERED:.0%} of the question's weight "
            f"({COVERED_NAMED:.0%} where it names a lab or theme), not in synonyms alone, with "
            "every attribute asked for and the kind of answer; never where "
            f"{UNKNOWN:.0%} of the weight is unknown ({UNKNOWN_POLAR:.0%} where it asks yes or "
            f"no). Partial from {TOUCHED:.0%} on.",
            style="dim",
        ),
        *([] if given.chance is None else [Text(_by_meaning(given.chance), style="dim")]),
    )


def _by_meaning(chance: float) -> str:
    """From which similarity on a question is answered in other words."""
    return (
        f"By meaning: shown from {chance:.2f} on, the likeness that the nearest of so many "
        f"sentences has by chance. Answered from {chance + ALIKE:.2f} on "
        f"({chance + VERY_ALIKE:.2f} where one particular thing is asked for), with every "
        "attribute and the kind of answer as above, and where no lab is named."
    )


def _terms(terms: tuple[TermExplained, ...]) -> Table:
    table = Table("Searched for", "Weight", "Says", "Forms: worth × passages", expand=True)
    for term in terms:
        name = safe(term.text)
        if term.searched_as:
            name += f" → {safe(term.searched_as)}"
        if term.attribute:
            name += " (must be told)"
        held = [form for form in term.forms if form.passages] or list(term.forms[:1])
        forms = [f"{' + '.join(map(safe, f.terms))} {f.weight:g}×{f.passages}" for f in held]
        more = len(forms) - _FORMS_SHOWN
        shown = ", ".join(forms[:_FORMS_SHOWN]) + (f", {more} more" if more > 0 else "")
        table.add_row(name, f"{term.share:.0%}", f"{term.importance:.2f}", shown)
    return table


def _hit(rank: int, hit: HitExplained) -> RenderableType:
    rises = f"sentence {hit.sentence:.2f} + pairs {hit.pairs:.2f} + lead {hit.lead:.2f}"
    sum_ = f"BM25 {hit.bm25:.2f} × (1 + {rises})"
    if hit.about != 1:
        sum_ += f" × {hit.about:g}, for it does not speak of whom the question names"
    if hit.similarity is not None:
        words = hit.standing - hit.meaning
        sum_ = f"words {words:.2f} + meaning {hit.meaning:.2f}\n    Words: {sum_}, beside the best"
        sum_ += f".\n    Meaning: {hit.similarity:.2f} like the question, at its nearest sentence."
    kind = "" if hit.fits else ", not the kind of answer asked for"
    matched = ", ".join(
        safe(text) if text.casefold() == form else f"{safe(text)} as {safe(form)}"
        for text, form in hit.matched
    )
    matched = matched or ("in the headings alone" if hit.bm25 else "no word of it")
    lines = Text()
    lines.append(f"[{rank}] {hit.standing:.2f}", style="bold")
    lines.append(f" = {sum_}\n")
    lines.append(
        f"    Covers {hit.coverage:.0%} of the question's weight, its best sentence "
        f"{hit.sentence_coverage:.0%}{kind}.\n    Matched: {matched}.\n"
    )
    lines.append(f"    {_short(safe(' '.join(hit.passage.text.split())))}", style="dim")
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN].rsplit(" ", 1)[0] + "…"
