"""Until when a question is kept: as the operator says, or less long where a server does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

from sqlalchemy import Delete, Table, delete

_BATCH: Final = 500
"""Servers in one statement."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """What is over at one moment.

    Attributes:
        oldest: what was asked before is over everywhere.
        in_guilds: what was asked before is over in these servers; later than `oldest`.
    """

    oldest: datetime
    in_guilds: Mapping[int, datetime]

    def over(self, moment: datetime, guild_id: int | None) -> bool:
        """Whether what was asked then, in that server, is to be forgotten."""
        limit = self.oldest if guild_id is None else self.in_guilds.get(guild_id, self.oldest)
        return moment < limit

    def deletions(self, table: Table, moment: str) -> list[Delete]:
        """The statements that delete what is over.

        Args:
            table: a table with a column `guild_id`.
            moment: the column that says when a row is of.
        """
        statements = [delete(table).where(table.c[moment] < self.oldest)]
        guilds = sorted(self.in_guilds, key=lambda guild: self.in_guilds[guild])
        for limit, same in groupby(guilds, key=lambda guild: self.in_guilds[guild]):
            mine = list(same)
            statements += [
                delete(table).where(
                    table.c.guild_id.in_(mine[start : start + _BATCH]), table.c[moment] < limit
                )
                for start in range(0, len(mine), _BATCH)
            ]
        return statements


def expiry(now: datetime, retention: timedelta, days: Mapping[int, int]) -> Expiry:
    """What is over now.

    Args:
        now: the moment.
        retention: how long a question is kept, at most.
        days: server to the days it keeps its questions for.
    """
    shorter = {guild: number for guild, number in days.items() if number < retention.days}
    limits = {guild: now - timedelta(days=max(0, number)) for guild, number in shorter.items()}
    return Expiry(now - retention, limits)
