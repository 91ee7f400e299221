"""`footnote ask --explain`: why each passage stands where it does, as tables."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.cli.cards import safe
from bot.core.explanation import Explanation, HitExplained, TermExplained
from bot.core.judging import Check, Verdict

_FORMS_SHOWN = 8
_TEXT_SHOWN = 90


def explanation(given: Explanation, verdict: Verdict) -> RenderableType:
    """A search in tables: what was looked for, what was found, what it counted."""
    kind = given.expected or "any kind of answer"
    return Group(
        _terms(given.terms),
        Text(f"Kind of answer asked for: {kind}."),
        *(_hit(rank, hit) for rank, hit in enumerate(given.hits, 1)),
        _verdict(verdict),
    )


def _verdict(verdict: Verdict) -> Text:
    """What the best passage had to pass to be an answer, and whether it did."""
    lines = Text(f"Judged by the first: {verdict.outcome.replace('_', ' ')}.", style="bold")
    for check in verdict.checks:
        lines.append(f"\n    {_mark(check)} {check.rule}{_figures(check)}", style="not bold dim")
    return lines


def _mark(check: Check) -> str:
    return "yes" if check.holds else " no"


def _figures(check: Check) -> str:
    if check.value is None or check.bound is None:
        return ""
    return f": {check.value:.2f} against {check.bound:.2f}"


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
    asked = f" Asked of it: {', '.join(map(safe, hit.asked))}." if hit.asked else ""
    lines = Text()
    lines.append(f"[{rank}] {hit.standing:.2f}", style="bold")
    lines.append(f" = {sum_}\n")
    if rank > 1 and hit.similarity is None:
        lines.append(
            f"    Placed by {hit.further:.2f}: that × (1 + {hit.whole:.2f} covered) + "
            f"{hit.beside:.2f} for what stands beside it.\n"
        )
    lines.append(
        f"    Covers {hit.coverage:.0%} of the question's weight, its best sentence "
        f"{hit.sentence_coverage:.0%}{kind}. Evidence {hit.evidence:.2f}.\n"
        f"    Matched: {matched or 'in no words of its own'}.{asked}\n"
    )
    lines.append(f"    {_short(safe(' '.join(hit.passage.text.split())))}", style="dim")
    return lines


def _short(text: str) -> str:
    return text if len(text) <= _TEXT_SHOWN else text[:_TEXT_SHOWN].rsplit(" ", 1)[0] + "…"
