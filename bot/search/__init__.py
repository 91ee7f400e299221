"""Passages → Index → Hits."""

from bot.search.builder import Bm25IndexBuilder
from bot.search.likeness import Memory

__all__ = ["Bm25IndexBuilder", "Memory"]
