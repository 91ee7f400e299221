"""How the bot was used in a span of time, counted in the database."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Table, Text, and_, cast, func, null, select

from bot.core.questions import Outcome
from bot.core.statistics import Usage
from bot.store.database import Database
from bot.store.days import utc_day
from bot.store.tables import feedback, questions

_LATENCIES: Final = 50_000
"""So many latencies of a span are looked at, the latest."""
_OUTCOMES: Final = {outcome.value: outcome for outcome in Outcome}


async def count_usage(
    database: Database, guild_id: int | None, since: datetime, until: datetime
) -> Usage:
    """How the bot was used in a server; in all of them for None.

    Args:
        database: where.
        guild_id: the server.
        since: from this moment on, in UTC.
        until: before this moment, in UTC.

    Raises:
        StoreError: the database cannot be read.
    """
    asked = _span(questions, "asked_at", guild_id, since, until)
    told = _span(feedback, "at", guild_id, since, until)
    counts = await _outcomes(database, asked)
    median, p99 = await _latency(database, asked)
    surfaces = Counter(await _counted(database, questions.c.surface, asked))
    opinions = await _counted(database, feedback.c.helpful, told)
    return Usage(
        days=tuple((day, counts.get(day.isoformat(), {})) for day in _days(since, until)),
        entries=await _entries(database, asked),
        surfaces=dict(surfaces.most_common()),
        median_ms=median,
        p99_ms=p99,
        helpful=opinions.get(True, 0),
        unhelpful=opinions.get(False, 0),
    )


def of_server(table: Table, guild_id: int | None) -> list[ColumnElement[bool]]:
    """What a row of a table has to be; nothing where all servers are meant."""
    return [] if guild_id is None else [table.c.guild_id == guild_id]


async def _outcomes(
    database: Database, span: ColumnElement[bool]
) -> Mapping[str, Mapping[Outcome, int]]:
    day = utc_day(questions.c.asked_at)
    counted = select(day.label("day"), questions.c.outcome, func.count().label("times"))
    rows = await database.read(counted.where(span).group_by(day, questions.c.outcome))
    days: dict[str, dict[Outcome, int]] = {}
    for row in rows:
        if row.outcome in _OUTCOMES:
            days.setdefault(row.day, {})[_OUTCOMES[row.outcome]] = row.times
    return days


async def _entries(database: Database, span: ColumnElement[bool]) -> Mapping[str, int]:
    named = and_(span, questions.c.entities.is_not(null()))
    together = await _counted(database, cast(questions.c.entities, Text), named)
    times: Counter[str] = Counter()
    for names, count in together.items():
        times.update(dict.fromkeys(json.loads(names), count))
    return dict(times.most_common())


async def _counted(
    database: Database, column: ColumnElement[Any], where: ColumnElement[bool]
) -> Mapping[Any, int]:
    counted = select(column.label("what"), func.count().label("times")).where(where)
    return {row.what: row.times for row in await database.read(counted.group_by(column))}


async def _latency(
    database: Database, span: ColumnElement[bool]
) -> tuple[float | None, float | None]:
    """The median and the 99th percentile (nearest rank), in milliseconds."""
    latest = select(questions.c.took_ms).where(span).order_by(questions.c.asked_at.desc())
    lasted = latest.limit(_LATENCIES).subquery()
    count = (await database.read(select(func.count()).select_from(lasted)))[0][0]
    if not count:
        return None, None
    sorted_ = select(lasted.c.took_ms).order_by(lasted.c.took_ms)
    odd = count % 2
    middle = sorted_.offset((count - 1) // 2).limit(1 if odd else 2)
    high = sorted_.offset(math.ceil(count * 0.99) - 1).limit(1)
    mid = [row.took_ms for row in await database.read(middle)]
    return sum(mid) / len(mid), (await database.read(high))[0].took_ms


def _span(
    table: Table, moment: str, guild_id: int | None, since: datetime, until: datetime
) -> ColumnElement[bool]:
    column = table.c[moment]
    return and_(column >= since, column < until, *of_server(table, guild_id))


def _days(since: datetime, until: datetime) -> list[date]:
    if until <= since:
        return []
    first, last = since.date(), (until - timedelta.resolution).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
