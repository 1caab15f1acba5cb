"""A check as JUnit XML: a suite a file, a test case a reply.

A case has one failure, for Jenkins keeps one and GitLab drops cases of the same name.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET  # to write; nothing is parsed
from collections import defaultdict
from collections.abc import Sequence

from recovery_eval.canned.models import Finding, JudgedReply, ReadFault
from recovery_eval.canned.outputs.words import UNREADABLE, sentence, with_advice, xml_text
from recovery_eval.canned.report import Report


def junit_xml(report: Report) -> str:
    """Returns the report as JUnit XML. A reply fails by findings that fail the check; others stand in its output."""
    root = ET.Element("testsuites", name="recovery_eval")
    failing = set(report.failing)
    by_reply: defaultdict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in report.findings:
        by_reply[finding.path, finding.reply_id].append(finding)
    suites: dict[str, ET.Element] = {}
    names: defaultdict[str, set[str]] = defaultdict(set)
    for one in report.replies:
        path = one.reply.path
        case = _case(_suite(root, suites, path), one, by_reply[path, one.reply.id], failing, names[_classname(path)])
        case.set("file", xml_text(report.in_repository(path)))
    for number, fault in enumerate(report.faults, start=1):
        case = _fault(_suite(root, suites, fault.path), fault, number)
        case.set("file", xml_text(report.in_repository(fault.path)))
    for suite in suites.values():
        _count(suite, [suite])
    _count(root, list(root))
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(root: ET.Element, suites: dict[str, ET.Element], path: str) -> ET.Element:
    """Returns the suite of a file, made at its first case."""
    if path not in suites:
        suites[path] = ET.SubElement(root, "testsuite", name=xml_text(path))
    return suites[path]


def _case(
    suite: ET.Element, one: JudgedReply, found: Sequence[Finding], failing: set[Finding], names: set[str]
) -> ET.Element:
    reply = one.reply
    name = xml_text(f"{reply.id}: {reply.title}" if reply.title and reply.title != reply.id else reply.id)
    while name in names:
        name += "'"
    names.add(name)
    case = ET.SubElement(
        suite,
        "testcase",
        classname=xml_text(_classname(reply.path)),
        name=name,
        line=str(reply.place.line),
    )
    grave = [finding for finding in found if finding in failing]
    if grave:
        rules = ", ".join(dict.fromkeys(finding.rule_id for finding in grave))
        failure = ET.SubElement(case, "failure", message=xml_text(_headline(grave)), type=rules)
        failure.text = xml_text("\n".join(map(_line, grave)))
    rest = [finding for finding in found if finding not in failing]
    if rest:
        ET.SubElement(case, "system-out").text = xml_text("\n".join(map(_line, rest)))
    return case


def _fault(suite: ET.Element, fault: ReadFault, number: int) -> ET.Element:
    case = ET.SubElement(
        suite,
        "testcase",
        classname=xml_text(_classname(fault.path)),
        name=f"{UNREADABLE} {number}",
        line=str(fault.place.line),
    )
    ET.SubElement(case, "error", message=xml_text(fault.message), type=UNREADABLE).text = xml_text(str(fault))
    return case


def _count(element: ET.Element, suites: Sequence[ET.Element]) -> None:
    cases = [case for suite in suites for case in suite.iter("testcase")]
    element.set("tests", str(len(cases)))
    for plural, child in (("failures", "failure"), ("errors", "error")):
        element.set(plural, str(sum(case.find(child) is not None for case in cases)))
    element.set("skipped", "0")


def _headline(grave: Sequence[Finding]) -> str:
    more = f" (and {len(grave) - 1} more)" if len(grave) > 1 else ""
    return sentence(grave[0]) + more


def _line(finding: Finding) -> str:
    place = f"{finding.path}:{finding.start.line}:{finding.start.column}"
    return f"{place}: {finding.severity} {finding.rule_id}: {with_advice(finding)}"


def _classname(path: str) -> str:
    """Jenkins takes what stands before the last dot for a package."""
    return path.rpartition(".")[0].replace("/", ".") or path
