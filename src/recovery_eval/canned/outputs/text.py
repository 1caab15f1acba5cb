"""A check as plain text: each finding with its line of the file and a caret below the words."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from recovery_eval.canned.models import Finding
from recovery_eval.canned.outputs.words import sentence
from recovery_eval.canned.report import Report, Suggestion
from recovery_eval.display.wording import visible

WIDEST = 120  # characters of a source line that are shown
_COLOURS = {"info": "2", "minor": "33", "major": "31", "critical": "1;31"}


def report_text(report: Report, *, color: bool = False, width: int = 80) -> str:
    """Returns the findings, what could not be read, and a summary, as lines of text.

    Characters that could drive a terminal or turn the reading direction are shown as escapes.

    Args:
        report: What to show.
        color: Whether to add ANSI colours; nothing is told by colour alone.
        width: Columns at which sentences wrap.
    """
    parts = [f"{visible(str(fault))}\n" for fault in report.faults]
    if report.findings:
        parts.append(findings_text(report, report.findings, color=color, width=width))
    summary = visible(report.summary())
    if report.unneeded:
        many = "1 entry" if report.unneeded == 1 else f"{report.unneeded} entries"
        summary += f"\nThe baseline has {many} too many; --update-baseline takes out what is found no more."
    return "\n".join([*parts, summary]) + "\n"


def findings_text(report: Report, findings: Sequence[Finding], *, color: bool = False, width: int = 80) -> str:
    """Returns some of a report's findings as `report_text` does."""
    return "\n".join("\n".join(_finding(report, finding, color, width)) + "\n" for finding in findings)


def _finding(report: Report, finding: Finding, color: bool, width: int) -> Iterator[str]:
    severity = f"\x1b[{_COLOURS[finding.severity]}m{finding.severity}\x1b[0m" if color else finding.severity
    place = f"{visible(finding.path)}:{finding.start.line}:{finding.start.column}"
    yield f"{place}: {severity} {visible(finding.rule_id)}: {visible(sentence(finding))}"
    line = report.line(finding.path, finding.start.line)
    margin = len(str(finding.start.line)) + 2
    if line is not None:
        yield from _excerpt(finding, line, margin)
    yield from _note(f"reply: {finding.reply_title or finding.reply_id}", margin, width)
    yield from _note(finding.advice, margin, width)
    suggestion = report.suggestions.get(finding)
    if suggestion is not None:
        yield from _note(_offer(suggestion), margin, width)


def _excerpt(finding: Finding, line: str, margin: int) -> Iterator[str]:
    column = finding.start.column - 1
    first = max(0, column - WIDEST // 2) if len(line) > WIDEST else 0
    shown = line[first : first + WIDEST]
    end = finding.end.column - 1 if finding.end.line == finding.start.line else len(line)
    before = len(visible(shown[: column - first]))
    marked = len(visible(shown[column - first : max(end, column + 1) - first]))
    yield f"{finding.start.line:>{margin}} | {visible(shown)}".rstrip()
    yield f"{'':>{margin}} | {'':>{before}}{'^' * max(marked, 1)}"


def _note(text: str, margin: int, width: int) -> list[str]:
    start = f"{'':>{margin}} = "
    return textwrap.wrap(
        visible(text),
        max(width, 40),
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )


def _offer(suggestion: Suggestion) -> str:
    return f"{'--fix would' if suggestion.is_safe else 'for example,'} {suggestion.description}"
