"""A check as commands to GitHub's runner, which shows them as annotations.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Mapping

from recovery_eval.canned.models import Finding
from recovery_eval.canned.outputs.words import UNREADABLE, sentence
from recovery_eval.canned.report import Report
from recovery_eval.display.wording import visible
from recovery_eval.outcome import SEVERITIES

MOST = 10  # annotations of one level that GitHub shows for a step
_COMMANDS = {"info": "notice", "minor": "warning", "major": "error", "critical": "error"}


def github_commands(report: Report) -> str:
    """Returns one command a finding, the gravest first; those that GitHub would drop stand in a folded group below."""
    left = dict.fromkeys(_COMMANDS.values(), MOST)
    shown: list[str] = []
    rest: list[str] = []
    for fault in report.faults:
        place = {
            "file": report.in_repository(fault.path),
            "line": fault.place.line,
            "col": fault.place.column,
            "title": UNREADABLE,
        }
        _sort_in("error", _command("error", place, fault.message), str(fault), left, shown, rest)
    for finding in sorted(report.findings, key=lambda one: -SEVERITIES.index(one.severity)):
        level = _COMMANDS[finding.severity]
        plain = f"{finding.path}:{finding.start.line}:{finding.start.column}: {finding.rule_id}: {sentence(finding)}"
        _sort_in(level, _annotation(level, finding, report.in_repository(finding.path)), plain, left, shown, rest)
    if rest:
        shown += [f"::group::{len(rest)} more", *rest, "::endgroup::"]
    return "".join(f"{line}\n" for line in [*shown, f"recovery-eval: {visible(report.summary())}"])


def _sort_in(level: str, command: str, plain: str, left: dict[str, int], shown: list[str], rest: list[str]) -> None:
    """Puts a finding among those that GitHub shows, while there is room, or else below."""
    if left[level] > 0:
        left[level] -= 1
        shown.append(command)
    else:
        rest.append(f"- {level}: {visible(plain)}")


def _annotation(level: str, finding: Finding, path: str) -> str:
    place: dict[str, object] = {
        "file": path,
        "line": finding.start.line,
        "endLine": finding.end.line,
    }
    if finding.end.line == finding.start.line:  # GitHub takes columns only on one line
        place |= {"col": finding.start.column, "endColumn": finding.end.column}
    return _command(level, {**place, "title": finding.rule_id}, f"{sentence(finding)}\n{finding.advice}")


def _command(level: str, place: Mapping[str, object], message: str) -> str:
    properties = ",".join(f"{key}={_escaped(str(value), in_property=True)}" for key, value in place.items())
    return f"::{level} {properties}::{_escaped(message)}"


def _escaped(text: str, *, in_property: bool = False) -> str:
    text = "%0A".join(visible(line).replace("%", "%25") for line in text.split("\n"))
    return text.replace(":", "%3A").replace(",", "%2C") if in_property else text
