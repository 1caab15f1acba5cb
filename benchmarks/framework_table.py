"""Which rules stand for which item of the published frameworks: makes `docs/reference/frameworks.md`.

    python -m benchmarks.framework_table

The items stand in `docs/frameworks/`, in words of our own; the rules name them in `source`.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.pages import CHECKOUT, MADE, write
from recovery_eval import Rule, load_rulebook
from recovery_eval.sources import read_yaml

PAGE = "reference/frameworks.md"
FOLDER = CHECKOUT / "docs" / "frameworks"
# As they stand in the page: the default first, then the published ones, then the one for saved replies.
FRAMEWORKS = (
    "core",
    "seven-actions",
    "ten-rules",
    "six-strategies",
    "five-steps",
    "four-tips",
    "canned-responses",
)


class Item(NamedTuple):
    """One item of a framework.

    Attributes:
        id: As the framework counts it.
        asks: What it asks for.
        conversations: Ids in `corpora/` that retell it, where it is a story.
    """

    id: str
    asks: str
    conversations: tuple[str, ...]


class Framework(NamedTuple):
    """A framework and its items, in order; its rulebook has the same name."""

    name: str
    title: str
    by: str
    items: tuple[Item, ...]

    def rules_of(self, item: Item) -> list[Rule]:
        """Returns the rules of its rulebook that name an item as their source, in the rulebook's order."""
        wanted = (self.name, item.id)
        rules = load_rulebook(self.name).rules
        return [rule for rule in rules if wanted in {(source.framework, source.item) for source in rule.source}]


def framework(name: str) -> Framework:
    """Reads a framework.

    Raises:
        RuleFileError: The file can't be read.
    """
    data = read_yaml(Path(FOLDER / f"{name}.yml")).data
    items = (Item(one["item"], one["asks"], tuple(one.get("corpus", ()))) for one in data["items"])
    return Framework(data["framework"], data["title"], data["by"], tuple(items))


def page() -> str:
    """Returns the page; the same items and rules give the same bytes."""
    return f"""{MADE}

# The frameworks, item by item

Which rules stand for which item of five published frameworks on service recovery, of the core checklist, and of the
checklist for saved replies. What an item asks is told in words of our own; for the frameworks' own, read their authors.
Each is a rulebook: `recovery-eval evaluate --rulebook seven-actions chats.jsonl`. What a rule can and can't see stands
under `why` and `may_misfire` in its file, and in `recovery-eval rules show RULE`.

Some items ask for what one conversation can't show: problems that come again (`ten-rules` S1, `four-tips` 4), or the
same apology sent to everybody (`six-strategies` 1). The rules look at what each conversation tells of it: whether the
complaint was passed on, and whether the apology says what it is for. Whether somebody was interrupted (`five-steps` 1a)
can be told only where a recording has the times of speech; elsewhere the rule looks for the room that was given.

{chr(10).join(_section(framework(name)) for name in FRAMEWORKS)}"""


def _section(one: Framework) -> str:
    rows = [f"| {item.id} | {item.asks} | {_shown(one, item)} |" for item in one.items]
    return "\n".join(
        [f"## {one.title}", "", f"`{one.name}` · {one.by}", "", "| item | asks | rules |", "|---|---|---|", *rows, ""]
    )


def _shown(one: Framework, item: Item) -> str:
    shown = ", ".join(f"`{rule.id}`" for rule in one.rules_of(item))
    if not item.conversations:
        return shown
    told = ", ".join(f"`{conversation}`" for conversation in item.conversations)
    return f"{shown}; retold in {told}, which pass"


if __name__ == "__main__":
    write(PAGE, page())
