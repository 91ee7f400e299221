"""A moderator fills the knowledge folder: what can be read loads, the rest is named."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.core.errors import Problem, ReadingError
from bot.core.model import BlockKind
from bot.reading.folder import KnowledgeFolder, read_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    knowledge = tmp_path / "knowledge"
    knowledge.mkdir()
    return knowledge


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def loaded(folder: Path) -> list[str]:
    return [document.id for document in KnowledgeFolder(folder)().documents]


def problems(folder: Path) -> list[str]:
    return [str(problem) for problem in KnowledgeFolder(folder)().problems]


def test_documents_of_any_depth_load_in_the_order_of_their_ids(folder: Path) -> None:
    put(folder / "b.md", "# B\n\nText.")
    put(folder / "a/deep/er/c.txt", "Text.")
    put(folder / "a.html", "<p>Text.")
    put(folder / "a/D.MARKDOWN", "Text.")
    put(folder / "README.md", "How to add documents.")
    put(folder / "a/readme.txt", "Notes.")
    put(folder / ".hidden.md", "No.")
    put(folder / ".git/x.md", "No.")
    put(folder / "~$open.md", "No.")
    put(folder / "questions.toml", "x = 1")
    put(folder / "picture.png", b"\x89PNG")
    contents = KnowledgeFolder(folder)()
    assert [d.id for d in contents.documents] == [
        "a.html",
        "a/D.MARKDOWN",
        "a/deep/er/c.txt",
        "b.md",
    ]
    assert contents.problems == ()
    assert contents.catalog.entries == ()


def test_a_document_knows_where_it_comes_from(folder: Path) -> None:
    source = b'---\ntitle: "T"\nurl: https://example.org/t\n---\n# Other\n\n- one\n'
    path = put(folder / "in/t.md", source)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    document = read_document(path, folder)
    assert document.id == "in/t.md"
    assert document.title == "T"
    assert document.url == "https://example.org/t"
    assert document.size == len(source)
    assert document.modified == datetime.fromtimestamp(1_700_000_000, UTC)
    assert len(document.checksum) == 64
    assert document.text == "Other\n\none"
    kinds = [(b.kind, document.text[b.start : b.end]) for b in document.blocks]
    assert kinds == [(BlockKind.HEADING, "Other"), (BlockKind.ITEM, "one")]


@pytest.mark.parametrize(
    ("name", "text", "title"),
    [
        ("a.md", "## Second\n\n# First\n\nText.", "First"),
        ("field-notes_2025.md", "Only text.", "field notes 2025"),
        ("a.txt", "The Heading\n\nText of it.", "The Heading"),
        ("a.md", "# " + "long " * 100 + "\n\nText.", ("long " * 40).strip() + "…"),
    ],
)
def test_a_title_is_found(folder: Path, name: str, text: str, title: str) -> None:
    assert read_document(put(folder / name, text), folder).title == title


def test_an_empty_folder_holds_nothing_and_is_no_mistake(folder: Path) -> None:
    contents = KnowledgeFolder(folder)()
    assert (contents.documents, contents.problems) == ((), ())


def test_a_missing_folder_says_what_to_do(folder: Path) -> None:
    with pytest.raises(ReadingError, match=r"no knowledge folder “nowhere”\. Create it") as caught:
        KnowledgeFolder(folder / "nowhere")()
    assert str(folder) not in str(caught.value)
    with pytest.raises(ReadingError, match="no knowledge folder"):
        KnowledgeFolder(put(folder / "a.md", "Text."))()


def test_broken_files_are_named_and_the_rest_loads(folder: Path) -> None:
    put(folder / "good.md", "Text.")
    put(folder / "latin.md", b"one\n\ntwo caf\xe9\n")
    put(folder / "empty.txt", b"")
    put(folder / "blank.md", " \n\n")
    put(folder / "marks.md", "<!-- nothing -->\n")
    put(folder / "big.md", "x" * 2_000_001)
    put(folder / "broken.pdf", b"%PDF-1.4 no")
    put(folder / "report.docx", b"PK")
    put(folder / "matter.md", "---\ntitle: T\nurl: nothing\n---\nText.")
    contents = KnowledgeFolder(folder, max_file_bytes=2_000_000)()
    assert [d.id for d in contents.documents] == ["good.md", "matter.md"]
    found = {problem.file: problem for problem in contents.problems}
    assert sorted(found) == [
        "big.md", "blank.md", "broken.pdf", "empty.txt", "latin.md", "marks.md", "matter.md",
        "report.docx",
    ]  # fmt: skip
    assert found["latin.md"].line == 3
    assert found["matter.md"] == Problem(
        "matter.md", 3, "This is not an http or https address.", "url"
    )
    assert "2.0 MB, and the limit is 2 MB" in found["big.md"].message
    assert "empty" in found["empty.txt"].message
    assert "empty" in found["blank.md"].message
    assert "no text" in found["marks.md"].message
    assert "damaged" in found["broken.pdf"].message
    assert ".docx" in found["report.docx"].message
    assert contents.problems == tuple(sorted(contents.problems))


def test_links_that_lead_out_of_the_folder_are_named_and_not_followed(folder: Path) -> None:
    secret = put(folder.parent / "secret.md", "Secret.")
    put(folder.parent / "secrets/a.md", "Secret.")
    put(folder / "good.md", "Text.")
    (folder / "out.md").symlink_to(secret)
    (folder / "outer").symlink_to(folder.parent / "secrets")
    (folder / "gone.md").symlink_to(folder / "nothing.md")
    (folder / "round.md").symlink_to(folder / "round.md")
    contents = KnowledgeFolder(folder)()
    assert [d.id for d in contents.documents] == ["good.md"]
    assert [(p.file, p.message.split(".")[0]) for p in contents.problems] == [
        ("gone.md", "This link leads nowhere"),
        ("out.md", "This link leads out of the knowledge folder"),
        ("outer", "This link leads out of the knowledge folder"),
        ("round.md", "This link leads nowhere"),
    ]
    with pytest.raises(ReadingError, match="not inside"):
        read_document(folder / "out.md", folder)
    with pytest.raises(ReadingError, match="not inside"):
        read_document(secret, folder)
    with pytest.raises(ReadingError, match="not inside"):
        read_document(folder / ".." / "secret.md", folder)


def test_links_in_a_circle_end_and_every_file_is_taken_once(folder: Path) -> None:
    put(folder / "in/a.md", "Text.")
    (folder / "in/up").symlink_to(folder)
    (folder / "again.md").symlink_to(folder / "in/a.md")
    (folder / "other").symlink_to(folder / "in")
    assert loaded(folder) == ["in/a.md"]
    assert problems(folder) == []


def test_a_folder_mounted_through_links_is_read(folder: Path) -> None:
    # As Kubernetes mounts a ConfigMap: every name is a link into a hidden folder.
    put(folder / "..2025_01/a.md", "Text.")
    put(folder / "..2025_01/catalog.toml", '[lab.a]\nname = "A"\ndescription = "d"\n')
    (folder / "..data").symlink_to("..2025_01")
    (folder / "a.md").symlink_to("..data/a.md")
    (folder / "catalog.toml").symlink_to("..data/catalog.toml")
    contents = KnowledgeFolder(folder)()
    assert [d.id for d in contents.documents] == ["a.md"]
    assert [entry.id for entry in contents.catalog.entries] == ["a"]


def test_a_catalog_linked_from_outside_is_named(folder: Path) -> None:
    (folder / "catalog.toml").symlink_to(put(folder.parent / "x.toml", "[lab.a]"))
    assert problems(folder)[0].startswith("catalog.toml: This link leads out")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes on this system")
def test_a_pipe_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    assert problems(folder) == ["pipe.md: This is not an ordinary file."]


def test_the_parts_of_a_page_saved_from_a_browser_are_no_documents(folder: Path) -> None:
    put(folder / "Page.html", "<p>Text.")
    put(folder / "Page_files/frame.html", "<p>Advertisement.")
    put(folder / "notes_files/a.md", "Text.")
    assert loaded(folder) == ["Page.html", "notes_files/a.md"]


def test_names_that_cannot_be_shown_are_named_without_doing_harm(folder: Path) -> None:
    put(folder / "two\nlines.md", "Text.")
    put(folder / "gpj\u202e.md", "Text.")
    (folder / os.fsdecode(b"bad\xff.md")).write_text("Text.")
    contents = KnowledgeFolder(folder)()
    assert contents.documents == ()
    assert len(contents.problems) == 3
    for problem in contents.problems:
        assert "Rename it" in problem.message
        assert problem.file.isprintable()
        problem.file.encode()


@contextmanager
def as_an_ordinary_user() -> Iterator[None]:
    """Root may read everything: become nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no permissions of this kind here")
def test_what_the_bot_may_not_read_is_named() -> None:
    # Not tmp_path: its parents are closed to the user that root becomes.
    folder = Path(tempfile.mkdtemp())
    try:
        folder.chmod(0o755)
        put(folder / "good.md", "Text.")
        put(folder / "closed.md", "Text.").chmod(0)
        put(folder / "vault/a.md", "Text.")
        (folder / "vault").chmod(0)
        with as_an_ordinary_user():
            contents = KnowledgeFolder(folder)()
        assert [d.id for d in contents.documents] == ["good.md"]
        assert [(p.file, p.message) for p in contents.problems] == [
            ("closed.md", "The bot may not read this file. Change its permissions."),
            ("vault/", "The bot may not read this folder. Change its permissions."),
        ]
        folder.chmod(0)
        with as_an_ordinary_user(), pytest.raises(ReadingError, match="permissions"):
            KnowledgeFolder(folder)()
    finally:
        folder.chmod(0o755)
        (folder / "vault").chmod(0o755)
        shutil.rmtree(folder)


def test_reading_again_sees_every_change(folder: Path) -> None:
    read = KnowledgeFolder(folder)
    put(folder / "a.md", "One.")
    put(folder / "b.md", "Two.")
    first = read()
    put(folder / "b.md", "Three.")
    put(folder / "c.md", "---\nurl: x\n---\nFour.")
    os.utime(folder / "a.md", (1_700_000_000, 1_700_000_000))
    second = read()
    assert [d.text for d in first.documents] == ["One.", "Two."]
    assert [d.text for d in second.documents] == ["One.", "Three.", "Four."]
    assert second.documents[0].modified == datetime.fromtimestamp(1_700_000_000, UTC)
    assert second.documents[0].blocks is first.documents[0].blocks, "unchanged: not read anew"
    assert [p.file for p in read().problems] == ["c.md"], "still wrong the next time"
    (folder / "a.md").unlink()
    assert [d.text for d in read().documents] == ["Three.", "Four."]


@pytest.fixture
def opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The documents that were opened, in that order."""
    names: list[str] = []
    really = os.open

    def open_(path: str | Path, *args: int) -> int:
        if Path(path).suffix == ".md":
            names.append(Path(path).relative_to(folder).as_posix())
        return really(path, *args)

    monkeypatch.setattr(os, "open", open_)
    return names


@pytest.fixture
def without_change_times(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that does not say when a file was changed, only what date its bytes bear."""

    def told(status: os.stat_result) -> os.stat_result:
        return os.stat_result(tuple(status), {"st_mtime_ns": status.st_mtime_ns, "st_ctime_ns": 0})

    stat_, fstat = os.stat, os.fstat
    monkeypatch.setattr(os, "stat", lambda *args, **options: told(stat_(*args, **options)))
    monkeypatch.setattr(os, "fstat", lambda descriptor: told(fstat(descriptor)))


def test_only_what_changed_is_opened_again(folder: Path, opened: list[str]) -> None:
    read = KnowledgeFolder(folder)
    for name in ("a", "b", "in/c"):
        put(folder / f"{name}.md", f"This is {name}.")
    read()
    time.sleep(2.1)
    opened.clear()
    read()
    assert opened == ["a.md", "b.md", "in/c.md"], "what had just been written is read once more"
    opened.clear()
    before = read()
    assert opened == []
    put(folder / "b.md", "This is B.")
    (folder / "in/c.md").rename(folder / "d.md")
    again = read()
    assert opened == ["b.md", "d.md"]
    assert [d.text for d in again.documents] == ["This is a.", "This is B.", "This is in/c."]
    assert again.documents[0] is before.documents[0]


def test_a_second_change_within_a_moment_is_noticed(folder: Path) -> None:
    """Of the same length, and with the very same date: what git calls racily clean."""
    read = KnowledgeFolder(folder)
    for number in range(20):
        path = put(folder / "a.md", f"Number {number:02}.")
        os.utime(path, (1_700_000_000, 1_700_000_000))
        assert [d.text for d in read().documents] == [f"Number {number:02}."]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no time of change")
def test_a_copy_of_the_same_length_that_bears_the_old_date_is_noticed(folder: Path) -> None:
    read = KnowledgeFolder(folder)
    path = put(folder / "a.md", "Kimi reads two million.")
    other = put(folder.parent / "other.md", "Kimi reads ten million.")
    for each in (path, other):
        os.utime(each, (1_700_000_000, 1_700_000_000))
    time.sleep(2.1)
    read()
    shutil.copy2(other, path)  # as cp -p does
    assert path.stat().st_mtime == 1_700_000_000
    assert [d.text for d in read().documents] == ["Kimi reads ten million."]


def test_where_the_disk_cannot_tell_reading_everything_does(
    folder: Path, without_change_times: None
) -> None:
    read = KnowledgeFolder(folder)
    path = put(folder / "a.md", "Kimi reads two million.")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    read()
    put(folder / "a.md", "Kimi reads ten million.")
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert [d.text for d in read().documents] == ["Kimi reads two million."], "the trap"
    found = read(everything=True)
    assert [d.text for d in found.documents] == ["Kimi reads ten million."]
    assert [d.text for d in read().documents] == ["Kimi reads ten million."]


def test_progress_is_told_for_each_file(folder: Path) -> None:
    for name in "abc":
        put(folder / f"{name}.md", "Text.")
    steps: list[tuple[str, int, int]] = []
    KnowledgeFolder(folder)(lambda *step: steps.append(step))
    assert steps == [("documents", done, 3) for done in range(4)]


def test_folders_inside_each_other_without_end_are_cut_off(folder: Path) -> None:
    put(folder.joinpath(*["d"] * 40) / "a.md", "Text.")
    put(folder / "b.md", "Text.")
    contents = KnowledgeFolder(folder)()
    assert [d.id for d in contents.documents] == ["b.md"]
    assert "32 deep" in contents.problems[0].message
