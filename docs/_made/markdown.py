"""Markdown from plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

FIRST = re.compile(r"^(\d*)([-+=.)])")  # what would begin a list, or underline a heading
MARKS = re.compile(r"([\\`*_{}\[\]<>#|~$&])")


def plain(text: str) -> str:
    """Returns text that shows as it is written, on one line."""
    return FIRST.sub(r"\1\\\2", MARKS.sub(r"\\\1", " ".join(text.split())))


def fenced(text: str, language: str = "text") -> str:
    """Returns text as a block that keeps its lines."""
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
    return f"{fence}{language}\n{text.strip()}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a table; cells are Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def contents(entries: Iterable[str]) -> str:
    """Returns the navigation to the pages of a folder; the page itself lists them."""
    return "\n".join(["```{toctree}", ":hidden:", "", *entries, "```"])


def page(*parts: str) -> str:
    """Returns a page of these parts, leaving out empty ones."""
    return "\n\n".join(part for part in parts if part) + "\n"
