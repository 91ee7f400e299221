"""HTML → pieces: hand-written pages whole, pages saved from a browser without furniture."""

from __future__ import annotations

import codecs
import logging
import re
from collections.abc import Sequence

import trafilatura

from bot.core.language import lazy_gettext
from bot.core.model import BlockKind
from bot.reading.characters import decode_text, line_of, one_line
from bot.reading.faults import BrokenFile
from bot.reading.front_matter import language_tag, web_address
from bot.reading.html_flow import Flow, read_flow
from bot.reading.pieces import Parsed, Piece

_log = logging.getLogger(__name__)

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE
)
# What the names mean to a browser (WHATWG Encoding), as far as pages still use them.
_ENCODINGS = {
    "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-2": "iso8859_2",
    "iso-8859-15": "iso8859_15", "windows-1250": "cp1250", "windows-1251": "cp1251",
    "koi8-r": "koi8_r", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "shift_jis": "cp932", "euc-jp": "euc_jp", "euc-kr": "cp949",
}  # fmt: skip
_SHINGLE = 4  # words that must follow each other for two texts to share a passage
_HEADINGS_ABOVE = 12  # pieces: bylines and dates stand between a page's title and its text


def read_html(data: bytes) -> Parsed:
    """Reads a page. Nothing in it is ever fetched.

    A page without scripts, forms or navigation was written by hand and is kept whole. Of
    others, what trafilatura takes for the text is kept, with all that stands in between.

    Raises:
        BrokenFile: the bytes are not text in the encoding the page declares.
    """
    html = _decode(data)
    flow = read_flow(html)
    pieces: Sequence[Piece] = flow.pieces
    if flow.made_for_browsers:
        pieces = _main_part(flow, _main_text(html))
    meta = flow.meta
    addresses = (meta.get(key, "") for key in ("canonical", "og:url", "saved from"))
    return Parsed(
        tuple(pieces),
        title=_title(flow, pieces),
        url=next((address for address in map(web_address, addresses) if address), None),
        author=one_line(meta.get("author", "")) or None,
        language=language_tag(flow.language or ""),
    )


def _decode(data: bytes) -> str:
    declared = _DECLARED.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    encoding = _ENCODINGS.get(name)
    if encoding is None or data.startswith(codecs.BOM_UTF8):
        return decode_text(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        message = lazy_gettext(
            "Byte {place} is not {encoding}, which the page says it is. Save it as UTF-8.",
            place=error.start + 1,
            encoding=name,
        )
        raise BrokenFile(message, line=line_of(data, error.start)) from None


def _title(flow: Flow, pieces: Sequence[Piece]) -> str | None:
    tops = [p.text for p in pieces if p.kind is BlockKind.HEADING and p.level == 1]
    return tops[0] if len(tops) == 1 else one_line(flow.meta.get("og:title", "")) or flow.title


def _main_text(html: str) -> str:
    """What trafilatura takes for the page's text, without its furniture; may be empty."""
    try:
        # Without metadata: its search for dates is slow, and knows how to fetch a page.
        return trafilatura.extract(html, include_comments=False, include_tables=True) or ""
    except Exception:  # noqa: BLE001 - a page may break it anywhere; the text is not lost
        _log.warning("trafilatura failed on a page; it is kept whole", exc_info=True)
        return ""


def _main_part(flow: Flow, main: str) -> Sequence[Piece]:
    """The pieces from the first to the last that stand in the main text.

    trafilatura drops headings and short paragraphs it cannot place; what stands between
    two pieces that it kept belongs to the text, and so does all of a page's only article.
    """
    known = _shingles(main)
    kept = [at for at, piece in enumerate(flow.pieces) if _is_known(piece.text, known)]
    if kept and flow.articles == 1 and any(flow.in_article[at] for at in kept):
        kept += [at for at, inside in enumerate(flow.in_article) if inside]
    if not kept:
        return flow.pieces
    first, last = min(kept), max(kept)
    for at in range(first - 1, max(first - 1 - _HEADINGS_ABOVE, -1), -1):
        piece = flow.pieces[at]
        if piece.kind is BlockKind.HEADING and (piece.level == 1 or at == first - 1):
            first = at
    return flow.pieces[first : last + 1]


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = _words(text)
    return set(zip(*(words[n:] for n in range(_SHINGLE)), strict=False))


def _words(text: str) -> list[str]:
    # Chinese and Japanese set no spaces: each of their characters counts as a word.
    return re.findall(r"[\u2e80-\u9fff]|[^\W\u2e80-\u9fff]+", text.casefold())


def _is_known(text: str, known: set[tuple[str, ...]]) -> bool:
    own = _shingles(text)
    return bool(own) and 2 * len(own & known) >= len(own)
