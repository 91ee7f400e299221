"""`footnote eval`: how good the answers are, measured."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import textwrap
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.cards import safe
from bot.cli.dialogue import answer_turns
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, load, show_progress, stdout
from bot.evaluation import Ratio, Result, Scores, by_kind, evaluate, read_questions, score

_SHOWN = 100  # characters of a wrong answer; --json has all of it


@click.command("eval")
@knowledge_option
@click.option(
    "--questions",
    type=click.Path(path_type=Path),
    help="The list of questions; questions.toml in the knowledge folder where left out.",
)
@click.option("--strict", is_flag=True, help="End with exit code 1 where a question is missed.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    knowledge: Path | None,
    questions: Path | None,
    strict: bool,
    as_json: bool,
) -> None:
    """Ask the questions whose right answers are known, and print how many are found.

    A question is missed where it ends otherwise than expected, or where no right passage
    is among the first three.
    """
    settings = ctx.ensure_object(Invocation).settings(knowledge=knowledge)
    asked = read_questions(questions or settings.knowledge / "questions.toml")
    snapshot = load(settings)
    with show_progress() as progress:
        done = iter(range(1, len(asked) + 1))
        results = asyncio.run(
            evaluate(
                asked,
                partial(answer_turns, snapshot),
                lambda _: progress("asking", next(done), len(asked)),
            )
        )
    if as_json:
        click.echo(json.dumps(_report(results), indent=2))
    else:
        _print(stdout(), results)
    ctx.exit(1 if strict and any(result.missed for result in results) else 0)


def _share(ratio: Ratio) -> dict[str, float | int | None]:
    return {**dataclasses.asdict(ratio), "share": ratio.share}


def _report(results: Sequence[Result]) -> dict[str, Any]:
    scores = score(results)
    figures = {
        field.name: _share(value) if isinstance(value, Ratio) else round(value, 3)
        for field in dataclasses.fields(scores)
        for value in [getattr(scores, field.name)]
    }
    return {
        "questions": len(results),
        **figures,
        "not_missed_by_kind": {kind: _share(ratio) for kind, ratio in by_kind(results).items()},
        "misses": [_miss(result) for result in results if result.missed],
    }


def _miss(result: Result) -> dict[str, Any]:
    return {
        "turns": list(result.question.turns),
        "kind": result.question.kind,
        "expected": result.question.expect.value,
        "outcome": result.answer.outcome.value,
        "rank": result.rank,
        "answer": result.answer.quote,
        "missing": list(result.answer.missing),
    }


def _print(console: Console, results: Sequence[Result]) -> None:
    missed = [result for result in results if result.missed]
    if missed:
        table = Table("Missed question", "Expected", "Got", "Right passage", "Answer")
        for result in missed:
            table.add_row(*_row(result))
        console.print(table)
    console.print(_figures(score(results), len(results)))
    kinds = Table("Kind", "Not missed")
    for kind, ratio in by_kind(results).items():
        kinds.add_row(Text(kind), str(ratio))
    console.print(kinds)


def _row(result: Result) -> tuple[Text, ...]:
    question = result.question
    if result.rank is not None:
        place = f"at {result.rank}"
    else:
        place = "not cited" if question.right else ""
    cells = (
        " ▸ ".join(question.turns),
        question.expect.value,
        result.answer.outcome.value,
        place,
        textwrap.shorten(result.answer.quote or "", _SHOWN, placeholder=" …"),
    )
    return tuple(Text(safe(cell)) for cell in cells)


def _figures(scores: Scores, count: int) -> Table:
    table = Table("Over", f"{count} questions")
    table.add_row("hit@1", str(scores.hit_at_1))
    table.add_row("hit@3", str(scores.hit_at_3))
    table.add_row("abstention precision", str(scores.abstention_precision))
    table.add_row("abstention recall", str(scores.abstention_recall))
    table.add_row("outcome as expected", str(scores.outcomes))
    table.add_row("time, median", f"{scores.median_ms:.2f} ms")
    table.add_row("time, 95th percentile", f"{scores.p95_ms:.2f} ms")
    return table
