"""Meaning beside words: a local embedding model. Optional; nothing imports it unasked."""

from bot.semantic.kept_vectors import KeptVectors
from bot.semantic.sentence_embedder import MODEL, load_embedder

__all__ = ["MODEL", "KeptVectors", "load_embedder"]
