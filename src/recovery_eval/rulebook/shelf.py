"""The shelf that rulebooks choose from: every rule of some folders, and the signals they stand on."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, reduce
from operator import getitem
from pathlib import Path

from recovery_eval.errors import Fault, RuleFileError, nearest
from recovery_eval.rulebook.conditions import signal_names
from recovery_eval.rulebook.models import Rule
from recovery_eval.signals.files import SignalLibrary, load_signal_files
from recovery_eval.yaml_source import FaultCollector, YamlSource, read_yaml, validate

RULE_SUFFIX = ".rule.yml"
KINDS = ("rule", "rule.cases", "signal", "signal.cases")
NEARLY = 0.8  # how like a kind of file the middle of a file's name is, from 0 to 1, to be taken for it
MAX_ENTRIES = 20_000


@dataclass(frozen=True)
class Shelf:
    """Rules to choose from.

    Attributes:
        rules: Every rule by id.
        library: The signals and word lists; None where their files are faulty.
        names: Rule ids by file name; an id here and not in `rules` belongs to a faulty file.
    """

    rules: Mapping[str, Rule] = field(default_factory=dict)
    library: SignalLibrary | None = None
    names: frozenset[str] = frozenset()


@cache
def built_in_shelf(root: Path) -> Shelf:
    """Returns the shelf of the built-in rules, read once in a process.

    Raises:
        RuleFileError: With all faults of all files below `root`.
    """
    faults = FaultCollector()
    shelf = add_folder(Shelf(), root, [root], faults)
    faults.raise_if_any()
    return shelf


def add_own_folders(base: Shelf, root: Path, folders: Iterable[Path], faults: FaultCollector) -> Shelf:
    """Returns the built-in shelf with what stands in the folders of somebody's own rulebooks beside it.

    Args:
        base: The built-in shelf.
        root: Where that came from; nothing in there counts as one's own.
        folders: Looked through with all folders below them; none may lie in another.
        faults: Takes every fault found.
    """
    root, shelf = root.resolve(), base
    signal_folders = [root]
    for folder in map(Path.resolve, folders):
        if folder.is_relative_to(root):
            continue
        signal_folders = [one for one in signal_folders if not one.is_relative_to(folder)] + [folder]
        shelf = add_folder(shelf, folder, signal_folders, faults, skip=root)
    return shelf


def add_folder(
    base: Shelf, folder: Path, signal_folders: Sequence[Path], faults: FaultCollector, *, skip: Path | None = None
) -> Shelf:
    """Returns `base` with the rules and signals of a folder.

    Args:
        base: What is there already; its ids and titles can't be used again.
        folder: Looked through with all folders below it.
        signal_folders: Where signals and words stand, those of `base` too.
        faults: Takes every fault found.
        skip: A folder inside `folder` that is not looked into.
    """
    try:
        files = list(_yaml_files(folder, skip))
    except RuleFileError as error:  # too large a folder: reading signals from it would be no better
        faults.faults.extend(error.faults)
        return base
    faults.faults.extend(fault for path in files if (fault := _misnamed(path, folder)))
    files = [path for path in files if path.suffix == ".yml"]
    library = base.library
    if library is None or any(path.name.endswith(".signal.yml") or path.parent.name == "words" for path in files):
        library = None
        with faults.catching():
            library = load_signal_files(signal_folders)
    paths = [path for path in files if path.name.endswith(RULE_SUFFIX)]
    rules = dict(base.rules)
    for path in paths:
        with faults.catching():
            source = read_yaml(path, shown_as=f"{folder.name}/{path.relative_to(folder).as_posix()}")
            rule = validate(source, Rule)
            clashes = list(_clashes(rule, path, source, rules.values()))
            unknown = list(_unknown_signals(rule, source, library)) if library is not None else []
            unheard = list(_signals_of_another(rule, source, library)) if library is not None else []
            if not clashes:
                rules[rule.id] = rule
            faults.faults.extend([*clashes, *unknown, *unheard])
    return Shelf(rules, library, base.names | {path.name.removesuffix(RULE_SUFFIX) for path in paths})


def _yaml_files(folder: Path, skip: Path | None) -> Iterator[Path]:
    """Yields `.yml` and `.yaml` files below a folder in a fixed order, not following links nor into hidden folders."""
    entries = 0
    for place, folders, names in os.walk(folder):
        entries += len(folders) + len(names)
        if entries > MAX_ENTRIES:
            message = f"more than {MAX_ENTRIES:,} files stand around this rulebook; give it a folder of its own"
            raise RuleFileError([Fault(str(folder), 1, 1, "$", message)])
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith(".") and here / name != skip)
        yield from (here / name for name in sorted(names) if name.endswith((".yml", ".yaml")))


def _misnamed(path: Path, folder: Path) -> Fault | None:
    """Returns a fault where a file would be passed over for a slip in its name: `x.signl.yml`, `x.rule.yaml`."""
    name, _, rest = path.name.partition(".")
    kind, _, ending = rest.rpartition(".")
    near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=NEARLY)
    if not near or (kind, ending) == (near[0], "yml"):
        return None
    shown = f"{folder.name}/{path.relative_to(folder).as_posix()}"
    return Fault(shown, 1, 1, "$", f"is not read under this name; name it {name}.{near[0]}.yml")


def _clashes(rule: Rule, path: Path, source: YamlSource, others: Iterable[Rule]) -> Iterator[Fault]:
    if path.name != rule.id + RULE_SUFFIX:
        yield source.fault(("rule",), f"the file must be named {rule.id}{RULE_SUFFIX}")
    for other in others:
        if other.id == rule.id:
            yield source.fault(("rule",), f"a rule {rule.id!r} exists already; choose another id")
        if other.title == rule.title:
            yield source.fault(("title",), f"the title is that of rule {other.id!r} too; choose another")


def _unknown_signals(rule: Rule, source: YamlSource, library: SignalLibrary) -> Iterator[Fault]:
    for head, condition in (("applies_when", rule.applies_when), ("require", rule.require)):
        if condition is not None:
            for loc, name in signal_names(condition, (head,)):
                if name not in library.signals:
                    yield source.fault(loc, f"unknown signal {name!r}{nearest(name, library.signals)}")


def _signals_of_another(rule: Rule, source: YamlSource, library: SignalLibrary) -> Iterator[Fault]:
    """Yields a fault for each signal that the speaker named beside it, by `by`, never performs."""
    for head, condition in (("applies_when", rule.applies_when), ("require", rule.require)):
        if condition is not None:
            for loc, name in signal_names(condition, (head,)):
                *beside, _ = loc[:-1] if isinstance(loc[-1], int) else loc
                by = reduce(getitem, beside, source.data).get("by")
                if by is not None and name in library.signals and library.signals[name].by != by:
                    yield source.fault(loc, f"{name!r} is a signal of the {library.signals[name].by}, not of the {by}")
