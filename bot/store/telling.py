"""What is told of a database that fails, to those it is no business of."""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import contextmanager

from bot.core.errors import StoreError

_log = logging.getLogger(__name__)


@contextmanager
def told_as(what: str) -> Generator[None]:
    """Puts a plain sentence in place of an error that names the database.

    Args:
        what: what cannot be done, as the beginning of a sentence.

    Raises:
        StoreError: the block raised one; it stands in the log in full.
    """
    try:
        yield
    except StoreError as error:
        _log.warning("%s: %s", what, error)
        raise StoreError(
            f"{what} just now. Try again in a moment; the reason stands in the bot's log."
        ) from error
