"""What the pages in `docs/` that are made from figures have in common."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parents[1]
KINDS = ("exemplary", "failing", "mixed")
MADE = "<!-- Made by `make docs-tables`; what is changed here by hand is lost. -->"


def own_files() -> list[Path]:
    """Returns the files of our own labelled conversations."""
    return [file for kind in KINDS for file in sorted((CHECKOUT / "corpora" / kind).glob("*.jsonl"))]


def records(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Returns the records of JSON Lines files."""
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Returns a Markdown table: the first column is words, the others are figures."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write(name: str, text: str) -> None:
    """Writes a page of `docs/` and says so."""
    path = CHECKOUT / "docs" / name
    path.write_text(text, encoding="utf-8", newline="\n")
    print(f"wrote {path.relative_to(CHECKOUT)}")
