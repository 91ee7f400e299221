"""Error → words for a member, and a line in the log where nobody expected it."""

from __future__ import annotations

import logging
import math

import discord
from discord import app_commands
from discord.ext import commands

from bot.core.errors import FootnoteError
from bot.core.language import LazyText, gettext, lazy_gettext, ngettext
from bot.core.trace import begin_trace, current_trace
from bot.discord_app.cards import phrases
from bot.discord_app.granted import name_of

_log = logging.getLogger(__name__)
_UNKNOWN_INTERACTION = 10062  # Discord waits three seconds for an answer, then forgets


class TooManyQuestions(FootnoteError):
    """A member asks faster than the operator allows."""

    def __init__(self, retry_after: float) -> None:
        """Takes the seconds until the next question is welcome."""
        seconds = max(1, math.ceil(retry_after))
        super().__init__(
            ngettext(
                "That was a lot of questions. Try again in {n} second.",
                "That was a lot of questions. Try again in {n} seconds.",
                seconds,
            )
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
    return gettext(
        "Something went wrong on my side. If it happens again, tell a moderator this number: "
        "{number}",
        number=trace,
    )


_CHANGED = lazy_gettext(
    "That command has changed. Restart Discord (Ctrl+R) to see its present form."
)
_FORESEEN: tuple[tuple[type[Exception], LazyText], ...] = (  # the first that fits counts
    (app_commands.NoPrivateMessage, lazy_gettext("That works in a server only.")),
    (
        app_commands.MissingPermissions,
        # Translators: the permission as Discord calls it in your language.
        lazy_gettext("You need the permission “Manage Server” for that."),
    ),
    (app_commands.MissingAnyRole, lazy_gettext("You need another role for that.")),
    (app_commands.CheckFailure, lazy_gettext("You may not use that here.")),
    (app_commands.CommandNotFound, _CHANGED),
    (app_commands.CommandSignatureMismatch, _CHANGED),
    (
        app_commands.TransformerError,
        lazy_gettext("I cannot make sense of one of the values you gave. Please choose another."),
    ),
    (
        discord.Forbidden,
        lazy_gettext("I lack a permission in this channel. A moderator can grant it."),
    ),
)


def _foreseen(cause: BaseException) -> str | None:
    if isinstance(cause, app_commands.CommandOnCooldown):
        return str(TooManyQuestions(cause.retry_after))
    if isinstance(cause, app_commands.BotMissingPermissions):
        return gettext(
            "I lack a permission here: {permission}. A moderator can grant it.",
            permission=phrases.listed([name_of(each) for each in cause.missing_permissions]),
        )
    return next((str(words) for kind, words in _FORESEEN if isinstance(cause, kind)), None)
