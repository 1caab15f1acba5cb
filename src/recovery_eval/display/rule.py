"""Rulebooks and rules as plain text."""

from __future__ import annotations

from recovery_eval.display.text import field
from recovery_eval.display.wording import visible
from recovery_eval.rulebook import Rule, Rulebook


def rulebook_text(rulebook: Rulebook) -> str:
    """Returns the rulebook's name, version, pass mark and digest, then a line a rule: id, weight, severity, title."""
    head = (
        f"Rulebook   {visible(rulebook.name)} {visible(rulebook.version)}: {visible(rulebook.title)}\n"
        f"Pass mark  {rulebook.pass_mark:g}\nDigest     {rulebook.digest}\n"
    )
    longest = max((len(rule.id) for rule in rulebook.rules), default=0)
    lines = [
        f"{visible(rule.id):<{longest}}  weight {rule.weight:<4g} {rule.severity:<8}  {visible(rule.title)}"
        for rule in rulebook.rules
    ]
    return "\n".join((head, *lines))


def rule_text(rule: Rule, *, width: int = 80) -> str:
    """Returns everything a rule says of itself, wrapped at `width` columns."""
    source = "; ".join(f"{item.framework} {item.item}" for item in rule.source)
    lines = [f"{visible(rule.id)}: {visible(rule.title)}"]
    lines += field("why", visible(rule.why), width)
    lines += field("source", visible(source), width)
    lines += field("counts", f"weight {rule.weight:g}, {rule.severity}", width)
    lines += field("advice", visible(rule.advice), width)
    for case in rule.may_misfire:
        lines += field("may err", visible(case), width)
    return "\n".join(lines)
