"""How the check of canned responses does on its own library: makes `docs/explanation/canned-library.md`.

python -m benchmarks.canned_table
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.canned_desks import DESKS
from benchmarks.canned_library import LIBRARY, TEXTS
from benchmarks.pages import MADE, table, write
from recovery_eval.canned.check import check

PAGE = "explanation/canned-library.md"


class Fault(NamedTuple):
    """A fault, seeded or found: where it stands, and the rule."""

    path: str
    line: int
    column: int
    rule: str

    @property
    def dialect(self) -> str:
        """The help desk in whose export it stands."""
        return self.path.partition("/")[0].partition(".")[0]


def faults() -> tuple[set[Fault], set[Fault], int]:
    """Returns the faults that were seeded, those that were found, and how many replies there are."""
    lines = (TEXTS / "expected.jsonl").read_text(encoding="utf-8").splitlines()
    seeded = {Fault(one["path"], one["line"], one["column"], one["rule"]) for one in map(json.loads, lines)}
    result = check([LIBRARY])
    found = {Fault(one.path.partition("library/")[2], *one.start, one.rule_id) for one in result.findings}
    return seeded, found, len(result.replies)


def page() -> str:
    """Returns the page; the same library and signals give the same bytes."""
    seeded, found, replies = faults()
    each = replies // len(DESKS)
    rules = sorted({fault.rule for fault in seeded | found})
    by_rule = [
        _row(rule, {one for one in seeded if one.rule == rule}, {one for one in found if one.rule == rule}, replies)
        for rule in rules
    ]
    by_dialect = [
        _row(
            desk.name,
            {one for one in seeded if one.dialect == desk.name},
            {one for one in found if one.dialect == desk.name},
            each * len(rules),
        )
        for desk in DESKS
    ]
    return f"""{MADE}

# The check of canned responses on its own library

`corpora/canned/library/` holds {replies} replies as {len(DESKS)} kinds of library keep them, with {len(seeded)} faults:
each kind in each. A fault counts as found only at the very line and column at which it was put. The texts are our own
writing, and were worded so that the rules understand them: the figures say that nothing is lost between file and
finding, not how often the rules are right about other people's words; for that see [agreement](agreement.md).

## By rule, over the replies

A blame, an excuse or a non-apology undoes the apology beside it, so these count for `sincere-apology` too.

{table(("rule", "seeded and found", "seeded and missed", "false alarms", "rightly silent"), by_rule)}

## By kind of library, over replies and rules

{table(("library", "seeded and found", "seeded and missed", "false alarms", "rightly silent"), by_dialect)}
"""


def _row(name: str, seeded: set[Fault], found: set[Fault], judged: int) -> Sequence[str]:
    figures = (len(seeded & found), len(seeded - found), len(found - seeded), judged - len(seeded | found))
    return [f"`{name}`", *map(str, figures)]


def main() -> None:
    """Writes the page."""
    write(PAGE, page())


if __name__ == "__main__":
    main()
