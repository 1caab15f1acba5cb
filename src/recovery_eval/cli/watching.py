"""`--watch`: a command that runs again at every change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import typer

from recovery_eval.cli.messages import complain, complain_of
from recovery_eval.errors import RecoveryEvalError

PARTED_BY = "-" * 80


def changes_below(
    folders: Sequence[Path], is_watched: Callable[[str], bool], files: Sequence[Path] = ()
) -> Iterable[object]:
    """Returns what yields at every change of a file below some folders whose name is watched, or of some files.

    Files are looked at every second, also those that are not there yet: many editors save by putting a new file in the
    place of the old one, and who watches that sees the first change alone.

    Raises:
        RecoveryEvalError: The package that watches files is not there.
    """
    try:
        from watchfiles import watch
    except ImportError as error:
        raise RecoveryEvalError('--watch needs watchfiles: pip install "recovery_eval[watch]"') from error
    changes = watch(
        *folders, watch_filter=lambda _, name: is_watched(name), yield_on_timeout=bool(files), rust_timeout=1_000
    )
    return _changes(changes, files)


def _changes(changes: Iterable[object], files: Sequence[Path]) -> Iterator[object]:
    before = [*map(_state, files)]
    for change in changes:
        now = [*map(_state, files)]
        if change or now != before:
            before = now
            yield change


def _state(file: Path) -> tuple[int, int, int] | None:
    """Returns what changes with a file; None where it is not there."""
    try:
        stat = file.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_mtime_ns, stat.st_size


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
