"""Tables for a terminal and for a README alike, and the figures in them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def print_table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Prints a table in Markdown, its columns aligned."""
    widths = [max(len(cell) for cell in column) for column in zip(heads, *rows, strict=True)]
    lines = [list(heads), ["-" * width for width in widths], *map(list, rows)]
    print(f"\n### {title}\n")
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        print(f"| {' | '.join(cells)} |")


def share(part: float, whole: float) -> str:
    """So many of so many, to three places; a dash where there are none."""
    return f"{part / whole:.3f}" if whole else "–"


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """The median and the 99th percentile, in milliseconds."""
    p50, p99 = np.percentile(np.array(seconds) * 1000, [50, 99])
    return float(p50), float(p99)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive scores higher than a negative; ties count half.

    The Mann-Whitney U statistic over the number of pairs (Hanley and McNeil 1982).
    """
    values = np.concatenate([positive, negative])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    n, m = len(positive), len(negative)
    return float((ranks[:n].sum() - n * (n + 1) / 2) / (n * m))
