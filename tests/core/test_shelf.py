"""A bot in many servers keeps the shelves of those that asked last in memory."""

from __future__ import annotations

from shelf import document, shelve

from bot.core.shelf import MOST_OPEN, OpenShelves, Own, Shelf


def test_the_server_that_asked_longest_ago_gives_way() -> None:
    shared = shelve(document("Kimi reads two million tokens."))
    open_shelves = OpenShelves()
    for server in range(MOST_OPEN):
        open_shelves.put(server, Shelf(Own(version=server), shared, shared))
    assert open_shelves.get(0) is not None  # asks again, so that server 1 is the one
    open_shelves.put(MOST_OPEN, Shelf(Own(), shared, shared))
    assert open_shelves.get(1) is None
    kept = [server for server in range(MOST_OPEN + 1) if open_shelves.get(server)]
    assert kept == [0, *range(2, MOST_OPEN + 1)]
    open_shelves.drop(0)
    assert open_shelves.get(0) is None
    assert open_shelves.get(2) is not None
    open_shelves.drop(None)
    assert open_shelves.get(2) is None
