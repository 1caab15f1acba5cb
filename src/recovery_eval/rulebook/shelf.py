"""The shelf that rulebooks choose from: every rule of some folders, and the signals they stand on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import getitem
from pathlib import Path

from recovery_eval.errors import Fault, RuleFileError, nearest
from recovery_eval.rulebook.conditions import signal_names
from recovery_eval.rulebook.models import Rule
from recovery_eval.rulebook.passed_over import passed_over
from recovery_eval.signals.files import SIGNAL_SUFFIX, SignalLibrary, load_signal_files
from recovery_eval.sources import FaultCollector, Loc, YamlFolder, YamlSource, validate
from recovery_eval.sources.folder import name_fault

RULE_SUFFIX = ".rule.yml"
NAME_KEYS = ("signal", "with", "without", "shown_by")  # of conditions: those that name signals


@dataclass(frozen=True)
class Shelf:
    """Rules to choose from.

    Attributes:
        rules: Every rule by id.
        library: The signals and word lists; None where their files are faulty.
        homes: The file of every rule, by id; an id here and not in `rules` belongs to a faulty file.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    library: SignalLibrary | None = None
    homes: Mapping[str, str] = field(default_factory=dict)


@cache
def built_in_shelf(root: Path) -> Shelf:
    """Returns the shelf of the built-in rules, read once in a process.

    Raises:
        RuleFileError: With all faults of all files below `root`.
    """
    faults = FaultCollector()
    folder = built_in_folder(root)
    shelf = _with_folder(Shelf(), [folder], None, faults)
    faults.raise_if_any()
    return shelf


def built_in_folder(root: Path) -> YamlFolder:
    """Returns the folder of the built-in rules, which messages call by its name, wherever it is installed."""
    return YamlFolder(root, called=root.name)


def add_own_folders(base: Shelf, root: Path, folders: Iterable[Path], faults: FaultCollector) -> Shelf:
    """Returns the built-in shelf with what stands in the folders of somebody's own rulebooks beside it.

    Args:
        base: The built-in shelf.
        root: Where that came from; nothing in there counts as one's own.
        folders: Looked through with all folders below them; none may lie in another.
        faults: Takes every fault found.
    """
    shelf = base
    own: list[YamlFolder] = []
    for path in folders:
        if not path.resolve().is_relative_to(root.resolve()):
            own.append(YamlFolder(path, skip=root.resolve()))
            shelf = _with_folder(shelf, own, base.library, faults)
    return shelf


def _with_folder(
    shelf: Shelf, folders: Sequence[YamlFolder], beside: SignalLibrary | None, faults: FaultCollector
) -> Shelf:
    """Returns a shelf with the rules and signals of one more folder.

    Args:
        shelf: What is there already; its ids and titles can't be used again.
        folders: The new one last, looked through with all folders below it, after those that are on the shelf.
        beside: The signals and words beside which those of the folders stand; None where they stand alone.
        faults: Takes every fault found.
    """
    folder = folders[-1]
    try:
        files = folder.files()
    except RuleFileError as error:  # too large a folder: reading signals from it would be no better
        faults.add(*error.faults)
        return shelf
    library = shelf.library
    if library is None or any(path.name.endswith(SIGNAL_SUFFIX) or folder.holds_words(path) for path in files):
        library = None
        with faults.catching():
            library = load_signal_files(folders, beside)
    if folder.called is None:
        faults.add(*passed_over(folder))
    paths = folder.files(RULE_SUFFIX)
    rules, homes = dict(shelf.rules), {**folder.homes(paths, RULE_SUFFIX), **shelf.homes}
    for path in paths:
        with faults.catching():
            source = folder.read(path)
            if library is not None:
                faults.add(*_unknown_signals(source, library))
            rule = validate(source, Rule)
            clashes = list(_clashes(rule, source, rules, homes))
            faults.add(*clashes)
            if not clashes:
                rules[rule.id] = rule
            if library is not None:
                faults.add(*_signals_of_another(rule, source, library))
    return Shelf(rules, library, homes)


def _clashes(rule: Rule, source: YamlSource, others: Mapping[str, Rule], homes: dict[str, str]) -> Iterator[Fault]:
    fault = name_fault(source, "rule", rule.id, RULE_SUFFIX, homes)
    if fault is not None:
        yield fault
    for other in others.values():
        if other.title == rule.title:
            yield source.fault(("title",), f"the title is that of rule {other.id!r} too; choose another")


def _unknown_signals(source: YamlSource, library: SignalLibrary) -> Iterator[Fault]:
    """Yields a fault for each unknown signal of a rule, whatever else is wrong with it."""
    for head in ("applies_when", "require") if isinstance(source.data, dict) else ():
        for loc, name in _leaves(source.data.get(head), (head,)):
            key = next(part for part in reversed(loc) if isinstance(part, str))
            if key in NAME_KEYS and name not in library.signals:
                yield source.fault(loc, f"unknown signal {name!r}{nearest(name, library.signals)}")


def _leaves(value: object, at: Loc) -> Iterator[tuple[Loc, str]]:
    """Yields every text in plain data, with its path."""
    if isinstance(value, str):
        yield at, value
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield from _leaves(part, (*at, key))


def _signals_of_another(rule: Rule, source: YamlSource, library: SignalLibrary) -> Iterator[Fault]:
    """Yields a fault for each signal that the speaker named beside it, by `by`, never performs."""
    for head, condition in (("applies_when", rule.applies_when), ("require", rule.require)):
        if condition is not None:
            for loc, name in signal_names(condition, (head,)):
                *beside, _ = loc[:-1] if isinstance(loc[-1], int) else loc
                by = reduce(getitem, beside, source.data).get("by")
                if by is not None and name in library.signals and library.signals[name].by != by:
                    yield source.fault(loc, f"{name!r} is a signal of the {library.signals[name].by}, not of the {by}")
