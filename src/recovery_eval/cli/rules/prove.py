"""`recovery-eval rules test`: the cases of rules and signals, run once or at every change."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from recovery_eval.cli.inputs import BAD_INPUT
from recovery_eval.cli.messages import complain
from recovery_eval.cli.output import columns
from recovery_eval.cli.rules.options import FINDINGS, Folder, Names, folder_of
from recovery_eval.cli.watching import run_at_changes
from recovery_eval.errors import RecoveryEvalError, RuleFileError


def prove(
    names: Names = None,
    *,
    folder: Folder = None,
    watch: Annotated[bool, typer.Option("--watch", help="Run again whenever a file of the folder changes.")] = False,
) -> None:
    """Run the cases of rules and signals.

    Each must come out as its list says, by the very words that it says. What does not is shown with its place, its
    text, what was found and what nearly was.

    Exit code: 0 all as they should be, 1 some are not, 2 files that can't be loaded.
    """
    if watch:
        run_at_changes(lambda: _run_and_tell(folder, names or ()), changes_of(folder))
        return
    if not run_cases(folder, names or ()):
        raise typer.Exit(FINDINGS)


def run_cases(path: Path | None, names: Iterable[str]) -> bool:
    """Runs cases and shows those that come out wrong; tells whether none does."""
    from recovery_eval.display.proof import trial_text
    from recovery_eval.display.wording import several
    from recovery_eval.workshop.proof import Prover

    folder = folder_of(path)
    count = wrong = 0
    for trial in Prover(folder).trials(folder.chosen(list(names))):
        count += 1
        if trial.faults:
            wrong += 1
            typer.echo(trial_text(trial, width=columns(sys.stdout)) + "\n")
    typer.echo(f"{several(count, 'case')}: {count - wrong} as they should be, {wrong} not")
    return not wrong


def changes_of(path: Path | None) -> Iterable[object]:
    """Returns what yields at every change below a folder of rules.

    Raises:
        RecoveryEvalError: The package that watches files is not there.
    """
    from recovery_eval.resources import rules_root

    try:
        from watchfiles import watch
    except ImportError as error:
        raise RecoveryEvalError('--watch needs watchfiles: pip install "recovery_eval[watch]"') from error
    folder = rules_root() if path is None else path.parent if path.is_file() else path
    return watch(folder, watch_filter=lambda _, name: name.endswith(".yml"), raise_interrupt=True)


def _run_and_tell(path: Path | None, names: Iterable[str]) -> int:
    """Runs cases; what ends other commands is told here, for the author is about to mend it."""
    from recovery_eval.cli.failures import failure_words
    from recovery_eval.rulebook.shelf import built_in_shelf

    built_in_shelf.cache_clear()
    try:
        return 0 if run_cases(path, names) else FINDINGS
    except (RuleFileError, RecoveryEvalError, OSError) as error:
        complain(failure_words(error))
        return BAD_INPUT
