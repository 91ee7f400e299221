"""`footnote import FILE`: a saved article becomes a clean document, or is refused."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.core.errors import ImportRefused
from bot.core.model import BlockKind, Document
from bot.reading.folder import KnowledgeFolder, read_document
from bot.reading.importing import import_file, slug

ARTICLE = Path(__file__).parents[2].parent / "shared/report/000_9cf6f57b213b760a.txt"

SAVED = """\
📑 Table of Contents

What They Build
Where it Leads .... 4

A Week in the Labs of the North

📅 3 June 2025 · 📁 Opinion · 👁 1,204 views · ⏱️ 7 min read
💡 A reporter went north and came back with a notebook.

🚀 What They Build

They build [small] models * cheap ones * and call them v1_2 & <free>.

Each of them has a use:

  • Kimi: reads long files
  • Robots: they 🤖 walk the stairs
  1. is not the only number, they say

✅ It works

🔹 one
🔹 two

Where it Leads

Nobody knows.
The date on the notebook was
June 3, 2025

Share this article
#labs #north
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    return knowledge


def save(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def imported(source: Path, folder: Path, **options: object) -> Document:
    report = import_file(source, folder, **options)  # type: ignore[arg-type]
    return read_document(report.path, folder)


def shown(document: Document) -> list[tuple[str, str]]:
    return [(b.kind.value, document.text[b.start : b.end]) for b in document.blocks]


def test_an_article_saved_as_text_becomes_a_clean_document(tmp_path: Path, folder: Path) -> None:
    report = import_file(save(tmp_path, "saved.txt", SAVED), folder)
    assert report.path == folder / "a-week-in-the-labs-of-the-north.md"
    assert report.title == "A Week in the Labs of the North"
    assert report.removed == (
        "📑 Table of Contents",
        "What They Build",
        "Where it Leads .... 4",
        "📅 3 June 2025 · 📁 Opinion · 👁 1,204 views · ⏱️ 7 min read",
        "Share this article",
        "#labs #north",
    )
    assert not report.replaced
    document = read_document(report.path, folder)
    assert document.title == report.title
    assert shown(document) == [
        ("heading", "A Week in the Labs of the North"),
        ("paragraph", "A reporter went north and came back with a notebook."),
        ("heading", "What They Build"),
        ("paragraph", "They build [small] models * cheap ones * and call them v1_2 & <free>."),
        ("paragraph", "Each of them has a use:"),
        ("item", "Kimi: reads long files"),
        ("item", "Robots: they 🤖 walk the stairs"),
        ("item", "is not the only number, they say"),
        ("heading", "✅ It works"),
        ("item", "one"),
        ("item", "two"),
        ("heading", "Where it Leads"),
        ("paragraph", "Nobody knows. The date on the notebook was June 3, 2025"),
    ]
    assert report.counts[BlockKind.ITEM] == 5


@pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not here (../shared/report)")
def test_the_article_keeps_every_sentence_and_loses_its_furniture(folder: Path) -> None:
    report = import_file(ARTICLE, folder, url="https://example.org/a", author="Jo Doe")
    document = read_document(report.path, folder)
    lines = [line.strip() for line in ARTICLE.read_text().splitlines() if line.strip()]
    assert report.removed == (lines[0], lines[2])
    kept = [line.lstrip("💡• ") for line in lines if line not in report.removed]
    assert [text for _, text in shown(document)] == kept
    assert document.title == lines[1]
    assert (document.url, document.author) == ("https://example.org/a", "Jo Doe")
    sections = [text for kind, text in shown(document) if kind == "heading"]
    long = [line for line in lines if len(line) > 100]
    assert len(sections) == 9
    assert not set(sections) & set(long)
    bullets = [line.lstrip("• ") for line in lines if line.startswith("•")]
    assert [text for kind, text in shown(document) if kind == "item"] == bullets


def test_a_page_a_pdf_and_markdown_are_imported_too(tmp_path: Path, folder: Path) -> None:
    page = (
        '<html lang="en"><title>Page</title><link rel="canonical" href="https://example.org/p">'
        "<h1>A Page</h1><p>8 min read</p><p>It says <b>so</b>: 5 * 3 * 2 &lt;b&gt;.</p>"
        "<table><tr><td>a|b</td><td>c</td></tr></table><pre>x = `1`\n```</pre>"
    )
    document = imported(save(tmp_path, "page.html", page), folder)
    assert shown(document) == [
        ("heading", "A Page"),
        ("paragraph", "It says so: 5 * 3 * 2 <b>."),
        ("row", "a|b | c"),
        ("code", "x = `1`\n```"),
    ]
    assert (document.url, document.language) == ("https://example.org/p", "en")
    source = (
        "---\ntitle: Notes\nauthor: Jo\nlanguage: en\n---\n\n## 2025-01-01\n\n- Done\n- [ ] Home\n"
    )
    document = imported(save(tmp_path, "n.md", source), folder)
    assert shown(document) == [("heading", "2025-01-01"), ("item", "Done"), ("item", "Home")]
    assert (document.title, document.author) == ("Notes", "Jo")
    assert KnowledgeFolder(folder)().problems == ()


def test_the_first_bytes_tell_the_format_where_the_name_does_not(
    tmp_path: Path, folder: Path
) -> None:
    assert shown(imported(save(tmp_path, "page", "<!DOCTYPE html><h1>T</h1><p>x"), folder)) == [
        ("heading", "T"),
        ("paragraph", "x"),
    ]
    assert shown(imported(save(tmp_path, "note", "Just a note."), folder)) == [
        ("paragraph", "Just a note.")
    ]


def test_what_the_command_says_goes_before_what_the_article_says(
    tmp_path: Path, folder: Path
) -> None:
    source = save(tmp_path, "a.md", '---\ntitle: "Old"\nauthor: Old\n---\nText.')
    document = imported(
        source, folder, title='A "new" \\ title: 1', author="Jo", url="https://example.org/x"
    )
    assert document.id == "a-new-title-1.md"
    assert document.title == 'A "new" \\ title: 1'
    assert (document.author, document.url) == ("Jo", "https://example.org/x")


def test_nothing_is_overwritten_unless_asked_to(tmp_path: Path, folder: Path) -> None:
    source = save(tmp_path, "a.txt", "The Title\n\nFirst version.")
    path = import_file(source, folder).path
    save(tmp_path, "a.txt", "The Title\n\nSecond version.")
    with pytest.raises(ImportRefused, match="--force"):
        import_file(source, folder)
    assert "First version." in path.read_text()
    assert import_file(source, folder, force=True).replaced
    assert "Second version." in path.read_text()
    assert [entry.name for entry in folder.iterdir()] == [path.name]


def test_a_source_that_stays_in_the_folder_is_named(folder: Path) -> None:
    source = save(folder, "raw.txt", "The Title\n\nText.")
    report = import_file(source, folder)
    assert [fault.message for fault in report.faults] == [
        "raw.txt is in the knowledge folder as well. Move it out, or both are read."
    ]
    again = import_file(report.path, folder, force=True)
    assert (again.path, again.faults) == (report.path, ())


def test_a_link_in_the_folder_is_not_written_through(tmp_path: Path, folder: Path) -> None:
    outside = save(tmp_path, "outside.md", "Mine.")
    (folder / "t.md").symlink_to(outside)
    source = save(tmp_path, "t.txt", "Text.")
    with pytest.raises(ImportRefused, match="there already"):
        import_file(source, folder, title="T")
    import_file(source, folder, title="T", force=True)
    assert outside.read_text() == "Mine."
    assert not (folder / "t.md").is_symlink()


def test_a_disk_that_fails_leaves_nothing_behind(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ImportRefused, match="No space left"):
        import_file(save(tmp_path, "a.txt", "Text."), folder)
    assert list(folder.iterdir()) == []


def test_a_disk_without_hard_links_will_do(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    source = save(tmp_path, "a.txt", "Text.")
    assert imported(source, folder).text == "Text."
    with pytest.raises(ImportRefused, match="there already"):
        import_file(source, folder)


def refused() -> Iterator[tuple[str, bytes, str]]:
    yield "a.txt", b"", "empty"
    yield "a.txt", b"caf\xe9", r"a\.txt \(line 1\): Byte 4 .* is not UTF-8"
    yield "a.pdf", b"%PDF-1.4", "damaged"
    yield "a.docx", b"PK\x03\x04", r"\.docx files cannot be read"
    yield "a.zip", b"PK\x03\x04", r"Unknown kind of file \(\.zip\)"
    yield "a.txt", b"\x00\x01\x02\x03", "control characters"
    yield "a.html", b"<html><script>1</script></html>", "no text"
    yield "a.txt", "📑 Table of Contents\n\n👁 8 views\n".encode(), "no text"
    yield "a.txt", b"x" * 3000, "too large"


@pytest.mark.parametrize(("name", "data", "reason"), list(refused()))
def test_what_cannot_be_read_is_refused_with_a_reason(
    tmp_path: Path, folder: Path, name: str, data: bytes, reason: str
) -> None:
    with pytest.raises(ImportRefused, match=reason):
        import_file(save(tmp_path, name, data), folder, max_file_bytes=2000)
    assert list(folder.iterdir()) == []


def test_wrong_arguments_are_refused(tmp_path: Path, folder: Path) -> None:
    source = save(tmp_path, "a.txt", "Text.")
    with pytest.raises(ImportRefused, match=r"no file “gone\.txt”"):
        import_file(tmp_path / "gone.txt", folder)
    with pytest.raises(ImportRefused, match="no file"):
        import_file(tmp_path, folder)
    with pytest.raises(ImportRefused, match="no knowledge folder “nowhere”"):
        import_file(source, tmp_path / "nowhere")
    with pytest.raises(ImportRefused, match="http or https"):
        import_file(source, folder, url="javascript:alert(1)")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A Researcher's Trip: Labs & Robots!", "a-researchers-trip-labs-robots"),
        ("Über Größe", "uber-grosse"),
        ("中国的实验室", "中国的实验室"),
        ("../../etc/passwd", "etc-passwd"),
        ("con", "con-document"),
        ("README", "readme-document"),
        ("!!!", "document"),
        ("word " * 50, "-".join(["word"] * 12)),
        ("x" * 500, "x" * 60),
        ("ガ", "ガ"),
    ],
)
def test_a_title_becomes_a_file_name_inside_the_folder(title: str, name: str) -> None:
    assert slug(title) == name
    assert len(f"{slug(title)}.md".encode()) < 255
