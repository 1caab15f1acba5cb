"""Finds the files of a library, and says how their paths are shown."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from recovery_eval.canned.models import ReadFault
from recovery_eval.canned.source import Place

SUFFIXES = frozenset({".md", ".markdown", ".yml", ".yaml", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".email"})
START = Place(1, 1)
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
        if path.is_dir():
            yield from _files_below(path, frozenset())
        elif path.is_file():
            yield path
        else:
            yield ReadFault(shown(path), START, _why_not_a_file(path))


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
        if entry.is_dir():
            yield from _files_below(entry, above | {here})
        elif entry.suffix.lower() in SUFFIXES or (entry.is_symlink() and not entry.exists()):
            yield entry if entry.is_file() else ReadFault(shown(entry), START, _why_not_a_file(entry))


def _why_not_a_file(path: Path) -> str:
    if path.is_symlink():
        return "a link that leads nowhere, or round in a circle"
    return "not a regular file" if path.exists() else "no such file or folder"


def repository_above(folder: Path) -> Path | None:
    """Returns the top of the git repository that a folder lies in; None where it lies in none."""
    return next((one for one in (folder, *folder.parents) if (one / ".git").exists()), None)


def shown(path: Path) -> str:
    """Returns a path as shown to users: with slashes, and relative to the working folder where it lies in it."""
    # Plain text, for there may be thousands of them; and `resolve` would follow links.
    absolute, here = os.path.abspath(path), os.path.join(os.getcwd(), "")  # noqa: PTH100, PTH109, PTH118
    inside = absolute.removeprefix(here) if absolute != here.rstrip(os.sep) else "."
    return inside.replace(os.sep, "/")
