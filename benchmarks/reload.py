"""How much less a reload costs than a full load, where one document of many changed.

`make bench-reload`: writes so many documents of real text into a temporary folder, loads
them, changes one, and proposes a reload, as `/knowledge reload` does.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from corpora import foreign_paragraphs
from tables import print_table

from bot.core.library import Library
from bot.reading.folder import KnowledgeFolder
from bot.search import Bm25IndexBuilder

DOCUMENTS = 10_000
PARAGRAPHS = 3
RELOADS = 5


def write_folder(folder: Path) -> None:
    """Writes the documents, a hundred to a subfolder."""
    paragraphs = foreign_paragraphs(DOCUMENTS * PARAGRAPHS)
    for number in range(DOCUMENTS):
        place = folder / f"{number // 100:03d}"
        place.mkdir(exist_ok=True)
        held = paragraphs[number * PARAGRAPHS : (number + 1) * PARAGRAPHS]
        text = "\n\n".join([f"# Document {number}", *held])
        (place / f"{number:05d}.md").write_text(text, "utf-8")


async def measure(folder: Path) -> tuple[float, list[float]]:
    """Seconds of the full load, and of each reload with one document changed."""
    library = Library(KnowledgeFolder(folder), Bm25IndexBuilder())
    start = time.perf_counter()
    await library.reload()
    full = time.perf_counter() - start
    reloads: list[float] = []
    for number in range(RELOADS):
        changed = folder / "050" / f"{5000 + number:05d}.md"
        changed.write_text(changed.read_text("utf-8") + "\n\nA sentence was added here.\n", "utf-8")
        start = time.perf_counter()
        report = await library.reload()
        reloads.append(time.perf_counter() - start)
        assert (report.documents.changed, report.passages.added) == (1, 1)
    return full, reloads


def main() -> None:
    """Prints the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        print(f"writing {DOCUMENTS:,} documents …", file=sys.stderr)
        write_folder(folder)
        full, reloads = asyncio.run(measure(folder))
    median = statistics.median(reloads)
    rows = [
        ("full load", f"{full:.2f}", ""),
        (
            f"reload, 1 document changed (median of {RELOADS})",
            f"{median:.2f}",
            f"{median / full:.1%}",
        ),
    ]
    title = f"{DOCUMENTS:,} documents, {DOCUMENTS * PARAGRAPHS:,} paragraphs"
    print_table(title, ("", "seconds", "of a full load"), rows)


if __name__ == "__main__":
    main()
