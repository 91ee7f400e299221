"""A moderator edits catalog.toml: each mistake is named with its line, the rest counts."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.catalog import Catalog
from bot.core.errors import Problem
from bot.core.model import Entry, EntryKind
from bot.reading.catalog_file import parse_catalog, read_catalog
from bot.reading.toml_lines import TomlLines


def mistakes(text: str) -> list[tuple[int | None, str | None, str]]:
    _, faults = parse_catalog(dedent(text))
    return [(fault.line, fault.key, fault.message) for fault in faults]


def ids(text: str) -> list[str]:
    return [entry.id for entry in parse_catalog(dedent(text))[0].entries]


def test_a_catalog_is_read_as_it_stands(tmp_path: Path) -> None:
    text = """
        # the labs
        [lab.moonshot]
        name = "Moonshot AI"
        description = "Makes Kimi."
        aliases = [
            "Kimi",       # its model
            "月之暗面",
        ]
        related = ["long context"]

        [lab.zhipu]
        name = "Zhipu AI"
        description = "Makes GLM."

        [theme.open-source]
        name = "Open source"
        description = "Giving models away."

        [glossary]
        "how long" = ["context"]
        price = ["cost", "expense"]
        "$" = ["dollars"]

        [asked]
        "2 million & tokens" = ["how much can it read?", "How much can it read"]

        [untold]
        trip = ["hotel", "air fare"]
        labs = ["mascot", "hotel"]
    """
    (tmp_path / "catalog.toml").write_text(dedent(text))
    catalog, problems = read_catalog(tmp_path)
    assert problems == ()
    assert catalog.entries == (
        Entry(
            "moonshot", EntryKind.LAB, "Moonshot AI", "Makes Kimi.",
            ("Kimi", "月之暗面"), ("long context",),
        ),
        Entry("zhipu", EntryKind.LAB, "Zhipu AI", "Makes GLM."),
        Entry("open-source", EntryKind.THEME, "Open source", "Giving models away."),
    )  # fmt: skip
    assert dict(catalog.glossary) == {
        "how long": ("context",),
        "price": ("cost", "expense"),
        "$": ("dollars",),
    }
    assert dict(catalog.asked) == {"2 million & tokens": ("how much can it read?",)}
    assert catalog.untold == ("hotel", "air fare", "mascot")


def test_no_catalog_is_an_empty_one(tmp_path: Path) -> None:
    assert read_catalog(tmp_path) == (Catalog(), ())


def test_a_problem_names_the_file(tmp_path: Path) -> None:
    (tmp_path / "catalog.toml").write_bytes(b'[lab.a]\nname = "\xe9"\n')
    _, problems = read_catalog(tmp_path)
    assert [(p.file, p.line) for p in problems] == [("catalog.toml", 2)]
    (tmp_path / "catalog.toml").write_text('[lab.a]\nname = 3\ndescription = "d"\n')
    _, problems = read_catalog(tmp_path)
    assert problems == (
        Problem(
            "catalog.toml", 2, "This must be a string, not a number; this entry is left out.",
            "lab.a.name",
        ),
    )  # fmt: skip


def test_every_kind_of_mistake_has_its_line_and_key_and_costs_only_itself() -> None:
    text = """\
        [lab.good]
        name = "Good"
        description = "d"
        aliases = [
            "fine",

            3,
            "!!!", "",
        ]
        alias = ["x"]

        [lab.Bad_Id]
        name = "B"
        description = "d"

        [lab.nameless]
        description = "d"

        [lab.empty]
        name = "  "
        description = "d"

        [lab.signs]
        name = "?!"
        description = "d"

        [lab.lines]
        name = "L"
        description = '''one
        two'''

        [lab.kinds]
        name = "K"
        description = "d"
        aliases = "K2"
        related = [["x"], 2025-01-01, true]

        [lab]
        inline = { name = "I", description = 4 }
        number = 3

        [themes.a]
        name = "A"

        [glossary]
        good = ["fine"]
        bad = "fine"
        Good = ["again"]
        none = []

        [asked]
        "robots" = "who makes them?"
        "" = ["which one is it?"]
        "dogs" = []

        [untold]
        all = "hotel"
    """
    found = mistakes(text)
    assert [
        (line, key) for line, key, _ in sorted(found, key=lambda m: (m[0] or 0, m[1] or ""))
    ] == [
        (7, "lab.good.aliases"),
        (8, "lab.good.aliases"),
        (8, "lab.good.aliases"),
        (10, "lab.good.alias"),
        (12, "lab.Bad_Id"),
        (16, "lab.nameless.name"),
        (20, "lab.empty.name"),
        (24, "lab.signs.name"),
        (29, "lab.lines.description"),
        (35, "lab.kinds.aliases"),
        (36, "lab.kinds.related"),
        (36, "lab.kinds.related"),
        (36, "lab.kinds.related"),
        (39, "lab.inline.description"),
        (40, "lab.number"),
        (42, "themes"),
        (47, "glossary.bad"),
        (48, "glossary.Good"),
        (49, "glossary.none"),
        (52, "asked.robots"),
        (53, 'asked.""'),
        (54, "asked.dogs"),
        (57, "untold.all"),
    ]
    messages = {key: message for _, key, message in found}
    assert "Did you mean aliases?" in messages["lab.good.alias"]
    assert "Did you mean theme?" in messages["themes"]
    assert "a-z, 0-9 and -" in messages["lab.Bad_Id"]
    catalog, _ = parse_catalog(dedent(text))
    assert [(entry.id, entry.aliases) for entry in catalog.entries] == [
        ("good", ("fine",)),
        ("kinds", ()),
    ]
    assert dict(catalog.glossary) == {"good": ("fine",)}


def test_a_name_can_belong_to_one_entry_of_a_kind() -> None:
    text = """\
        [lab.a]
        name = "Alpha"
        description = "d"
        aliases = ["Shared", "BETA", "a"]

        [lab.b]
        name = "Beta"
        description = "d"
        aliases = [
            "own",
            "sha-red", "shared",
        ]

        [lab.c]
        name = "alpha"
        description = "d"

        [theme.t]
        name = "Alpha"
        description = "a theme may share a lab's name"
    """
    catalog, faults = parse_catalog(dedent(text))
    assert [(entry.id, entry.aliases) for entry in catalog.entries] == [
        ("a", ("Shared", "a")),
        ("b", ("own", "sha-red")),
        ("t", ()),
    ]
    assert sorted((fault.line or 0, fault.key) for fault in faults) == [
        (4, "lab.a.aliases"),
        (11, "lab.b.aliases"),
        (14, "lab.c"),
    ]
    assert any("“shared” already names Alpha" in fault.message for fault in faults)


def test_what_is_not_toml_costs_its_table_alone() -> None:
    text = """\
        [lab.a]
        name = "A"
        description = "d"

        [lab.b]
        name = "B
        description = "d"

        [lab.c
        name = "C"

        [lab.d]
        name = "D"
        description = "d"
        colour = "red"

        [lab.a]
        name = "A again"
    """
    assert ids(text) == ["a", "d"]
    assert [(line, key) for line, key, _ in mistakes(text)] == [
        (6, None),
        (9, None),
        (17, None),
        (15, "lab.d.colour"),
    ]


def test_a_table_declared_twice_is_named_even_where_the_keys_differ() -> None:
    text = '[lab.a]\nname = "A"\n[lab.a]\ndescription = "d"\n'
    assert ids(text) == ["a"]
    assert "not TOML" in mistakes(text)[0][2]


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "x = " + "[" * 50_000,
        "= 3",
        "\x00",
        "[lab.a]\nname = '''never ends",
        "]",
        "[lab]\na.b.c = 1",
    ],
)
def test_any_rubbish_is_a_mistake_and_no_crash(text: str) -> None:
    catalog, faults = parse_catalog(text)
    assert catalog.entries == ()
    assert faults


def test_lines_are_found_however_the_file_is_written() -> None:
    text = (
        'top = 1\n"quoted key" = "a # b"\n[a . "b.c"]\nx = [ # one\n  "]", # two\n\n'
        "  '[', [1, 2],\n]\ny.z = '''\n[not.a.table]\nk = 1\n'''\n"
        "[[list]]\nk = { m = 1, n = [2] }\n"
        '[list.sub]\nlast = """a\\""""'
    )
    lines = TomlLines(text)
    for path, line in {
        ("top",): 1,
        ("quoted key",): 2,
        ("a",): 3,
        ("a", "b.c"): 3,
        ("a", "b.c", "x"): 4,
        ("a", "b.c", "x", 0): 5,
        ("a", "b.c", "x", 1): 7,
        ("a", "b.c", "x", 2): 7,
        ("a", "b.c", "x", 3): 4,
        ("a", "b.c", "y", "z"): 9,
        ("list",): 13,
        ("list", "k", "n"): 14,
        ("list", "sub", "last"): 16,
        ("nowhere",): None,
    }.items():
        assert lines.of(path) == line, path


@given(st.text(alphabet="[]{}\"'=.,#\n\\ ab1-é", max_size=80))
def test_no_text_breaks_the_reading(text: str) -> None:
    parse_catalog(text)
    TomlLines(text).of(("a",))
