"""PDF → pieces, with pypdf: wrapped lines become paragraphs again."""

from __future__ import annotations

import io
import itertools
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pypdf import PdfReader
from pypdf.errors import DependencyError

from bot.core.language import lazy_gettext
from bot.core.model import BlockKind
from bot.reading.characters import one_line, unwrap
from bot.reading.faults import BrokenFile
from bot.reading.front_matter import language_tag
from bot.reading.pdf_lines import Line, page_lines, without_furniture
from bot.reading.pieces import Parsed, Piece, PieceList

_log = logging.getLogger(__name__)
# pypdf grumbles at what it then reads all the same; what it cannot read becomes a problem.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)

_BULLET = re.compile(r"(?:[•◦▪▫‣⁃∙●○■□\uf0b7\uf0a7]|[-–*](?=\s)|\d{1,3}[.)](?=\s))\s*")
_SENTENCE_END = re.compile(r"[.!?:;。！？：；…][\"'”’»)\]）」』]*$")
_HYPHENATED = re.compile(r"([^\W\d_]+)-$")
# First parts of compounds that keep their hyphen where a line ends after it.
_COMPOUND = frozenset(
    "self non well long short high low open zero multi co post pre all half".split()
)
_UNTITLED = re.compile(r"untitled|unspecified|anonymous|microsoft word|\.\w{2,4}$", re.IGNORECASE)
_LARGER = 1.08  # times the body's size: set as a heading
_WIDER = 1.35  # times the usual distance of two lines: a new paragraph
_SHORTER = 0.8  # of the usual length: a line that ends a paragraph
_LONGEST_HEADING = 200


def read_pdf(data: bytes) -> Parsed:
    """Reads a PDF.

    Raises:
        BrokenFile: it is damaged, encrypted, or holds no text but images.
    """
    try:
        pages, title, author, language = _read(data)
    except BrokenFile:
        raise
    except Exception as error:
        # pypdf lets almost anything through that a damaged file can provoke.
        _log.debug("pypdf failed", exc_info=True)
        raise BrokenFile(
            lazy_gettext("This PDF is damaged ({why}). Save it anew.", why=type(error).__name__)
        ) from error
    lines = without_furniture(pages)
    if not lines:
        raise BrokenFile(
            lazy_gettext(
                "This PDF holds no text, only images. Run text recognition (OCR) over it first."
            )
        )
    return Parsed(tuple(_pieces(lines)), title=title, author=author, language=language)


def _read(data: bytes) -> tuple[list[list[Line]], str | None, str | None, str | None]:
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not _unlock(reader):
        raise BrokenFile(lazy_gettext("This PDF is encrypted. Save a copy without a password."))
    pages = [page_lines(page, number) for number, page in enumerate(reader.pages)]
    return (pages, *_metadata(reader))


def _unlock(reader: PdfReader) -> bool:
    """Opens a PDF that anyone may read, though not change: its password is empty."""
    try:
        return bool(reader.decrypt(""))
    except DependencyError:  # AES, which needs a library of its own
        return False


def _metadata(reader: PdfReader) -> tuple[str | None, str | None, str | None]:
    info = reader.metadata
    title = one_line(str(info.title or "")) if info else ""
    author = one_line(str(info.author or "")) if info else ""
    language = language_tag(str(reader.root_object.get("/Lang", "")))
    return (
        None if not title or _UNTITLED.search(title) else title,
        None if not author or _UNTITLED.search(author) else author,
        language,
    )


@dataclass
class _Layout:
    """What is usual in a document, so that what is not stands out."""

    size: float
    leading: float
    length: float
    heading_sizes: list[float]
    words: frozenset[str]

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Layout:
        sizes: Counter[float] = Counter()
        for line in lines:
            sizes[line.size] += len(line.text)
        size = sizes.most_common(1)[0][0]
        body = [line for line in lines if line.size == size]
        gaps = Counter(
            round(above.y - below.y, 1)
            for above, below in itertools.pairwise(body)
            if above.page == below.page and 0 < above.y - below.y < 3 * size
        )
        lengths = sorted(len(line.text) for line in body)
        return cls(
            size=size,
            leading=gaps.most_common(1)[0][0] if gaps else 1.2 * size,
            length=lengths[len(lengths) * 3 // 4],
            heading_sizes=sorted({s for s in sizes if s > _LARGER * size}, reverse=True),
            words=frozenset(re.findall(r"[\w-]+", " ".join(line.text for line in lines).lower())),
        )


def _pieces(lines: Sequence[Line]) -> list[Piece]:
    layout = _Layout.of(lines)
    found = PieceList()
    group = 0
    table = 0
    for run in _runs(lines, layout):
        first = run[0]
        level = _heading_level(run, layout)
        bullet = _BULLET.match(first.text)
        text = _join([line.text for line in run], layout.words)
        group = (group or found.new_group()) if bullet and not level else 0
        table = (table or found.new_group()) if _is_row(run) else 0
        if level:
            found.add(BlockKind.HEADING, text, level=level)
        elif table:
            found.add_row(first.cells, table)
        elif bullet:
            found.add(BlockKind.ITEM, _BULLET.sub("", text, count=1), level=1, group=group)
        else:
            found.add(BlockKind.PARAGRAPH, text)
    return found.pieces


def _is_row(run: Sequence[Line]) -> bool:
    return len(run) == 1 and len(run[0].cells) > 1 and not _BULLET.fullmatch(run[0].cells[0])


def _runs(lines: Sequence[Line], layout: _Layout) -> Iterator[list[Line]]:
    run: list[Line] = []
    for line in lines:
        if run and _begins(line, run, layout):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _begins(line: Line, run: Sequence[Line], layout: _Layout) -> bool:
    """Whether a line begins something new after the lines above it."""
    last = run[-1]
    if abs(line.size - last.size) > 0.1 * last.size or line.bold != last.bold:
        # A paragraph may begin or end with bold words; a heading is bold as a whole.
        return abs(line.size - last.size) > 0.1 * last.size or last.bold or line.bold
    if _BULLET.match(line.text) or _is_row([line]) or _is_row([last]):
        return not _BULLET.fullmatch(last.text)
    gap = last.y - line.y
    if line.page != last.page or gap <= 0:  # the next page or column
        return bool(_SENTENCE_END.search(last.text))
    if gap > _WIDER * layout.leading * line.size / layout.size:
        return True
    ended = bool(_SENTENCE_END.search(last.text))
    indented = layout.size * 0.8 < line.x - min(each.x for each in run) < layout.size * 5
    return ended and (indented or len(last.text) < _SHORTER * layout.length)


def _heading_level(run: Sequence[Line], layout: _Layout) -> int:
    first = run[0]
    length = sum(len(line.text) for line in run)
    if length > _LONGEST_HEADING or not any(char.isalpha() for char in first.text):
        return 0
    if first.size in layout.heading_sizes:
        return min(layout.heading_sizes.index(first.size) + 1, 6)
    alone = all(line.bold for line in run) and not _SENTENCE_END.search(run[-1].text)
    return min(len(layout.heading_sizes) + 1, 6) if alone and len(first.cells) == 1 else 0


def _join(lines: Sequence[str], words: frozenset[str]) -> str:
    """Wrapped lines as one, words that were cut at a line's end made whole."""
    text = lines[0]
    for line in lines[1:]:
        cut = _HYPHENATED.search(text)
        rest = re.match(r"[^\W\d_]+", line)
        if cut and rest and rest[0][0].islower():
            whole = (cut[1] + rest[0]).lower()
            compound = f"{cut[1]}-{rest[0]}".lower()
            keeps = compound in words or (whole not in words and cut[1].lower() in _COMPOUND)
            text = text + line if keeps else text[:-1] + line
        elif cut and line[0].isalnum():
            text += line  # Kimi-K2: a hyphen of its own
        else:
            text = unwrap(f"{text}\n{line}")
    return text
