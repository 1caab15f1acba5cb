"""The forms in which a check is written: for people, for pipelines, for editors."""

from __future__ import annotations

from collections.abc import Callable

from recovery_eval.canned.outputs.checkstyle import checkstyle_xml
from recovery_eval.canned.outputs.github import github_commands
from recovery_eval.canned.outputs.gitlab import gitlab_json
from recovery_eval.canned.outputs.json_report import report_json
from recovery_eval.canned.outputs.junit import junit_xml
from recovery_eval.canned.outputs.markdown import report_markdown
from recovery_eval.canned.outputs.sarif import sarif_json
from recovery_eval.canned.outputs.text import report_text
from recovery_eval.canned.report import Report

WRITERS: dict[str, Callable[[Report], str]] = {
    "text": report_text,
    "json": report_json,
    "sarif": sarif_json,
    "junit": junit_xml,
    "github": github_commands,
    "gitlab": gitlab_json,
    "checkstyle": checkstyle_xml,
    "markdown": report_markdown,
}

__all__ = ["WRITERS", "report_markdown", "report_text"]
