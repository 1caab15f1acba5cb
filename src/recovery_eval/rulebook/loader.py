"""Loads rulebooks by name or path."""

from __future__ import annotations

import os
import threading
from functools import cache
from pathlib import Path

from recovery_eval.errors import RecoveryEvalError, UnknownNameError
from recovery_eval.resources import rules_root
from recovery_eval.rulebook.extending import (
    PATH_ENDINGS,
    chosen_rules,
    folder_of,
    own_folders,
    read_books,
    unknown_rules,
)
from recovery_eval.rulebook.models import Rulebook
from recovery_eval.rulebook.shelf import Shelf, add_own_folders, built_in_shelf
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.sources import FaultCollector, is_file

# Of threads that ask for what is built in at the same time, one reads it and the others wait.
_READING = threading.RLock()
if hasattr(os, "register_at_fork"):  # a forked process has no thread that would release it
    os.register_at_fork(before=_READING.acquire, after_in_parent=_READING.release, after_in_child=_READING.release)


def load_rulebook(name_or_path: str | Path = "core") -> Rulebook:
    """Loads a built-in rulebook by name, or one's own by path.

    Args:
        name_or_path: A name such as `core`, or the path of a `.yml` file. Rules (`*.rule.yml`), signals
            (`*.signal.yml`) and word lists (`words/*.yml`) beside that file or in folders below it add to the
            built-in ones, which its rulebook may choose too; they can't replace them. A rulebook that it extends by
            path adds those around it, too.

    Returns:
        The rulebook. A built-in one is read once in a process and is the same object from then on.

    Raises:
        RecoveryEvalError: It is neither a name nor a path.
        UnknownNameError: No built-in rulebook has this name; the message gives the nearest.
        RuleFileError: Files are faulty; holds all faults of all files.
    """
    root = rules_root()
    if not isinstance(name_or_path, str | Path):
        given = type(name_or_path).__name__
        raise RecoveryEvalError(f"can't load {given} as a rulebook; give a built-in name such as 'core', or a path")
    if _is_path(name_or_path):
        return _load(Path(name_or_path), root, is_own=True)
    name = str(name_or_path)
    if name not in _names(root):
        raise UnknownNameError("rulebook", name, _names(root))
    with _READING:
        return _built_in(name, root)


def rulebook_names() -> tuple[str, ...]:
    """Returns the names of the built-in rulebooks, sorted."""
    return _names(rules_root())


def builtin_library() -> SignalLibrary:
    """Returns all built-in signals and words. Raises RuleFileError as `load_rulebook` does."""
    library = _built_in_rules(rules_root()).library
    if library is None:
        raise AssertionError("a shelf without faults has signals")
    return library


@cache
def _names(root: Path) -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (root / "rulebooks").glob("*.yml")))


@cache
def _built_in(name: str, root: Path) -> Rulebook:
    return _load(root / "rulebooks" / f"{name}.yml", root, is_own=False)


def _built_in_rules(root: Path) -> Shelf:
    with _READING:
        return built_in_shelf(root)


def _is_path(name_or_path: str | Path) -> bool:
    if isinstance(name_or_path, Path):
        return True
    separators = {os.sep, os.altsep or os.sep, "/"}
    return name_or_path.endswith(PATH_ENDINGS) or any(mark in name_or_path for mark in separators)


def _load(path: Path, root: Path, *, is_own: bool) -> Rulebook:
    faults = FaultCollector()
    books = read_books(path, is_own=is_own, root=root, faults=faults)
    shelf = Shelf()
    with faults.catching():
        folders = own_folders(books) or ([folder_of(path)] if is_own and is_file(path) else [])
        shelf = add_own_folders(_built_in_rules(root), root, folders, faults)
    rules = chosen_rules(books, shelf, faults) if shelf.homes else ()
    if not books and shelf.homes:
        faults.add(*unknown_rules(path, shelf))
    faults.raise_if_any()
    if shelf.library is None:
        raise AssertionError("a rulebook without faults has signals")
    file = books[-1].file
    pass_mark = next(book.file.pass_mark for book in reversed(books) if book.file.pass_mark is not None)
    return Rulebook(file.name, file.version, file.title, file.description, pass_mark, rules, shelf.library)
