"""Documents are cut where a reader would cut them, and every passage can be quoted."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import document

from bot.core.model import BlockKind
from bot.core.passages import ENDLESS, LONG, SHORT_LIST, sentence_spans, split_document


def test_a_passage_knows_the_headings_above_it() -> None:
    found = split_document(
        document(
            "# Handbook", "Welcome.", "## Tools", "Spades.", "### Care", "Oil.", "## Bees", "Buzz."
        )
    )
    assert [(p.text, p.section) for p in found] == [
        ("Welcome.", ("Handbook",)),
        ("Spades.", ("Handbook", "Tools")),
        ("Oil.", ("Handbook", "Tools", "Care")),
        ("Buzz.", ("Handbook", "Bees")),
    ]
    assert [p.number for p in found] == [1, 2, 3, 4]


def test_a_short_list_stays_together_and_a_long_one_is_cut_into_items() -> None:
    short = split_document(document("Bring:", "- gloves", "- water", "- a hat"))
    assert [p.text for p in short] == ["Bring:", "gloves\n\nwater\n\na hat"]
    items = [f"- Item {n} {'is explained at some length ' * 4}." for n in range(5)]
    assert sum(map(len, items)) > SHORT_LIST
    assert len(split_document(document(*items))) == 5


def test_a_table_row_is_never_cut() -> None:
    row = "| " + "cell. Another cell. " * 100
    (only,) = split_document(document(row.strip()))
    assert len(only.text) > LONG


def test_a_long_paragraph_is_cut_at_sentence_ends_into_even_pieces() -> None:
    sentences = [f"Sentence number {n} says something about the garden." for n in range(60)]
    pieces = split_document(document(" ".join(sentences)))
    assert len(pieces) > 1
    assert all(p.text.startswith("Sentence") and p.text.endswith("garden.") for p in pieces)
    assert max(len(p.text) for p in pieces) <= LONG + len(sentences[0]) + 1
    assert min(len(p.text) for p in pieces) > LONG / 3


def test_an_endless_sentence_is_cut_between_words() -> None:
    pieces = split_document(document("word " * 3000))
    assert max(len(p.text) for p in pieces) <= ENDLESS
    assert {w for p in pieces for w in p.text.split()} == {"word"}


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Dr. Ada met Mr. Wu in the U.S. in May. They talked.", 2),
        ("It costs 4.5 dollars. Or 3.", 2),
        ("“Really?” she asked. “Yes!” He nodded.", 3),
        ("J. R. Smith wrote it. It sold.", 2),
        ("e.g. apples, pears etc. and more. Done.", 2),
        ("你好。再见！真的吗？", 3),
        ("No full stop at all", 1),
        ("Wait... what? Yes.", 2),
        ("   ", 0),
        ("", 0),
    ],
)
def test_sentences_end_where_a_reader_sees_them_end(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("de", "Er kam am 3. Mai, im 19. Jahrhundert. Dann ging er.", 2),
        ("de-CH", "Sie kostet 1,5 Mio. Franken, vgl. Abb. 4 und Nr. 7. Mehr nicht.", 2),
        ("de", "Es begann 2019. Danach wurde es groß.", 2),
        ("es", "La Sra. Ruiz vive en la Avda. Mayor, pág. 3. Nada más.", 2),
        ("es", "Cumple 19. Mañana come.", 2),
        ("en", "He came 3rd of 19. May was next.", 2),
    ],
)
def test_a_languages_abbreviations_and_ordinals_end_no_sentence(
    language: str, text: str, count: int
) -> None:
    assert len(sentence_spans(text, language)) == count
    (passage,) = split_document(document(text, language=language))
    assert passage.sentences == sentence_spans(text, language)


def test_an_id_survives_what_does_not_touch_its_passage() -> None:
    before = split_document(document("# A", "One.", "Two.", "# B", "Two."))
    after = split_document(document("# A", "New first.", "One.", "Two.", "# B", "Two."))
    assert [p.id for p in before] == [p.id for p in after[1:]]
    assert len({p.id for p in after}) == 4  # the same words elsewhere are another passage


def test_the_same_words_twice_in_one_section_are_two_passages() -> None:
    assert len({p.id for p in split_document(document("Same.", "Same.", "Same."))}) == 3


lines = st.one_of(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=3000),
    st.sampled_from(
        ["# Head", "## Sub", "- item", "- another item", "| a | b", "A. B? C!", "一。二。"]
    ),
)


@given(st.lists(lines.map(str.strip).filter(bool), max_size=12))
def test_every_passage_stands_verbatim_in_its_document(drawn: list[str]) -> None:
    made = document(*drawn)
    passages = split_document(made)
    end = 0
    for passage in passages:
        assert made.text[passage.start : passage.end] == passage.text
        assert passage.start >= end, "passages follow each other"
        end = passage.end
        assert passage.text.strip()
        for sentence in passage.sentences:
            assert passage.text[sentence.start : sentence.end].strip()
    body = [b for b in made.blocks if b.kind is not BlockKind.HEADING]
    kept = "".join(p.text for p in passages).split()
    assert "".join(kept) == "".join("".join(made.text[b.start : b.end].split()) for b in body)
    assert len({p.id for p in passages}) == len(passages)
