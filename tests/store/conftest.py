"""Databases for the store's tests: an SQLite file, and PostgreSQL where there is one."""

from __future__ import annotations

import os
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.engine import open_engine

POSTGRES = "FOOTNOTE_TEST_POSTGRES_URL"


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite+aiosqlite:///{tmp_path}/data/footnote.db"


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, sqlite_url: str) -> AsyncIterator[str]:
    """The URL of an empty database: every test with it runs on each kind."""
    if request.param == "sqlite":
        yield sqlite_url
        return
    pytest.importorskip(
        "asyncpg", reason="PostgreSQL's driver is not installed: pip install 'footnote[postgres]'"
    )
    url = os.environ.get(POSTGRES)
    if not url:
        pytest.skip(
            f"no PostgreSQL to test with: install its server (Debian: apt install postgresql) "
            f"and set {POSTGRES}=postgresql://user:password@host/name, a user who may create "
            "databases"
        )
    name = f"footnote_test_{uuid.uuid4().hex[:12]}"
    server = open_engine(url).execution_options(isolation_level="AUTOCOMMIT")
    await _run(server, f"CREATE DATABASE {name}")
    try:
        # str() of a URL would hide the password.
        yield make_url(url).set(database=name).render_as_string(hide_password=False)
    finally:
        await _run(server, f"DROP DATABASE {name} WITH (FORCE)")
        await server.dispose()


async def _run(server: AsyncEngine, statement: str) -> None:
    async with server.connect() as connection:
        await connection.execute(text(statement))
