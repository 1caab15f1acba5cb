"""What cases and a corpus reach, as plain text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recovery_eval.display.wording import WORDS, several, visible
from recovery_eval.errors import Fault
from recovery_eval.outcome import Outcome
from recovery_eval.workshop.coverage import Branch, Coverage, Use

SCHEMA_VERSION = 1


def coverage_text(coverage: Coverage) -> str:
    """Returns what is dead, what is always on, and the totals, each with `file:line:column`."""
    uses, branches = coverage.uses, coverage.branches
    lines = [
        *_section("No case reaches", (_use_line(use) for use in uses if not use.cases)),
        *_section("The cases show it in one way only", (_branch_line(b, b.cases) for b in branches if b.one_way)),
    ]
    if coverage.conversations:
        lines += _section("Nothing in the corpus reaches", (_use_line(use) for use in uses if not use.turns))
        lines += _section("In more than half of the corpus's turns", (_use_line(use) for use in uses if use.always))
        always = (_branch_line(branch, branch.corpus) for branch in branches if branch.always)
        lines += _section("The same in the whole corpus", always)
    lines.append(f"{_share(uses, 'cases')} phrases and conditions of signals reached by their cases")
    if coverage.conversations:
        corpus = several(coverage.conversations, "conversation")
        lines.append(f"{_share(uses, 'turns')} reached by a corpus of {corpus}")
    two_ways = sum(not branch.one_way for branch in branches)
    lines.append(f"{two_ways} of {len(branches)} rules and conditions of rules come out in two ways in their cases")
    return "\n".join(lines)


def coverage_json(coverage: Coverage) -> str:
    """Returns everything as JSON: `uses` of signals, `branches` of rules, and the number of `conversations`."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "conversations": coverage.conversations,
        "uses": [
            {
                **_place(use.place, use.subject, use.name),
                "cases": use.cases,
                "turns": use.turns,
                "of_turns": use.of_turns,
                "dead": use.dead,
                "always": use.always,
            }
            for use in coverage.uses
        ],
        "branches": [
            {
                **_place(one.place, one.subject, one.name),
                "cases": _counts(one.cases),
                "corpus": _counts(one.corpus),
                "one_way": one.one_way,
                "always": one.always,
            }
            for one in coverage.branches
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


def _place(place: Fault, subject: str, name: str) -> dict[str, Any]:
    return {"subject": subject, "name": name, "file": place.file, "line": place.line, "column": place.column}


def _counts(outcomes: Mapping[Outcome, int]) -> dict[str, int]:
    return {outcome.value: outcomes[outcome] for outcome in Outcome if outcomes.get(outcome)}


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    listed = list(lines)
    if listed:
        yield f"{title} ({len(listed)}):"
        yield from (f"  {line}" for line in listed)
        yield ""


def _use_line(use: Use) -> str:
    return f"{use.place.where} {visible(use.name)}"


def _branch_line(branch: Branch, outcomes: Mapping[Outcome, int]) -> str:
    told = ", ".join(f"{WORDS[outcome]} {count}" for outcome, count in outcomes.items()) or "no case"
    return f"{branch.place.where} {visible(branch.name)}: {told}"


def _share(uses: Iterable[Use], of: str) -> str:
    counts = [getattr(use, of) for use in uses]
    return f"{sum(count > 0 for count in counts)} of {len(counts)}"
