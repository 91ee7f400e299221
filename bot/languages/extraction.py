"""The bot's source → the texts to translate; and a catalog brought up to date with them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
_WIDTH = 96
# Git knows who changed a catalog and when; in the file these would differ with every run.
_UNWANTED = tuple(
    f'"{field}'.encode()
    for field in (
        "POT-Creation-Date",
        "PO-Revision-Date",
        "Report-Msgid-Bugs-To",
        "Last-Translator",
        "Language-Team",
        "Generated-By",
        "Project-Id-Version",
    )
)


def texts_in(package: Path, others: Iterable[str] = ()) -> Catalog:
    """Every text that the bot shows.

    Args:
        package: the folder of the bot's source.
        others: texts that are not marked there, such as the commands' descriptions.

    Returns:
        A catalog without translations.
    """
    texts = Catalog(project="Footnote", charset="utf-8", fuzzy=False)
    for file in sorted(package.rglob("*.py")):
        source = file.read_bytes()
        for _, message, comments, _ in extract(
            "python", BytesIO(source), _KEYWORDS, ["Translators:"]
        ):
            texts.add(message, auto_comments=comments)
        for message in _within_f_strings(source):
            texts.add(message)
    for other in others:
        texts.add(other)
    return texts


def untranslated(catalog: Catalog) -> list[Message]:
    """The texts of a catalog that stay in English."""
    texts = [message for message in catalog if message.id]
    return [text for text in texts if text.fuzzy or not _is_whole(text.string)]


def bring_up_to_date(file: Path, texts: Catalog) -> Catalog:
    """Adds new texts to a catalog, untranslated, and takes those out that are gone.

    Args:
        file: the catalog's; it is made where there is none.
        texts: what `texts_in` found.

    Returns:
        The catalog as it has been written.
    """
    locale = Locale.parse(file.stem)
    catalog = Catalog(locale=locale, project="Footnote", fuzzy=False)
    if file.exists():
        with file.open("rb") as before:
            catalog = read_po(before, locale=locale)
    catalog.update(texts, no_fuzzy_matching=True)
    catalog.obsolete.clear()
    catalog.header_comment = (
        f"# Footnote in {locale.english_name}. `make languages` adds new texts."
    )
    written = BytesIO()
    write_po(written, catalog, width=_WIDTH, no_location=True, sort_output=True)
    lines = written.getvalue().splitlines(keepends=True)
    file.write_bytes(b"".join(line for line in lines if not line.startswith(_UNWANTED)))
    return catalog


def _within_f_strings(source: bytes) -> Iterator[str | tuple[str, ...]]:
    """Texts asked for within an f-string; before Python 3.12 that is one token to Babel."""
    strings = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr))
    for call in (node for string in strings for node in ast.walk(string)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
            if call.func.id not in _KEYWORDS:
                continue
            positions = _KEYWORDS[call.func.id] or (1,)
            arguments = [call.args[at - 1] for at in positions]
            found = [a.value for a in arguments if isinstance(a, ast.Constant)]
            texts = tuple(text for text in found if isinstance(text, str))
            if len(texts) == len(positions):
                yield texts[0] if len(texts) == 1 else texts


def _is_whole(translation: str | Sequence[str] | None) -> bool:
    """Whether there is a translation, in each of the language's forms where it has several."""
    if translation is None or isinstance(translation, str):
        return bool(translation)
    return all(translation)
