"""`--watch`: a command that runs again at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import typer

from recovery_eval.cli.messages import complain, complain_of
from recovery_eval.errors import RecoveryEvalError

PARTED_BY = "-" * 80


def changes_below(paths: Sequence[Path], is_watched: Callable[[str], bool]) -> Iterable[object]:
    """Returns what yields at every change of a file below some paths whose name is one of those watched.

    Raises:
        RecoveryEvalError: The package that watches files is not there.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise RecoveryEvalError('--watch needs watchfiles: pip install "recovery_eval[watch]"') from error
    return watch(*paths, watch_filter=lambda _, name: is_watched(name))


def run_at_changes(run: Callable[[], object], changes: Iterable[object]) -> None:
    """Runs once, and again at every change, until interrupted; tells so on standard error, and parts the runs there.

    What ends other commands is told, and no more: the author is about to mend it.
    """
    _run(run)
    complain("Watching for changes; Ctrl+C ends this.")
    try:
        for _ in changes:
            complain(PARTED_BY)
            _run(run)
    except KeyboardInterrupt:
        return


def _run(run: Callable[[], object]) -> None:
    try:
        run()
    except (RecoveryEvalError, OSError) as error:
        complain_of(error)
    except typer.BadParameter as error:  # what the command line leaves out may have gone from the settings
        complain(error.format_message())
