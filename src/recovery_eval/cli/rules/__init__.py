"""`recovery-eval rules`: what is judged, and the workshop to write rules in."""

from __future__ import annotations

import typer

from recovery_eval.cli.rules.check import lint_rules, mutate_rules, rules_coverage
from recovery_eval.cli.rules.prove import prove
from recovery_eval.cli.rules.show import explain_rule, list_rules, list_signals, list_words, show_rule
from recovery_eval.cli.rules.write import new, rule_schemas

rules = typer.Typer(help="Show the rules of a rulebook; write rules, prove and judge them.", no_args_is_help=True)
rules.command("list")(list_rules)
rules.command("show")(show_rule)
rules.command("signals")(list_signals)
rules.command("words")(list_words)
rules.command("explain")(explain_rule)
rules.command("new")(new)
rules.command("test")(prove)
rules.command("lint")(lint_rules)
rules.command("coverage")(rules_coverage)
rules.command("mutate")(mutate_rules)
rules.command("schema")(rule_schemas)

__all__ = ["rules"]
