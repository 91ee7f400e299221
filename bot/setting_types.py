"""How a setting's value is read, whether it comes from TOML or from the environment."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, SecretStr


def upper(value: object) -> object:
    """A word in any case, in capitals."""
    return value.strip().upper() if isinstance(value, str) else value


def numbers(value: object) -> object:
    """A list of numbers; an environment variable holds it as ``1, 2``."""
    return re.split(r"[,\s]+", value.strip(" ,[]")) if isinstance(value, str) else value


def bot_token(value: object) -> object:
    """A token without what surrounds it; None where it is empty.

    Raises:
        ValueError: it holds what no token does.
    """
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    if not isinstance(text, str):
        return value
    text = text.strip()
    if re.search(r"[\s\"']", text):
        raise ValueError("it holds a space or a quotation mark; copy the bare token again")
    return SecretStr(text) if text else None


def a_url(value: object) -> object:
    """A URL as it is.

    Raises:
        ValueError: it is no URL, but a path perhaps.
    """
    if isinstance(value, str) and "://" not in value:
        raise ValueError("should look like sqlite+aiosqlite:///data/footnote.db")
    return value


Snowflake = Annotated[int, Field(gt=0, lt=2**63)]
"""An id as Discord gives it."""
