"""A server speaks another language: nothing that its moderators see is left in English."""

from __future__ import annotations

import csv
import io
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import simcord
from desk_stories import KIMI, Scene, play, press
from discord_app_stage import buttons, parts, reply, shown
from pseudo import PSEUDO, in_plain_english, pseudo
from shelf import lab, theme
from test_cards import check, snapshot_of

from bot.core.changes import Change, ChangeKind, DocumentChange, Effect, EffectKind
from bot.core.coverage import Coverage
from bot.core.errors import FootnoteError, NotAllowed, Problem, UnknownVersion
from bot.core.gaps import Gap
from bot.core.keeping import Actor, AuditEntry, GuildSettings, Version
from bot.core.language import Languages
from bot.core.library import Proposal
from bot.core.pending import Pending
from bot.core.ports import FolderContents
from bot.core.questions import Answer, Outcome
from bot.core.statistics import Usage
from bot.discord_app import diagnosis
from bot.discord_app.cards.consent import agreed_card, consent_card, declined_card
from bot.discord_app.cards.coverage import coverage_card
from bot.discord_app.cards.desk import (
    applied_report,
    cancelled_card,
    export_card,
    failed_card,
    nothing_report,
    preview_report,
)
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.gaps import exported_card, gaps_card, gaps_table
from bot.discord_app.cards.history import Tab, trail_card, versions_card
from bot.discord_app.cards.notice import Privacy
from bot.discord_app.cards.numbers import usage_card
from bot.discord_app.consents import Quoted
from bot.discord_app.options import BotOptions
from bot.discord_app.rules import ServerRules
from bot.discord_app.upload_modal import UploadModal

NOW = datetime(2026, 5, 1, tzinfo=UTC)
# What others wrote in these stories, and units and times, which are the same everywhere.
NAMES = {"mo", "zoe", "ada", "Notes", "models", "md", "md1", "Moonshot", "AI", "UTC", "server"}


def left_in_english(*texts: str) -> set[str]:
    return {word for text in texts for word in in_plain_english(text).split()} - NAMES


def words_on(message: Any) -> list[str]:
    """Everything that can be read on a card, and what a screen reader says of its picture."""
    found: list[str] = []
    for part in parts(message):
        found += [str(part[key]) for key in ("content", "label") if part.get(key)]
        found += [str(item["description"]) for item in part.get("items", ())]
    return found


def assert_translated(message: Any) -> None:
    words = words_on(message)
    assert words
    assert left_in_english(*words) == set(), words


def labeled(label: str) -> str:
    """A button's label in the pseudo-language."""
    return str(PSEUDO.translations.gettext(label))


def pending_of(action: str, detail: str = "", scope: int | None = None, many: int = 1) -> Pending:
    snapshot = snapshot_of()
    passages = Change(1200, 1, 1)
    answers = [
        Answer("1?", Outcome.ANSWERED, "1 " * 60),
        Answer("1?", Outcome.PARTIAL),
        Answer("1?", Outcome.NOT_COVERED),
    ]
    proposal = Proposal(
        before=snapshot,
        after=snapshot,
        contents=FolderContents((), snapshot.catalog, ()),
        changes=tuple(
            DocumentChange(str(n), str(n), kind, passages)
            for n in range(many)
            for kind in ChangeKind
        ),
        effects=tuple(
            Effect(f"{n}?", kind, answers[0], answers[at])
            for n in range(many)
            for at, kind in enumerate(EffectKind)
        ),
        took_s=1.0,
    )
    problems = tuple(Problem(str(n), 3, "9" * 280) for n in range(many))
    by = Actor("mo")
    return Pending(scope, proposal, action, detail, by, problems, None if scope else 3)


@pytest.mark.parametrize("scope", [None, 7])
@pytest.mark.parametrize("many", [1, 40])
@pytest.mark.parametrize(
    ("action", "detail"),
    [("reload", ""), ("rollback", "to version 3"), ("add", "1"), ("remove", "1"), ("alias", "1")],
)
def test_what_a_change_does(action: str, detail: str, scope: int | None, many: int) -> None:
    pending = pending_of(action, detail, scope, many)
    version = Version(scope, 3, NOW, pending.by, action, detail, Change(), Change())
    with pseudo():
        for report in (
            preview_report(pending, "a" * 12),
            nothing_report(pending),
            applied_report(pending, version),
            applied_report(pending, None, "9"),
        ):
            check(report.card)
            assert_translated(report.card)
            assert (report.file is None) == (many == 1)
            assert left_in_english(report.file[1] if report.file else "") == set()


def test_the_ends_of_a_change() -> None:
    with pseudo():
        for card in (
            cancelled_card(),
            export_card(),
            failed_card("9", None),
            failed_card("9", snapshot_of()),
        ):
            assert_translated(card)


def test_the_author_of_a_message_is_asked_in_the_servers_language() -> None:
    quoted = Quoted(3, "1 2 3", "https://example.org/1", "ada", 4, "mo")
    with pseudo():
        for card in (
            consent_card(quoted, "a" * 12),
            agreed_card(quoted, "a" * 12),
            declined_card(),
        ):
            assert_translated(card)


def test_the_history() -> None:
    actions = ("start", "reload", "rollback", "add", "remove", "alias")
    by = Actor("mo")
    versions = [
        Version(None, n, NOW, by, action, "to version 3", Change(1, 2, 3), Change(4, 5, 6))
        for n, action in enumerate(actions * 2)
    ]
    unchanged = Version(None, 9, NOW, by, "reload", "", Change(), Change())
    entries = [AuditEntry(NOW, 7, by, action, "to version 3") for action in actions]
    with pseudo():
        for tab in (Tab.OWN, Tab.SHARED):
            for shown_versions in ([], versions, [unchanged]):
                card = versions_card(tab, shown_versions, served=1, names=True)
                check_dated(card)
                assert_translated(card)
        for told in ([], entries, entries * 2, [AuditEntry(NOW, 7, by, "settings", "1")]):
            assert_translated(trail_card(told))


def check_dated(card: Card) -> None:
    assert card.to_components()
    assert sum(len(part["content"]) for part in parts(card) if part["type"] == 10) <= 4000


def gap(n: int) -> Gap:
    return Gap(f"{n} " * 80, n, 3, ("1" * 40, "2", "3"), NOW)


def test_gaps() -> None:
    privacies = (Privacy(), Privacy(keeps_user_ids=True), Privacy(retention_days=0))
    with pseudo():
        for privacy in privacies:
            for gaps in ([], [gap(1)], [gap(n) for n in range(1, 20)]):
                for page in (0, 1):
                    card = gaps_card(gaps, k=3, privacy=privacy, page=page)
                    check_dated(card)
                    assert_translated(card)
        assert_translated(exported_card([gap(1)]))
        head = next(csv.reader(io.StringIO(gaps_table([gap(1)]).lstrip("\ufeff"))))
        assert left_in_english(*head) == set()


QUOTED = KIMI.replace(".", "") + " on"  # the documents' words
SURFACES = ("ask", "lab", "theme", "compare", "follow-up", "mention", "menu", "auto")


@pytest.mark.parametrize(
    "usage",
    [
        Usage(()),
        Usage(((date(2026, 1, 1), {}),)),
        Usage(((date(2026, 1, 1), {Outcome.PARTIAL: 1}),)),
        Usage(
            tuple(
                (date(2026, 1, 1) + timedelta(n), dict.fromkeys(Outcome, 1200)) for n in range(40)
            ),
            entries={"9" * 60 + str(n): n for n in range(1, 20)},
            surfaces=dict.fromkeys(SURFACES, 12000),
            median_ms=1234.5,
            p99_ms=2345.6,
            helpful=3,
            unhelpful=4,
        ),
    ],
    ids=["nothing", "no questions", "one", "many"],
)
def test_usage(usage: Usage) -> None:
    with pseudo():
        for kept_days in (0, 30, 365):
            for charts in (True, False):
                card = usage_card(usage, kept_days=kept_days, pictured=charts, charts=charts)
                check_dated(card)
                assert_translated(card)


def many(labs: int, themes: int, count: int) -> Coverage:
    return Coverage(
        tuple(lab(f"l{n}", f"1{n} " * 20) for n in range(labs)),
        tuple(theme(f"t{n}", f"2{n} " * 20) for n in range(themes)),
        tuple((count,) * themes for _ in range(labs)),
        (count,) * labs,
        (count,) * themes,
    )


@pytest.mark.parametrize("count", [0, 1, 1234])
@pytest.mark.parametrize(("labs", "themes"), [(0, 0), (1, 1), (2, 12), (60, 60)])
def test_coverage(labs: int, themes: int, count: int) -> None:
    with pseudo():
        for charts in (True, False):
            card = coverage_card(
                many(labs, themes, count), pictured=charts, charts=charts, advice=True
            )
            check_dated(card)
            assert_translated(card)


def test_the_form_for_files() -> None:
    async def submit(*_: object) -> None: ...

    with pseudo():
        form: Mapping[str, Any] = UploadModal(submit).to_dict()
    (field,) = form["components"]
    for words, most in ((form["title"], 45), (field["label"], 45), (field["description"], 100)):
        assert words.startswith("⟦")
        assert len(words) <= most


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    options = BotOptions(cooldown_uses=0, version="0.1.0", shard_count=1, language=PSEUDO.tag)
    async for each in play(tmp_path, options=options):
        # It learns the language once its commands are registered, for which it is too long.
        each.bot.rules = ServerRules(each.store.guild_settings, options, Languages(PSEUDO))
        yield each


async def command(scene: Scene, words: str, **given: Any) -> simcord.ResponseMessage:
    return reply(await scene.here.moderator.slash(scene.here.channel, words, **given))


async def test_a_day_at_the_desk(scene: Scene) -> None:
    scene.write("models.md", "# Notes on models", "Moonshot AI.")
    preview = await command(scene, "knowledge reload")
    assert_translated_but(preview, QUOTED)
    applied = await press(scene.here.moderator, preview, labeled("Apply"))
    assert_translated_but(applied.response or preview, QUOTED)
    history = await command(scene, "knowledge history")
    assert_translated(history)
    await press(scene.here.moderator, history, labeled("Shared"))
    assert_translated(history)
    await press(scene.here.moderator, history, labeled("Who did what"))
    assert_translated(history)
    for name in ("gaps", "stats", "coverage", "doctor", "export", "status"):
        assert_translated_but(await command(scene, f"knowledge {name}"), "Footnote")


def assert_translated_but(message: Any, others: str) -> None:
    """No word is left in English but these, which others wrote."""
    words = words_on(message)
    assert left_in_english(*words) <= {*others.split(), *others.title().split()}, words


async def test_what_the_doctor_finds_wrong(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(diagnosis, "_SLOW_S", -1.0)
    scene.write("models.md", "# Notes on models", "Moonshot AI.")
    (scene.folder / "broken.pdf").write_bytes(b"no pdf")
    await command(scene, "knowledge reload", now=True)
    await command(scene, "knowledge rollback", version="shared 1")
    gone = GuildSettings(channels=frozenset({1}), auto_channels=frozenset({2}))
    await scene.store.guild_settings.put(scene.here.guild.id, gone)
    card = await command(scene, "knowledge doctor")
    assert shown(card).count("⚠️") >= 3
    assert_translated(card)


@pytest.mark.parametrize(
    ("words", "given", "error"),
    [
        ("knowledge rollback", {"version": "1"}, UnknownVersion),
        ("knowledge rollback", {"version": "shared 99"}, None),
        ("knowledge remove", {"document": "1"}, None),
    ],
)
async def test_refusals(
    scene: Scene, words: str, given: dict[str, Any], error: type[FootnoteError] | None
) -> None:
    assert_translated(await command(scene, words, **given))
    if error is not None:
        simcord.assert_error(scene.env, error)


async def test_whoever_lost_the_role_is_refused(scene: Scene) -> None:
    history = await command(scene, "knowledge history")
    await scene.here.lose_role(scene.here.moderator, scene.env)
    result = await press(scene.here.moderator, history, labeled("Shared"))
    assert_translated(reply(result))
    simcord.assert_error(scene.env, NotAllowed)


async def test_the_buttons_of_the_pseudo_language_can_be_pressed(scene: Scene) -> None:
    history = await command(scene, "knowledge history")
    assert set(buttons(history)) == {
        labeled("This server's"),
        labeled("Shared"),
        labeled("Who did what"),
    }
