"""What may stand in a document's text: decoding bytes, and the characters nobody can see."""

from __future__ import annotations

import codecs
import re

from bot.core.language import lazy_gettext
from bot.reading.faults import BrokenFile

_LINE_BREAKS = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")

# Control characters; zero-width characters and soft hyphens, which hide words from search;
# bidirectional controls, which make a quote read as what it is not (CVE-2021-42574);
# tag characters and supplementary variation selectors, which carry hidden messages.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000e0100-\U000e01ef]"
)
# The joiners are spelling in Persian and Indic scripts and glue in emoji, and a way to hide
# a word from search between Latin letters: they stay where both sides are of the former.
_STRAY_JOINERS = re.compile(
    "(?<![\u0300-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0300-\U0010ffff])"
    "|(?<=[\u200c\u200d])[\u200c\u200d]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff"
# Chinese and Japanese set no space at a line's end (CSS Text 3, segment break transformation).
_WRAP_BETWEEN_WIDE = re.compile(rf"(?<=[{_WIDE}])[ \t]*\n[ \t\n]*(?=[{_WIDE}])")
_BLANKS = re.compile(r"[ \t\n]+")

_BINARY_SHARE = 0.01
_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def clean(text: str) -> str:
    """Normalizes line ends and takes out the characters that nobody can see.

    Lone surrogates, which no encoding can write, become U+FFFD.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    text = _STRAY_JOINERS.sub("", text)
    return _SURROGATES.sub("\ufffd", text)


def unwrap(text: str) -> str:
    """Joins wrapped lines into one, and every run of blanks into one space."""
    return _BLANKS.sub(" ", _WRAP_BETWEEN_WIDE.sub("", text)).strip()


def one_line(text: str) -> str:
    """A name or title as it may be shown: clean, on one line, without outer blanks."""
    return unwrap(clean(text))


def line_of(data: bytes, offset: int) -> int:
    """The line, counted from 1, in which a byte stands."""
    before = data[:offset]
    return before.count(b"\n") + before.replace(b"\r\n", b"").count(b"\r") + 1


def decode_text(data: bytes) -> str:
    """Decodes the UTF-8 text of a file, with or without a byte order mark.

    Raises:
        BrokenFile: it is not UTF-8, or no text at all; the line is named where there is one.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise BrokenFile(lazy_gettext("This is UTF-16 text. Save the file as UTF-8."), line=1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts its offsets after the mark.
        mark = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        at = error.start + mark
        raise BrokenFile(
            lazy_gettext(
                "Byte {place} (0x{value}) is not UTF-8. Save the file as UTF-8.",
                place=at + 1,
                value=f"{data[at]:02x}",
            ),
            line=line_of(data, at),
        ) from None
    if len(_BINARY.findall(text)) > _BINARY_SHARE * len(text):
        raise BrokenFile(lazy_gettext("This is not text: it is full of control characters."))
    return text
