"""Numbers as a person reads them."""

from __future__ import annotations


def counted(number: int, name: str) -> str:
    """So many of something: "1 passage", "2 passages"."""
    return f"{number:,} {name}" if number == 1 else f"{number:,} {name}s"


def readable_size(size: int) -> str:
    """A size in bytes, in powers of 1,000."""
    if size < 1000:
        return f"{size} B"
    return f"{size / 1000:.0f} kB" if size < 999_500 else f"{size / 1_000_000:.1f} MB"
