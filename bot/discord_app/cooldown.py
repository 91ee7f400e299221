"""How fast one member may ask, however they ask."""

from __future__ import annotations

from discord.ext import commands

from bot.discord_app.errors import TooManyQuestions


class Cooldowns:
    """Counts each member's questions within a window.

    Args:
        uses: questions allowed within the window; 0 for no limit.
        seconds: the length of the window.
    """

    def __init__(self, uses: int, seconds: float) -> None:
        self._questions = _mapping(uses, seconds)
        self._warnings = _mapping(1 if uses else 0, seconds)

    def spend(self, user_id: int) -> None:
        """Counts a question.

        Raises:
            TooManyQuestions: the member has to wait.
        """
        wait = self._questions.update_rate_limit(user_id) if self._questions else None
        if wait is not None:
            raise TooManyQuestions(wait)

    def may_warn(self, user_id: int) -> bool:
        """Whether to say so in public: once a window, or the bot itself would be the flood."""
        return not self._warnings or self._warnings.update_rate_limit(user_id) is None


def _mapping(uses: int, seconds: float) -> commands.CooldownMapping[int] | None:
    if uses <= 0 or seconds <= 0:
        return None
    return commands.CooldownMapping[int].from_cooldown(uses, seconds, lambda user_id: user_id)
