"""The lock files hold all there is to install: nothing is resolved when they are."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def _locked(path: str) -> set[str]:
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return {_name(line) for line in lines if re.match(r"[A-Za-z0-9]", line)}


def test_what_the_project_asks_for_is_locked() -> None:
    """After a change of pyproject.toml, `make lock` has to be run."""
    project = PROJECT["project"]
    extras = [r for group in project["optional-dependencies"].values() for r in group]
    groups = [
        r for group in PROJECT["dependency-groups"].values() for r in group if isinstance(r, str)
    ]
    asked = {_name(r) for r in (*project["dependencies"], *extras, *groups)}
    assert asked - _locked("requirements/dev.txt") == set()
    assert {_name(r) for r in project["dependencies"]} - _locked("requirements/run.txt") == set()


def test_every_installation_from_a_lock_file_takes_it_as_it_is() -> None:
    """Otherwise pip looks for the newest release where a package asks for another's extra.

    On the day of that release nobody could install any more: it has no hash in the file.
    """
    for path in ("Makefile", "Dockerfile", "docs/operators.md"):
        text = (ROOT / path).read_text(encoding="utf-8")
        assert "--require-hashes" in text
        assert text.count("--require-hashes") == text.count("--require-hashes --no-deps"), path


def test_no_lock_file_names_an_address() -> None:
    for path in (*ROOT.glob("requirements/*.txt"), *ROOT.glob("benchmarks/*.txt")):
        assert "://" not in path.read_text(encoding="utf-8"), path.name
