"""The forms in which a check is written: for people, for pipelines, for editors."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recovery_eval.canned.report import Report

# Each form, with the module here and the function in it that writes it.
_WRITERS = {
    "text": ("text", "report_text"),
    "json": ("json_report", "report_json"),
    "sarif": ("sarif", "sarif_json"),
    "junit": ("junit", "junit_xml"),
    "github": ("github", "github_commands"),
    "gitlab": ("gitlab", "gitlab_json"),
    "checkstyle": ("checkstyle", "checkstyle_xml"),
    "markdown": ("markdown", "report_markdown"),
}
FORMATS = tuple(_WRITERS)


def writer(form: str) -> Callable[[Report], str]:
    """Returns what writes a form, one of `FORMATS`; only that one is loaded."""
    module, function = _WRITERS[form]
    found: Callable[[Report], str] = getattr(import_module(f"{__name__}.{module}"), function)
    return found
