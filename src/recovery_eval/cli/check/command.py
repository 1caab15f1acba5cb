"""`recovery-eval check`: its options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from recovery_eval.cli.check.outputs import targets_from, write_report
from recovery_eval.cli.check.run import Run
from recovery_eval.cli.exit_codes import BAD_INPUT, FAILED
from recovery_eval.outcome import Severity

if TYPE_CHECKING:
    from recovery_eval.canned.settings import Settings

# Options of which the one would be ignored beside the other, or would mislead.
_CLASHES = {
    "--fix": ("--stdin-filename", "--update-baseline"),
    "--watch": ("--stdin-filename", "--update-baseline"),
    "--diff-base": ("--stdin-filename", "--update-baseline"),
    "--output": ("--update-baseline",),
}

Paths = Annotated[
    list[Path] | None,
    typer.Argument(metavar="PATH", help="Files and folders to check.", show_default="paths in the settings"),
]
Config = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="The settings.",
        show_default="pyproject.toml, recovery-eval.toml or recovery-eval.yml, here or above",
    ),
]
Dialect = Annotated[
    str | None, typer.Option(metavar="NAME", help="The help desk, as in zendesk.", show_default="found out")
]
Outputs = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FORMAT[:FILE]",
        help="text, json, sarif, junit, github, gitlab, checkstyle or markdown. May be given several times.",
    ),
]
UpdateBaseline = Annotated[
    bool, typer.Option("--update-baseline", help="Write what is found to the baseline, and drop what is gone.")
]
DiffBase = Annotated[
    str | None, typer.Option(metavar="COMMIT", help="Count only replies that changed since this commit.")
]
StdinFilename = Annotated[
    str | None, typer.Option(metavar="NAME", help="Check standard input as if it were this file.")
]


def _in_percent(score: float | None) -> float | None:
    if score is None:
        return None
    from recovery_eval.canned.settings import in_percent

    try:
        return in_percent(score)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


PassMark = Annotated[
    float | None, typer.Option(min=0, max=100, help="The least score of a reply.", callback=_in_percent)
]


def check(
    *,
    paths: Paths = None,
    config: Config = None,
    dialect: Dialect = None,
    rulebook: Annotated[str | None, typer.Option(metavar="NAME|PATH", help="The rulebook to judge by.")] = None,
    pass_mark: PassMark = None,
    fail_level: Annotated[Severity | None, typer.Option(help="The least severity that fails.")] = None,
    output: Outputs = None,
    baseline: Annotated[Path | None, typer.Option(metavar="FILE", help="Known findings, which don't fail.")] = None,
    update_baseline: UpdateBaseline = False,
    diff_base: DiffBase = None,
    fix: Annotated[bool, typer.Option("--fix", help="Make the changes that are safe.")] = False,
    stdin_filename: StdinFilename = None,
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help="Exit code 0 also where findings fail.")] = False,
    allow_empty: Annotated[bool, typer.Option("--allow-empty", help="Pass where there is nothing to check.")] = False,
    watch: Annotated[bool, typer.Option("--watch", help="Check again whenever a file changes.")] = False,
) -> None:
    """Check canned responses: macros, saved replies, snippets.

    Every reply is judged in each version that a customer may be sent. A finding names file, line and column.

    Exit code: 0 nothing found that fails, 1 findings at or above the fail level, 2 something could not be read or used.
    """
    targets = targets_from(output or [])
    reports = [target.file for target in targets]
    _refuse_clashes(
        {
            "--fix": fix,
            "--watch": watch,
            "--diff-base": diff_base is not None,
            "--output": bool(output),
            "--stdin-filename": stdin_filename is not None,
            "--update-baseline": update_baseline,
        }
    )

    def as_settled() -> Run:
        settings = _settings(config, dialect, rulebook, pass_mark, fail_level)
        return Run(settings, paths or [], baseline, diff_base, stdin_filename, reports=reports, allow_empty=allow_empty)

    run = as_settled()
    if update_baseline:
        raise typer.Exit(BAD_INPUT if run.update_baseline() else 0)
    if watch:
        run.at_changes(lambda: write_report(as_settled().report(fix=fix), targets))
        return
    report = run.report(fix=fix)
    write_report(report, targets)
    raise typer.Exit(BAD_INPUT if report.faults else FAILED if report.failing and not exit_zero else 0)


def _refuse_clashes(given: Mapping[str, bool]) -> None:
    """Raises a usage error for options that don't go together."""
    for first, others in _CLASHES.items():
        for second in others:
            if given[first] and given[second]:
                raise typer.BadParameter(f"can't be combined with {second}", param_hint=first)


def _settings(
    config: Path | None, dialect: str | None, rulebook: str | None, pass_mark: float | None, fail_level: Severity | None
) -> Settings:
    from recovery_eval.canned.dialects import dialect_named
    from recovery_eval.canned.settings_files import find_settings, read_settings

    if dialect is not None:
        dialect_named(dialect)
    found = read_settings(config) if config is not None else find_settings()
    return replace(found, dialect=dialect, rulebook=rulebook, pass_mark=pass_mark, fail_level=fail_level)
