"""Somebody uploads a file, or takes everything along as a zip."""

from __future__ import annotations

import io
import tomllib
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.catalog import Catalog
from bot.core.model import Entry, EntryKind
from bot.core.passages import split_document
from bot.core.ports import FolderContents
from bot.reading.catalog_file import read_catalog
from bot.reading.exporting import export_zip, write_catalog, write_document
from bot.reading.faults import BrokenFile
from bot.reading.folder import KnowledgeFolder
from bot.reading.uploads import read_upload

MARKDOWN = b"""---
title: On robots
author: Ada
language: en
url: https://example.org/robots
---
# Robots

Unitree builds robots *that walk*.

- one
- two

| Lab | Robot |
| --- | --- |
| Unitree | G1 |

```
go()
```
"""


def test_an_uploaded_file_is_a_document_like_one_of_the_folder() -> None:
    document = read_upload("Robots Report.MD", MARKDOWN).document
    assert document.id == "robots-report.md"
    assert document.title == "On robots"
    assert document.author == "Ada"
    assert document.url == "https://example.org/robots"
    assert "Unitree builds robots that walk." in document.text
    assert document.size == len(MARKDOWN)
    assert document.modified <= datetime.now(UTC)


def test_what_whoever_uploads_says_goes_before_what_the_file_says() -> None:
    given_more = read_upload(
        "a.md", MARKDOWN, title="Mine", url="https://example.org/mine", author="Ben"
    ).document
    assert (given_more.title, given_more.author) == ("Mine", "Ben")
    assert given_more.url == "https://example.org/mine"
    assert given_more.checksum != read_upload("a.md", MARKDOWN).document.checksum


def test_a_wrong_line_is_named_and_the_rest_counts() -> None:
    read = read_upload("a.md", b"---\ntitle: A\nurl: nowhere\n---\nText.\n")
    assert read.document.title == "A"
    (problem,) = read.problems
    assert (problem.file, problem.line, problem.key) == ("a.md", 3, "url")


def test_a_saved_page_loses_its_furniture_and_no_sentence() -> None:
    page = (
        b"<html><head><title>Robots</title></head><body><nav>Home | About</nav><article>"
        b"<h1>Robots</h1><p>Unitree builds robots that walk and talk all day long.</p>"
        b"<p>They are sold to universities in many countries.</p></article></body></html>"
    )
    document = read_upload("page.html", page).document
    assert "walk and talk all day long." in document.text
    assert "About" not in document.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", b"PK", "Save it as PDF"),
        ("a.exe", b"MZ", "cannot be read"),
        ("a", b"text", "ending"),
        ("", b"text", "ending"),
        ("a.md", b"", "empty"),
        ("a.md", b"---\ntitle: x\n---\n", "no text"),
        ("a.txt", b"\xff\xfe\x00", "UTF-8"),
        ("a.pdf", b"%PDF-1.4", "PDF"),
    ],
)
def test_what_cannot_be_read_says_why(name: str, data: bytes, words: str) -> None:
    with pytest.raises(BrokenFile, match=words):
        read_upload(name, data)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_no_name_leads_out_of_where_it_belongs(name: str) -> None:
    document = read_upload(f"{name}.md", b"Text.").document
    assert document.id.endswith(".md")
    assert not set(document.id) & set("/\\\0\n:")
    assert ".." not in document.id
    assert len(document.id) <= 80
    assert document.title.strip()


def test_an_exported_folder_reads_back_with_the_same_text_and_names(tmp_path: Path) -> None:
    robots = read_upload("robots.md", MARKDOWN).document
    same_name = read_upload("robots.txt", b"A note on robots and how they walk.").document
    catalog = Catalog(
        (
            Entry("unitree", EntryKind.LAB, 'Uni"tree', "Back\\slash.", ("宇树",), ("robots",)),
            Entry("walking", EntryKind.THEME, "Walking", "On legs.", ()),
        ),
        {"to amble": ("walk", "stroll")},
        {"Uni & dogs": ("who makes them?",)},
        ("top speed",),
    )
    data = export_zip(FolderContents((robots, same_name), catalog, ()))

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        archive.extractall(tmp_path)
        assert set(archive.namelist()) == {
            "README.md", "catalog.toml", "robots.md", "robots-2.md",
        }  # fmt: skip
    read = KnowledgeFolder(tmp_path)()
    assert [str(problem) for problem in read.problems] == []
    assert {d.text for d in read.documents} == {robots.text, same_name.text}
    again = next(d for d in read.documents if d.text == robots.text)
    assert (again.title, again.author, again.url) == (robots.title, robots.author, robots.url)
    assert read.catalog == catalog
    assert data == export_zip(FolderContents((robots, same_name), catalog, ()))


def test_the_documents_that_are_shipped_can_be_taken_along(tmp_path: Path) -> None:
    shipped = KnowledgeFolder(Path(__file__).resolve().parents[2] / "knowledge")()
    with zipfile.ZipFile(io.BytesIO(export_zip(shipped))) as archive:
        archive.extractall(tmp_path)
    read = KnowledgeFolder(tmp_path)()
    assert read.problems == ()
    assert read.catalog.entries == shipped.catalog.entries
    cut = [[p.text for d in c.documents for p in split_document(d)] for c in (shipped, read)]
    assert cut[0] == cut[1]


@settings(max_examples=60, deadline=None)
@given(st.text(), st.lists(st.text(max_size=20), max_size=4))
def test_any_name_can_be_written_as_toml(name: str, aliases: list[str]) -> None:
    entry = Entry("x", EntryKind.LAB, name, name, tuple(aliases), tuple(aliases))
    text = write_catalog(Catalog((entry,), {name: tuple(aliases)}))
    table = tomllib.loads(text.encode("utf-8", "replace").decode())
    if name.encode("utf-8", "replace").decode() == name:
        assert table["lab"]["x"]["name"] == name


def test_a_document_written_out_is_read_as_the_same(tmp_path: Path) -> None:
    document = read_upload("robots.md", MARKDOWN).document
    (tmp_path / "robots.md").write_text(write_document(document), encoding="utf-8")
    (read,) = KnowledgeFolder(tmp_path)().documents
    assert read.text == document.text
    assert read.blocks == document.blocks
    assert read_catalog(tmp_path) == (Catalog(), ())
