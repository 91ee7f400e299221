"""Translators' catalogs: whole, in step with the source, and safe to fill in."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

import bot
from bot.core.language import gettext, ngettext, speaking, spoken
from bot.languages import load_languages
from bot.languages.catalogs import FOLDER
from bot.languages.extraction import bring_up_to_date, texts_in, untranslated

CATALOGS = sorted(FOLDER.glob("*.po"))
PACKAGE = Path(bot.__file__).parent


def read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened, locale=file.stem)


def ids(catalog: Catalog) -> set[str]:
    return {str(message.id) for message in catalog if message.id}


def forms(message: Message) -> list[tuple[str, str]]:
    """Each translation with the English text it stands for."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    return [(message.id[-1], form) for form in message.string or ()]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_every_text_is_translated(file: Path) -> None:
    assert [message.id for message in untranslated(read(file))] == []


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_the_catalog_holds_the_texts_of_the_source(file: Path) -> None:
    assert ids(texts_in(PACKAGE)) - ids(read(file)) == set(), "run `make languages` and translate"


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_translations_keep_what_is_put_into_them_and_the_commands_they_name(file: Path) -> None:
    for message in read(file):
        for english, translation in forms(message) if message.id else ():
            # "{n}" may be left out where a form says the number in words.
            assert fields(translation) - {"n"} == fields(english) - {"n"}, english
            assert fields(translation) <= fields(english), english
            assert sorted(commands_in(translation)) == sorted(commands_in(english)), english


def commands_in(text: str) -> list[str]:
    return text.split("`")[1::2]


@pytest.mark.parametrize("file", CATALOGS, ids=lambda file: file.stem)
def test_marks_of_a_line_stay_what_they_are(file: Path) -> None:
    for message in read(file):
        for english, translation in forms(message) if message.id else ():
            assert translation.count("**") == english.count("**"), english
            assert translation.count("\n") == english.count("\n"), english


def test_a_language_is_named_as_its_speakers_do() -> None:
    languages = load_languages()
    assert languages["de"].name == "Deutsch"
    assert languages["zh-CN"].name == "中文 (简体)"


@pytest.mark.parametrize(
    ("at_discord", "spoken_as"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("zh-CN", "zh-CN"),
        ("zh-TW", "en"),
        ("en-GB", "en"),
        ("tlh", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_the_nearest_language_is_spoken(at_discord: str | None, spoken_as: str) -> None:
    assert load_languages().nearest(at_discord).tag == spoken_as


def test_texts_are_put_into_the_language_that_is_spoken() -> None:
    assert ngettext("{n} passage", "{n} passages", 1234) == "1,234 passages"
    with speaking(load_languages()["de"]):
        assert spoken().tag == "de"
        assert ngettext("{n} passage", "{n} passages", 1) == "1 Textstelle"
        assert ngettext("{n} passage", "{n} passages", 1234) == "1.234 Textstellen"
        assert gettext("nobody translated {this}", this="{that}") == "nobody translated {that}"
    assert ngettext("{n} passage", "{n} passages", 1) == "1 passage"


def test_a_new_catalog_is_begun_and_kept_up_to_date(tmp_path: Path) -> None:
    source = tmp_path / "bot"
    source.mkdir()
    (source / "a.py").write_text('gettext("Good morning")\nngettext("{n} egg", "{n} eggs", 2)\n')
    file = tmp_path / "fr.po"
    catalog = bring_up_to_date(file, texts_in(source, ["What eggs are for"]))
    assert len(untranslated(catalog)) == 3
    translated = file.read_text("utf-8").replace(
        'msgid "Good morning"\nmsgstr ""', 'msgid "Good morning"\nmsgstr "Bonjour"'
    )
    file.write_text(translated, "utf-8")
    (source / "a.py").write_text('gettext("Good morning")\ngettext("Good night")\n')
    catalog = bring_up_to_date(file, texts_in(source))
    assert ids(catalog) == {"Good morning", "Good night"}
    assert [m.id for m in untranslated(catalog)] == ["Good night"]
    assert "Date" not in file.read_text("utf-8")
