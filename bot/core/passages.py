"""Document → passages: what is found and cited."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Container, Iterator
from itertools import groupby

from bot.core.identifying import primary
from bot.core.model import Block, BlockKind, Document, Passage, Span

LONG = 1500
"""Characters above which a paragraph is cut at sentence ends; two screens of a phone."""

SHORT_LIST = 320
"""Characters up to which a list stays one passage; its items make sense only together."""

ENDLESS = 2000
"""Characters above which even a single sentence is cut, at a space where there is one."""

_ABBREVIATIONS = frozenset(
    "al approx assoc ca capt cf co col corp dept dr ed eds eg esp est etc fig gen gov hon ie inc "
    "jr lt ltd maj mr mrs ms no nos op pp pres prof rep rev sen sgt sr st vol vs".split()
)
_ABBREVIATIONS_IN = {
    "de": _ABBREVIATIONS
    | frozenset(
        "abb abs bd betr bspw bzgl bzw ev evtl ff fr frl geb gegr ggf hl hr hrsg inkl insb jh jhd "
        "kap max mind min mio mrd nr rd sog std str tel tsd verw vgl zzgl".split()
    ),
    "es": _ABBREVIATIONS
    | frozenset(
        "aprox art av avda cap cía cra depto dña dra dres ee ej gral hnos ing izq lic mill núm "
        "pág págs prof profa ptas sra sras sres srta sta sto tel ud uds uu".split()
    ),
}
"""By a language's tag; every other language has the English ones."""
# All begin with one set of characters, which the engine skips to in a third of the time that
# trying each way at each character takes; what a mark was is looked back at.
_END = re.compile(
    r"""
    [.!?…。！？｡\n]
    (?: (?<=[.!?…]) [.!?…]* ["'”’»)\]]* (?=\s)           # Latin scripts: a space must follow
      | (?<=[。！？｡]) [。！？｡]* ["'”’»)\]」』）】]*    # Chinese and Japanese: none does
      | (?<=\n) \n*                                      # items of a list, lines of code
    )
    (?= [ \t]* (.?) )                                    # what comes behind
    """,
    re.VERBOSE | re.DOTALL,
)
_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"
_PAIRS = tuple(first + second for first in _BASE32 for second in _BASE32)
"""Ten bits each; `base64.b32encode` takes five times as long."""

_ORDINAL = re.compile(r"(?<![\d.,:])(?<!\. )\d{1,2}\.$")  # "am 3. Mai", "im 19. Jahrhundert"
_LAST_WORD = re.compile(r"([^\W\d_]+(?:\.[^\W\d_]+)*)\.$")


def sentence_spans(text: str, language: str | None = None) -> tuple[Span, ...]:
    """Where the sentences of a text stand. No character but white space lies outside them.

    Args:
        text: the text.
        language: its language's tag; it tells abbreviations, and ordinal numbers in German.
    """
    tag = primary(language or "")
    abbreviations = _ABBREVIATIONS_IN.get(tag, _ABBREVIATIONS)
    ordinals = tag == "de"
    spans: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if _continues(text, start, match, abbreviations):
            continue
        if ordinals and _ORDINAL.search(text, start, end):
            continue
        _add_sentence(spans, text, start, end)
        start = end
    _add_sentence(spans, text, start, len(text))
    return tuple(spans)


def _add_sentence(spans: list[Span], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    body = piece.strip()
    if len(body) < len(piece):
        start += piece.find(body)
        end = start + len(body)
    while end - start > ENDLESS:
        cut = text.rfind(" ", start + ENDLESS // 2, start + ENDLESS)
        cut = start + ENDLESS if cut < 0 else cut
        spans.append(Span(start, cut))
        start = cut + (text[cut : cut + 1] == " ")
    if start < end:
        spans.append(Span(start, end))


def _continues(text: str, start: int, match: re.Match[str], abbreviations: Container[str]) -> bool:
    """Whether a full stop ends an abbreviation, an initial or a quoted aside instead."""
    mark, behind = match.group(0, 1)
    if "\n" in mark:
        return False
    if behind.islower():
        return True
    if mark.strip("\"'”’»)]") != ".":
        return False
    # No word holds a space: most are found at once between the last one and the full stop.
    stop = match.start()
    start = max(start, text.rfind(" ", start, stop) + 1)
    word = text[start:stop]
    if not word.isalpha():
        last = _LAST_WORD.search(text, start, stop + 1)
        if last is None:
            return False
        word = last.group(1)
    return len(word) == 1 or word.replace(".", "").lower() in abbreviations or "." in word


def split_document(document: Document) -> tuple[Passage, ...]:
    """Cuts a document into passages that follow its paragraphs, items and rows.

    A paragraph over `LONG` characters is cut at sentence ends into pieces of about the
    same length; the items of a list no longer than `SHORT_LIST` stay together; a table
    row stays whole. Headings are not passages: they name the section of what is below.

    Returns:
        The passages in the order of the document. For each of them
        ``document.text[passage.start:passage.end] == passage.text``.
    """
    passages: list[Passage] = []
    seen: dict[tuple[tuple[str, ...], str], int] = {}
    for section, span in _placed_spans(document):
        text = document.text[span.start : span.end]
        copy = seen.get((section, text), 0)
        seen[section, text] = copy + 1
        passages.append(
            Passage(
                id=_passage_id(document.id, section, text, copy),
                document_id=document.id,
                number=len(passages) + 1,
                start=span.start,
                end=span.end,
                text=text,
                section=section,
                sentences=sentence_spans(text, document.language),
            )
        )
    return tuple(passages)


def _placed_spans(document: Document) -> Iterator[tuple[tuple[str, ...], Span]]:
    """Where the passages stand, each with the headings above it."""
    headings: list[tuple[int, str]] = []
    for (group, kind), blocks in groupby(document.blocks, key=lambda b: (b.group, b.kind)):
        run = list(blocks)
        if kind is BlockKind.HEADING:
            for block in run:
                headings = [heading for heading in headings if heading[0] < block.level]
                headings.append((block.level, document.text[block.start : block.end]))
            continue
        section = tuple(text for _, text in headings)
        short = run[-1].end - run[0].start <= SHORT_LIST
        if group and kind is BlockKind.ITEM and len(run) > 1 and short:
            yield section, Span(run[0].start, run[-1].end)
            continue
        for block in run:
            for span in _pieces(document.text, block, document.language):
                yield section, span


def _pieces(text: str, block: Block, language: str | None) -> Iterator[Span]:
    """A block whole, or cut at sentence ends into pieces of about the same length."""
    length = block.end - block.start
    if length <= LONG or block.kind is BlockKind.ROW:
        yield Span(block.start, block.end)
        return
    target = length / -(-length // LONG)
    start: int | None = None
    end = block.start
    for sentence in sentence_spans(text[block.start : block.end], language):
        first, last = block.start + sentence.start, block.start + sentence.end
        if start is not None and (end - start >= target or last - start > LONG):
            yield Span(start, end)
            start = None
        start = first if start is None else start
        end = last
    if start is not None:
        yield Span(start, end)


def _passage_id(document_id: str, section: tuple[str, ...], text: str, copy: int) -> str:
    """Ten characters, 50 bits, from content and place.

    Among a hundred thousand passages two would share one with a chance of 1 in 200,000.
    The passage's number is left out on purpose, so that a paragraph inserted above
    changes nothing.
    """
    place = "\x00".join((document_id, *section, text, str(copy)))
    digest = hashlib.blake2b(place.encode("utf-8", "surrogatepass"), digest_size=10).digest()
    bits = int.from_bytes(digest[:7], "big")  # 50 bits and 6 more, which nobody reads
    return "".join([_PAIRS[bits >> at & 1023] for at in (46, 36, 26, 16, 6)])
