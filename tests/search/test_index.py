"""A member's words find the passage, in whatever form the documents hold them."""

from __future__ import annotations

import pytest
from shelf import document, lab, shelve, theme

from bot.core.snapshot import Snapshot

ENTRIES = (
    lab("moonshot", "Moonshot AI", "Moonshot", "Kimi", "月之暗面"),
    lab("unitree", "Unitree Robotics", "Unitree"),
    lab("deepseek", "DeepSeek"),
    theme("humility", "Humility", "humble", "谦虚", related=("showing off",)),
    theme("open-source", "Open source"),
)
GLOSSARY = {
    "compute": ("chips", "graphics cards"),
    "上下文": ("context",),
    "US": ("United States",),
}


@pytest.fixture(scope="module")
def library() -> Snapshot:
    return shelve(
        document(
            "# Field notes",
            "## Long context",
            "Kimi reads 2 million tokens at once. Its makers are proud of that.",
            "Moonshot AI has offices full of plants.",
            "## Machines",
            "Unitree builds robots that walk on four legs. They also dance.",
            "The humble engineers spoke of open problems.",
            "Weights are published by DeepSeek as open source.",
            "## Policy",
            "Exports of chips were limited by the United States. Prices rose.",
            "Nobody spoke about the weather in May 2024.",
        ),
        entries=ENTRIES,
        glossary=GLOSSARY,
    )


async def first(library: Snapshot, question: str) -> str:
    result = await library.index.search(question, limit=3)
    return result.hits[0].passage.text if result.hits else ""


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("how long is Kimi's context?", "2 million tokens"),
        ("tell me abuot unitry", "four legs"),
        ("月之暗面", "plants"),
        ("kimi", "tokens"),
        ("上下文有多少 token", "2 million"),
        ("2M tokens", "2 million"),
        ("2,000,000", "2 million"),
        ("opensource weigths", "DeepSeek"),
        ("deep seek", "DeepSeek"),
        ("DEEPSEEK", "DeepSeek"),
        ("compute", "chips"),
        ("was anyone showing off?", "humble"),
        ("他们謙虛嗎", "humble"),
        ("walking robot", "four legs"),
        ("what happened in the US", "United States"),
    ],
)
async def test_it_is_found_however_it_is_asked(
    library: Snapshot, question: str, found: str
) -> None:
    assert found in await first(library, question)


@pytest.mark.parametrize("question", ["", "   ", "🙂", "?!", "what is it", "的吗", "\u200b"])
async def test_nothing_to_look_up_has_no_terms(library: Snapshot, question: str) -> None:
    result = await library.index.search(question, limit=3)
    assert not result.terms
    assert not result.hits


async def test_unknown_words_find_nothing_and_weigh_most(library: Snapshot) -> None:
    result = await library.index.search("unitree zeppelin", limit=3)
    unitree, zeppelin = result.terms
    assert (unitree.known, zeppelin.known) == (True, False)
    assert zeppelin.weight > unitree.weight
    assert sum(term.weight for term in result.terms) == pytest.approx(1)
    assert not (await library.index.search("zeppelin", limit=3)).hits


async def test_the_hit_says_what_it_matched_and_where(library: Snapshot) -> None:
    result = await library.index.search("how many tokens does kimi read", limit=3)
    best = result.hits[0]
    assert best.rank == 1
    text = best.passage.text
    assert [text[a:b] for a, b in best.highlights] == ["Kimi", "reads", "tokens"]
    assert text[best.sentence.start : best.sentence.end] == "Kimi reads 2 million tokens at once."
    assert best.coverage == pytest.approx(best.sentence_coverage)
    assert best.fits


async def test_a_sentence_without_the_kind_of_answer_does_not_fit(library: Snapshot) -> None:
    robots = await library.index.search("when did unitree build robots", limit=1)
    assert not robots.hits[0].fits
    weather = await library.index.search("when did nobody speak about the weather", limit=1)
    assert weather.hits[0].fits


async def test_a_correction_is_told(library: Snapshot) -> None:
    (term,) = (await library.index.search("unitry", limit=1)).terms
    assert (term.text, term.searched_as) == ("unitry", "unitree")


async def test_a_real_word_is_never_corrected(library: Snapshot) -> None:
    for word in ("planets", "offline", "tokens"):
        (term,) = (await library.index.search(word, limit=1)).terms
        assert term.searched_as is None


async def test_all_that_concerns_a_lab_is_listed_best_first(library: Snapshot) -> None:
    hits = await library.index.concerning(ENTRIES[0])
    assert [hit.passage.text[:8] for hit in hits] == ["Moonshot", "Kimi rea"]
    assert [hit.rank for hit in hits] == [1, 2]
    assert all(hit.highlights for hit in hits)
    assert library.index.mentions(ENTRIES[0]) == len(hits)


async def test_the_same_question_gives_the_same_answer(library: Snapshot) -> None:
    once = await library.index.search("open problems of robots", limit=5)
    assert once == await library.index.search("open problems of robots", limit=5)


async def test_an_empty_library_finds_nothing() -> None:
    empty = shelve(entries=ENTRIES)
    result = await empty.index.search("kimi context", limit=3)
    assert [term.known for term in result.terms] == [False, False]
    assert not result.hits
    assert not await empty.index.concerning(ENTRIES[0])
    assert empty.index.mentions(ENTRIES[0]) == 0


async def test_a_german_document_is_stemmed_in_german() -> None:
    german = shelve(document("Die Häuser wurden gebaut.", language="de"))
    assert "Häuser" in await first(german, "Haus")


async def test_chinese_documents_are_found_by_pairs_of_characters() -> None:
    chinese = shelve(document("这家公司发布了新的语言模型。", "天气很好。"))
    assert "模型" in await first(chinese, "語言模型是誰發布的")


async def test_headings_count_less_than_text() -> None:
    library = shelve(
        document("# Bees", "They live in hives.", "# Other", "Bees make honey in summer."),
    )
    result = await library.index.search("bees", limit=2)
    assert [hit.passage.text[:4] for hit in result.hits] == ["Bees", "They"]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ('"open problems"', ["The humble engineers spoke of open problems."]),
        ("“spoke of open”", ["The humble engineers spoke of open problems."]),
        ('"open tokens"', []),
        ('robots "four legs"', ["Unitree builds robots that walk on four legs. They also dance."]),
        (
            'engineers "four legs"',
            ["Unitree builds robots that walk on four legs. They also dance."],
        ),
    ],
)
async def test_quotation_marks_mean_these_words_side_by_side(
    library: Snapshot, question: str, found: list[str]
) -> None:
    result = await library.index.search(question, limit=3)
    assert [hit.passage.text for hit in result.hits] == found


async def test_a_quoted_phrase_in_chinese() -> None:
    chinese = shelve(document("这家公司发布了新的语言模型。", "模型和语言。"))
    result = await chinese.index.search("「语言模型」", limit=3)
    assert [hit.passage.text[:2] for hit in result.hits] == ["这家"]


async def test_an_explanation_adds_up(library: Snapshot) -> None:
    explained = await library.index.explain("does unitree build robots for exports", limit=10)
    assert {hit.about for hit in explained.hits} == {1.0, 0.4}
    for hit in explained.hits:
        rise = hit.sentence + hit.pairs + hit.lead
        assert hit.standing == pytest.approx(hit.bm25 * hit.about * (1 + rise))
        assert hit.further == pytest.approx(hit.standing * (1 + hit.whole) + hit.beside)


async def test_of_equal_passages_one_beside_the_first_is_the_next() -> None:
    guide = shelve(
        document("It rains.", "The hut has a stove."),
        document("The hut has a stove of tiles.", "The hut has a stove.", name="other.md"),
    )
    found = await guide.index.search("a stove of tiles in the hut", limit=3)
    assert [(hit.passage.document_id, hit.passage.text[-7:]) for hit in found.hits] == [
        ("other.md", " tiles."),
        ("other.md", " stove."),
        ("guide.md", " stove."),
    ]


MANY = ("Arcadia", "Boreas", "Caldera", "Dorado", "Elysium", "Fornax", "Galatea", "Hyperion")
LISTED = f"He visited {', '.join(MANY)}."


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Boreas and Galatea, what does each do?", "Galatea trains models."),
        ("were Boreas and Galatea visited?", LISTED),
        ("Dorado", LISTED),
    ],
)
async def test_a_list_of_labs_says_little_of_two_of_them(question: str, found: str) -> None:
    guide = shelve(
        document(LISTED, "Galatea trains models.", "Boreas builds robots.", "The flight was long."),
        entries=[lab(name.lower(), name) for name in MANY],
    )
    assert await first(guide, question) == found


async def test_what_leads_in_to_a_list_comes_after_what_the_list_says() -> None:
    guide = shelve(
        document(
            "For members and guests some rules hold:",
            "Guests pay no fees under the rules, and members bring them in by the back door.",
            "The flight was long.",
        )
    )
    assert (await first(guide, "rules for guests")).startswith("Guests pay")
