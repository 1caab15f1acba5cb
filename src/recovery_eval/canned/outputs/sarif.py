"""A check as SARIF 2.1.0, for GitHub code scanning and for editors.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html, and within it what GitHub asks for.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from recovery_eval import __version__
from recovery_eval.canned.fingerprints import numbered_fingerprints
from recovery_eval.canned.models import Finding, Place, Severity, Suppression
from recovery_eval.canned.outputs.words import LEVELS, with_advice
from recovery_eval.canned.own_rules import RuleText
from recovery_eval.canned.report import Report
from recovery_eval.outcome import SEVERITIES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 25_000  # GitHub refuses a file with more
LONGEST_TEXT = 1_024
_PROBLEM: dict[Severity, str] = {"info": "recommendation", "minor": "warning", "major": "error", "critical": "error"}


def sarif_json(report: Report) -> str:
    """Returns the report as SARIF. Suppressed findings are in it, marked; those of the baseline are not.

    Where there are more results than GitHub takes, the gravest are kept.
    """
    shown: list[tuple[Finding, Suppression | None]] = [(finding, None) for finding in report.findings]
    shown += report.suppressed
    if len(shown) > MOST_RESULTS:
        shown = sorted(shown, key=lambda pair: -SEVERITIES.index(pair[0].severity))[:MOST_RESULTS]
    findings = [finding for finding, _ in shown]
    rules = [rule for name, rule in report.rules.items() if name in {finding.rule_id for finding in findings}]
    index = {rule.id: number for number, rule in enumerate(rules)}
    results = [
        _result(finding, index[finding.rule_id], name, suppression, report)
        for (finding, suppression), name in zip(shown, numbered_fingerprints(findings), strict=True)
    ]
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "recovery_eval",
                "semanticVersion": _semantic(__version__),
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "automationDetails": {"id": "recovery_eval/canned-responses/"},
        "columnKind": "unicodeCodePoints",
        "results": results,
        "invocations": [_invocation(report)],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _rule(rule: RuleText) -> dict[str, Any]:
    return {
        "id": rule.id,
        "name": "".join(part.capitalize() for part in rule.id.split("-")),
        "shortDescription": {"text": rule.title[:LONGEST_TEXT]},
        "fullDescription": {"text": rule.why[:LONGEST_TEXT]},
        "help": {"text": rule.advice},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {"tags": ["service-recovery"], "problem.severity": _PROBLEM[rule.severity]},
    }


def _result(finding: Finding, index: int, name: str, suppression: Suppression | None, report: Report) -> dict[str, Any]:
    uri, suggestion = _uri(report.in_repository(finding.path)), report.suggestions.get(finding)
    result: dict[str, Any] = {
        "ruleId": finding.rule_id,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": with_advice(finding)},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": uri,
                    "region": _region(finding.start, finding.end),
                }
            }
        ],
        "partialFingerprints": {"primaryLocationLineHash": name},
    }
    if suppression is not None:
        result["suppressions"] = [{"kind": "inSource", "justification": suppression.reason}]
    if suggestion is not None:
        edit = suggestion.edit
        replacement = {
            "deletedRegion": _region(edit.start, edit.end, insertion=True),
            "insertedContent": {"text": edit.text},
        }
        result["fixes"] = [
            {
                "description": {"text": suggestion.description},
                "artifactChanges": [{"artifactLocation": uri, "replacements": [replacement]}],
            }
        ]
    return result


def _region(start: Place, end: Place, *, insertion: bool = False) -> dict[str, int]:
    """A region has at least one character, for GitHub shows no empty one; that of an insertion may be empty."""
    if end <= start and not insertion:
        end = Place(start.line, start.column + 1)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _uri(path: str) -> dict[str, str]:
    return {"uri": quote(path, safe="/~!$&'()*+,;=@", errors="surrogateescape")}  # a name that is not UTF-8


def _invocation(report: Report) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": fault.message},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": _uri(report.in_repository(fault.path)),
                        "region": _region(fault.place, fault.place),
                    }
                }
            ],
        }
        for fault in report.faults
    ]
    return {"executionSuccessful": not report.faults, "toolExecutionNotifications": notes}


def _semantic(version: str) -> str:
    """A version of this package as semantic versioning writes it: three numbers."""
    numbers = [part for part in version.split(".") if part.isdigit()]
    return ".".join((*numbers, "0", "0", "0")[:3])
