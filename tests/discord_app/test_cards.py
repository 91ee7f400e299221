"""Cards hold what they should, within Discord's limits, whatever the texts in them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest
from discord_app_stage import buttons, document, lab, parts, shown, theme
from discord_markdown import does
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pseudo import pseudo
from simcord.components import validate_components
from test_markup import ANYTHING, HOSTILE

from bot.core.catalog import Catalog
from bot.core.comparing import Comparison, Side
from bot.core.errors import Problem
from bot.core.model import Document, Entry, EntryKind, Passage, Span
from bot.core.passages import split_document
from bot.core.questions import Answer, Citation, Outcome
from bot.core.snapshot import Snapshot
from bot.discord_app.cards import phrases
from bot.discord_app.cards.answer import answer_card
from bot.discord_app.cards.asked import (
    Asked,
    as_subject,
    read_question,
    read_subject,
    write_question,
    write_subject,
)
from bot.discord_app.cards.comparison import comparison_card
from bot.discord_app.cards.desk import failed_card
from bot.discord_app.cards.entry import entry_card
from bot.discord_app.cards.frame import QUESTION_ID, Card
from bot.discord_app.cards.library import status_report
from bot.discord_app.cards.limits import as_question, units
from bot.discord_app.cards.listing import entries_card, sources_card
from bot.discord_app.cards.notice import Privacy, about_card, error_card, privacy_lines
from bot.discord_app.cards.reading import PART, reading_card
from bot.discord_app.targets import ToAnswer, ToPassage
from bot.search import Bm25IndexBuilder

ASKER = 123456789012345678
URL = "https://example.org/page"
LONG_URL = "https://example.org/" + "x" * 370


def passage(text: str, number: int = 1, section: tuple[str, ...] = ()) -> Passage:
    return Passage(f"p{number:07}", "d", number, 0, len(text), text, section, ())


def citation(
    n: int,
    text: str,
    *,
    title: str = "Notes",
    section: str = "",
    url: str | None = None,
    highlights: tuple[Span, ...] = (),
    sentence: Span | None = None,
) -> Citation:
    sentence = sentence or Span(0, len(text))
    return Citation(n, "d", title, section, passage(text, n), url, highlights, sentence)


def snapshot_of(*documents: Document, entries: tuple[Entry, ...] = ()) -> Snapshot:
    rows = {d.id: split_document(d) for d in documents}
    passages = {p.id: p for row in rows.values() for p in row}
    catalog = Catalog(entries)
    return Snapshot(
        documents={d.id: d for d in documents},
        passages=passages,
        rows=rows,
        catalog=catalog,
        index=Bm25IndexBuilder()(tuple(passages.values()), catalog, {}),
        problems=(),
        built_at=datetime(2026, 5, 1, tzinfo=UTC),
    )


def check(card: Card) -> None:
    """A card as it is sent: within the limits, and nothing in it does what others wrote."""
    check_limits(card)
    for text in texts_of(card):
        assert _done_by_others(text) == []


def check_in_any_language(make: Callable[[], Card]) -> None:
    """A card that is written at once in English and in a language of longer words."""
    check(make())
    with pseudo():
        check_limits(make())


def texts_of(card: Card) -> list[str]:
    return [c["content"] for c in parts(card) if c["type"] == 10]


def check_limits(card: Card) -> None:
    payload = card.to_components()
    validate_components(payload, flags=1 << 15)
    texts = texts_of(card)
    assert sum(units(text) for text in texts) <= 4000
    for text in texts:
        assert text.strip()
    for component in parts(card):
        if component["type"] == 2:
            assert 0 < units(component["label"]) <= 80
            assert len(component["custom_id"]) <= 100


def _done_by_others(text: str) -> list[str]:
    left = re.sub(r"\\([^0-9A-Za-z\s])", "\ue000", text)
    left = re.sub(r"\[[^\[\]\n]*\]\(<https://example\.org/[!-~]*?>\)", "", left)
    left = re.sub(r"<t:\d+:R>|`/[a-z][a-z ]*`|`catalog\.toml`", "", left)
    left = left.replace("\u2068", "").replace("\u2069", "")
    ours = {"bold or italic", "heading", "list", "quotation"}
    return [name for name in does(left) if name not in ours]


def test_an_answer_shows_question_quote_and_numbered_sources() -> None:
    text = "Kimi came late. It reads two million characters. It is cheap."
    answer = Answer(
        "how much does kimi read?",
        Outcome.ANSWERED,
        quote="It reads two million characters.",
        citations=(
            citation(
                1,
                text,
                section="Models › Kimi",
                url=URL,
                highlights=(Span(0, 4), Span(19, 24)),
                sentence=Span(16, 48),
            ),
        ),
        missing=("much",),
    )
    card = answer_card(answer, ASKER)
    check(card)
    link = URL + "#:~:text=It%20reads%20two%20million%20characters."
    assert shown(card).split("\n") == [
        "**how much does kimi read?**",
        "> It **reads** two million characters. [1]",
        "-# Nothing was found on *much*.",
        "**[1]** **Kimi** came late. It **reads** two million characters. It is cheap.",
        f"-# [Notes › Models › Kimi](<{link}>)",
    ]
    assert list(buttons(card)) == ["Read around", "Follow up"]


def test_a_partial_answer_says_what_is_missing_and_what_there_is() -> None:
    answer = Answer(
        "where is Unitree's head office?",
        Outcome.PARTIAL,
        citations=(citation(1, "Unitree builds robots."),),
        entities=(lab("unitree", "Unitree Robotics"),),
        missing=("head", "office"),
    )
    card = answer_card(answer, ASKER)
    check(card)
    assert (
        "The documents say nothing about a *head office*. About **Unitree Robotics** they say:"
        in shown(card)
    )
    assert "Unitree builds robots." in shown(card)


def test_a_question_that_is_not_covered_offers_the_nearest() -> None:
    answer = Answer(
        "is it raining?",
        Outcome.NOT_COVERED,
        missing=("raining",),
        suggestions=(lab("moonshot", "Moonshot AI"), theme("talent", "Talent")),
    )
    card = answer_card(answer, ASKER)
    check(card)
    assert "Not covered. The documents say nothing about *raining*." in shown(card)
    assert shown(card).endswith("Nothing they speak of is near to that. They say most about:")
    assert shown(answer_card(replace(answer, near=True), ASKER)).endswith(
        "Nearest to what you ask:"
    )
    assert list(buttons(card)) == ["Moonshot AI", "Talent"]


def test_what_was_corrected_is_said() -> None:
    answer = Answer("unitry?", Outcome.PARTIAL, corrections=(("unitry", "Unitree Robotics"),))
    card = answer_card(answer, ASKER)
    check(card)
    assert "Searched for *Unitree Robotics* (you wrote *unitry*)" in shown(card)


def test_nothing_to_look_up_and_nothing_to_answer_from_are_told_apart() -> None:
    invalid = answer_card(Answer("???", Outcome.INVALID), ASKER)
    empty = answer_card(Answer("kimi", Outcome.NOT_COVERED, missing=("kimi",)), ASKER, empty=True)
    check(invalid)
    check(empty)
    assert "nothing in that to look up" in shown(invalid)
    assert "no documents to answer from yet" in shown(empty)
    assert "say nothing about" not in shown(empty)


def test_a_passage_that_is_quoted_whole_is_not_shown_twice() -> None:
    found = citation(1, "Kimi is cheap.", section="Money")
    card = answer_card(Answer("q", Outcome.ANSWERED, "Kimi is cheap.", (found,)), ASKER)
    check(card)
    assert shown(card).split("\n") == ["**q**", "> Kimi is cheap. [1]", "**[1]** Notes › Money"]


def test_sources_are_turned_three_at_a_time() -> None:
    cited = tuple(citation(n, f"Passage number {n}.") for n in range(1, 8))
    answer = Answer("q", Outcome.ANSWERED, "Passage number 1.", cited)
    first, last = answer_card(answer, ASKER), answer_card(answer, ASKER, page=99)
    check(first)
    check(last)
    assert "Sources 1 to 3 of 7" in shown(first)
    assert "Previous" not in buttons(first)
    assert "Sources 7 to 7 of 7" in shown(last)
    assert "Next" not in buttons(last)
    assert buttons(last)["Previous"] == f"fn1:{ASKER}:a/1"


def test_a_long_passage_is_shown_around_its_sentence_and_says_that_it_is_shortened() -> None:
    before = "This is said at length. " * 300
    sentence = "Kimi reads two million characters."
    text = before + sentence + " And so on." * 900
    found = citation(1, text, sentence=Span(len(before), len(before) + len(sentence)))
    card = answer_card(Answer("q", Outcome.ANSWERED, sentence, (found,)), ASKER)
    check(card)
    assert f"… {sentence} And so on." in shown(card)
    assert shown(card).endswith(" …\n-# (shortened: Read around shows all)\n-# Notes")


def test_the_most_that_can_be_said_at_once_still_fits() -> None:
    stars, faces = "*" * 900, "\U0001f600" * 900
    for filler in (stars, faces, "\\_ " * 900):
        entries = tuple(lab(f"{n}" * 40, filler, filler) for n in range(5))
        found = tuple(
            citation(n, filler, title=filler, section=filler, url=LONG_URL) for n in range(1, 11)
        )
        for outcome in Outcome:
            answer = Answer(
                filler,
                outcome,
                filler,
                found,
                entries,
                (filler,) * 9,
                ((filler, filler),) * 9,
                entries,
                carried=filler,
                spoken_of=(filler,) * 9,
            )
            for page in range(4):
                check_in_any_language(partial(answer_card, answer, ASKER, page=page, judged=True))
        sides = [
            Side(
                entry,
                tuple(
                    replace(c, n=c.n + at * 10, passage=passage(filler, c.n + at * 10))
                    for c in found
                ),
            )
            for at, entry in enumerate(entries[:2])
        ]
        seen = Comparison(sides[0], sides[1], entries[2])
        check_in_any_language(partial(comparison_card, seen, ASKER, page=1))


@pytest.mark.parametrize("filler", ["*", "\U0001f600", "\\_ "])
def test_the_longest_lists_and_the_longest_passage_still_fit(filler: str) -> None:
    wide = filler * 500
    text = "\n\n".join(f"# {at}{wide}\n{wide * 8}" for at in range(3))
    url = "https://example.org/" + "x" * 130
    documents = [
        replace(document(f"d{at}", text, title=wide, url=url), author=wide) for at in range(10)
    ]
    entries = tuple(lab(f"l{at}", wide, description=wide) for at in range(10))
    counts = {entry.id: 12345 for entry in entries}
    check_in_any_language(partial(entries_card, EntryKind.LAB, entries, counts, ASKER))
    snapshot = snapshot_of(*documents, entries=entries)
    check_in_any_language(partial(sources_card, snapshot, ASKER))
    around = snapshot_of(replace(documents[0], url=LONG_URL))
    asked = Asked(wide, wide)
    for row in around.rows["d0"]:
        for part in range(3):
            target = ToPassage(row.id, part, ToAnswer(3))
            check_in_any_language(partial(reading_card, around, row, ASKER, target, asked=asked))


def test_the_question_is_read_back_from_its_card() -> None:
    for question in (*map(as_question, HOSTILE), "**bold?**", "2 * 3 = 6 \\", "月之暗面？"):
        if question:
            card = answer_card(Answer(question, Outcome.INVALID), ASKER)
            (sent,) = [c["content"] for c in parts(card) if c.get("id") == QUESTION_ID]
            assert read_question(sent) == question


@given(ANYTHING.map(as_question).filter(bool))
def test_any_question_is_read_back(question: str) -> None:
    assert read_question(write_question(question)) == question
    subject = as_subject(question)
    assert subject is not None
    assert read_subject(write_subject(subject)) == subject
    assert as_subject(subject) == subject
    with pseudo():
        line = write_subject(subject)
    assert read_subject(line) == subject


def test_what_a_question_was_taken_to_mean_is_shown_beneath_it() -> None:
    answer = Answer("and its funding?", Outcome.INVALID, carried="**Moonshot** AI")
    card = answer_card(answer, ASKER)
    check(card)
    lines = shown(card).split("\n")
    assert lines[:2] == [
        "**and its funding?**",
        "-# Taking it to mean **\\*\\*Moonshot\\*\\* AI**",
    ]
    assert read_subject(lines[1]) == "**Moonshot** AI"


# Texts that need much room: every character escaped, two units wide, or without any space.
WIDE = st.sampled_from(["*" * 900, "\U0001f600" * 700, "_ " * 900, "x" * 5000, "word " * 2000])
TEXT = st.one_of(ANYTHING, WIDE, st.builds(lambda a, b: f"{a} {b}", ANYTHING, WIDE))
URLS = st.sampled_from([None, URL, LONG_URL, "javascript:alert(1)", URL + ")>[x](https://a.b)"])
ENTRIES = st.builds(
    Entry,
    st.one_of(st.just("moonshot"), st.text(min_size=1, max_size=80)),
    st.sampled_from(EntryKind),
    TEXT,
    TEXT,
    st.lists(TEXT, max_size=12).map(tuple),
)


@st.composite
def citations(draw: st.DrawFn) -> tuple[Citation, ...]:
    found: list[Citation] = []
    for n in range(1, draw(st.integers(0, 10)) + 1):
        text = draw(TEXT)
        spans = st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))
        marks = sorted(Span(*sorted(pair)) for pair in draw(st.lists(spans, max_size=6)))
        found.append(
            citation(
                n,
                text,
                title=draw(TEXT),
                section=draw(TEXT),
                url=draw(URLS),
                highlights=tuple(marks),
                sentence=Span(*sorted(draw(spans))),
            )
        )
    return tuple(found)


ANSWERS = st.builds(
    Answer,
    TEXT,
    st.sampled_from(Outcome),
    st.one_of(st.none(), TEXT),
    citations(),
    st.lists(ENTRIES, max_size=5).map(tuple),
    st.lists(TEXT, max_size=8).map(tuple),
    st.lists(st.tuples(TEXT, TEXT), max_size=5).map(tuple),
    st.lists(ENTRIES, max_size=6, unique_by=lambda e: (e.kind, e.id)).map(tuple),
    carried=st.one_of(st.none(), TEXT),
    near=st.booleans(),
    spoken_of=st.lists(TEXT, max_size=5).map(tuple),
)
SIDES = st.builds(Side, ENTRIES, citations())
slow = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@slow
@given(ANSWERS, st.integers(0, 12))
def test_any_answer_fits_and_does_nothing(answer: Answer, page: int) -> None:
    check_in_any_language(partial(answer_card, answer, ASKER, page=page))


@slow
@given(SIDES, SIDES, st.one_of(st.none(), ENTRIES), st.integers(0, 12))
def test_any_comparison_fits_and_does_nothing(
    first: Side, second: Side, on: Entry | None, page: int
) -> None:
    assume(first.entry.id != second.entry.id)
    apart = tuple(
        replace(c, n=c.n + 10, passage=passage(c.passage.text, c.n + 10)) for c in second.citations
    )
    seen = Comparison(first, Side(second.entry, apart), on)
    check_in_any_language(partial(comparison_card, seen, ASKER, page=page))


@slow
@given(ENTRIES, citations(), st.integers(0, 12))
def test_any_entry_fits_and_does_nothing(
    entry: Entry, cited: tuple[Citation, ...], page: int
) -> None:
    check_in_any_language(partial(entry_card, entry, cited, ASKER, page=page))


@slow
@given(st.lists(ENTRIES, max_size=30, unique_by=lambda e: e.id), st.integers(0, 5))
def test_any_list_of_entries_fits_and_does_nothing(entries: list[Entry], page: int) -> None:
    labs = [Entry(e.id, EntryKind.LAB, e.name, e.description) for e in entries]
    counts = {entry.id: 12345 for entry in labs}
    check_in_any_language(partial(entries_card, EntryKind.LAB, labs, counts, ASKER, page=page))


@slow
@given(st.lists(st.tuples(TEXT, TEXT, URLS, TEXT), min_size=1, max_size=12), st.integers(0, 3))
def test_any_document_fits_and_does_nothing(
    told: list[tuple[str, str, str | None, str]], page: int
) -> None:
    documents = [
        document(f"d{n}", text, title=title, url=url)
        for n, (text, title, url, _) in enumerate(told)
    ]
    snapshot = snapshot_of(*documents)
    check_in_any_language(partial(sources_card, snapshot, ASKER, page=page))
    for row in snapshot.rows.values():
        for shown_passage in row[:2]:
            target = ToPassage(shown_passage.id, page, ToAnswer(3))
            question = told[0][3]
            asked = Asked(question, question)
            check_in_any_language(
                partial(reading_card, snapshot, shown_passage, ASKER, target, asked=asked)
            )


@slow
@given(TEXT, st.lists(st.builds(Problem, TEXT, st.none(), TEXT), max_size=40))
def test_any_trouble_fits_and_does_nothing(words: str, problems: list[Problem]) -> None:
    check_in_any_language(partial(error_card, words))
    check(failed_card(words, None))
    snapshot = snapshot_of()
    broken = Snapshot({}, {}, {}, Catalog(), snapshot.index, tuple(problems), snapshot.built_at)
    check_in_any_language(lambda: status_report(broken, words[:30], math.nan).card)


def test_reading_around_shows_before_and_after_and_leads_on() -> None:
    snapshot = snapshot_of(document("d", "# Top\nOne.\n\nTwo.\n\nThree.\n# Other\nFour.", url=URL))
    one, two, three, four = snapshot.rows["d"]
    card = reading_card(
        snapshot, three, ASKER, ToPassage(three.id, 0, ToAnswer(1)), asked=Asked("q?")
    )
    check(card)
    lines = shown(card).split("\n")
    assert lines[0] == "**q?**"
    assert "Passage 3 of 4" in shown(card)
    assert lines[-5:] == ["-# Before it", "Two.", ">>> Three.", "-# After it, in Other", "Four."]
    pressed = buttons(card)
    assert pressed["Earlier"].endswith(f"p/{two.id}/0/a/1")
    assert pressed["Later"].endswith(f"p/{four.id}/0/a/1")
    assert pressed["Back"].endswith(":a/1")
    edge = reading_card(snapshot, one, ASKER, ToPassage(one.id), asked=None)
    check(edge)
    assert list(buttons(edge)) == ["Later"]


def test_a_passage_longer_than_a_message_is_read_in_parts() -> None:
    words = [f"word{n}" for n in range(1200)]
    whole = " ".join(words)
    made = document("d", "# T\nshort")
    long = Passage("long0001", "d", 1, 0, len(whole), whole, (), ())
    snapshot = Snapshot(
        {"d": made},
        {long.id: long},
        {"d": (long,)},
        Catalog(),
        snapshot_of().index,
        (),
        made.modified,
    )
    read: list[str] = []
    part: int | None = 0
    while part is not None:
        card = reading_card(snapshot, long, ASKER, ToPassage(long.id, part), asked=None)
        check(card)
        body = shown(card).split(">>> ")[1]
        assert units(body) <= PART
        read += body.split()
        leads_to = buttons(card).get("Later")
        part = int(leads_to.split("/")[-1]) if leads_to else None
    assert read == words


def test_many_problems_are_counted_and_listed_in_a_file() -> None:
    problems = [
        Problem(f"notes/{n:03}.md", n, "is not UTF-8; save it as UTF-8") for n in range(1, 200)
    ]
    base = snapshot_of()
    snapshot = Snapshot({}, {}, {}, Catalog(), base.index, tuple(problems), base.built_at)
    report = status_report(snapshot, "0.1.0", 0.05)
    check(report.card)
    assert "199 problems" in shown(report.card)
    assert "notes\\/001.md\\:1" in shown(report.card)
    assert report.file is not None
    name, everything = report.file
    assert name == "problems.txt"
    assert everything.splitlines()[-1] == str(problems[-1])
    few = Snapshot({}, {}, {}, Catalog(), base.index, tuple(problems[:2]), base.built_at)
    assert status_report(few, "0.1.0", 0.05).file is None


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (34_400, "34 kB"),
        (999_600, "1.0 MB"),
        (2_500_000, "2.5 MB"),
        (7_000_000_000, "7.0 GB"),
    ],
)
def test_sizes_read_well(size: int, words: str) -> None:
    assert phrases.size(size) == words


def test_privacy_is_told_in_three_lines_as_it_is_set_up() -> None:
    assert len(privacy_lines(Privacy())) == 3
    assert "30 days" in " ".join(privacy_lines(Privacy()))
    assert "remember for 10 minutes" in privacy_lines(Privacy(0))[1]
    assert "Who asked is not kept" in " ".join(privacy_lines(Privacy()))
    assert "Who asked is kept" in " ".join(privacy_lines(Privacy(keeps_user_ids=True)))
    assert "not kept" in privacy_lines(Privacy(0))[1]
    assert "1 day," in privacy_lines(Privacy(1))[1]
    check(about_card("0.1.0", Privacy()))
