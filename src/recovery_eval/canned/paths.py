"""Finds the files of a library, and says how their paths are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from errno import ELOOP, ENOENT, ENOTDIR
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from recovery_eval.canned.models import ReadFault
from recovery_eval.canned.source import Place

SUFFIXES = frozenset({".md", ".markdown", ".yml", ".yaml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".email"})
START = Place(1, 1)
_NOTHING_THERE = (ENOENT, ENOTDIR, ELOOP)
_ABOUT = frozenset({"readme.md", "changelog.md", "contributing.md"})  # what is said of a library, not in it


def files_in(paths: Iterable[Path]) -> Iterator[Path | ReadFault]:
    """Yields the library files among some paths, folders searched in the order of names, each once.

    Hidden files and folders are passed over, and in folders such files as README.md. A folder that leads back to one
    above it is told and not followed.
    """
    seen: set[str] = set()
    for found in _files_in(paths):
        name = found.path if isinstance(found, ReadFault) else shown(found)
        if name not in seen:
            seen.add(name)
            yield found


def _files_in(paths: Iterable[Path]) -> Iterator[Path | ReadFault]:
    for path in paths:
        yield from _files_at(path, frozenset(), is_named=True)


def _files_at(path: Path, above: frozenset[tuple[int, int]], *, is_named: bool) -> Iterator[Path | ReadFault]:
    try:
        mode = path.stat().st_mode
    except OSError as error:
        if error.errno not in _NOTHING_THERE:  # as in a folder that may be listed and not entered
            yield ReadFault(shown(path), START, f"can't be read: {error.strerror}")
            return
        mode = 0
    if S_ISDIR(mode):
        yield from _files_below(path, above)
    elif S_ISREG(mode):
        if is_named or path.suffix.lower() in SUFFIXES:
            yield path
    elif is_named or path.suffix.lower() in SUFFIXES or (not mode and path.is_symlink()):
        yield ReadFault(shown(path), START, _why_not_a_file(path, exists=mode != 0))


def _files_below(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path | ReadFault]:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield ReadFault(shown(folder), START, f"the folder can't be read: {error.strerror}")
        return
    here = (status.st_dev, status.st_ino)
    if here in above:
        yield ReadFault(shown(folder), START, "a link that leads back to a folder above it; it was not followed")
        return
    for entry in entries:
        if entry.name.startswith(".") or entry.name.lower() in _ABOUT:
            continue
        yield from _files_at(entry, above | {here}, is_named=False)


def _why_not_a_file(path: Path, *, exists: bool) -> str:
    if exists:
        return "not a regular file"
    return "a link that leads nowhere, or round in a circle" if path.is_symlink() else "no such file or folder"


def repository_above(folder: Path) -> Path | None:
    """Returns the top of the git repository that a folder lies in; None where it lies in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def shown(path: Path) -> str:
    """Returns a path as shown to users: with slashes, and relative to the working folder where it lies in it."""
    # Plain text, for there may be thousands of them; and `resolve` would follow links.
    absolute, here = os.path.abspath(path), os.path.join(os.getcwd(), "")  # noqa: PTH100, PTH109, PTH118
    inside = absolute.removeprefix(here) if absolute != here.rstrip(os.sep) else "."
    return inside.replace(os.sep, "/")
