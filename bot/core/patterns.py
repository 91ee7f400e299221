"""Words that pick passages: how a list of questions and a catalog say which passage is meant."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

AND, OR = " & ", " | "


def unpicked(patterns: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The patterns, as a catalog writes them, that pick none of these passages' texts."""
    folded = [fold_words(text) for text in texts]
    return tuple(p for p in patterns if not any(map(Pattern.of(p).picks, folded)))


def fold_words(text: str) -> str:
    """Case, line breaks and the shape of an apostrophe never tell two passages apart."""
    return " ".join(text.casefold().replace("’", "'").split())


@dataclass(frozen=True, slots=True)
class Pattern:
    """Picks the passages that hold some words.

    Attributes:
        ways: any of these does: each a set of words or phrases that must all stand in the
            passage, folded as `fold_words` does.
    """

    ways: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, written: str) -> Pattern:
        """A pattern as a catalog writes it: ``"2 million tokens | Kimi & long context"``."""
        return cls(
            tuple(tuple(fold_words(words) for words in way.split(AND)) for way in written.split(OR))
        )

    def __bool__(self) -> bool:
        """Whether it can pick anything."""
        return bool(self.ways)

    def picks(self, folded: str) -> bool:
        """Whether a passage is meant, given its text as `fold_words` folds it."""
        return any(all(words in folded for words in way) for way in self.ways)
