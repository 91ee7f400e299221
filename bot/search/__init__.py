"""Passages → Index → Hits."""

from bot.search.index import Bm25IndexBuilder

__all__ = ["Bm25IndexBuilder"]
