"""`--watch`: a command that runs again at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recovery_eval.cli.messages import complain

PARTED_BY = "-" * 80


def run_at_changes(run: Callable[[], object], changes: Iterable[object]) -> None:
    """Runs once, and again at every change, until interrupted; tells so on standard error, and parts the runs there."""
    run()
    complain("Watching for changes; Ctrl+C ends this.")
    try:
        for _ in changes:
            complain(PARTED_BY)
            run()
    except KeyboardInterrupt:
        return
