"""The packaged lexicons keep to the rules of their README, so that they serve any subject."""

from __future__ import annotations

import tomllib
from collections import Counter
from importlib.resources import files
from typing import Any

import pytest

from bot.search import stopwords
from bot.search.analysis import name_key
from bot.search.folding import normalize, simplify
from bot.search.language import language
from bot.search.words import words

LEXICONS = files("bot.search") / "lexicons"
MOST_WORDS, MOST_GROUPS = 4, 3


def load(name: str) -> dict[str, Any]:
    return tomllib.loads((LEXICONS / name).read_text("utf-8"))


GROUPS: list[list[str]] = load("english.toml")["groups"]
SAID: dict[str, list[str]] = load("english.toml")["said"]
MEASURES: dict[str, list[str]] = {**load("measures.toml")["how"], **load("measures.toml")["degree"]}
CHINESE: dict[str, list[str]] = load("chinese.toml")["words"]
LISTS = {
    "english": GROUPS,
    "talk": list(SAID.values()),
    "measures": list(MEASURES.values()),
    "chinese": list(CHINESE.values()),
}


OTHERS = {"de": load("german.toml"), "es": load("spanish.toml")}


def says_something(entry: str) -> bool:
    """Whether an entry has a word that is looked up at all."""
    return any(word.form not in stopwords.ENGLISH for word in words(entry))


@pytest.mark.parametrize("lexicon", LISTS)
def test_every_entry_can_be_looked_up(lexicon: str) -> None:
    entries = [entry for values in LISTS[lexicon] for entry in values]

    assert entries
    assert [entry for entry in entries if not says_something(entry)] == []
    assert [entry for entry in entries if len(list(words(entry))) > MOST_WORDS] == []
    assert [entry for entry in entries if entry != " ".join(entry.split())] == []


@pytest.mark.parametrize("lexicon", LISTS)
def test_no_list_says_the_same_twice(lexicon: str) -> None:
    twice = [
        values
        for values in LISTS[lexicon]
        if len({name_key(value) for value in values}) < len(values)
    ]

    assert twice == []


def test_a_group_has_something_to_widen_to_and_stands_there_once() -> None:
    together = Counter(frozenset(name_key(word) for word in group) for group in GROUPS)

    assert [group for group in GROUPS if len(group) < 2] == []
    assert [group for group, count in together.items() if count > 1] == []


def test_no_word_is_widened_to_everything() -> None:
    groups = Counter(name_key(word) for group in GROUPS for word in group)

    assert {word: count for word, count in groups.items() if count > MOST_GROUPS} == {}


def test_measures_stand_under_one_adjective_and_never_much_or_many() -> None:
    both = load("measures.toml")["how"].keys() & load("measures.toml")["degree"].keys()
    assert both == set()
    assert [adjective for adjective in MEASURES if len(list(words(adjective))) != 1] == []
    assert {"much", "many"} & set(MEASURES) == set()
    assert [adjective for adjective, values in MEASURES.items() if not values] == []


def test_chinese_words_are_simplified_as_questions_are_before_they_are_looked_up() -> None:
    assert {word: simplify(word) for word in CHINESE if simplify(word) != word} == {}
    assert [word for word in CHINESE if not all(part.unspaced for part in words(word))] == []
    assert [word for word, values in CHINESE.items() if not values] == []


def test_chinese_words_are_not_grammar() -> None:
    grammar = stopwords.CHINESE | stopwords.CHINESE_PARTICLES

    assert sorted(grammar & set(CHINESE)) == []


def test_phrases_of_talk_are_short_and_widen_to_something_else() -> None:
    assert [said for said in SAID if len(list(words(said))) > MOST_WORDS + 1] == []
    assert [said for said, values in SAID.items() if not values] == []
    keys = Counter(name_key(said) for said in SAID)
    assert [key for key, count in keys.items() if count > 1] == []


def test_no_phrase_both_asks_and_says_something() -> None:
    frames = {name_key(frame) for frame in load("asking.toml")["frames"]}
    told = {name_key(said) for said in (*SAID, *(word for group in GROUPS for word in group))}
    assert frames & told == set()


LISTED = ("stop", "asking", "light", "chatter", "facts")


@pytest.mark.parametrize("tag", OTHERS)
def test_a_word_of_another_language_stands_in_one_list(tag: str) -> None:
    counts = Counter(word for key in LISTED for word in OTHERS[tag][key].split())
    assert {word: n for word, n in counts.items() if n > 1} == {}


@pytest.mark.parametrize("tag", OTHERS)
def test_no_frame_of_another_language_is_a_word_alone_that_a_document_may_hold(tag: str) -> None:
    known = language(tag)
    passed_over = known.stop | known.asking | known.light | known.chatter
    frames = OTHERS[tag]["frames"]
    assert [frame for frame in frames if frames.count(frame) > 1] == []
    alone = [frame for frame in frames if len(list(words(frame))) == 1]
    verbs = {"dime", "decidme", "dame", "sabes", "sabeis", "digame", "diganme", "contadme",
             "cuentame", "explicame", "explicadme", "muestrame", "ensename", "zurzeit"}  # fmt: skip
    assert {normalize(frame) for frame in alone} - passed_over <= verbs


@pytest.mark.parametrize("tag", OTHERS)
def test_an_irregular_form_belongs_to_one_verb_and_is_not_regular(tag: str) -> None:
    forms = Counter(form for listed in OTHERS[tag]["irregular"].values() for form in listed.split())
    assert {form: n for form, n in forms.items() if n > 1} == {}
    assert set(forms) & set(OTHERS[tag]["irregular"]) == set()


@pytest.mark.parametrize("tag", OTHERS)
def test_groups_of_another_language_keep_to_the_same_rules(tag: str) -> None:
    known, groups, told = language(tag), OTHERS[tag]["groups"], OTHERS[tag]["said"]
    for group in (*groups, *told.values()):
        keys = [name_key(word, tag) for word in group]
        assert len(set(keys)) == len(group), group
        for word in group:
            assert len(list(words(word))) <= MOST_WORDS, word
            assert any(part.form not in known.stop for part in words(word)), word
    # A phrase with function words is found as one, and its words are no longer looked up.
    assert [w for g in groups for w in g if any(p.form in known.stop for p in words(w))] == []
    counts = Counter(name_key(word, tag) for group in groups for word in group)
    assert {key: count for key, count in counts.items() if count > MOST_GROUPS} == {}
    assert [group for group in groups if len(group) < 2] == []
    frames = {name_key(frame, tag) for frame in OTHERS[tag]["frames"]}
    assert frames.isdisjoint({*counts, *(name_key(said, tag) for said in told)})


@pytest.mark.parametrize("tag", OTHERS)
def test_measures_of_another_language_can_be_looked_up(tag: str) -> None:
    known = language(tag)
    for values in {**OTHERS[tag]["how"], **OTHERS[tag]["degree"]}.values():
        assert values
        for value in values:
            assert any(word.form not in known.stop for word in words(value)), value


def test_a_language_without_a_lexicon_is_read_as_english() -> None:
    assert language("fr") is language("en") is language("zh-Hans")
    assert language("de-AT").tag == "de"
