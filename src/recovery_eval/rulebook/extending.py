"""Rulebooks that extend others: which files these are, and which rules come of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from recovery_eval.errors import Fault, RuleFileError, nearest
from recovery_eval.rulebook.models import Rule, RulebookFile
from recovery_eval.rulebook.shelf import Shelf
from recovery_eval.sources import FaultCollector, Loc, YamlSource, read_yaml, validate

MOST_FILES = 10
PATH_ENDINGS = (".yml", ".yaml")


class Book(NamedTuple):
    """One file of a rulebook: the rulebook itself, or one that it extends.

    Attributes:
        path: The file.
        source: Its content, with places.
        file: Its content, checked.
        is_own: Whether it is the user's and not built in.
    """

    path: Path
    source: YamlSource
    file: RulebookFile
    is_own: bool


def read_books(path: Path, *, is_own: bool, root: Path, faults: FaultCollector) -> list[Book]:
    """Reads a rulebook and all that it extends.

    Args:
        path: The rulebook.
        is_own: Whether it is the user's and not built in.
        root: The folder of the built-in rules.
        faults: Takes every fault found.

    Returns:
        The rulebook last, each after the one that it extends; none where a file is faulty. Where one extends what is
        not there, the first of them is that one.
    """
    books: list[Book] = []
    seen: list[Path] = []
    while True:
        shown = str(path) if is_own else f"{root.name}/rulebooks/{path.name}"
        book = None
        with faults.catching():
            source = read_yaml(path, shown_as=shown)
            book = Book(path, source, validate(source, RulebookFile), is_own)
        if book is None:
            return []
        if book.file.name != path.stem:
            faults.add(book.source.fault(("rulebook",), f"the file must be named {book.file.name}.yml"))
        books.insert(0, book)
        seen.append(path.resolve())
        if book.file.extends is None:
            return books
        extended = _extended(book, root, seen)
        if isinstance(extended, str):
            faults.add(book.source.fault(("extends",), extended))
            return books
        path, is_own = extended


def own_folders(books: Sequence[Book]) -> list[Path]:
    """Returns the folders of the user's own files as they were named, but for those that lie in another of them."""
    folders = {book.path.resolve().parent: folder_of(book.path) for book in books if book.is_own}
    return [
        named
        for one, named in folders.items()
        if not any(one != other and one.is_relative_to(other) for other in folders)
    ]


def folder_of(path: Path) -> Path:
    """Returns the folder that a file is in, as it was named; where the file is a link, that of what it leads to."""
    there = path.resolve().parent
    return path.parent if path.parent.resolve() == there else there


def chosen_rules(books: Sequence[Book], shelf: Shelf, faults: FaultCollector) -> tuple[Rule, ...]:
    """Returns the rules of the last book, in order and with their weights and severities.

    Args:
        books: Each after the one that it extends.
        shelf: What they choose from.
        faults: Takes every fault found; then the rules are not all there.
    """
    chosen: dict[str, Rule] = {}
    for book in books:
        _leave_out(chosen, book, faults)
        _choose(chosen, book, shelf, faults)
        if book.file.leave_out and not book.file.rules and not chosen:
            faults.add(book.source.fault(("leave_out",), "leaves no rule; keep one, or choose others under 'rules'"))
    return tuple(chosen.values())


def unknown_rules(path: Path, shelf: Shelf) -> Iterator[Fault]:
    """Yields a fault for each rule that a faulty rulebook chooses and that is nowhere."""
    with suppress(RuleFileError):  # that nothing can be had of it is told
        source = read_yaml(path)
        choices = source.data.get("rules") if isinstance(source.data, dict) else None
        for number, choice in enumerate(choices if isinstance(choices, list) else ()):
            loc: Loc = ("rules", number, "rule") if isinstance(choice, dict) else ("rules", number)
            name = choice.get("rule") if isinstance(choice, dict) else choice
            if isinstance(name, str) and name not in shelf.homes:
                yield source.fault(loc, f"unknown rule {name!r}{nearest(name, shelf.homes)}")


def _leave_out(chosen: dict[str, Rule], book: Book, faults: FaultCollector) -> None:
    if not chosen and book.file.extends is not None:
        return  # what it extends is not there, which is told
    there = frozenset(chosen)
    for number, name in enumerate(book.file.leave_out):
        if chosen.pop(name, None) is None:
            wrong = f"unknown rule {name!r}{nearest(name, there)}" if name not in there else "is left out twice"
            faults.add(book.source.fault(("leave_out", number), wrong))


def _choose(chosen: dict[str, Rule], book: Book, shelf: Shelf, faults: FaultCollector) -> None:
    """Adds the rules that a book chooses, or changes those that are there."""
    seen: set[str] = set()
    for number, choice in enumerate(book.file.rules):
        name = choice.rule
        loc = ("rules", number, "rule") if isinstance(book.source.data["rules"][number], dict) else ("rules", number)
        if name in seen:
            faults.add(book.source.fault(loc, f"rule {name!r} is chosen twice"))
        elif name in book.file.leave_out:
            faults.add(book.source.fault(loc, f"rule {name!r} is left out, too; take it out of one of the lists"))
        elif name in chosen or name in shelf.rules:
            changes = {"weight": choice.weight, "severity": choice.severity}
            rule = chosen.get(name) or shelf.rules[name]
            chosen[name] = rule.model_copy(update={key: to for key, to in changes.items() if to is not None})
        elif name not in shelf.homes:  # one that is there belongs to a faulty file, whose faults are told
            faults.add(book.source.fault(loc, f"unknown rule {name!r}{nearest(name, shelf.homes)}"))
        seen.add(name)


def _extended(book: Book, root: Path, seen: Sequence[Path]) -> tuple[Path, bool] | str:
    """Returns the file that a book extends and whether it is the user's own; or what is wrong with that."""
    name = book.file.extends or ""
    if "/" in name or name.endswith(PATH_ENDINGS):
        if not name.endswith(PATH_ENDINGS):
            return "write the path of a .yml file, or a built-in rulebook's name"
        path, is_own = book.path.parent / name, book.is_own
    else:
        path, is_own = root / "rulebooks" / f"{name}.yml", False
        known = {one.stem for one in path.parent.glob("*.yml")}
        if name not in known:
            return f"no built-in rulebook {name!r} (one of your own: ./{name}.yml){nearest(name, known)}"
    if path.resolve() in seen:
        return "goes in a circle: this rulebook is extended by the one that it extends"
    if len(seen) == MOST_FILES:
        return f"more than {MOST_FILES} rulebooks stand on one another; extend a simpler one"
    return path, is_own
