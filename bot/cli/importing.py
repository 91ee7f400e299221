"""`footnote import`: a saved article becomes a clean document."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import click
from rich.text import Text

from bot.cli.cards import safe
from bot.cli.main import Invocation
from bot.cli.options import knowledge_option, stdout
from bot.cli.wording import counted
from bot.core.errors import Problem
from bot.core.model import BlockKind
from bot.loading import max_file_bytes
from bot.reading.importing import ImportReport, import_file

_NAMES = {
    BlockKind.HEADING: "heading",
    BlockKind.PARAGRAPH: "paragraph",
    BlockKind.ITEM: "list item",
    BlockKind.ROW: "table row",
    BlockKind.CODE: "code block",
}


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@knowledge_option
@click.option("--title", help="Its title; otherwise the article's own.")
@click.option("--url", help="Where the original stands, for links in citations.")
@click.option("--author", help="Who wrote it; otherwise as the article says.")
@click.option("--force", is_flag=True, help="Replace a document of the same name.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    file: Path,
    knowledge: Path | None,
    title: str | None,
    url: str | None,
    author: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """Turn FILE, a saved article, into a clean document in the knowledge folder.

    Text, HTML, PDF and Markdown are read. Page furniture goes, every sentence stays, and
    nothing is fetched. What was taken for furniture is listed: look it over.
    """
    settings = ctx.ensure_object(Invocation).settings(knowledge=knowledge)
    report = import_file(
        file,
        settings.knowledge,
        title=title,
        url=url,
        author=author,
        force=force,
        max_file_bytes=max_file_bytes(settings),
    )
    if as_json:
        click.echo(json.dumps(_report(report), indent=2))
    else:
        _print(report)


def _report(report: ImportReport) -> dict[str, Any]:
    return {
        "file": str(report.path),
        "title": report.title,
        "replaced": report.replaced,
        "counts": {kind.value: count for kind, count in report.counts.items()},
        "removed": list(report.removed),
        "problems": [dataclasses.asdict(fault) for fault in report.faults],
    }


def _print(report: ImportReport) -> None:
    console = stdout()
    done = "Replaced" if report.replaced else "Wrote"
    console.print(Text(safe(f"{done} {report.path}: {report.title}")))
    parts = [counted(n, name) for kind, name in _NAMES.items() if (n := report.counts.get(kind))]
    console.print(Text(f"It holds {', '.join(parts)}."))
    if report.removed:
        console.print(Text(f"Left out as page furniture ({len(report.removed)}):"))
        for line in report.removed:
            console.print(Text(f"  {safe(line)}", style="dim"))
    for fault in report.faults:
        problem = Problem(report.path.name, fault.line, fault.message, fault.key)
        console.print(Text(safe(str(problem)), style="yellow"))
