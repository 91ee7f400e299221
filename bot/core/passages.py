"""Document → passages: what is found and cited."""

from __future__ import annotations

from bot.core.model import Document, Passage


def split_document(document: Document) -> tuple[Passage, ...]:
    """Cuts a document into passages that follow its paragraphs, items and rows."""
    raise NotImplementedError
