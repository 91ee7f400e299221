"""Many texts at once give what each of them gives alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from shelf import Catalog, lab, theme

from bot.search.analysis import Analyzer
from bot.search.bulk import Bags, Scanned, bags_of, scan
from bot.search.cutting import cut
from bot.search.pieces import Numbers, PieceBook
from bot.search.short import ShortPieces
from bot.search.words import words

ENTRIES = (
    lab("moonshot", "Moonshot AI", "月之暗面", "Kimi"),
    theme("open-source", "Open source", "the who"),
)
PIECES = st.sampled_from(
    "Moonshot AI's Kimi|open-source|the Who, the|U.S.|U.S.A|A.I|US|us|2 million|2M|1,000|$4.50|"
    "4.5.6|1.5bn|two thousand|12,|don't|labs’|月之暗面AI模型|騰訊|万|5 万|한국어|naïve|ﬁn|a_b|x|"
    "e.g.this|3'd4|3'd.5|'tis|...|—|(2019)|http://a.b/c?d=e|\n|\t|\u00a0|\u3000|  |, |. |-".split(
        "|"
    )
)
TEXTS = st.lists(
    st.one_of(st.lists(PIECES).map(" ".join), st.lists(PIECES).map("".join), st.text())
)


def book(language: str = "en", bits: int = 6) -> PieceBook:
    """A book with few slots for short pieces, so that many have to share one."""
    made = PieceBook(Analyzer(Catalog(ENTRIES), [language]), language, Numbers(), Numbers())
    made._short = ShortPieces(bits)
    return made


def told(scanned: Scanned, known: PieceBook) -> list[list[tuple[str, int, int, int]]]:
    """The tokens of each text, terms by name."""
    names = list(known.vocabulary)
    columns = (scanned.terms, scanned.starts, scanned.ends, scanned.positions)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    found = [(names[term], start, end, position) for term, start, end, position in rows]
    return [[found.pop(0) for _ in range(size)] for size in scanned.sizes.tolist()]


@given(TEXTS)
@example(["2", "million"])
@example(["the Moonshot", "AI"])
@example(["", "Kimi", "", ""])
@example([])
def test_each_text_has_the_tokens_it_has_alone(texts: list[str]) -> None:
    known = book()
    for _ in range(2):  # what was met before is not taken for something else
        found = told(scan(texts, known), known)
        assert found == [[tuple(t) for t in known.analyzer.tokens(text)] for text in texts]


@given(st.lists(st.text("ab\xe9 ", max_size=60), min_size=1), st.integers(1, 12))
def test_short_pieces_are_known_by_their_bytes(texts: list[str], bits: int) -> None:
    known = book(bits=bits)
    seen: dict[str, int] = {}
    for text in texts:
        for piece in text.split():
            seen.setdefault(piece, len(seen))
        assert known.numbers_of(text, cut(text)).tolist() == [seen[p] for p in text.split()]
    assert list(known) == list(seen)


def test_a_short_piece_is_remembered() -> None:
    short = ShortPieces()
    found = cut("the mill and the wheelwright's wheel-of-unspeakable-lengthiness")
    _, keys = short.numbers_of(found)
    short.remember(keys, np.arange(len(found.begins)), np.arange(len(found.begins)))
    numbers, _ = short.numbers_of(found)
    assert numbers.tolist() == [0, 1, 2, 0, 4, 5, 6, 7, 8]


@given(TEXTS)
def test_all_words_as_written_are_told_once(texts: list[str]) -> None:
    written = Numbers()
    known = PieceBook(Analyzer(Catalog()), "en", Numbers(), written)
    surface = scan(texts, known).surface.tolist()
    names = list(written)
    forms = {word.form for text in texts for word in words(text) if not word.unspaced}
    assert sorted(names[number] for number in surface) == sorted(forms)


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        (
            "de",
            ["Häuser laufen", "das Haus lief für 1,5 Mio. Euro", "1.200 und 2 m", "2 Millionen"],
        ),
        ("es", ["el año nació", "20 mil euros, 1.200 metros", "los dos millones", "Moonshot AI"]),
    ],
)
def test_texts_are_read_in_the_language_of_the_book(language: str, texts: list[str]) -> None:
    known = book(language)
    assert told(scan(texts, known), known) == [
        [tuple(t) for t in known.analyzer.tokens(text, language)] for text in texts
    ]


@given(TEXTS, st.lists(st.sampled_from(["open", "kimi", "hive"]), unique=True))
def test_terms_are_counted_with_those_of_headings_and_questions(
    texts: list[str], above: list[str]
) -> None:
    known = book()
    headings = [known.vocabulary[term] for term in above]
    asked = [known.vocabulary[term] for term in ("hive", "bee")]
    rows = len(texts)
    bags: Bags = bags_of(scan(texts, known), [headings] * rows, [asked] * rows, (0.25, 0.5))
    held = bags.held.tolist()
    names = list(known.vocabulary)
    counted = list(zip(bags.terms.tolist(), bags.counts.tolist(), strict=True))
    for text, size in zip(texts, bags.sizes.tolist(), strict=True):
        expected = Counter(token.term for token in known.analyzer.tokens(text))
        found = {names[term]: count for term, count in counted[:size]}
        own = {
            names[term] for (term, _), is_held in zip(counted, held[:size], strict=False) if is_held
        }
        del counted[:size], held[:size]
        assert own == {*expected, *above}
        assert found == pytest.approx(
            {
                term: expected[term] + 0.25 * (term in above) + 0.5 * (term in {"hive", "bee"})
                for term in {*expected, *above, "hive", "bee"}
            }
        )
    assert not counted
