"""What other programs read and write: one JSON object a line. Stable; see docs/architecture.md.

Questions come in as ``{"id": …, "question": …}`` or, for a dialogue, ``{"id": …, "turns": […]}``
and go out as one record each, in the order they came.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, NoReturn, cast

from bot.core.errors import FootnoteError
from bot.core.questions import Answer, Citation, Outcome

QuestionId = str | int | None


class BadLine(FootnoteError):
    """An input line holds no question.

    Attributes:
        id: the line's id, where it has one that can be read.
    """

    def __init__(self, message: str, question_id: QuestionId = None) -> None:
        super().__init__(message)
        self.id = question_id


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of input.

    Attributes:
        id: what the asking program calls it; handed back as it came.
        turns: what was said, the question to answer last. One turn is a plain question.
    """

    id: QuestionId
    turns: tuple[str, ...]


def parse_line(line: bytes) -> Asked:
    """Reads one line of input.

    Args:
        line: UTF-8, with or without the line end and a byte order mark.

    Raises:
        BadLine: it is no JSON object with an id and either a question or turns.
    """
    try:
        loaded = json.loads(line.decode("utf-8-sig"), parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise BadLine("it is not UTF-8") from None
    except RecursionError:
        raise BadLine("it is nested too deeply") from None
    except ValueError as error:  # json's own error, and integers of thousands of digits
        raise BadLine(f"it is not JSON ({error})") from None
    if not isinstance(loaded, dict):
        raise BadLine('it is JSON but not an object such as {"id": "1", "question": "…"}')
    fields = cast("dict[str, Any]", loaded)
    question_id = _id(fields.get("id"))
    return Asked(question_id, _turns(fields, question_id))


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _id(value: object) -> QuestionId:
    if value is None or (isinstance(value, str | int) and not isinstance(value, bool)):
        return value
    raise BadLine('"id" must be a string or a whole number')


def _turns(fields: dict[str, Any], question_id: QuestionId) -> tuple[str, ...]:
    if ("question" in fields) == ("turns" in fields):
        raise BadLine('it needs either "question" or "turns"', question_id)
    if "question" in fields:
        if not isinstance(fields["question"], str):
            raise BadLine('"question" must be a string', question_id)
        return (fields["question"],)
    turns: object = fields["turns"]
    if not isinstance(turns, list) or not turns:
        raise BadLine('"turns" must be a list of at least one string', question_id)
    said = cast("list[object]", turns)
    texts = tuple(turn for turn in said if isinstance(turn, str))
    if len(texts) != len(said):
        raise BadLine('"turns" must hold only strings', question_id)
    return texts


def to_record(answer: Answer, question_id: QuestionId = None) -> dict[str, Any]:
    """An answer as the contract writes it."""
    return {
        "id": question_id,
        "question": answer.question,
        "outcome": answer.outcome.value,
        "answer": answer.quote,
        "citations": [_citation(citation) for citation in answer.citations],
        "entities": [entry.name for entry in answer.entities],
        "missing": list(answer.missing),
        "took_ms": round(answer.took_ms, 3),
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "id": citation.passage.id,
        "document": citation.document,
        "title": citation.title,
        "section": citation.section,
        "text": citation.passage.text,
        "url": citation.url,
    }


def unread_record(question_id: QuestionId) -> dict[str, Any]:
    """What stands in the output for an input line that holds no question."""
    return to_record(Answer(question="", outcome=Outcome.INVALID), question_id)


def to_line(record: dict[str, Any]) -> bytes:
    """A record as one line of UTF-8, whatever half characters a question may hold."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False)
    # A lone surrogate cannot be UTF-8; backslashreplace writes it as the JSON escape it was.
    return text.encode("utf-8", "backslashreplace") + b"\n"
