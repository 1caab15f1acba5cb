"""Where results go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import typer

from recovery_eval.cli.inputs import DASH
from recovery_eval.errors import RecoveryEvalError

NARROWEST, WIDEST = 60, 100

Output = Annotated[Path | None, typer.Option(help="File to write, whole or not at all; - is standard output.")]


class OutputError(RecoveryEvalError, OSError):
    """Results can't be written where they were asked for."""


@contextmanager
def writing(path: Path | None) -> Iterator[IO[str]]:
    """Opens `path` for UTF-8 text, or standard output for None and for a dash.

    A file appears under its name once the block has ended well; until then, and after an error, what stood there before
    stands, and its permissions stay. Raises OutputError where the place can't be written.
    """
    if path is None or path == DASH:
        yield sys.stdout
        return
    if path.is_dir():
        raise OutputError(f"{path}: is a folder; name a file to write")
    if path.exists() and not path.is_file():
        # A device or a pipe can't be replaced.
        with path.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            yield stream
        return
    with _replacing(path.resolve(), path) as stream:  # a link is followed, not replaced
        yield stream


@contextmanager
def _replacing(target: Path, shown_as: Path) -> Iterator[IO[str]]:
    # Not by the number of the process, which in a container is the same each time: what was killed leaves its file.
    part = target.with_name(f".{target.name}.{os.urandom(4).hex()}.part")
    try:
        stream = part.open("x", encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise OutputError(f"{shown_as}: can't be written: {error.strerror}") from error
    try:
        with stream:
            if target.exists():
                shutil.copymode(target, part)  # before anything is in it that others may not read
            yield stream
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def wants_color(stream: IO[str]) -> bool:
    """Whether to colour what goes to `stream`: a terminal that can, and no `NO_COLOR` (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def columns(stream: IO[str]) -> int:
    """Returns the width to wrap at: a terminal's, within bounds that read well, and 80 for anything else."""
    if not stream.isatty():
        return 80
    try:
        width = os.get_terminal_size(stream.fileno()).columns
    except OSError:
        return 80
    return min(max(width, NARROWEST), WIDEST)
