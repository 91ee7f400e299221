"""The questions are sound: they parse, their gold is real, and no text is borrowed.

These tests look at the question files only. How well the bot answers them is measured by
the benchmarks, not here.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections import Counter, defaultdict
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import snowballstemmer

from bot.core.catalog import duplicate_names, fold
from bot.core.model import Entry, EntryKind
from bot.evaluation import read_questions

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "report"

PARTS = ("work", "report")
SETS = {
    "": (20251124, 0.6),
    "voices-": (20251125, 0.6),
    "strangers-": (20251126, 0.5),
    "guests-": (20261129, 0.5),
    "visitors-": (20261130, 1.0),
    "neighbors-": (20261201, 0.5),
    "callers-": (20261203, 0.5),
    "passers-by-": (20261204, 1.0),
}
"""The sets over the article, by how their files' names begin: the seed of the draw that split
each, and the share of it that may be worked on."""

FORMAT = {"ask", "turns", "expect", "contains", "any", "kind", "part"}
OUTCOMES = {"answered", "partial", "not_covered", "invalid"}
KINDS = set(
    """fact alias product typo paraphrase theme number who one_word chinese two_labs follow_up
    near_miss far junk""".split()
)
LIBRARY_FILES = {  # question file -> the documents it is about
    ROOT / "knowledge" / "questions.toml": [ROOT / "knowledge" / "china-ai-labs-digest.md"],
    HERE / "second" / "questions.toml": [HERE / "second" / "rescue-handbook.md"],
    HERE / "german" / "questions.toml": [HERE / "german" / "sternwarte.md"],
    HERE / "german" / "voices.toml": [HERE / "german" / "sternwarte.md"],
    HERE / "spanish" / "voices.toml": [HERE / "spanish" / "onda-ribera.md"],
    HERE / "spanish" / "questions.toml": [HERE / "spanish" / "onda-ribera.md"],
}

# A run of common words counts only its ordinary words: names, figures and titles carry over.
LONGEST_RUN = 5
NAMES = (
    """ai labs agi us china china's chinese america american western silicon valley florian brand
    brand's sail stanford lab affiliates moonshot kimi xiaomi minimax zhipu glm meituan alibaba
    alibaba's qwen ant group group's bailing modelscope unitree robotics deepseek tsinghua
    university openai gpt 4o anthropic claude hugging face yann lecun meta nvidia amd phds
    月之暗面 魔搭社区 hundreds thousands million millions dollars days tokens users"""
).split()
TITLES = (
    "Silicon Valley Researcher's China Trip Reveals Humbler AI Labs",
    "The Vibes in China's AI Labs",
)


@cache
def article() -> str:
    """The article as it came. Whoever has not got it skips what needs it."""
    files = sorted(SHARED.glob("*.txt")) if SHARED.is_dir() else []
    if not files:
        pytest.skip("the article is not in this repository, and ../shared/report is not here")
    return files[0].read_text(encoding="utf-8")


def units(text: str) -> list[str]:
    """The paragraphs and bullets of a text, spaces evened out, small letters."""
    return [" ".join(line.split()).casefold() for line in text.splitlines() if line.strip()]


def blocks(path: Path) -> list[str]:
    """The paragraphs, items and table rows of one of our Markdown files."""
    body = re.sub(r"\A---\n.*?\n---\n", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [unit for unit in units(body) if not unit.startswith("#")]


def load(path: Path) -> list[dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))["question"]


def asked(question: dict[str, Any]) -> str:
    return question["ask"] if "ask" in question else " >> ".join(question["turns"])


def alternatives(question: dict[str, Any]) -> list[list[str]]:
    """The pattern lists of which one must stand in the right passage, all of it."""
    return question.get("any") or [question["contains"]]


def where(patterns: list[str], among: list[str]) -> list[str]:
    folded = [pattern.casefold() for pattern in patterns]
    return [unit for unit in among if all(pattern in unit for pattern in folded)]


def article_questions() -> list[dict[str, Any]]:
    return [question for path in ARTICLE_FILES for question in load(path)]


ARTICLE_FILES = [
    HERE / f"{name}{part}.toml"
    for name, (_, work_share) in SETS.items()
    for part in PARTS
    if part == "work" or work_share < 1
]
ALL_FILES = [*ARTICLE_FILES, *LIBRARY_FILES]


@cache
def of_set(name: str) -> dict[str, list[dict[str, Any]]]:
    """The questions of a set over the article, by part."""
    files = {part: HERE / f"{name}{part}.toml" for part in PARTS}
    return {part: load(path) if path in ARTICLE_FILES else [] for part, path in files.items()}


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_question_is_well_formed(path: Path) -> None:
    for question in load(path):
        assert question.keys() <= FORMAT, question
        assert ("ask" in question) != ("turns" in question), question
        assert question["expect"] in OUTCOMES, question
        assert question["kind"] in KINDS, question
        has_gold = ("contains" in question) + ("any" in question)
        assert has_gold == (question["expect"] == "answered"), question
        if has_gold:
            for patterns in alternatives(question):
                assert patterns, question
                assert all(1 <= len(pattern.split()) <= 6 for pattern in patterns), question


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_question_stands_twice(path: Path) -> None:
    counts = Counter(asked(question) for question in load(path))
    assert [ask for ask, n in counts.items() if n > 1] == []


def test_no_question_over_the_article_stands_in_two_sets() -> None:
    counts = Counter(asked(question) for question in article_questions())
    assert [ask for ask, n in counts.items() if n > 1] == []


def test_gold_of_the_article_points_at_single_passages() -> None:
    among = units(article())
    for question in article_questions():
        if question["expect"] != "answered":
            continue
        for patterns in alternatives(question):
            assert len(where(patterns, among)) == 1, (asked(question), patterns)


@pytest.mark.parametrize("path", LIBRARY_FILES, ids=lambda path: path.parent.name)
def test_gold_of_our_own_documents_points_at_few_passages(path: Path) -> None:
    among = [unit for document in LIBRARY_FILES[path] for unit in blocks(document)]
    for question in load(path):
        if question["expect"] != "answered":
            continue
        for patterns in alternatives(question):
            assert 1 <= len(where(patterns, among)) <= 3, (asked(question), patterns)


def test_a_paraphrase_shares_no_content_word_with_the_passages_it_should_find() -> None:
    among = units(article())
    shared = {
        asked(question): common
        for question in article_questions()
        if question["kind"] == "paraphrase"
        for patterns in alternatives(question)
        for unit in where(patterns, among)
        if (common := content(asked(question)) & content(unit))
    }
    assert shared == {}


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning; "us" and "them" and their like do not."""
    stem = snowballstemmer.stemmer("english").stemWord
    return {stem(word) for word in words(text) if word not in FUNCTION_WORDS}


FUNCTION_WORDS = frozenset(
    """a about all an and any anyone anymore are as at be been being but by can could did do does
    don don't either else every everybody everyone for from get go goes going got had has have he
    his how i if in into is isn't it its let like many more most much my not of off on one or our
    out over she so some something than that the their them there they they'd this those to up us
    was way we were what when where which who who's why will with would you your here even already
    ever doing aren't these only just else's handle take rather very too""".split()
)


def test_there_are_enough_questions_of_every_kind() -> None:
    least_of = {
        "": (240, 14),
        "voices-": (160, 3),
        "strangers-": (180, 4),
        "guests-": (270, 9),
        "neighbors-": (190, 4),
        "callers-": (210, 2),
    }
    some = {"visitors-", "passers-by-"}  # theirs are of some kinds only
    assert least_of.keys() | some == SETS.keys()
    for name, (total, least) in least_of.items():
        kinds = Counter(question["kind"] for group in of_set(name).values() for question in group)
        assert kinds.keys() == KINDS
        assert kinds.total() >= total
        assert min(kinds.values()) >= least, kinds
    assert 40 <= len(load(ROOT / "knowledge" / "questions.toml")) <= 60
    assert len(load(HERE / "second" / "questions.toml")) >= 60
    for language in ("german", "spanish"):
        assert len(load(HERE / language / "questions.toml")) >= 45
        assert len(load(HERE / language / "voices.toml")) >= 30


@pytest.mark.parametrize("name", SETS, ids=lambda name: f"{name}set")
def test_the_split_is_the_one_that_was_drawn(name: str) -> None:
    """Drawing again gives the same parts: nobody moved a hard question from one to the other."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    actual: dict[str, str] = {}
    for part in PARTS:
        for question in of_set(name)[part]:
            assert question["part"] == part, question
            by_kind[question["kind"]].append(asked(question))
            actual[asked(question)] = part
    drawn: dict[str, str] = {}
    seed, work_share = SETS[name]
    rng = random.Random(seed)
    for kind in sorted(by_kind):
        group = sorted(by_kind[kind])
        rng.shuffle(group)
        cut = round(work_share * len(group))
        drawn |= {ask: "work" if at < cut else "report" for at, ask in enumerate(group)}
    assert drawn == actual
    share = sum(part == "work" for part in actual.values()) / len(actual)
    assert abs(share - work_share) < 0.02


def words(text: str) -> list[str]:
    return [w.replace("’", "'").casefold() for w in re.findall(r"[\w'’]+", text)]


def common_runs(mine: str, theirs: str) -> list[str]:
    """Runs of words both texts have, longer than may be once names and figures are left out."""
    a, b = words(mine), words(theirs)
    width = LONGEST_RUN + 1
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j in range(len(b) - width + 1):
        starts[tuple(b[j : j + width])].append(j)
    titles = [words(title) for title in TITLES]
    found: list[str] = []
    i = 0
    while i <= len(a) - width:
        longest = max(
            (extent(a, i, b, j, width) for j in starts.get(tuple(a[i : i + width]), ())), default=0
        )
        run = a[i : i + longest]
        if sum(not is_name(word) for word in run) > LONGEST_RUN and run not in titles:
            found.append(" ".join(run))
        i += longest or 1
    return found


def extent(a: list[str], i: int, b: list[str], j: int, width: int) -> int:
    while i + width < len(a) and j + width < len(b) and a[i + width] == b[j + width]:
        width += 1
    return width


def is_name(word: str) -> bool:
    return word in NAMES or word[0].isdigit()


def test_the_check_for_borrowed_words_works() -> None:
    theirs = "The quick brown fox jumps over 2 million lazy dogs near Unitree Robotics in 2025."
    assert common_runs("he said the quick brown fox jumps over 2 million", theirs) == [
        "the quick brown fox jumps over 2 million"
    ]
    assert common_runs("a quick brown fox jumps over 3", theirs) == []
    assert common_runs("fox jumps over 2 million lazy dogs", theirs) == []
    assert common_runs("jumps over 2 million lazy dogs near unitree", theirs) == []
    assert common_runs("fox jumps over 2 million lazy dogs near", theirs) != []


CATALOGS = [
    ROOT / "knowledge" / "catalog.toml",
    *(HERE / name / "catalog.toml" for name in ("second", "german", "spanish")),
]


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: path.parent.name)
def test_a_name_belongs_to_one_entry_and_a_glossary_key_stands_once(path: Path) -> None:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    entries = [
        Entry(
            id=key,
            kind=kind,
            name=fields["name"],
            description=fields["description"],
            aliases=tuple(fields["aliases"]),
            related=tuple(fields["related"]),
        )
        for kind in EntryKind
        for key, fields in table[kind.value].items()
    ]
    assert duplicate_names(entries) == []
    for entry in entries:
        names = {fold(name) for name in entry.names}
        assert len(names) == len(entry.names), f"{entry.id}: two aliases differ in nothing"
        assert not names & {fold(word) for word in entry.related}, entry.id
        assert "\n" not in entry.name + entry.description, entry.id
    keys = Counter(fold(key) for key in table["glossary"])
    assert [key for key, n in keys.items() if n > 1] == []
    for key, others in table["glossary"].items():
        assert others, key
        assert fold(key) not in {fold(other) for other in others}, key


@pytest.mark.parametrize("path", ALL_FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_bot_reads_every_file_of_questions(path: Path) -> None:
    assert len(read_questions(path)) == len(load(path))


def test_the_catalog_has_learned_no_question_by_heart() -> None:
    catalog = tomllib.loads((ROOT / "knowledge" / "catalog.toml").read_text(encoding="utf-8"))
    learned = {fold(ask) for asks in catalog["asked"].values() for ask in asks}
    assert len(learned) > 1000
    for path in ALL_FILES:
        for question in load(path):
            said = question.get("turns") or [question["ask"]]
            assert learned.isdisjoint(map(fold, said)), question


def test_what_is_said_to_be_untold_is_in_no_question_that_is_told() -> None:
    catalog = tomllib.loads((ROOT / "knowledge" / "catalog.toml").read_text(encoding="utf-8"))
    told = [f" {fold(ask)} " for asks in catalog["asked"].values() for ask in asks]
    for words in chain.from_iterable(catalog["untold"].values()):
        assert not any(f" {fold(words)} " in ask for ask in told), words


OUR_TEXTS = sorted([*(ROOT / "knowledge").iterdir(), *HERE.glob("*.toml"), *HERE.glob("*.md")])


@pytest.mark.parametrize("path", OUR_TEXTS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_our_texts_carry_the_articles_facts_and_not_its_sentences(path: Path) -> None:
    assert common_runs(path.read_text(encoding="utf-8"), article()) == []
