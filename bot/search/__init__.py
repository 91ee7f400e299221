"""Passages → Index → Hits."""

from bot.search.builder import Bm25IndexBuilder

__all__ = ["Bm25IndexBuilder"]
