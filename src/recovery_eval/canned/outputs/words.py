"""The sentences and names that the forms share."""

from __future__ import annotations

import re

from recovery_eval.canned.models import Finding, Severity

# What XML 1.0 forbids, even as a reference. It takes a while to compile, and few forms are XML.
_NOT_XML = r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]"

UNREADABLE = "unreadable"
"""The name under which forms without a place for it tell what could not be read."""

LEVELS: dict[Severity, str] = {"info": "note", "minor": "warning", "major": "error", "critical": "error"}
"""Levels as most forms have them: note, warning, error."""


def sentence(finding: Finding) -> str:
    """Returns what is wrong, with the branch of a condition in which it is."""
    return finding.message if finding.branch is None else f"{finding.message} ({finding.branch})"


def with_advice(finding: Finding) -> str:
    """Returns what is wrong and what to do about it, as two sentences."""
    return f"{sentence(finding)}. {finding.advice}"


def xml_text(text: str) -> str:
    """Returns text without the characters that XML can't hold."""
    return re.sub(_NOT_XML, "\N{REPLACEMENT CHARACTER}", text)
