"""Whoever writes a text finds it among those to translate, wherever in a line it stands."""

from __future__ import annotations

from pathlib import Path

from bot.languages.extraction import texts_in

SOURCE = """
# Translators: above a list.
title = gettext("Sources")
line = f"- {gettext('Gaps')} {ngettext('{n} day', '{n} days', days)} {other('Not ours')}"
nested = f"{'**' + gettext('Not done') + '**' if failed else ''}"
"""


def test_texts_are_found_within_f_strings_too(tmp_path: Path) -> None:
    (tmp_path / "card.py").write_text(SOURCE, "utf-8")
    texts = texts_in(tmp_path, ["Ask the documents."])
    ids = [message.id for message in texts if message.id]
    wanted = ["Sources", "Gaps", ("{n} day", "{n} days"), "Not done", "Ask the documents."]
    assert sorted(ids, key=str) == sorted(wanted, key=str)
    title = texts.get("Sources")
    assert title is not None
    assert title.auto_comments == ["Translators: above a list."]
