"""German verbs whose prefix stands at the end of the clause: "Wischt ihr ihn ab?" is abwischen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.search.parts import Part
from bot.search.words import stem

_PREFIXES = frozenset(
    """ab an auf aus bei dar durch ein fest fort frei her hin los mit nach nieder statt teil um vor
    weg weiter wieder zu zuruck zurueck zusammen""".split()
)
_STOPS = frozenset(".,;:?!")


def with_prefixes(parts: Sequence[Part], question: str, known: Callable[[str], bool]) -> list[Part]:
    """The parts of a question, verbs also as they are with the prefix behind them.

    Only what the library holds counts as such a verb.

    Args:
        parts: the parts.
        question: what they are the parts of.
        known: whether any passage holds an index term.
    """
    found = list(parts)
    for at, prefix in enumerate(found):
        end = prefix.word.end
        if prefix.word.form not in _PREFIXES or question[end:].lstrip()[:1] not in {"", *_STOPS}:
            continue
        for back in range(at - 1, -1, -1):
            verb = found[back].word
            if not _STOPS.isdisjoint(question[verb.end : prefix.word.start]):
                break
            key = stem(prefix.word.form + verb.form, "de")
            if known(key):
                found[back] = replace(found[back], also=key)
                break
    return found
