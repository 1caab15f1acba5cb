"""A folder of rules and signals with their proof, read whole."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from recovery_eval.errors import Fault, RecoveryEvalError, UnknownNameError
from recovery_eval.resources import rules_root
from recovery_eval.rulebook.extending import chosen_rules, own_folders, read_books
from recovery_eval.rulebook.models import Rule, RulebookFile
from recovery_eval.rulebook.shelf import RULE_SUFFIX, Shelf, add_own_folders, built_in_folder, built_in_shelf
from recovery_eval.signals.files import SIGNAL_SUFFIX, SignalLibrary
from recovery_eval.sources import FaultCollector, YamlFolder, YamlSource, validate
from recovery_eval.workshop.cases import RULE_CASES, SIGNAL_CASES, Case, read_cases


class Subject(NamedTuple):
    """A rule or signal, and its proof.

    Attributes:
        source: Its file.
        key: `rule` or `signal`.
        name: Its id or name.
        proof: Its file of cases; None where there is none.
        cases: The cases in there.
    """

    source: YamlSource
    key: str
    name: str
    proof: YamlSource | None
    cases: Sequence[Case]


class FoundRulebook(NamedTuple):
    """A rulebook as it is written, and its file."""

    source: YamlSource
    file: RulebookFile


class RuleFolder(NamedTuple):
    """A folder of rules and signals, read.

    Attributes:
        files: The folder and its files.
        library: The signals and words to look with: the built-in ones and the folder's.
        rules: The rules by id: the built-in ones and the folder's.
        subjects: The folder's rules and signals.
        leftovers: Files of cases that are nobody's.
        rulebooks: The folder's rulebooks.
        words: The folder's files of words.
    """

    files: YamlFolder
    library: SignalLibrary
    rules: Mapping[str, Rule]
    subjects: Sequence[Subject]
    leftovers: Sequence[YamlSource]
    rulebooks: Sequence[FoundRulebook]
    words: Sequence[YamlSource]

    @property
    def nobodys_cases(self) -> list[Fault]:
        """A fault for each file of cases that are of no rule or signal, and so are never run."""
        wrong = "these cases stand beside no rule or signal; rename or move the file"
        return [source.fault((), wrong) for source in self.leftovers]

    def chosen(self, names: Collection[str]) -> list[Subject]:
        """Returns the subjects of these names, in the folder's order; all of them where no name is given.

        Raises:
            UnknownNameError: Nothing in the folder has one of the names.
        """
        known = {subject.name for subject in self.subjects}
        for name in names:
            if name not in known:
                raise UnknownNameError("rule or signal", name, known)
        return [subject for subject in self.subjects if not names or subject.name in names]


def read_folder(folder: Path | None = None) -> RuleFolder:
    """Reads the rules, signals and cases of a folder and those below it.

    Args:
        folder: The built-in rules by default. Others add to the built-in ones, as when a rulebook is loaded.

    Raises:
        RecoveryEvalError: It is no folder.
        RuleFileError: With the faults of all its files.
    """
    root = rules_root()
    path = root if folder is None else folder
    if not path.is_dir():
        raise RecoveryEvalError(f"{path}: no such folder; name one that holds *.rule.yml or *.signal.yml files")
    files = built_in_folder(root) if path == root else YamlFolder(path, skip=root.resolve())
    paths = files.files()
    faults = FaultCollector()
    shelf = Shelf()
    with faults.catching():
        shelf = add_own_folders(built_in_shelf(root), root, [path], faults)
    proofs: dict[Path, YamlSource] = {}
    words: list[YamlSource] = []
    for one in paths:
        with faults.catching():
            if one.name.endswith((RULE_CASES, SIGNAL_CASES)):
                proofs[one] = files.read(one)
            elif files.holds_words(one):
                words.append(files.read(one))
    subjects = _subjects(files, proofs, faults)
    rulebooks = _rulebooks(files, root, shelf, faults)
    faults.raise_if_any()
    if shelf.library is None:
        raise AssertionError("a shelf without faults has signals")
    return RuleFolder(files, shelf.library, shelf.rules, subjects, tuple(proofs.values()), rulebooks, words)


def _subjects(folder: YamlFolder, proofs: dict[Path, YamlSource], faults: FaultCollector) -> list[Subject]:
    """Returns rules, then signals, and takes their cases out of `proofs`."""
    subjects: list[Subject] = []
    for key, suffix, cases_suffix in (("rule", RULE_SUFFIX, RULE_CASES), ("signal", SIGNAL_SUFFIX, SIGNAL_CASES)):
        for path in folder.files(suffix):
            name = path.name.removesuffix(suffix)
            proof = path.with_name(name + cases_suffix)
            with faults.catching():
                source = folder.read(path)
                cases = read_cases(proof, shown_as=folder.shown(proof)) if proof in proofs else ()
                subjects.append(Subject(source, key, name, proofs.pop(proof, None), cases))
    return subjects


def _rulebooks(folder: YamlFolder, root: Path, shelf: Shelf, faults: FaultCollector) -> list[FoundRulebook]:
    """Returns the rulebooks of a folder: files without a kind in their name that hold the key `rulebook`.

    What each chooses is looked up, but for those that extend one of another folder, whose rules are not known here.
    """
    rulebooks: list[FoundRulebook] = []
    for path in folder.files():
        if "." not in path.stem and not folder.holds_words(path):
            with faults.catching():
                source = folder.read(path)
                if isinstance(source.data, dict) and "rulebook" in source.data:
                    rulebooks.append(FoundRulebook(source, validate(source, RulebookFile)))
                    books = read_books(path, is_own=folder.called is None, root=root, faults=faults)
                    here = folder.path.resolve()
                    inside = all(own.resolve().is_relative_to(here) for own in own_folders(books))
                    if inside and shelf.homes:  # else the rules could not be read, which is told
                        chosen_rules(books, shelf, faults)
    return rulebooks
