"""Error → words for a member, and a line in the log where nobody expected it."""

from __future__ import annotations

import logging
import math

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.errors import FootnoteError
from bot.core.trace import begin_trace, current_trace

_log = logging.getLogger(__name__)
_UNKNOWN_INTERACTION = 10062  # Discord waits three seconds for an answer, then forgets


class TooManyQuestions(FootnoteError):
    """A member asks faster than the operator allows."""

    def __init__(self, retry_after: float) -> None:
        """Takes the seconds until the next question is welcome."""
        seconds = max(1, math.ceil(retry_after))
        super().__init__(
            f"That was a lot of questions. Try again in {seconds} second"
            f"{'' if seconds == 1 else 's'}."
        )
        self.retry_after = retry_after


def cause_of(error: BaseException) -> BaseException:
    """What really happened, out of what discord.py wrapped it in."""
    if isinstance(error, app_commands.CommandInvokeError | commands.CommandInvokeError):
        return error.original
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return error.__cause__
    return error


def is_lost(error: BaseException) -> bool:
    """Whether Discord no longer takes an answer: the three seconds are over."""
    return isinstance(error, discord.NotFound) and error.code == _UNKNOWN_INTERACTION


def describe(error: BaseException, doing: str) -> str:
    """Words for whoever asked.

    What nobody foresaw is logged with an id, and the words give that id; they never hold
    the text of the exception.

    Args:
        error: what was raised.
        doing: what the bot was at, for the log.
    """
    cause = cause_of(error)
    if isinstance(cause, FootnoteError):
        return str(cause)
    words = _foreseen(cause)
    if words is not None:
        _log.info("%s: %s", doing, type(cause).__name__)
        return words
    trace = current_trace() or begin_trace()
    _log.error("%s failed [%s]", doing, trace, exc_info=cause)
    return (
        f"Something went wrong on my side. If it happens again, tell a moderator this number: "
        f"{trace}"
    )


_FORESEEN: tuple[tuple[type[Exception], str], ...] = (  # the first that fits counts
    (app_commands.NoPrivateMessage, "That works in a server only."),
    (app_commands.MissingPermissions, "You need the permission “Manage Server” for that."),
    (app_commands.MissingAnyRole, "You need another role for that."),
    (app_commands.CheckFailure, "You may not use that here."),
    (
        app_commands.CommandNotFound,
        "That command has changed. Restart Discord (Ctrl+R) to see its present form.",
    ),
    (
        app_commands.CommandSignatureMismatch,
        "That command has changed. Restart Discord (Ctrl+R) to see its present form.",
    ),
    (
        app_commands.TransformerError,
        "I cannot make sense of one of the values you gave. Please choose another.",
    ),
    (discord.Forbidden, "I lack a permission in this channel. A moderator can grant it."),
)


def _foreseen(cause: BaseException) -> str | None:
    if isinstance(cause, app_commands.CommandOnCooldown):
        return str(TooManyQuestions(cause.retry_after))
    if isinstance(cause, app_commands.BotMissingPermissions):
        missing = ", ".join(name.replace("_", " ") for name in cause.missing_permissions)
        return f"I lack a permission here: {missing}. A moderator can grant it."
    return next((words for kind, words in _FORESEEN if isinstance(cause, kind)), None)
