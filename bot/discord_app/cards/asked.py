"""The question on a card, written so that it can be read back from the message.

A press of a button finds the same answer again: the card shows what was asked and, where a
dialogue's subject was carried into it, what it was taken to mean.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from bot.core.language import gettext
from bot.core.questions import Answer
from bot.discord_app.cards.frame import QUESTION_ID, SUBJECT_ID, Card
from bot.discord_app.cards.limits import as_question, clip
from bot.discord_app.cards.markup import clean, escape, inline, unescape

_BOLD = "**"  # nothing else in the line is: what others wrote is escaped
_MAX_SUBJECT = 120  # two names of labs; a card has to hold it beside all else
_ISOLATES = str.maketrans("", "", "\u2066\u2067\u2068\u2069")


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer is an answer to.

    Attributes:
        question: as it was asked.
        subject: what the dialogue was about and the question was taken to mean, if it was.
    """

    question: str
    subject: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> Self:
        """What an answer says it answers."""
        return cls(answer.question, answer.carried)


def as_subject(spoken_of: str | None) -> str | None:
    """What a dialogue is about as it is carried, shown on the card and read back from there."""
    return clip(clean(spoken_of or ""), _MAX_SUBJECT) or None


def add_asked(card: Card, asked: Asked) -> None:
    """Shows the question at the top of a card, and what it was taken to mean."""
    card.text(write_question(asked.question), component_id=QUESTION_ID)
    if asked.subject:
        card.text(write_subject(asked.subject), component_id=SUBJECT_ID)


def write_question(question: str) -> str:
    """The question as it stands on a card; `read_question` reads it back."""
    return f"{_BOLD}{escape(as_question(question)) or '…'}{_BOLD}"


def read_question(content: str) -> str:
    """The question that `write_question` wrote, as it was looked up."""
    return unescape(content.removeprefix(_BOLD).removesuffix(_BOLD))


def write_subject(subject: str) -> str:
    """What was carried, as it stands on a card; `read_subject` reads it back."""
    bold = f"{_BOLD}{inline(as_subject(subject) or '')}{_BOLD}"
    # Translators: what "it" in a question stands for, such as a lab.
    return "-# " + gettext("Taking it to mean {subject}", subject=bold)


def read_subject(content: str) -> str:
    """The subject that `write_subject` wrote in whatever language, as it was looked up."""
    start, end = content.find(_BOLD) + len(_BOLD), content.rfind(_BOLD)
    return unescape(content[start:end].translate(_ISOLATES)) if start <= end else ""
