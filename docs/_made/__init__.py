"""Pages of the reference that are made from the rules, their cases and the command line, at every build of the site."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from docs._made import command_line, rulebooks, rules, signals, words

# What a page is called below `reference/`, without `.md`, and what stands on it.
Pages = Callable[[], Iterator[tuple[str, str]]]
MADE: Mapping[str, Pages] = {
    "rulebooks": rulebooks.pages,
    "rules": rules.pages,
    "signals": signals.pages,
    "words": words.pages,
    "command-line": command_line.pages,
}


def write_pages(folder: Path, made: Mapping[str, Pages]) -> None:
    """Writes all made pages below `folder`. Those of rules that are no longer there are taken away."""
    for name, pages in made.items():
        shutil.rmtree(folder / name, ignore_errors=True)
        for page, text in pages():
            path = folder / f"{page}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
