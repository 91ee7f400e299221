"""A window allows so many uses within any stretch of time, and forgets who has gone."""

from __future__ import annotations

import pytest

from bot.discord_app.cooldown import Cooldowns, Window
from bot.discord_app.errors import TooManyQuestions


class Clock:
    """A clock that a story sets."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("bot.discord_app.cooldown.time.monotonic", lambda: self.now)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_the_window_slides(clock: Clock) -> None:
    window = Window(2, 10)
    assert window.use(1) is None
    clock.now += 6
    assert window.use(1) is None
    clock.now += 1
    assert window.use(1) == pytest.approx(3)
    assert window.use(2) is None
    clock.now += 3
    assert window.use(1) is None
    assert window.use(1) == pytest.approx(6)


def test_a_refused_use_does_not_count(clock: Clock) -> None:
    window = Window(1, 10)
    assert window.use(1) is None
    for _ in range(20):
        assert window.use(1) is not None
    clock.now += 10
    assert window.use(1) is None


def test_who_has_gone_is_forgotten(clock: Clock) -> None:
    window = Window(3, 10)
    for user in range(1000):
        clock.now += 0.1
        window.use(user)
    assert len(window) <= 101
    clock.now += 11
    window.use(5)
    assert len(window) == 1


@pytest.mark.parametrize(("uses", "seconds"), [(0, 10), (5, 0)])
def test_no_limit_is_no_limit(uses: int, seconds: float) -> None:
    cooldowns = Cooldowns(uses, seconds)
    for _ in range(100):
        cooldowns.spend(1)


def test_too_many_questions_say_when_to_come_back_and_are_warned_of_once(clock: Clock) -> None:
    cooldowns = Cooldowns(1, 30)
    cooldowns.spend(1)
    with pytest.raises(TooManyQuestions, match="30 seconds"):
        cooldowns.spend(1)
    assert cooldowns.may_warn(1)
    assert not cooldowns.may_warn(1)
    clock.now += 31
    assert cooldowns.may_warn(1)
