"""How fast one member may ask, however they ask."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Hashable

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
        self._used: OrderedDict[Hashable, deque[float]] = OrderedDict()  # who used it last is last

    def use(self, user: Hashable) -> float | None:
        """Counts a use.

        Args:
            user: whoever uses it.

        Returns:
            None where it is allowed; otherwise the seconds until the next one is, and the
            use does not count.
        """
        wait = self.wait(user)
        if wait is None and self._uses > 0 and self._seconds > 0:
            self._used.setdefault(user, deque()).append(time.monotonic())
            self._used.move_to_end(user)
        return wait

    def wait(self, user: Hashable) -> float | None:
        """The seconds until the next use is allowed, or None where it is now."""
        if self._uses <= 0 or self._seconds <= 0:
            return None
        now = time.monotonic()
        self._forget(now)
        used = self._used.get(user, deque[float]())
        while used and used[0] <= now - self._seconds:
            used.popleft()
        return used[0] + self._seconds - now if len(used) >= self._uses else None

    def __len__(self) -> int:
        return len(self._used)

    def _forget(self, now: float) -> None:
        """Drops whoever has not used it for so long that it no longer matters."""
        while self._used:
            user, used = next(iter(self._used.items()))
            if used and used[-1] > now - self._seconds:
                return
            del self._used[user]


class Cooldowns:
    """Counts each member's questions within a window, and heeds a server's own pause.

    Args:
        uses: questions allowed within the window; 0 for no limit.
        seconds: the length of the window.
    """

    def __init__(self, uses: int, seconds: float) -> None:
        self._questions = Window(uses, seconds)
        self._warnings = Window(1, seconds)
        # Keyed by their length: a server that changes its pause begins anew. Servers choose
        # among few lengths.
        self._pauses: dict[float, Window] = {}

    def spend(
        self, user_id: int, guild_id: int | None = None, pause_s: float | None = None
    ) -> None:
        """Counts a question.

        Args:
            user_id: who asks.
            guild_id: in which server.
            pause_s: the seconds that this server has a member wait between two questions.

        Raises:
            TooManyQuestions: the member has to wait.
        """
        pause = self._pauses.setdefault(pause_s or 0.0, Window(1, pause_s or 0.0))
        wait = pause.wait((guild_id, user_id))
        if wait is None:
            wait = self._questions.use(user_id)
        if wait is not None:
            raise TooManyQuestions(wait)
        pause.use((guild_id, user_id))

    def may_warn(self, user_id: int) -> bool:
        """Whether to say so in public: once a window, or the bot itself would be the flood."""
        return self._warnings.use(user_id) is None
