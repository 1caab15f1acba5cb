"""Loads rulebooks by name or path, and takes their digest."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cache
from pathlib import Path

from recovery_eval.errors import UnknownNameError, nearest
from recovery_eval.resources import rules_root
from recovery_eval.rulebook.models import Rule, Rulebook, RulebookFile
from recovery_eval.rulebook.shelf import Shelf, add_own_folder, built_in_shelf
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.yaml_source import FaultCollector, YamlSource, read_yaml, validate


def load_rulebook(name_or_path: str | Path = "core") -> Rulebook:
    """Loads a built-in rulebook by name, or one's own by path.

    Args:
        name_or_path: A name such as `core`, or the path of a `.yml` file. Rules (`*.rule.yml`), signals
            (`*.signal.yml`) and word lists (`words/*.yml`) beside that file or in folders below it add to the
            built-in ones, which its rulebook may choose too; they can't replace them.

    Returns:
        The rulebook. A built-in one is read once in a process and is the same object from then on.

    Raises:
        UnknownNameError: No built-in rulebook has this name; the message gives the nearest.
        RuleFileError: Files are faulty; holds all faults of all files.
    """
    root = rules_root()
    if _is_path(name_or_path):
        return _load(Path(name_or_path), root, is_own=True)
    name = str(name_or_path)
    if name not in rulebook_names():
        raise UnknownNameError("rulebook", name, rulebook_names())
    return _built_in(name, root)


def rulebook_names() -> tuple[str, ...]:
    """Returns the names of the built-in rulebooks, sorted."""
    return tuple(sorted(path.stem for path in (rules_root() / "rulebooks").glob("*.yml")))


def builtin_library() -> SignalLibrary:
    """Returns all built-in signals and words. Raises RuleFileError as `load_rulebook` does."""
    library = built_in_shelf(rules_root()).library
    return library if library is not None else SignalLibrary({}, {}, {})


@cache
def _built_in(name: str, root: Path) -> Rulebook:
    return _load(root / "rulebooks" / f"{name}.yml", root, is_own=False)


def _is_path(name_or_path: str | Path) -> bool:
    if isinstance(name_or_path, Path):
        return True
    separators = {os.sep, os.altsep or os.sep, "/"}
    return name_or_path.endswith((".yml", ".yaml")) or any(mark in name_or_path for mark in separators)


def _load(path: Path, root: Path, *, is_own: bool) -> Rulebook:
    faults = FaultCollector()
    source, file, shelf = None, None, Shelf()
    with faults.catching():
        source = read_yaml(path, shown_as=str(path) if is_own else f"{root.name}/rulebooks/{path.name}")
        file = validate(source, RulebookFile)
    with faults.catching():
        shelf = built_in_shelf(root)
        if is_own and path.is_file():
            shelf = add_own_folder(shelf, root, path.parent, faults)
    if source is not None and file is not None:
        if file.name != path.stem:
            faults.add(source.fault(("rulebook",), f"the file must be named {file.name}.yml"))
        if shelf.names:
            _check_choices(file, source, shelf, faults)
    faults.raise_if_any()
    if file is None or shelf.library is None:
        raise AssertionError("a rulebook without faults has a file and signals")
    rules = tuple(_chosen(file, shelf))
    return Rulebook(
        name=file.name,
        version=file.version,
        title=file.title,
        description=file.description,
        pass_mark=file.pass_mark,
        digest=_digest(file, rules, shelf.library),
        rules=rules,
        library=shelf.library,
    )


def _check_choices(file: RulebookFile, source: YamlSource, shelf: Shelf, faults: FaultCollector) -> None:
    seen: set[str] = set()
    for number, choice in enumerate(file.rules):
        loc = ("rules", number, "rule") if isinstance(source.data["rules"][number], dict) else ("rules", number)
        if choice.rule in seen:
            faults.add(source.fault(loc, f"rule {choice.rule!r} is chosen twice"))
        elif choice.rule not in shelf.rules and choice.rule not in shelf.names:
            faults.add(source.fault(loc, f"unknown rule {choice.rule!r}{nearest(choice.rule, shelf.names)}"))
        seen.add(choice.rule)


def _chosen(file: RulebookFile, shelf: Shelf) -> list[Rule]:
    own = [{"weight": choice.weight, "severity": choice.severity} for choice in file.rules]
    changes = [{key: value for key, value in change.items() if value is not None} for change in own]
    rules = [shelf.rules[choice.rule] for choice in file.rules]
    return [rule.model_copy(update=change) for rule, change in zip(rules, changes, strict=True)]


def _digest(file: RulebookFile, rules: tuple[Rule, ...], library: SignalLibrary) -> str:
    content = {
        "rulebook": file.model_dump(mode="json", by_alias=True),
        "rules": [rule.model_dump(mode="json", by_alias=True) for rule in rules],
        "signals": library.canonical(),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
