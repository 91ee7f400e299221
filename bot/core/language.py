"""The language the bot speaks: its texts are in English and are put into another when shown.

Every interaction and every mention runs in a task of its own, and a task has its own context
(see `bot.core.trace`): whoever handles one says once which language it is in, and whoever
writes a text for it need not be told. Outside of any, at the command line and in the log, it
is English.

The functions are named after those of GNU gettext, and its tools find the texts by them. What
is put into a text is given by name: ``gettext("Page {page} of {pages}", page=2, pages=3)``.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from gettext import NullTranslations


@dataclass(frozen=True, slots=True)
class Language:
    """A language the bot speaks.

    Attributes:
        tag: its BCP 47 tag, such as ``zh-CN``, as Discord writes it.
        name: what its speakers call it.
        translations: the texts in it; a text that is missing there stays in English.
        numeral: writes a number as its speakers do.
    """

    tag: str
    name: str
    translations: NullTranslations = field(default_factory=NullTranslations)
    numeral: Callable[[float], str] = "{:,}".format


ENGLISH = Language("en", "English")

_spoken: ContextVar[Language] = ContextVar("footnote_language", default=ENGLISH)


def speak(language: Language) -> None:
    """Has the current task speak a language from now on."""
    _spoken.set(language)


@contextmanager
def speaking(language: Language) -> Generator[None]:
    """Has the current task speak a language for the length of a block."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken() -> Language:
    """The language of the current task; English outside of any."""
    return _spoken.get()


def gettext(message: str, /, **values: object) -> str:
    """A text in the language of the current task.

    Args:
        message: in English, with a name in braces wherever a value goes.
        values: by those names.
    """
    return _spoken.get().translations.gettext(message).format(**values)


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    """A text that depends on a number, in the language of the current task.

    Args:
        one: in English, for one; ``{n}`` stands for the number.
        many: likewise, for any other number. A language may have other forms than these two.
        number: of what.
        values: other values by their names.
    """
    language = _spoken.get()
    text = language.translations.ngettext(one, many, number)
    return text.format(n=language.numeral(number), **values)


class LazyText:
    """A text that is put into a language when it is shown, and not when it is written down.

    For errors, whose raiser does not know who will read them, and for constants.
    """

    __slots__ = ("_message", "_values")

    def __init__(self, message: str, values: Mapping[str, object]) -> None:
        self._message = message
        self._values = values

    def __str__(self) -> str:
        return gettext(self._message, **self._values)


def lazy_gettext(message: str, /, **values: object) -> LazyText:
    """Like `gettext`, for a text that is shown later: take its `str` then."""
    return LazyText(message, values)


class Languages(Mapping[str, Language]):
    """The languages there are, by their tags; English is always one.

    Args:
        others: those beside English.
    """

    def __init__(self, *others: Language) -> None:
        self._by_tag = {language.tag: language for language in (ENGLISH, *others)}

    def __getitem__(self, tag: str) -> Language:
        return self._by_tag[tag]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_tag)

    def __len__(self) -> int:
        return len(self._by_tag)

    def nearest(self, *tags: str | None) -> Language:
        """The language that somebody means, or else English.

        Args:
            tags: what is wanted, first choice first; None where nothing is known. A tag
                with a region (``de-AT``) also means the language without one, but not the
                same language elsewhere: who reads ``zh-TW`` may not read ``zh-CN``.
        """
        for tag in filter(None, tags):
            for wanted in (tag, tag.partition("-")[0]):
                if wanted in self._by_tag:
                    return self._by_tag[wanted]
        return ENGLISH
