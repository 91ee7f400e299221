"""A program asks with lines of JSON, and can rely on what comes back."""

from __future__ import annotations

import json

import pytest

from bot.cli.contract import BadLine, parse_line, to_line, to_record, unread_record
from bot.core.model import Entry, EntryKind, Passage, Span
from bot.core.questions import Answer, Citation, Outcome

TEXT = "Kimi reads two million tokens. Nobody asked why."


def _answer() -> Answer:
    passage = Passage(
        id="abcd2345",
        document_id="labs/report.md",
        number=1,
        start=0,
        end=len(TEXT),
        text=TEXT,
        section=("Labs", "Moonshot AI"),
        sentences=(Span(0, 30), Span(31, 48)),
    )
    citation = Citation(
        n=1,
        document="labs/report.md",
        title="Report",
        section="Labs › Moonshot AI",
        passage=passage,
        url=None,
        highlights=(Span(0, 4),),
        sentence=Span(0, 30),
    )
    return Answer(
        question="How long is Kimi's context?",
        outcome=Outcome.ANSWERED,
        quote=TEXT[:30],
        citations=(citation,),
        entities=(Entry("moonshot", EntryKind.LAB, "Moonshot AI", "A lab."),),
        missing=("context",),
        took_ms=1.98765,
    )


def test_an_answer_has_the_fields_of_the_contract_in_their_order() -> None:
    record = to_record(_answer(), "q1")

    assert json.loads(to_line(record)) == {
        "id": "q1",
        "question": "How long is Kimi's context?",
        "outcome": "answered",
        "answer": "Kimi reads two million tokens.",
        "citations": [
            {
                "n": 1,
                "id": "abcd2345",
                "document": "labs/report.md",
                "title": "Report",
                "section": "Labs › Moonshot AI",
                "text": TEXT,
                "url": None,
            }
        ],
        "entities": ["Moonshot AI"],
        "missing": ["context"],
        "took_ms": 1.988,
    }
    assert list(record) == [
        "id", "question", "outcome", "answer", "citations", "entities", "missing", "took_ms",
    ]  # fmt: skip


def test_a_line_holds_a_question_or_a_dialogue() -> None:
    assert parse_line(b'{"id": "a", "question": "who?"}\n').turns == ("who?",)
    asked = parse_line('{"id": 7, "turns": ["月之暗面?", "and their context?"]}'.encode())
    assert (asked.id, asked.turns) == (7, ("月之暗面?", "and their context?"))


def test_an_id_may_be_left_out_and_other_fields_are_not_looked_at() -> None:
    asked = parse_line(b'\xef\xbb\xbf{"question": "", "topic": 1}\r\n')
    assert (asked.id, asked.turns) == (None, ("",))


@pytest.mark.parametrize(
    ("line", "said", "question_id"),
    [
        (b"{", "not JSON", None),
        (b"\xff\xfe", "not UTF-8", None),
        (b'["who?"]', "not an object", None),
        (b'{"id": "a"}', 'either "question" or "turns"', "a"),
        (b'{"id": "a", "question": "x", "turns": ["x"]}', "either", "a"),
        (b'{"id": "a", "question": null}', "must be a string", "a"),
        (b'{"id": "a", "turns": []}', "at least one", "a"),
        (b'{"id": "a", "turns": "who?"}', "must be a list", "a"),
        (b'{"id": "a", "turns": ["x", 1]}', "only strings", "a"),
        (b'{"id": ["a"], "question": "x"}', '"id" must be', None),
        (b'{"id": true, "question": "x"}', '"id" must be', None),
        (b'{"id": NaN, "question": "x"}', "NaN", None),
        (b'{"id": 1e999, "question": "x"}', '"id" must be', None),
        (b'{"id": ' + b"9" * 5000 + b', "question": "x"}', "not JSON", None),
        (b"[" * 200_000, "nested too deeply", None),
    ],
)
def test_a_line_that_holds_no_question_is_refused_with_the_reason(
    line: bytes, said: str, question_id: str | None
) -> None:
    with pytest.raises(BadLine, match=said) as caught:
        parse_line(line)
    assert caught.value.id == question_id


def test_an_unread_line_still_gets_a_complete_record() -> None:
    record = unread_record("a")
    assert record.keys() == to_record(_answer()).keys()
    assert (record["id"], record["outcome"], record["answer"]) == ("a", "invalid", None)


def test_half_a_character_comes_back_as_it_was_sent() -> None:
    asked = parse_line(rb'{"question": "\ud83d what?"}')
    answer = Answer(question=asked.turns[0], outcome=Outcome.INVALID)

    line = to_line(to_record(answer))

    assert json.loads(line.decode("utf-8"))["question"] == "\ud83d what?"
    assert line.count(b"\n") == 1


def test_a_line_break_in_a_question_does_not_break_the_line() -> None:
    answer = Answer(question="one\ntwo\u2028three", outcome=Outcome.INVALID)
    assert to_line(to_record(answer)).count(b"\n") == 1
