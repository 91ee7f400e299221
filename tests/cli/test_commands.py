"""A person, or a program, at the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli import main

REPORT = """\
---
title: The labs
url: https://example.org/labs
---
# The labs

## Moonshot AI

Moonshot builds the model Kimi. Kimi reads two million tokens at once.

## Unitree

Unitree builds robots that walk. It sells them to universities.
"""
CATALOG = """\
[lab.moonshot]
name = "Moonshot AI"
description = "Maker of Kimi."
aliases = ["Kimi", "月之暗面"]

[theme.robotics]
name = "Robotics"
description = "Machines that move."
related = ["robots"]
"""
QUESTIONS = """\
[[question]]
ask = "how many tokens does Kimi read?"
contains = ["two million"]
kind = "fact"

[[question]]
ask = "who won the football cup in 1998?"
expect = "not_covered"
kind = "far"
"""

Footnote = Callable[..., Result]


@pytest.fixture
def knowledge(bare_folder: Path) -> Path:
    (bare_folder / "labs.md").write_text(REPORT, encoding="utf-8")
    (bare_folder / "catalog.toml").write_text(CATALOG, encoding="utf-8")
    (bare_folder / "questions.toml").write_text(QUESTIONS, encoding="utf-8")
    return bare_folder


@pytest.fixture
def footnote(knowledge: Path) -> Footnote:
    def run(*arguments: str, stdin: str | bytes = "") -> Result:
        return CliRunner().invoke(main, arguments, input=stdin)

    return run


def _lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout_bytes.splitlines()]


# --- ask --------------------------------------------------------------------------------


def test_a_person_asks_and_sees_the_quote_and_its_source(footnote: Footnote) -> None:
    result = footnote("ask", "how many tokens does Kimi read?")

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Kimi reads two million tokens at once." in result.stdout
    assert "[1] The labs › " in result.stdout
    assert "https://example.org/labs" in result.stdout


def test_a_question_need_not_be_in_quotation_marks(footnote: Footnote) -> None:
    assert "two million" in footnote("ask", "how", "many", "tokens", "does", "Kimi", "read").stdout


def test_a_program_asks_one_question_and_gets_one_line(footnote: Footnote) -> None:
    result = footnote("ask", "--json", "how many tokens does Kimi read?")

    (answer,) = _lines(result)
    assert answer["outcome"] == "answered"
    assert answer["answer"] == "Kimi reads two million tokens at once."
    assert answer["citations"][0]["document"] == "labs.md"
    assert answer["citations"][0]["url"] == "https://example.org/labs"
    assert answer["entities"] == ["Moonshot AI"]
    assert answer["took_ms"] > 0
    assert answer["id"] is None


def test_a_program_asks_many_and_gets_a_line_for_each_in_order(footnote: Footnote) -> None:
    asked = [
        {"id": "a", "question": "how many tokens does Kimi read?"},
        {"id": "b", "question": "?!"},
        {"id": "c", "question": "who won the football cup in 1998?"},
        {"id": "d", "turns": ["tell me about Moonshot", "what does Unitree build?"]},
        {"id": 5, "question": "月之暗面"},
    ]
    result = footnote("ask", "--jsonl", stdin="\n".join(map(json.dumps, asked)) + "\n\n")

    answers = _lines(result)
    assert [answer["id"] for answer in answers] == ["a", "b", "c", "d", 5]
    assert [answer["outcome"] for answer in answers[:4]] == [
        "answered", "invalid", "not_covered", "answered",
    ]  # fmt: skip
    assert answers[3]["question"] == "what does Unitree build?"
    assert "robots" in answers[3]["answer"]
    assert answers[1]["citations"] == answers[2]["citations"] == []
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_bad_line_is_named_and_the_rest_is_answered(footnote: Footnote) -> None:
    lines = [b'{"id": "a", "question": "Kimi"}', b"oops", b'{"id": "c"}', b'{"question": "\xff"}']
    lines.append(b'{"id": "e", "question": "Unitree"}')

    result = footnote("ask", "--jsonl", stdin=b"\n".join(lines))

    answers = _lines(result)
    assert [answer["id"] for answer in answers] == ["a", None, "c", None, "e"]
    assert [answer["outcome"] for answer in answers[1:4]] == ["invalid"] * 3
    assert answers[4]["outcome"] == "answered"
    said = result.stderr.splitlines()
    assert [line.split(":")[0] for line in said] == ["line 2", "line 3", "line 4"]
    assert result.exit_code == 2


def test_the_same_questions_get_the_same_answers(footnote: Footnote) -> None:
    stdin = '{"id": 1, "question": "robots"}\n{"id": 2, "question": "Kimi"}\n'

    def answers() -> list[dict[str, Any]]:
        return [a | {"took_ms": 0} for a in _lines(footnote("ask", "--jsonl", stdin=stdin))]

    assert answers() == answers()


def test_each_answer_comes_before_the_next_question_is_asked(knowledge: Path) -> None:
    """A program may wait for an answer before it asks on: nothing sits in a buffer."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "ask", "--jsonl", "--knowledge", str(knowledge)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for question_id in ("a", "b"):
            line = json.dumps({"id": question_id, "question": "Kimi"}) + "\n"
            process.stdin.write(line.encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == question_id
        process.stdin.close()
    assert process.returncode == 0


def test_an_encoding_that_has_no_chinese_breaks_nothing(knowledge: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--knowledge", str(knowledge), "月之暗面"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False,
    )  # fmt: skip
    assert (process.returncode, process.stderr) == (0, b"")
    assert b"Kimi" in process.stdout

    asked = json.dumps({"question": "月之暗面"}).encode()
    process = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--knowledge", str(knowledge), "--jsonl"],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, input=asked, capture_output=True,
        check=True,
    )  # fmt: skip
    assert json.loads(process.stdout)["question"] == "月之暗面"


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "--jsonl", "x"), ("ask", "--json")])
def test_asking_in_two_ways_or_none_is_a_wrong_use(
    footnote: Footnote, arguments: tuple[str, ...]
) -> None:
    result = footnote(*arguments)
    assert result.exit_code == 2
    assert "Give either a question or --jsonl" in result.stderr
    assert result.stdout == ""


def test_why_a_passage_stands_where_it_does(footnote: Footnote) -> None:
    shown = footnote("ask", "--explain", "how many tokns does 月之暗面 read?").stdout
    assert "tokns → tokens" in shown
    assert "@lab:moonshot" in shown
    assert "Kind of answer asked for: number." in shown
    assert "= BM25" in shown
    assert "Covers" in shown
    assert "Judged by the first: answered." in shown
    assert "yes it holds enough of the question: " in shown
    assert "Placed by" in footnote("ask", "--explain", "what do the two build?").stdout
    refused = footnote("ask", "--explain", "what is the price of 月之暗面?").stdout
    assert "Judged by the first: partial." in refused
    assert "no it tells every fact asked for" in refused


def test_an_explanation_is_for_people_alone(footnote: Footnote) -> None:
    assert footnote("ask", "--explain", "--json", "x").exit_code == 2


def test_json_and_jsonl_together_are_a_wrong_use(footnote: Footnote) -> None:
    assert footnote("ask", "--json", "--jsonl").exit_code == 2


def test_an_empty_question_is_invalid_and_no_wrong_use(footnote: Footnote) -> None:
    result = footnote("ask", "--json", "")
    assert (_lines(result)[0]["outcome"], result.exit_code) == ("invalid", 0)


def test_a_folder_that_is_not_there_is_one_line_without_a_traceback(footnote: Footnote) -> None:
    result = footnote("ask", "--knowledge", "elsewhere", "Kimi")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""


def test_a_wrong_setting_is_one_line(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("max_file_mb = -1\n", encoding="utf-8")
    result = footnote("--config", "mine.toml", "ask", "Kimi")
    assert result.exit_code == 1
    assert "max_file_mb (in mine.toml)" in result.stderr


def test_problems_in_the_documents_are_told_on_standard_error_only(
    footnote: Footnote, knowledge: Path
) -> None:
    (knowledge / "broken.md").write_bytes(b"\xff\xfe\xfa")
    result = footnote("ask", "--json", "Kimi")
    assert len(_lines(result)) == 1
    assert result.stderr == "1 problem in the documents; `footnote check` lists all.\n"


def test_an_empty_folder_has_nothing_to_answer_from(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = footnote("ask", "--json", "--knowledge", "empty", "Kimi")
    assert (_lines(result)[0]["outcome"], result.exit_code) == ("not_covered", 0)
    told = footnote("ask", "--knowledge", "empty", "Kimi").stdout
    assert "There are no documents to answer from." in told


# --- chat -------------------------------------------------------------------------------


def test_a_dialogue_in_the_terminal(footnote: Footnote) -> None:
    said = [
        "how many tokens does Kimi read?", "/lab moonshto", "/theme robotics", "/labs", "/themes",
        "/sources", "/lab nobody-at-all", "/nonsense", "/help", "", "/new", "/quit", "never read",
    ]  # fmt: skip
    result = footnote("chat", stdin="\n".join(said))

    assert result.exit_code == 0
    assert "Kimi reads two million tokens at once." in result.stdout
    assert "Moonshot AI: Maker of Kimi. (" in result.stdout
    assert "Robotics: Machines that move. (" in result.stdout
    assert "The labs (labs.md; " in result.stdout
    assert "No lab goes by “nobody-at-all”" in result.stdout
    assert "There is no /nonsense." in result.stdout


def test_a_dialogue_knows_what_it_is_about_until_it_begins_anew(footnote: Footnote) -> None:
    said = "what does Unitree build?\nwho buys it?\n/new\nwho buys it?\n"
    shown = footnote("chat", stdin=said).stdout
    assert shown.count("Taken to be about") == 1


def test_a_program_s_dialogue_is_answered_in_its_context(footnote: Footnote) -> None:
    lines = [
        {"id": 1, "turns": ["what does Unitree build?", "and what of it?"]},
        {"id": 2, "turns": ["and what of it?"]},
    ]
    result = footnote("ask", "--jsonl", stdin="\n".join(map(json.dumps, lines)))

    within, alone = _lines(result)
    assert within["question"] == "and what of it?"
    assert "Unitree" in within["citations"][0]["text"]
    assert alone["citations"] == []


def test_two_labs_are_compared_and_the_dialogue_goes_on_about_both(
    footnote: Footnote, knowledge: Path
) -> None:
    with (knowledge / "catalog.toml").open("a", encoding="utf-8") as catalog:
        for name in ("Unitree", "Zhipu"):
            catalog.write(f'[lab.{name.lower()}]\nname = "{name}"\ndescription = "A lab."\n')
    said = [
        "/compare kimi, Unitree", "/compare moonshot，zhipu, robotics", "and their funding?",
        "/compare kimi", "/compare kimi, 月之暗面", "/compare kimi, nobody-at-all",
    ]  # fmt: skip
    shown = footnote("chat", stdin="\n".join(said)).stdout

    assert "Moonshot AI: 1 of 1 passage" in shown
    assert "Unitree: 1 of 1 passage" in shown
    assert "[2] The labs › Unitree" in shown
    assert "Zhipu on Robotics: 0 of 0 passages\nThe documents say nothing on this." in shown
    assert "Taken to be about Moonshot AI and Zhipu." in shown
    assert "Name two labs and, if you like, a theme" in shown
    assert "Both names stand for Moonshot AI." in shown
    assert "No lab goes by “nobody-at-all”" in shown


def test_a_dialogue_ends_with_its_input(footnote: Footnote) -> None:
    assert footnote("chat", stdin="Kimi").exit_code == 0


def test_a_name_left_out_lists_all_of_them(footnote: Footnote) -> None:
    assert "Maker of Kimi." in footnote("chat", stdin="/lab").stdout


def test_a_folder_without_documents_can_be_talked_to(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = footnote("chat", "--knowledge", "empty", stdin="/sources\n/labs\nKimi?\n")
    assert "There are no documents." in result.stdout
    assert "lists no lab" in result.stdout
    assert "There are no documents to answer from." in result.stdout
    assert result.exit_code == 0


# --- check ------------------------------------------------------------------------------


def test_check_counts_what_there_is(footnote: Footnote) -> None:
    result = footnote("check")
    assert result.exit_code == 0
    assert "labs.md" in result.stdout
    assert "1 document, 2 passages, 1 lab, 1 theme" in result.stdout
    assert "No problems." in result.stdout


def test_check_names_each_problem_and_fails(footnote: Footnote, knowledge: Path) -> None:
    (knowledge / "broken.md").write_bytes(b"fine\n\xff\xfe\xfa")
    (knowledge / "catalog.toml").write_text(CATALOG + "[lab.x]\nname = 3\n", encoding="utf-8")

    result = footnote("check")

    assert result.exit_code == 1
    assert "broken.md" in result.stdout
    assert "catalog.toml:1" in result.stdout


def test_check_reports_as_json(footnote: Footnote, knowledge: Path) -> None:
    (knowledge / "broken.md").write_bytes(b"\xff\xfe\xfa")

    result = footnote("check", "--json")

    report = json.loads(result.stdout)
    assert result.exit_code == 1
    assert [document["id"] for document in report["documents"]] == ["labs.md"]
    assert report["documents"][0]["passages"] == report["passages"] == 2
    assert [problem["file"] for problem in report["problems"]] == ["broken.md"]
    assert (report["labs"], report["themes"]) == (1, 1)


def test_check_names_questions_that_no_passage_answers(footnote: Footnote, knowledge: Path) -> None:
    asked = '[asked]\n"tokens" = ["how much text?"]\n"tigers" = ["any big cats?"]\n'
    (knowledge / "catalog.toml").write_text(CATALOG + asked, encoding="utf-8")

    result = footnote("check")

    assert result.exit_code == 0
    assert "No passage holds “tigers”" in " ".join(result.stdout.split())
    assert "“tokens”" not in result.stdout
    assert json.loads(footnote("check", "--json").stdout)["asked_of_nothing"] == ["tigers"]


def test_check_of_an_empty_folder_is_no_problem(footnote: Footnote, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = footnote("check", "--knowledge", "empty")
    assert result.exit_code == 0
    assert "No document in empty can be answered from." in result.stdout


# --- import -----------------------------------------------------------------------------


def test_an_article_is_imported_and_can_be_asked_at_once(
    footnote: Footnote, tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "saved.txt").write_text(
        "Cats of the harbor\n\nThe harbor cats eat herring every evening.\n", encoding="utf-8"
    )

    result = footnote(
        "import", "saved.txt", "--knowledge", "empty", "--title", "Harbor cats",
        "--url", "https://example.org/cats", "--author", "Ada",
    )  # fmt: skip

    assert (result.exit_code, result.stderr) == (0, "")
    assert "Harbor cats" in result.stdout
    asked = footnote("ask", "--json", "--knowledge", "empty", "what do the cats eat?")
    (answer,) = _lines(asked)
    assert answer["answer"] == "The harbor cats eat herring every evening."
    assert answer["citations"][0]["url"] == "https://example.org/cats"

    again = footnote("import", "saved.txt", "--knowledge", "empty", "--title", "Harbor cats")
    assert again.exit_code == 1
    assert "--force" in again.stderr
    forced = footnote(
        "import", "saved.txt", "--knowledge", "empty", "--title", "Harbor cats", "--force", "--json"
    )
    assert json.loads(forced.stdout)["replaced"] is True


def test_a_file_that_cannot_be_imported_is_refused_with_the_reason(
    footnote: Footnote, tmp_path: Path
) -> None:
    result = footnote("import", "nowhere.txt")
    assert result.exit_code == 1
    assert "nowhere.txt" in result.stderr


# --- eval -------------------------------------------------------------------------------


def test_eval_prints_the_figures(footnote: Footnote) -> None:
    result = footnote("eval", "--strict")
    assert result.exit_code == 0
    assert "2 questions" in result.stdout
    assert "100.0% (1 of 1)" in result.stdout


def test_eval_names_each_miss_and_fails_where_that_is_asked(
    footnote: Footnote, knowledge: Path
) -> None:
    wrong = '[[question]]\nask = "what does Unitree build?"\ncontains = ["airships"]\nkind = "x"\n'
    (knowledge / "questions.toml").write_text(QUESTIONS + wrong, encoding="utf-8")

    assert footnote("eval").exit_code == 0
    result = footnote("eval", "--strict")
    assert result.exit_code == 1
    assert "what does Unitree" in result.stdout
    assert "not cited" in result.stdout

    report = json.loads(footnote("eval", "--json").stdout)
    assert report["questions"] == 3
    assert report["hit_at_1"] == {"part": 1, "whole": 2, "share": 0.5}
    assert [miss["turns"] for miss in report["misses"]] == [["what does Unitree build?"]]
    assert report["not_missed_by_kind"]["fact"]["share"] == 1.0


def test_eval_without_a_list_says_which_is_missing(footnote: Footnote) -> None:
    result = footnote("eval", "--questions", "nowhere.toml")
    assert result.exit_code == 1
    assert "nowhere.toml" in result.stderr


# --- all of them ------------------------------------------------------------------------


def test_every_command_explains_itself(footnote: Footnote) -> None:
    listed = footnote("--help")
    assert listed.exit_code == 0
    names = ["run", "preview", "ask", "chat", "import", "check", "knowledge", "eval", "health"]
    for name in names:
        assert f"  {name} " in listed.stdout
        assert footnote(name, "--help").exit_code == 0


def test_a_command_that_does_not_exist_is_a_wrong_use(footnote: Footnote) -> None:
    assert footnote("aks").exit_code == 2


def test_the_version_is_the_package_s(footnote: Footnote) -> None:
    assert footnote("--version").stdout.startswith("footnote, version 0.")


def test_asking_does_not_wait_for_discord_or_the_database(knowledge: Path) -> None:
    """Importing them takes longer than answering; `ask` needs neither."""
    code = (
        "import sys\nfrom bot.cli import main\n"
        f"main(['ask', 'Kimi', '--knowledge', {str(knowledge)!r}], standalone_mode=False)\n"
        "print({'discord', 'sqlalchemy', 'simcord'} & set(sys.modules))"
    )
    process = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert process.stdout.splitlines()[-1] == b"set()"
