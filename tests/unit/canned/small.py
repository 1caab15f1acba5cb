"""A small library, and a report on it made by hand, for the tests of what is done with findings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from recovery_eval.canned.models import Finding, JudgedReply, Message, Place, ReadFault, Reply, Suppression
from recovery_eval.canned.own_rules import OWN_RULES, RuleText
from recovery_eval.canned.report import Edit, Report, Suggestion
from recovery_eval.canned.source import SourceFile

POOR = """\
---
id: late
title: Late delivery
tags: [complaint]
---
Hi there,

We're sorry if you felt ignored. I'll ring you tomorrow at nine. Does that work for you?
"""
GOOD = """\
---
id: lost
title: Lost parcel
tags: [complaint]
---
Hi {{customer.first_name}},

I'm so sorry that we lost your parcel. It was our mistake. I'm sending a new one today, and I'll ring you tomorrow
once it is with you. Does that work for you?
"""
RULE = RuleText("no-non-apology", "No apology | that isn't one", "It makes things worse.", "Say it plainly.", "major")


def library(folder: Path, files: Mapping[str, str] | None = None) -> Path:
    """Writes a library, by default one poor and one good reply, and returns its folder."""
    macros = folder / "macros"
    for name, text in (files or {"late.md": POOR, "lost.md": GOOD}).items():
        path = macros / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    return macros


def finding(line: int = 2, *, rule: str = RULE.id, quote: str = "sorry if", **other: object) -> Finding:
    """Returns a finding in `macros/a,b.md`, of which every field can be set."""
    values: dict[str, object] = {
        "path": "macros/a,b.md",
        "start": Place(line, 7),
        "rule_id": rule,
        "end": Place(line, 15),
        "severity": "major",
        "message": "Not an apology: ::error 100%",
        "advice": "Say it\nplainly.",
        "reply_id": "late",
        "reply_title": "Late <b> @team\x07",
        "quote": quote,
    }
    return Finding(**{**values, **other})  # type: ignore[arg-type]


def reply(text: str = "Hi,\nWe're sorry if you mind.\n", *suppressions: Suppression, **other: object) -> Reply:
    """Returns the reply of `finding`."""
    file = SourceFile("macros/a,b.md", text)
    values: dict[str, object] = {
        "path": file.path,
        "id": "late",
        "title": "Late <b> @team\x07",
        "folder": "",
        "tags": (),
        "locale": None,
        "messages": (Message(text, file),),
        "suppressions": suppressions,
        "place": Place(1, 1),
        "end": Place(2, 25),
    }
    return Reply(**{**values, **other})  # type: ignore[arg-type]


def report(*findings: Finding, **other: object) -> Report:
    """Returns a report on one reply with these findings, all of which fail, and one broken file."""
    values: dict[str, object] = {
        "findings": findings,
        "failing": findings,
        "faults": (ReadFault("macros/bad.json", Place(3, 4), "not JSON"),),
        "replies": (JudgedReply(reply(), 40.0),),
        "rules": {RULE.id: RULE, **OWN_RULES},
        "files": 2,
    }
    return Report(**{**values, **other})  # type: ignore[arg-type]


def suggestion() -> Suggestion:
    """Returns a suggestion for the first line of the reply."""
    return Suggestion(
        "write {{x}} in the greeting", Edit("macros/a,b.md", Place(1, 3), Place(1, 3), " {{x}}"), is_safe=True
    )
