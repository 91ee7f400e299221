"""How fast one member may ask, however they ask."""

from __future__ import annotations

import time
from collections import OrderedDict, deque

from bot.discord_app.errors import TooManyQuestions


class Window:
    """Allows each member a number of uses within any stretch of so many seconds.

    Args:
        uses: how many; 0 for no limit.
        seconds: the length of the stretch.
    """

    def __init__(self, uses: int, seconds: float) -> None:
        self._uses = uses
        self._seconds = seconds
        self._used: OrderedDict[int, deque[float]] = OrderedDict()  # who used it last is last

    def use(self, user_id: int) -> float | None:
        """Counts a use.

        Returns:
            None where it is allowed; otherwise the seconds until the next one is, and the
            use does not count.
        """
        if self._uses <= 0 or self._seconds <= 0:
            return None
        now = time.monotonic()
        self._forget(now)
        used = self._used.setdefault(user_id, deque())
        while used and used[0] <= now - self._seconds:
            used.popleft()
        if len(used) >= self._uses:
            return used[0] + self._seconds - now
        used.append(now)
        self._used.move_to_end(user_id)
        return None

    def __len__(self) -> int:
        return len(self._used)

    def _forget(self, now: float) -> None:
        """Drops whoever has not used it for so long that it no longer matters."""
        while self._used:
            user_id, used = next(iter(self._used.items()))
            if used and used[-1] > now - self._seconds:
                return
            del self._used[user_id]


class Cooldowns:
    """Counts each member's questions within a window.

    Args:
        uses: questions allowed within the window; 0 for no limit.
        seconds: the length of the window.
    """

    def __init__(self, uses: int, seconds: float) -> None:
        self._questions = Window(uses, seconds)
        self._warnings = Window(1, seconds)

    def spend(self, user_id: int) -> None:
        """Counts a question.

        Raises:
            TooManyQuestions: the member has to wait.
        """
        wait = self._questions.use(user_id)
        if wait is not None:
            raise TooManyQuestions(wait)

    def may_warn(self, user_id: int) -> bool:
        """Whether to say so in public: once a window, or the bot itself would be the flood."""
        return self._warnings.use(user_id) is None
