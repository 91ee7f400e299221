"""Words are found however they are written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shelf import Catalog, lab

from bot.search.analysis import Analyzer
from bot.search.folding import normalize
from bot.search.numbers import magnitude
from bot.search.words import stem, words


def forms(text: str) -> list[str]:
    return [word.form for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Open-source weights", ["open", "source", "weights"]),
        ("ＯＰＥＮ Café naïve", ["open", "cafe", "naive"]),
        ("Kimi's and the labs’ models", ["kimi", "and", "the", "labs", "models"]),
        ("the U.S., the US and us", ["the", "usa", "the", "usa", "and", "us"]),
        ("A.I. costs $4.50, or 1,000", ["ai", "costs", "4.50", "or", "1,000"]),
        ("月之暗面AI模型", ["月之暗面", "ai", "模型"]),
        ("騰訊與華為", ["腾讯与华为"]),
        ("🙂 ... !!! <>", []),
        ("한국어 단어", ["한국어", "단어"]),
    ],
)
def test_a_text_falls_into_words(text: str, expected: list[str]) -> None:
    assert forms(text) == expected


@given(st.text(max_size=200))
def test_words_lie_where_they_say(text: str) -> None:
    end = 0
    for word in words(text):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        assert word.form


def test_an_organization_is_not_what_was_organized() -> None:
    assert stem("organizations") == stem("organization") != stem("organized") == stem("organize")


@pytest.mark.parametrize(
    ("form", "following", "value"),
    [
        ("2m", None, "#2000000"),
        ("2", "million", "#2000000"),
        ("2,000,000", None, "#2000000"),
        ("two", "million", "#2000000"),
        ("2.5", "bn", "#2500000000"),
        ("500k", None, "#500000"),
        ("12", None, None),
        ("3d", None, None),
        ("1.2.3", None, None),
        ("word", None, None),
    ],
)
def test_large_numbers_have_one_spelling(
    form: str, following: str | None, value: str | None
) -> None:
    assert magnitude(form, following) == value


@pytest.mark.parametrize(
    ("language", "form", "following", "value"),
    [
        ("de", "1.200", None, "#1200"),
        ("de-AT", "1,5", "millionen", "#1500000"),
        ("de", "2", "mio", "#2000000"),
        ("de", "2", "m", None),  # meters
        ("es", "20", "mil", "#20000"),
        ("es", "dos", "millones", "#2000000"),
        ("es", "1.200.300,5", None, "#1200300"),
        ("en", "20", "mil", "#20000000"),
    ],
)
def test_numbers_are_read_as_their_language_writes_them(
    language: str, form: str, following: str | None, value: str | None
) -> None:
    assert magnitude(form, following, language) == value


@pytest.mark.parametrize(
    ("language", "said", "written"),
    [
        ("de", "einundzwanzig", "21"),
        ("de", "fuenfzig", "50"),
        ("de", "dreihundert", "300"),
        ("es", "treinta", "30"),
        ("es", "quinientas", "500"),
        ("es", "veintidos", "22"),
    ],
)
def test_numerals_in_words_are_those_in_digits(language: str, said: str, written: str) -> None:
    assert stem(said, language) == stem(written, language) == written
    assert stem(said, "en") != written


def test_a_decimal_comma_is_the_decimal_point_of_english() -> None:
    assert stem("1,20", "de") == stem("1.20", "en")
    assert stem("18.400", "de") == stem("18,400", "en") == "18400"
    assert stem("4.5", "de") == "4.5"  # as a version is written, in any language


def test_stems_follow_the_documents_language() -> None:
    assert stem("researchers") == stem("research")
    assert stem("laufen", "de") == stem("laufe", "de-AT")
    assert stem("ten") == stem("10")
    assert stem("word", "xx") == "word"


def test_a_name_is_one_term_in_every_spelling() -> None:
    analyzer = Analyzer(Catalog((lab("moonshot", "Moonshot AI", "月之暗面", "Kimi"),)))
    for text in ("Moonshot AI", "they met moonshot ai.", "月之暗面的模型", "Kimi’s context"):
        assert "@lab:moonshot" in [token.term for token in analyzer.tokens(text)]
    assert "@lab:moonshot" not in [t.term for t in analyzer.tokens("a moonshot without the rest")]


def test_normalizing_twice_changes_nothing() -> None:
    for word in ("Ｋｉｍｉ", "ß", "Å", "İstanbul", "繁體", "ﬁn"):
        assert normalize(normalize(word)) == normalize(word)
