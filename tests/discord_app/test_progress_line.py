"""While long work goes on, whoever waits sees how far it is; never after it is done."""

from __future__ import annotations

import asyncio
import time
from typing import Any, cast

import discord
import pytest
from discord_app_stage import shown

from bot.discord_app import progress
from bot.discord_app.cards.frame import Card
from bot.discord_app.progress import ProgressLine


class Deferred:
    """A deferred interaction: takes down each edit of its answer, when it has arrived."""

    def __init__(self, takes_s: float = 0.0, status: int | None = None) -> None:
        self.said: list[str] = []
        self._takes_s = takes_s
        self._status = status

    async def edit_original_response(self, *, view: Card) -> None:
        await asyncio.sleep(self._takes_s)
        if self._status is not None:
            response: Any = type("Response", (), {"status": self._status, "reason": "no"})()
            raise discord.HTTPException(response, "no")
        self.said.append(shown(view))


@pytest.fixture(autouse=True)
def quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress, "EVERY_S", 0.1)


def line_on(answer: Deferred) -> ProgressLine:
    return ProgressLine(cast("discord.Interaction[Any]", answer), "Reading the documents")


async def test_it_is_told_now_and_then_from_another_thread() -> None:
    def read(line: ProgressLine) -> None:
        for n in range(100):
            line("documents", n, 1000)
            time.sleep(0.005)

    answer = Deferred()
    async with line_on(answer) as line:
        await asyncio.to_thread(read, line)
    assert 2 <= len(answer.said) <= 6
    assert all(said.startswith("Reading the documents … documents: ") for said in answer.said)
    assert all(said.endswith("of 1,000") for said in answer.said)
    assert len(set(answer.said)) == len(answer.said)


async def test_quick_work_says_nothing() -> None:
    answer = Deferred()
    async with line_on(answer) as line:
        line("documents", 1, 2)
    assert answer.said == []


async def test_no_line_arrives_after_the_work_is_done() -> None:
    answer = Deferred(takes_s=0.3)
    async with line_on(answer) as line:
        line("documents", 1, 0)
        await asyncio.sleep(0.15)
    arrived = list(answer.said)
    await asyncio.sleep(0.5)
    assert arrived == answer.said == ["Reading the documents … documents"]


async def test_an_edit_that_discord_refuses_stops_nothing() -> None:
    answer = Deferred(status=500)
    async with line_on(answer) as line:
        line("documents", 1, 2)
        await asyncio.sleep(0.25)
    assert answer.said == []
