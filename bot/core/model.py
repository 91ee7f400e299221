"""The records of what the bot knows and finds. All of them are immutable.

file → `Document` → `Passage` → (index) → `Hit`; what a question becomes stands in `questions`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open range of character offsets: ``text[start:end]``."""

    start: int
    end: int


class BlockKind(StrEnum):
    """What a stretch of a document's text is to a reader."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item, table row or code block of a document.

    Attributes:
        kind: what it is.
        start: offset of its first character in the document's text.
        end: offset after its last character.
        level: a heading's depth from 1; a list item's depth from 1; otherwise 0.
        group: blocks of one list or one table share a number above 0, so that a short
            list can stay together; 0 elsewhere.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    group: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """One readable file of the knowledge folder.

    Attributes:
        id: the file's path inside the folder, with forward slashes.
        title: from the front matter, the first heading, or the file's name.
        text: the plain text a reader sees: markup gone, everything else verbatim.
            Quotes are checked against it.
        blocks: what `text` is made of, in order, without overlaps.
        url: where the original stands, or None.
        author: who wrote it, or None.
        language: a BCP 47 tag such as ``en``, or None where neither the file nor the text tells.
        digest_of: what the document is a digest of, or None.
        size: the file's size in bytes.
        modified: when the file last changed, in UTC.
        checksum: SHA-256 of the file's bytes, in hexadecimal.
    """

    id: str
    title: str
    text: str
    blocks: tuple[Block, ...]
    size: int
    modified: datetime
    checksum: str
    url: str | None = None
    author: str | None = None
    language: str | None = None
    digest_of: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """The smallest thing that is found and cited: a paragraph, an item, a short list.

    ``document.text[start:end] == text`` holds for every passage.

    Attributes:
        id: ten characters from content and place; a reload that does not touch the
            passage leaves it as it was.
        document_id: the document it stands in.
        number: its position in the document, counted from 1.
        start: offset of its first character in the document's text.
        end: offset after its last character.
        text: the passage, verbatim.
        section: the headings above it, outermost first.
        sentences: where its sentences stand, as offsets into `text`.
    """

    id: str
    document_id: str
    number: int
    start: int
    end: int
    text: str
    section: tuple[str, ...]
    sentences: tuple[Span, ...]


class EntryKind(StrEnum):
    """The two kinds of thing a catalog lists."""

    LAB = "lab"
    THEME = "theme"


@dataclass(frozen=True, slots=True)
class Entry:
    """One lab or theme of the catalog.

    Attributes:
        id: its key in catalog.toml, such as ``moonshot``.
        kind: lab or theme.
        name: how it is written on cards.
        description: one line, in the catalog's own words.
        aliases: other names for the very same thing: product names, spellings, names
            in other scripts. Searching for one finds all.
        related: everyday words that often mean this entry but are not names of it;
            they widen a search and weigh less than a name.
    """

    id: str
    kind: EntryKind
    name: str
    description: str
    aliases: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The name and every alias, the name first."""
        return (self.name, *self.aliases)


class Sort(StrEnum):
    """What sort of word one is, where that is known."""

    THING = "thing"
    MANNER = "manner"  # says how something is or what is done: "humble", "swallow"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Term:
    """One word (or catalog name) of a question, as it was searched for.

    Attributes:
        text: as the member wrote it.
        weight: its share of the question's weight; the shares of a question sum to 1.
            A word no document knows weighs as much as the rarest word.
        known: whether any passage holds it, in any of the forms searched.
        searched_as: what it was corrected or translated to, or None where it was
            searched as written.
        attribute: whether it asks for one particular fact ("founder", "price"), without
            which all else that is said of the subject is no answer.
        name: whether it names a lab or theme.
        needed: whether it is a name, a number or what is to be counted ("how many labs"),
            without which a passage is no answer.
        sort: what sort of word it is.
    """

    text: str
    weight: float
    known: bool
    searched_as: str | None = None
    attribute: bool = False
    name: bool = False
    needed: bool = False
    sort: Sort = Sort.ANY


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that holds at least one word of the question.

    Attributes:
        passage: the passage.
        rank: 1 for the best.
        matched: positions in the result's `terms` of the terms it holds.
        coverage: how much of the question's weight the passage holds, 0 to 1.
        highlights: where matched words stand, as offsets into the passage's text,
            in order and without overlaps.
        sentence: the sentence that answers best, as offsets into the passage's text.
        sentence_coverage: how much of the question's weight that sentence holds, 0 to 1.
        sentence_matched: like `matched`, for that sentence.
        fits: whether that sentence holds the kind of answer asked for (a number for
            "how many", a date for "when"); True where any will do.
        literal: whether that sentence holds a word or name of the question, or what the
            catalog's glossary says it stands for, and not only hints or general synonyms.
        similarity: how near the passage is to the question in meaning, -1 to 1, where an
            embedding model tells; else None.
        evidence: how much speaks for the passage being about what is asked: 0 for nothing,
            1 for what a question on something else may find by chance in as large a library.
        labs: how many labs the passage names.
        asked: positions of terms that it does not hold, but a question does which it answers
            by the catalog.
    """

    passage: Passage
    rank: int
    matched: tuple[int, ...]
    coverage: float
    highlights: tuple[Span, ...]
    sentence: Span
    sentence_coverage: float
    sentence_matched: tuple[int, ...] = ()
    fits: bool = True
    literal: bool = True
    similarity: float | None = None
    evidence: float = 0.0
    labs: int = 0
    asked: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What an index found for a question: its terms and the hits, best first.

    Attributes:
        terms: what was searched for, in the question's order; empty where the question
            holds nothing to look up (only symbols or stop words).
        hits: the passages, best first.
        entries: the labs and themes that the question names.
        hinted: those that its words often mean without naming them.
        particular: whether it asks for one thing ("who", "which", "when", "how many").
        polar: whether it asks yes or no.
        why: whether it asks for a reason.
        personal: whether members ask it of what is theirs, or of what they are to do.
        chance: the similarity in meaning that the nearest of all sentences has to a question
            on something else, where a model tells any.
        language: the tag of the language that the question was read in.
    """

    terms: tuple[Term, ...]
    hits: tuple[Hit, ...]
    entries: tuple[Entry, ...] = ()
    hinted: tuple[Entry, ...] = ()
    particular: bool = False
    polar: bool = False
    why: bool = False
    personal: bool = False
    chance: float = 0.0
    language: str = "en"
