"""Every link in the documents of this repository leads somewhere. No network is asked."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent
_SKIP = {".venv", ".git", "node_modules", ".pytest_cache"}
_HTML_TARGET = re.compile(
    r"""<(?:a|img|source)\b[^>]*?\b(?:href|src)=["']([^"']+)["']""", re.IGNORECASE
)
_HTML_ANCHOR = re.compile(r"""\b(?:id|name)=["']([^"']+)["']""", re.IGNORECASE)


def _markdown_files() -> list[Path]:
    return sorted(
        path
        for path in ROOT.rglob("*.md")
        if not _SKIP & set(path.relative_to(ROOT).parts) and path.is_file()
    )


def _tokens(text: str) -> Iterator[Token]:
    parser = MarkdownIt("commonmark").enable("table")
    text = re.sub(r"\A(---|\+\+\+)\n.*?\n\1\n", "", text, flags=re.DOTALL)  # front matter
    for token in parser.parse(text):
        yield token
        yield from token.children or ()


def _targets(text: str) -> Iterator[str]:
    """Where the links and pictures of a Markdown text lead."""
    for token in _tokens(text):
        for attribute in ("href", "src"):
            if attribute in token.attrs:
                yield str(token.attrs[attribute])
        if token.type in ("html_block", "html_inline"):
            yield from _HTML_TARGET.findall(token.content)


def _anchors(text: str) -> set[str]:
    """What `#…` may follow a link to this text: headings as forges name them, and ids."""
    anchors: set[str] = set()
    seen: Counter[str] = Counter()
    previous = ""
    for token in _tokens(text):
        if token.type in ("html_block", "html_inline"):
            anchors.update(_HTML_ANCHOR.findall(token.content))
        if token.type == "inline" and previous == "heading_open":
            slug = _slug(token)
            anchors.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
        previous = token.type
    return anchors


def _slug(heading: Token) -> str:
    """Lower case, punctuation gone, each space a hyphen."""
    children = heading.children or []
    shown = "".join(c.content for c in children if c.type in ("text", "code_inline"))
    return re.sub(r"[^\w\- ]", "", shown.lower()).replace(" ", "-")


def dead_links(page: Path, text: str, root: Path) -> list[str]:
    """What is wrong with the links of one page, one line each."""
    problems: list[str] = []
    for target in _targets(text):
        parts = urlsplit(target)
        if parts.scheme or parts.netloc:
            continue  # elsewhere on the network: nobody can say without asking
        place = (page.parent / unquote(parts.path)).resolve() if parts.path else page
        if parts.path.startswith("/"):
            problems.append(f"{target}: begins with a slash; write it relative to the page")
        elif not place.is_relative_to(root):
            problems.append(f"{target}: leads out of the repository")
        elif not place.exists():
            problems.append(f"{target}: there is no such file")
        elif parts.fragment and place.suffix == ".md":
            there = text if place == page else place.read_text(encoding="utf-8")
            if unquote(parts.fragment) not in _anchors(there):
                problems.append(f"{target}: {place.name} has no such heading")
    return problems


@pytest.mark.parametrize("page", _markdown_files(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    assert dead_links(page, page.read_text(encoding="utf-8"), ROOT) == []


def test_the_checker_finds_what_is_dead(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text(
        "# First `steps`!\n\n## Twice\n\n## Twice\n\n<a id='mark'></a>\n", encoding="utf-8"
    )
    page = tmp_path / "page.md"
    text = (
        "# Here\n\n[ok](guide.md) [ok](guide.md#first-steps) [ok](guide.md#twice-1) [ok](#here)\n"
        "[ok](guide.md#mark) [ok](https://example.org/x#y) `[code](nowhere.md)`\n\n"
        "[a](gone.md) [b](guide.md#second-steps) [c](#there) ![d](picture.png) [e](../out.md)\n"
        "[f](/guide.md) <img src='lost.svg'>\n\n[g][ref]\n\n[ref]: guide.md#twice-2\n"
    )
    page.write_text(text, encoding="utf-8")

    problems = dead_links(page, text, tmp_path)

    assert [problem.split(":")[0] for problem in problems] == [
        "gone.md", "guide.md#second-steps", "#there", "picture.png", "../out.md", "/guide.md",
        "lost.svg", "guide.md#twice-2",
    ]  # fmt: skip


def test_no_file_of_the_repository_names_a_package_registry() -> None:
    """A lock file or script with an address would install from it on every machine."""
    words = ["pypi." + "org", "pythonhosted." + "org", "registry.npmjs." + "org"]
    command = ["git", "grep", "-l", "-I", "-F", *(f"-e{word}" for word in words)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode not in (0, 1):
        pytest.skip("this is no git checkout")
    assert found.stdout.splitlines() == []
