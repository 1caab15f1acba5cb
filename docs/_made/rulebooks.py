"""A page for every built-in rulebook."""

from __future__ import annotations

from collections.abc import Iterator

from docs._made.markdown import contents, page, plain, table
from docs._made.shelf import rulebooks
from recovery_eval import Rulebook


def pages() -> Iterator[tuple[str, str]]:
    """Yields the list of rulebooks, and a page a rulebook."""
    rows = [[f"[{one.name}]({one.name}.md)", plain(one.title), str(len(one.rules))] for one in rulebooks()]
    yield (
        "rulebooks/index",
        page(
            "# Rulebooks",
            "A rulebook chooses rules and weighs them. Name one with `--rulebook`; without it, `core` is used.",
            table(["rulebook", "title", "rules"], rows),
            contents(one.name for one in rulebooks()),
        ),
    )
    for one in rulebooks():
        yield f"rulebooks/{one.name}", _page(one)


def _page(book: Rulebook) -> str:
    rows = [
        [f"[{plain(rule.title)}](../rules/{rule.id}.md)", f"`{rule.id}`", f"{rule.weight:g}", rule.severity]
        for rule in book.rules
    ]
    return page(
        f"# {book.name}",
        f"**{plain(book.title)}.** {plain(book.description)}",
        f"Version {plain(book.version)}. The pass mark is {book.pass_mark:g} of 100.",
        table(["title", "rule", "weight", "severity"], rows),
        f"Digest: `{book.digest}`",
    )
