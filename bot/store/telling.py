"""What is told of a database that fails, to those it is no business of."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

from bot.core.errors import StoreError
from bot.core.language import LazyText, lazy_gettext

_log = logging.getLogger(__name__)


@contextmanager
def told_as(what: LazyText) -> Generator[None]:
    """Puts a plain sentence in place of an error that names the database.

    Args:
        what: what cannot be done, as a sentence.

    Raises:
        StoreError: the block raised one; it stands in the log in full.
    """
    try:
        yield
    except StoreError as error:
        _log.warning("%s: %s", what, error)
        raise StoreError(
            lazy_gettext(
                "{what} Try again in a moment; the reason stands in the bot's log.",
                what=what,
            )
        ) from error
