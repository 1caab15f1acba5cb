"""A progress line on standard error for work that takes long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

PATIENCE = 1.0  # seconds until it shows
PAUSE = 0.1  # seconds between updates

Item = TypeVar("Item")


def with_progress(items: Iterable[Item]) -> Iterator[Item]:
    """Yields `items`, and counts them on standard error once they have taken a second, where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    began = time.monotonic()
    iterator = iter(items)
    count = 0
    for item in iterator:
        count += 1
        yield item
        if time.monotonic() - began > PATIENCE:
            break
    yield from _counted(iterator, count)


def _counted(items: Iterator[Item], count: int) -> Iterator[Item]:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.completed} conversations"), TimeElapsedColumn())
    # Only standard error is redrawn: standard output may be a file or another program.
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("", total=None, completed=count)
        shown = 0.0
        for done, item in enumerate(items, start=count + 1):
            yield item
            if time.monotonic() - shown > PAUSE:  # an update costs more than judging a short conversation
                shown = time.monotonic()
                progress.update(task, completed=done)
