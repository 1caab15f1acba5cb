"""`recovery-eval rules`: what is judged, and why."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from recovery_eval.cli.output import columns

rules = typer.Typer(help="Show the rules of a rulebook.", no_args_is_help=True)

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
