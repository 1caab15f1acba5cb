"""`recovery-eval library`: a library of canned responses at a glance."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from recovery_eval.cli.check.command import Config, Dialect, Paths
from recovery_eval.cli.check.run import Run
from recovery_eval.cli.exit_codes import BAD_INPUT
from recovery_eval.cli.output import Output, writing


class OverviewFormat(StrEnum):
    """How the overview is written."""

    TEXT = "text"
    HTML = "html"
    JSON = "json"


def library(
    *,
    paths: Paths = None,
    config: Config = None,
    dialect: Dialect = None,
    output_format: Annotated[OverviewFormat, typer.Option("--format", help="How to write.")] = OverviewFormat.TEXT,
    output: Output = None,
    alike: Annotated[float, typer.Option(min=50, max=100, help="From which likeness on, in percent.")] = 90.0,
) -> None:
    """Show a library of canned responses at a glance.

    Replies by score, findings by rule, and replies that say the same or nearly (extra "duplicates"). Findings in the
    baseline count here.

    Exit code: 0, or 2 where something could not be read.
    """
    from recovery_eval.canned.outputs.library import library_html, library_json, library_text
    from recovery_eval.canned.overview import overview
    from recovery_eval.canned.settings_files import find_settings, read_settings

    settings = replace(read_settings(config) if config is not None else find_settings(), dialect=dialect)
    report = Run(settings, paths or [], None, None, None, reports=[output], allow_empty=False).report_of_all()
    writers = {"text": library_text, "html": library_html, "json": library_json}
    text = writers[output_format.value](overview(report, least=alike))
    with writing(output) as stream:
        stream.write(text)
    if report.faults:
        raise typer.Exit(BAD_INPUT)
