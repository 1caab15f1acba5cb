"""A check as Checkstyle XML, which many review tools and editors read."""

from __future__ import annotations

import xml.etree.ElementTree as ET  # to write; nothing is parsed

from recovery_eval.canned.models import Severity
from recovery_eval.canned.outputs.words import UNREADABLE, sentence, xml_text
from recovery_eval.canned.report import Report

_SEVERITIES: dict[Severity, str] = {"info": "info", "minor": "warning", "major": "error", "critical": "error"}


def checkstyle_xml(report: Report) -> str:
    """Returns the report as Checkstyle 4.3 XML, a file element for every file with something to tell."""
    root = ET.Element("checkstyle", version="4.3")
    files: dict[str, ET.Element] = {}

    def add(path: str, line: int, column: int, severity: str, message: str, rule: str) -> None:
        if path not in files:
            files[path] = ET.SubElement(root, "file", name=xml_text(path))
        ET.SubElement(
            files[path],
            "error",
            line=str(line),
            column=str(column),
            severity=severity,
            message=xml_text(message),
            source=f"recovery_eval.{rule}",
        )

    for fault in report.faults:
        add(fault.path, fault.place.line, fault.place.column, "error", fault.message, UNREADABLE)
    for finding in report.findings:
        place, severity = finding.start, _SEVERITIES[finding.severity]
        add(finding.path, place.line, place.column, severity, sentence(finding), finding.rule_id)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
