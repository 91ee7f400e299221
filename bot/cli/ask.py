"""`footnote ask`: one question for a person, or many for a program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from bot.cli.cards import answer_card
from bot.cli.contract import BadLine, parse_line, to_line, to_record, unread_record
from bot.cli.dialogue import Dialogue
from bot.cli.explaining import explanation
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, load, stdout

BAD_INPUT = 2


@click.command("ask")
@click.argument("question", nargs=-1)
@knowledge_option
@click.option("--json", "as_json", is_flag=True, help="Print the answer as one line of JSON.")
@click.option(
    "--jsonl",
    is_flag=True,
    help="Read one question a line from standard input, print one answer a line.",
)
@click.option("--explain", is_flag=True, help="Also print why each passage stands where it does.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    question: tuple[str, ...],
    knowledge: Path | None,
    as_json: bool,
    jsonl: bool,
    explain: bool,
) -> None:
    """Answer QUESTION from the documents.

    With --jsonl, each line of standard input is {"id": …, "question": …} or, for a
    dialogue, {"id": …, "turns": […]}. Each gets one line of output, in the same order.
    A line that cannot be read is named on standard error, gets an "invalid" line, and
    makes the command end with exit code 2 once all others are answered. Empty lines are
    skipped.
    """
    if jsonl == bool(question):
        raise click.UsageError("Give either a question or --jsonl.", ctx)
    if jsonl and as_json:
        raise click.UsageError("--json is for one question, --jsonl for many; give one.", ctx)
    if explain and (as_json or jsonl):
        raise click.UsageError("--explain is for people; --json and --jsonl are for programs.", ctx)
    invocation = ctx.ensure_object(Invocation)
    with Dialogue(load(invocation.settings(knowledge=knowledge))) as dialogue:
        if jsonl:
            read_all = _answer_lines(dialogue, sys.stdin.buffer)
            ctx.exit(0 if read_all else BAD_INPUT)
        answer = dialogue.ask([" ".join(question)])
        if as_json:
            click.echo(to_line(to_record(answer)), nl=False)
        else:
            stdout().print(answer_card(answer, empty=not dialogue.snapshot.documents))
        if explain:
            stdout().print(explanation(*dialogue.explain(" ".join(question))))


def _answer_lines(dialogue: Dialogue, source: BinaryIO) -> bool:
    """Answers line by line, each flushed at once. False where a line could not be read."""
    read_all = True
    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            asked = parse_line(line)
        except BadLine as error:
            click.echo(f"line {number}: {error}", err=True)
            record = unread_record(error.id)
            read_all = False
        else:
            record = to_record(dialogue.ask(asked.turns), asked.id)
        click.echo(to_line(record), nl=False)
    return read_all
