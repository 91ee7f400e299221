"""What moderators do, as the database has it → the words for it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.desk import OPERATOR
from bot.core.keeping import Actor
from bot.core.language import LazyText, gettext, lazy_gettext

_ACTIONS: Mapping[str, LazyText] = {
    # Translators: what was done, in a list of what moderators did; here: the bot was started.
    "start": lazy_gettext("start"),
    # Translators: what was done, in a list: the documents were read again.
    "reload": lazy_gettext("reload"),
    # Translators: what was done, in a list: an older version of the documents was brought back.
    "rollback": lazy_gettext("rollback"),
    # Translators: what was done, in a list: a document was added.
    "add": lazy_gettext("add"),
    # Translators: what was done, in a list: a document was removed.
    "remove": lazy_gettext("remove"),
    # Translators: what was done, in a list: names were added to a lab or theme.
    "alias": lazy_gettext("alias"),
    # Translators: what was done, in a list: the settings were changed.
    "settings": lazy_gettext("settings"),
}
_TO_VERSION = re.compile(r"to version (\d+)")


def action_words(action: str) -> str:
    """What was done, in a word. One that an older bot wrote stays as it is."""
    known = _ACTIONS.get(action)
    return str(known) if known is not None else action


def actor_words(actor: Actor) -> str:
    """Who did it: a name, or that it was whoever runs the bot."""
    # Translators: whoever runs the bot, in a list of who did what.
    return gettext("the operator") if actor == OPERATOR else actor.name


def version_gone_back_to(detail: str) -> int | None:
    """The version that a rollback's detail speaks of."""
    found = _TO_VERSION.fullmatch(detail)
    return int(found[1]) if found else None


def detail_words(detail: str) -> str:
    """What it was done to. Names that others gave stay as they are."""
    number = version_gone_back_to(detail)
    # Translators: what a rollback went back to.
    return detail if number is None else gettext("to version {number}", number=number)
