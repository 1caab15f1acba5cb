"""`recovery-eval rules test`: the cases of rules and signals, run once or at every change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from recovery_eval.cli.exit_codes import FAILED
from recovery_eval.cli.output import columns
from recovery_eval.cli.rules.options import Folder, Names, chosen, named_folder, read_named_folder
from recovery_eval.cli.watching import changes_below, run_at_changes


def prove(
    names: Names = None,
    *,
    folder: Folder = None,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever a file of the folder changes.")] = False,
) -> None:
    """Run the cases of rules and signals.

    Each must come out as its list says, by the very words that it says. What does not is shown with its place, its
    text, what was found and what nearly was. Files of cases that no rule or signal stands beside are told, too.

    Exit code: 0 all as they should be, 1 something is not, 2 files that can't be loaded.
    """
    if watch:
        from recovery_eval.resources import rules_root

        watched = changes_below([named_folder(folder) or rules_root()], lambda name: name.endswith(".yml"))
        run_at_changes(lambda: _run_anew(folder, names), watched)
        return
    if not run_cases(folder, names):
        raise typer.Exit(FAILED)


def run_cases(path: Path | None, names: list[str] | None) -> bool:
    """Runs cases and shows those that come out wrong; tells whether none does."""
    from recovery_eval.display.proof import trial_text
    from recovery_eval.display.wording import several, visible
    from recovery_eval.workshop.proof import Prover

    folder = read_named_folder(path)
    count = wrong = 0
    for trial in Prover(folder).trials(chosen(names, folder, path)):
        count += 1
        if trial.faults:
            wrong += 1
            typer.echo(trial_text(trial, width=columns(sys.stdout)) + "\n")
    nobodys = [] if names else folder.nobodys_cases
    for fault in nobodys:
        typer.echo(visible(str(fault)) + "\n")
    typer.echo(f"{several(count, 'case')}: {count - wrong} as they should be, {wrong} not")
    return not (wrong or nobodys)


def _run_anew(path: Path | None, names: list[str] | None) -> None:
    from recovery_eval.rulebook.shelf import built_in_shelf

    built_in_shelf.cache_clear()
    run_cases(path, names)
