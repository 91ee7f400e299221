"""An id for each thing the bot is asked, so that the lines of a log can be told apart.

Every interaction and every mention runs in a task of its own, and a task has its own
context: whoever writes to the log reads the id with `current_trace` and need not be told.
"""

from __future__ import annotations

import secrets
from contextvars import ContextVar

_trace: ContextVar[str | None] = ContextVar("footnote_trace", default=None)


def begin_trace() -> str:
    """Gives the current task a new id, and returns it: eight hexadecimal digits."""
    trace = secrets.token_hex(4)
    _trace.set(trace)
    return trace


def current_trace() -> str | None:
    """The id of what is being handled in the current task, or None outside of any."""
    return _trace.get()
