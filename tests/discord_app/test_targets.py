"""What a button's id says survives being written and read, and fits into an id."""

from __future__ import annotations

import pytest
from discord_app_stage import lab, theme
from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog import Catalog
from bot.core.errors import UnknownEntry
from bot.core.model import EntryKind
from bot.discord_app.buttons import CardButton, leading_to
from bot.discord_app.targets import (
    StaleButton,
    Target,
    ToAnswer,
    ToComparison,
    ToEntries,
    ToEntry,
    ToFollowUp,
    ToPassage,
    ToSources,
    brief_of,
    decode,
    encode,
    entry_of,
    entry_of_brief,
    token_of,
)

PAGES = st.integers(0, 999_999)
KINDS = st.sampled_from(EntryKind)
TOKENS = st.text(min_size=1, max_size=300).map(lambda key: token_of(lab(key, "x")))
ENTRY = st.builds(ToEntry, KINDS, TOKENS, st.one_of(st.none(), PAGES))
BRIEFS = st.text(min_size=1, max_size=300).map(lambda key: brief_of(lab(key, "x")))
COMPARISON = st.builds(ToComparison, BRIEFS, BRIEFS, st.one_of(st.none(), BRIEFS), PAGES)
ORIGINS = st.one_of(st.none(), st.builds(ToAnswer, PAGES), ENTRY, COMPARISON)
PASSAGE_IDS = st.text("0123456789abcdefghijklmnopqrstuvwxyz", min_size=8, max_size=24)
TARGETS: st.SearchStrategy[Target] = st.one_of(
    st.builds(ToAnswer, PAGES),
    ENTRY,
    COMPARISON,
    st.just(ToFollowUp()),
    st.builds(ToEntries, KINDS, PAGES),
    st.builds(ToSources, PAGES),
    st.builds(ToPassage, PASSAGE_IDS, PAGES, ORIGINS),
)
LARGEST_USER_ID = 2**64 - 1


@given(TARGETS)
def test_a_target_is_read_as_it_was_written_and_fits_into_any_button(target: Target) -> None:
    assert decode(encode(target)) == target
    button = leading_to(target, "Go", LARGEST_USER_ID)
    assert len(button.custom_id) <= 100


OLDER = (
    "a a/ a/x a/-1 a/² a/1234567 e/x/y/0 e/l c/a/b/0 c/a/b/-/x f/0 p/a/0/f "
    "p/abc p/a/0/l/l/0 p/a/0/p/b/0 none/next l/l/1/1"
)


@pytest.mark.parametrize("code", ["", *OLDER.split()])
def test_anything_else_is_an_older_button(code: str) -> None:
    with pytest.raises(StaleButton):
        decode(code)


def test_an_entry_is_found_by_its_token_whatever_its_id() -> None:
    entries = (
        lab("moonshot", "Moonshot AI"),
        lab("月之暗面/", "In another script"),
        lab("x" * 200, "With a long id"),
        theme("moonshot", "A theme of the same id"),
    )
    catalog = Catalog(entries)
    for entry in entries:
        assert entry_of(catalog, entry.kind, token_of(entry)) is entry
        assert entry_of_brief(catalog, entry.kind, brief_of(entry)) is entry
        assert len(brief_of(entry)) == 8
    for find in (entry_of, entry_of_brief):
        with pytest.raises(UnknownEntry, match="`/themes`"):
            find(catalog, EntryKind.THEME, "gone")


def test_a_button_that_would_not_fit_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="longer than 100"):
        CardButton("Go", LARGEST_USER_ID, "p/" + "x" * 90)
