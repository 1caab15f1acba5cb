"""Where the report of a check goes, and in which forms."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from recovery_eval.canned.outputs import FORMATS
from recovery_eval.cli.inputs import DASH
from recovery_eval.cli.output import columns, wants_color, writing
from recovery_eval.errors import nearest

if TYPE_CHECKING:
    from recovery_eval.canned.report import Report

SUMMARY = "GITHUB_STEP_SUMMARY"


class Target(NamedTuple):
    """A form, and the file it goes to; None for standard output."""

    format: str
    file: Path | None


def targets_from(written: Sequence[str]) -> tuple[Target, ...]:
    """Returns targets from `FORMAT` and `FORMAT:FILE`; text on standard output where nothing is written.

    A dash in place of the file is standard output, too.

    Raises a usage error for an unknown form, and where two go to standard output or to one file.
    """
    targets = []
    for one in written or ["text"]:
        name, _, file = one.partition(":")
        if name not in FORMATS:
            how = "; write FORMAT:FILE, as in json:report.json" if {".", "/"} & set(name) else ""  # a file's name
            raise typer.BadParameter(f"unknown format {name!r}{nearest(name, FORMATS)}{how}", param_hint="--output")
        targets.append(Target(name, Path(file) if file not in {"", str(DASH)} else None))
    places = [target.file and target.file.resolve() for target in targets]
    if len(set(places)) < len(places):
        raise typer.BadParameter("two formats go to one place; write FORMAT:FILE", param_hint="--output")
    return tuple(targets)


def write_report(report: Report, targets: Sequence[Target]) -> None:
    """Writes a report in every form asked for; with `github`, also to the job's summary where the runner names one."""
    from recovery_eval.canned.outputs import writer
    from recovery_eval.canned.outputs.text import report_text

    for target in targets:
        with writing(target.file) as stream:
            if target.format == "text":
                stream.write(report_text(report, color=wants_color(stream), width=columns(stream)))
            else:
                stream.write(writer(target.format)(report))
    summary = os.environ.get(SUMMARY)
    if summary and any(target.format == "github" for target in targets):
        with Path(summary).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            stream.write(writer("markdown")(report))
    sys.stdout.flush()
