"""The garbage collector rests while a library is built, and never for longer."""

from __future__ import annotations

import gc

import pytest

from bot.core.catalog import Catalog
from bot.core.collector import collector_halted
from bot.core.ports import FolderContents, Progress, no_progress
from bot.core.snapshot import build_snapshot
from bot.search import Bm25IndexBuilder


def test_it_goes_on_after_a_build_that_fails() -> None:
    def fails() -> None:
        with collector_halted():
            assert not gc.isenabled()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails()
    assert gc.isenabled()


def test_whoever_had_turned_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with collector_halted():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_runs_once_a_snapshot_is_built() -> None:
    def read(progress: Progress = no_progress, *, everything: bool = False) -> FolderContents:
        del progress, everything
        return FolderContents((), Catalog(), ())

    build_snapshot(read, Bm25IndexBuilder())
    assert gc.isenabled()
