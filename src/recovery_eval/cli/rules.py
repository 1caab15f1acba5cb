"""`recovery-eval rules`: what is judged, and why; and whether the rules themselves are well made."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from recovery_eval.cli.output import columns

rules = typer.Typer(help="Show the rules of a rulebook, and judge the rules themselves.", no_args_is_help=True)

FINDINGS = 1

RulebookOption = Annotated[
    str, typer.Option("--rulebook", metavar="NAME|PATH", help="The rulebook that holds the rules.")
]


@rules.command("list")
def list_rules(*, rulebook: RulebookOption = "core") -> None:
    """List the rules of a rulebook, in its order."""
    from recovery_eval.display.rule import rulebook_text
    from recovery_eval.rulebook import load_rulebook

    typer.echo(rulebook_text(load_rulebook(rulebook)))


@rules.command("show")
def show_rule(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="The rule's id, as in sincere-apology.")],
    *,
    rulebook: RulebookOption = "core",
) -> None:
    """Show all about one rule.

    Why it is there, where it comes from, what to do about a failure, and where it may err.
    """
    from recovery_eval.display.rule import rule_text
    from recovery_eval.rulebook import load_rulebook

    typer.echo(rule_text(load_rulebook(rulebook)[rule], width=columns(sys.stdout)))


@rules.command("lint")
def lint_rules(
    path: Annotated[
        Path | None,
        typer.Argument(metavar="FOLDER", help="Folder of rules and signals.", show_default="the built-in ones"),
    ] = None,
) -> None:
    """Judge rules and signals themselves.

    Lists missing or too few cases, phrases and conditions that no case reaches, and sentences that prove two rules.

    Exit code: 0 nothing found, 1 something found, 2 files that can't be loaded.
    """
    from recovery_eval.display.wording import visible
    from recovery_eval.rulebook.lint import lint, read_folder
    from recovery_eval.signals.finder import SignalFinder

    linted = read_folder(path)
    finder = SignalFinder(linted.library, thorough=True)
    with finder.pipeline.reading():
        findings = lint(linted, finder.read)
    for finding in findings:
        typer.echo(visible(str(finding)))
    if findings:
        raise typer.Exit(FINDINGS)
    typer.echo(f"{len(linted.subjects)} rules and signals, nothing found")
