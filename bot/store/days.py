"""The day of a moment, in SQL: the databases have no word for it in common."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class utc_day(FunctionElement[str]):  # noqa: N801  named as it is used, like SQLAlchemy's own
    """The day in UTC, as ``2026-03-01``, of a column of moments."""

    name = "utc_day"
    inherit_cache = True
    type = Text()


@compiles(utc_day, "sqlite")
def _in_sqlite(element: utc_day, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401  SQLAlchemy's signature
    return f"substr({compiler.process(element.clauses, **options)}, 1, 10)"


@compiles(utc_day, "postgresql")
def _in_postgresql(element: utc_day, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401
    moment = compiler.process(element.clauses, **options)
    return f"to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD')"
