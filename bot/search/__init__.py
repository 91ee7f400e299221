"""Passages → Index → Hits."""
