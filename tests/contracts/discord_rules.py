"""The table of Discord's rules that its API description leaves out."""

from __future__ import annotations

from contracts import rules_of_commands, rules_of_components, rules_of_sequences, rules_of_text
from contracts.rule import Rule, rules_of

RULES: tuple[Rule, ...] = tuple(
    rule
    for module in (rules_of_text, rules_of_components, rules_of_commands, rules_of_sequences)
    for rule in rules_of(vars(module))
)
