"""What a rule is: a name, why Discord minds, where it says so, and a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from contracts.discord_requests import Request

DOCS = "https://discord.com/developers/docs"

Check = Callable[[Any], Iterator[str]]
Of = Literal["message", "modal", "layout", "choices", "commands", "request", "log"]


@dataclass(frozen=True)
class Rule:
    """One thing that Discord minds and its API description does not say.

    Attributes:
        name: how tests and reports call it.
        why: what Discord does about it.
        source: where Discord documents it.
        of: what the check looks at: a part of each request, or the whole log.
        check: says what is wrong, once for each finding.
    """

    name: str
    why: str
    source: str
    of: Of
    check: Check

    def violations(self, log: Sequence[Request]) -> list[str]:
        """What the rule has against these requests, in their order."""
        if self.of == "log":
            return [f"{self.name}: {finding}" for finding in self.check(log)]
        found: list[str] = []
        for request in log:
            subject = request if self.of == "request" else getattr(request, self.of)
            if subject is not None:
                place = f"{request.method} {request.path}"
                found += [f"{place}: {self.name}: {finding}" for finding in self.check(subject)]
        return found


def rule(name: str, source: str, *, of: Of) -> Callable[[Check], Rule]:
    """Makes a rule of a check, whose docstring says why Discord minds."""

    def make(check: Check) -> Rule:
        assert check.__doc__, f"the rule {name!r} does not say why"
        return Rule(name, check.__doc__.strip(), source, of, check)

    return make


def rules_of(module: dict[str, Any]) -> tuple[Rule, ...]:
    """The rules that a module defines, in their order."""
    return tuple(each for each in module.values() if isinstance(each, Rule))
