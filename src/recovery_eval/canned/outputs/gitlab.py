"""A check as GitLab Code Quality, for the merge request's widget.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator

from recovery_eval.canned.fingerprints import numbered_fingerprints
from recovery_eval.canned.models import Place, ReadFault
from recovery_eval.canned.outputs.words import UNREADABLE, sentence
from recovery_eval.canned.report import Report


def gitlab_json(report: Report) -> str:
    """Returns the report as a JSON list; severities are GitLab's own words, and what can't be read is a blocker."""
    issues = [
        {
            "description": f"{finding.rule_id}: {sentence(finding)}",
            "check_name": finding.rule_id,
            "fingerprint": name,
            "severity": finding.severity,
            "location": {
                "path": report.in_repository(finding.path),
                "positions": _positions(finding.start, finding.end),
            },
        }
        for finding, name in zip(report.findings, numbered_fingerprints(report.findings), strict=True)
    ]
    issues += [
        {
            "description": f"{UNREADABLE}: {fault.message}",
            "check_name": UNREADABLE,
            "fingerprint": f"{UNREADABLE}:{number}:{report.in_repository(fault.path)}",
            "severity": "blocker",
            "location": {"path": report.in_repository(fault.path), "positions": _positions(fault.place, fault.place)},
        }
        for number, fault in _numbered(report.faults)
    ]
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"


def _numbered(faults: Iterable[ReadFault]) -> Iterator[tuple[int, ReadFault]]:
    """Yields each fault with its number in its file, which no fault of another file changes."""
    seen: Counter[str] = Counter()
    for fault in faults:
        seen[fault.path] += 1
        yield seen[fault.path], fault


def _positions(start: Place, end: Place) -> dict[str, dict[str, int]]:
    return {
        "begin": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }
