"""Small rule folders for tests, written from scratch."""

from __future__ import annotations

from pathlib import Path

RULE = """
rule: {id}
title: {title}
why: Because customers care.
source: [{{framework: core, item: 1}}]
require: {{signal: {signal}, by: agent}}
advice: Do better.
may_misfire: [On irony.]
"""

SIGNAL = """
signal: {name}
by: agent
meaning: Something that an agent says.
phrases: ["{phrase}"]
"""

BOOK = """
rulebook: {name}
version: "1.0"
title: A small book
description: For tests.
pass_mark: 70
rules: [{rules}]
"""


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text.lstrip("\n"), encoding="utf-8")
    return path


def write_rule(folder: Path, rule: str, signal: str = "apology", title: str | None = None) -> Path:
    return write(folder / f"{rule}.rule.yml", RULE.format(id=rule, title=title or f"Title of {rule}", signal=signal))


def write_signal(folder: Path, name: str, phrase: str = "sorry about") -> Path:
    return write(folder / f"{name}.signal.yml", SIGNAL.format(name=name, phrase=phrase))


def write_book(folder: Path, name: str, rules: str) -> Path:
    return write(folder / f"{name}.yml", BOOK.format(name=name, rules=rules))


def write_root(root: Path) -> Path:
    """Writes a root with two signals, two rules and the rulebooks `core` and `short`."""
    write_signal(root / "apology", "apology")
    write_signal(root / "apology", "excuse", "very busy")
    write_rule(root / "apology", "says-sorry")
    write_rule(root / "apology", "gives-reasons", "excuse")
    write_book(root / "rulebooks", "core", "says-sorry, {rule: gives-reasons, weight: 3, severity: critical}")
    write_book(root / "rulebooks", "short", "says-sorry")
    return root
