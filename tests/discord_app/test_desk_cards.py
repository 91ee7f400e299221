"""Moderators' cards hold what Discord takes, whatever documents and people are called."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st
from test_cards import TEXT, check, parts, shown, snapshot_of, units, validate_components
from test_cards import _done_by_others as done_by_others

from bot.core.changes import Change, ChangeKind, DocumentChange, Effect, EffectKind
from bot.core.errors import Problem
from bot.core.keeping import Actor, AuditEntry, Version
from bot.core.library import Proposal
from bot.core.pending import Pending
from bot.core.ports import FolderContents
from bot.core.questions import Answer, Outcome
from bot.core.snapshot import Snapshot
from bot.discord_app.cards.consent import agreed_card, consent_card
from bot.discord_app.cards.desk import applied_report, nothing_report, preview_report
from bot.discord_app.cards.frame import Card
from bot.discord_app.cards.history import Tab, trail_card, versions_card
from bot.discord_app.consents import Quoted

DATE = r"<t:\d+:f>"
NOW = datetime(2026, 5, 1, tzinfo=UTC)
CHANGE = st.builds(Change, *[st.integers(0, 10**6)] * 3)
ANSWERS = st.builds(Answer, TEXT, st.sampled_from(Outcome), st.none() | TEXT)
CHANGES = st.builds(DocumentChange, TEXT, TEXT, st.sampled_from(ChangeKind), CHANGE)
EFFECTS = st.builds(Effect, TEXT, st.sampled_from(EffectKind), ANSWERS, ANSWERS)
PROBLEMS = st.builds(Problem, TEXT, st.none() | st.integers(1, 9), TEXT)
SNAPSHOT: Snapshot = snapshot_of()


def check_but(card: Card, ours: str) -> None:
    """Checks a card on which texts that fit the pattern are ours, such as a date."""
    for component in parts(card):
        if component["type"] == 10:
            assert component["content"].strip()
            assert done_by_others(re.sub(ours, "", component["content"])) == []
    validate_components(card.to_components(), flags=1 << 15)
    assert sum(units(c["content"]) for c in parts(card) if c["type"] == 10) <= 4000


@st.composite
def pendings(draw: st.DrawFn) -> Pending:
    proposal = Proposal(
        before=SNAPSHOT,
        after=SNAPSHOT,
        contents=FolderContents((), SNAPSHOT.catalog, ()),
        changes=tuple(draw(st.lists(CHANGES, max_size=30))),
        effects=tuple(draw(st.lists(EFFECTS, max_size=12))),
        took_s=1.0,
    )
    return Pending(
        scope=draw(st.none() | st.just(7)),
        proposal=proposal,
        action=draw(st.sampled_from(["reload", "rollback", "add", "remove", "alias"])),
        detail=draw(TEXT),
        by=Actor(draw(TEXT)),
        problems=tuple(draw(st.lists(PROBLEMS, max_size=12))),
        rolled_back_to=draw(st.none() | st.integers(1, 10**6)),
    )


@settings(max_examples=40, deadline=None)
@given(pendings(), TEXT)
def test_any_change_fits_on_a_card_and_loses_nothing(pending: Pending, trouble: str) -> None:
    version = Version(None, 3, NOW, pending.by, "add", "", Change(), Change())
    for report in (
        preview_report(pending, "a" * 12),
        nothing_report(pending),
        applied_report(pending, version, trouble),
    ):
        check(report.card)
        items = len(pending.proposal.changes) + len(pending.problems)
        if report.file is None:
            lines = re.findall(r"^[＋～－] \*\*", shown(report.card), re.MULTILINE)
            assert len(lines) == len(pending.proposal.changes)
        elif items:
            assert report.file[1].count("\n") >= items


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT, st.integers(0, 40), st.integers(0, 9))
def test_any_history_fits_on_its_pages(
    name: str, action: str, detail: str, count: int, page: int
) -> None:
    one = Change(10**6, 10**6, 10**6)
    versions = [
        Version(7, n, NOW, Actor(name), action, detail, one, one) for n in range(count, 0, -1)
    ]
    for tab in (Tab.OWN, Tab.SHARED):
        check_but(versions_card(tab, versions, served=count, names=True, page=page), DATE)
    entries = [AuditEntry(NOW, 7, Actor(name), action, detail)] * count
    check_but(trail_card(entries, page=page), DATE)


@settings(max_examples=40, deadline=None)
@given(TEXT, TEXT, TEXT)
def test_any_message_can_be_asked_for(text: str, author: str, asked_by: str) -> None:
    url = f"https://discord.com/channels/{'1' * 19}/{'2' * 19}/{'3' * 19}"
    quoted = Quoted(3, text * 20 or "x", url, author, 4, asked_by)
    ours = rf"^<@4>|\[(your|the) message\]\(<{url}>\)"
    check_but(consent_card(quoted, "a" * 12), ours)
    check_but(agreed_card(quoted, "a" * 12), ours)
