"""Meaning beside words: a local embedding model. Optional; nothing imports it unasked."""

from bot.semantic.sentence_embedder import load_embedder

__all__ = ["load_embedder"]
