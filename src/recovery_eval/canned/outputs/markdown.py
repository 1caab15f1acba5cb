"""A check as Markdown: GitHub's job summary, a comment on a merge request, a page in a wiki."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from recovery_eval.canned.models import REPORT_HEADING, Finding
from recovery_eval.canned.outputs.words import with_advice
from recovery_eval.canned.report import Report
from recovery_eval.display.wording import visible
from recovery_eval.outcome import SEVERITIES

MOST_BYTES = 1_000_000  # GitHub refuses a summary above 1 MiB
# Marks of Markdown, HTML, and what GitHub turns into a mention, a link to an issue, or a link to a page.
_SPECIAL = re.compile(r"[\\`*_{}\[\]<>()#+!|@&~$]|(?<=[A-Za-z]):(?=//)|(?<=\bwww)\.", re.IGNORECASE)


def report_markdown(report: Report) -> str:
    """Returns the report as Markdown of less than 1 MB: a summary, findings by rule, and a table of all findings.

    What comes from replies is escaped: it can't mention anybody, link anywhere or hold HTML.
    """
    verdict = "failed" if report.failing or report.faults else "passed"
    lines = [f"{REPORT_HEADING}{verdict}", "", f"{_escaped(report.summary())}."]
    lines += _faults(report)
    if report.findings:
        lines += ["", "| Rule | Severity | Findings |", "|---|---|---|", *_by_rule(report)]
        lines += ["", "| Place | Severity | What is wrong | Reply |", "|---|---|---|---|"]
    size = sum(len(line.encode()) + 1 for line in lines)
    ordered = sorted(report.findings, key=lambda one: -SEVERITIES.index(one.severity))
    for number, finding in enumerate(ordered):
        row = _row(finding)
        size += len(row.encode()) + 1
        if size > MOST_BYTES:
            lines += ["", f"{len(ordered) - number} more findings are left out here."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _faults(report: Report) -> Iterator[str]:
    if report.faults:
        yield from ("", "Could not be read:", "")
    for fault in report.faults[:100]:
        yield f"- {_escaped(str(fault))}"


def _by_rule(report: Report) -> Iterator[str]:
    counts = Counter(finding.rule_id for finding in report.findings)
    severities = {finding.rule_id: finding.severity for finding in report.findings}
    for rule, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        title = report.rules[rule].title if rule in report.rules else rule
        yield f"| {_escaped(title)} ({_escaped(rule)}) | {severities[rule]} | {count} |"


def _row(finding: Finding) -> str:
    place = _escaped(f"{finding.path}:{finding.start.line}:{finding.start.column}")
    said = _escaped(with_advice(finding))
    return f"| {place} | {finding.severity} | {said} | {_escaped(finding.reply_title or finding.reply_id)} |"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda mark: f"&#{ord(mark[0])};", visible(text))
