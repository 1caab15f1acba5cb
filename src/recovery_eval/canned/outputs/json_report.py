"""A check as JSON, for programs of one's own."""

from __future__ import annotations

import json
from typing import Any

from recovery_eval import __version__
from recovery_eval.canned.fingerprints import numbered_fingerprints
from recovery_eval.canned.models import Finding
from recovery_eval.canned.report import Report, Suggestion

VERSION = 1


def report_json(report: Report) -> str:
    """Returns the report as JSON: findings, faults, replies with their scores, and counts.

    Lines and columns count from 1, ends are exclusive, columns count Unicode code points.
    """
    names = numbered_fingerprints(report.findings)
    document = {
        "version": VERSION,
        "tool": {"name": "recovery_eval", "version": __version__},
        "passed": not report.failing and not report.faults,
        "counts": {
            "files": report.files,
            "replies": len(report.replies),
            "left_out": report.left_out,
            "findings": len(report.findings),
            "failing": len(report.failing),
            "faults": len(report.faults),
            "baseline": len(report.known),
            "suppressed": len(report.suppressed),
            "unchanged": report.unchanged,
        },
        "findings": [
            finding_record(finding, name, report.suggestions.get(finding))
            for finding, name in zip(report.findings, names, strict=True)
        ],
        "faults": [
            {"path": fault.path, "line": fault.place.line, "column": fault.place.column, "message": fault.message}
            for fault in report.faults
        ],
        "replies": [
            {"path": one.reply.path, "id": one.reply.id, "title": one.reply.title, "score": one.score}
            for one in report.replies
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def finding_record(finding: Finding, name: str, suggestion: Suggestion | None) -> dict[str, Any]:
    """Returns a finding as plain data."""
    record: dict[str, Any] = {
        "rule": finding.rule_id,
        "severity": finding.severity,
        "message": finding.message,
        "advice": finding.advice,
        "path": finding.path,
        "start": {"line": finding.start.line, "column": finding.start.column},
        "end": {"line": finding.end.line, "column": finding.end.column},
        "reply": finding.reply_id,
        "title": finding.reply_title,
        "quote": finding.quote,
        "branch": finding.branch,
        "score": finding.score,
        "fingerprint": name,
    }
    if suggestion is not None:
        edit = suggestion.edit
        record["suggestion"] = {
            "description": suggestion.description,
            "safe": suggestion.is_safe,
            "start": {"line": edit.start.line, "column": edit.start.column},
            "end": {"line": edit.end.line, "column": edit.end.column},
            "text": edit.text,
        }
    return record
