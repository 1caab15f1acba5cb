"""Judges rules and signals themselves: what has no proof, and what no proof reaches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from recovery_eval.errors import Fault, RecoveryEvalError
from recovery_eval.resources import rules_root
from recovery_eval.rulebook.cases import RULE_CASES, SIGNAL_CASES, Case, read_cases
from recovery_eval.rulebook.shelf import RULE_SUFFIX, add_own_folders, built_in_shelf
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.yaml_source import FaultCollector, YamlSource, read_yaml

if TYPE_CHECKING:
    from recovery_eval.signals.models import PhraseGroup, SignalSpec
    from recovery_eval.signals.reading import Found

SIGNAL_SUFFIX = ".signal.yml"
FEWEST_CASES = 5

# Returns what every phrase finds in a turn of a speaker, cancelled or not, whatever came before.
Read = Callable[[str, str], "Iterable[Found]"]


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


class Linted(NamedTuple):
    """A folder of rules and signals, read.

    Attributes:
        library: The signals and words to look with: the built-in ones and the folder's.
        subjects: The folder's rules and signals.
        leftovers: Files of cases that are nobody's.
    """

    library: SignalLibrary
    subjects: Sequence[Subject]
    leftovers: Sequence[YamlSource]


def read_folder(folder: Path | None = None) -> Linted:
    """Reads the rules, signals and cases of a folder and those below it.

    Args:
        folder: The built-in rules by default. Others add to the built-in ones, as when a rulebook is loaded.

    Raises:
        RecoveryEvalError: It is no folder.
        RuleFileError: With the faults of all its files.
    """
    root = rules_root()
    folder = root if folder is None else folder
    if not folder.is_dir():
        raise RecoveryEvalError(f"{folder}: no such folder; name one that holds *.rule.yml or *.signal.yml files")
    faults = FaultCollector()
    shelf = add_own_folders(built_in_shelf(root), root, [folder], faults)
    faults.raise_if_any()
    subjects: list[Subject] = []
    proofs: dict[Path, YamlSource] = {}
    for path in sorted(folder.rglob("*.cases.yml")):
        with faults.catching():
            proofs[path] = read_yaml(path, shown_as=_shown(path, folder))
    for key, suffix, cases_suffix in (("rule", RULE_SUFFIX, RULE_CASES), ("signal", SIGNAL_SUFFIX, SIGNAL_CASES)):
        for path in sorted(folder.rglob(f"*{suffix}")):
            name = path.name.removesuffix(suffix)
            proof = path.with_name(name + cases_suffix)
            with faults.catching():
                source = read_yaml(path, shown_as=_shown(path, folder))
                cases = read_cases(proof, shown_as=_shown(proof, folder)) if proof in proofs else ()
                subjects.append(Subject(source, key, name, proofs.pop(proof, None), cases))
    faults.raise_if_any()
    if shelf.library is None:
        raise AssertionError("a shelf without faults has signals")
    return Linted(shelf.library, subjects, tuple(proofs.values()))


def lint(linted: Linted, read: Read) -> list[Fault]:
    """Returns what is wrong with rules and signals that load well, ordered by file and line.

    Missing or too few cases; cases that are nobody's; phrases and `unless` conditions that no case of their signal
    reaches; a sentence that proves two rules, or two signals.

    Args:
        linted: What to judge.
        read: `SignalFinder.read`, of a thorough finder over `linted.library`.
    """
    nobodys = "these cases are of no rule or signal; rename or delete the file"
    found = [source.fault((), nobodys) for source in linted.leftovers]
    for subject in linted.subjects:
        found += _of_proof(subject)
        if subject.key == "signal" and subject.proof is not None:
            found += _unreached(subject, linted.library.signals[subject.name], read)
    for key in ("rule", "signal"):
        found += _used_twice(case for subject in linted.subjects if subject.key == key for case in subject.cases)
    return sorted(found, key=lambda fault: (fault.file, fault.line, fault.column, fault.path))


def _shown(path: Path, folder: Path) -> str:
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def _of_proof(subject: Subject) -> Iterator[Fault]:
    if subject.proof is None:
        file = f"{subject.name}.{subject.key}.cases.yml"
        yield subject.source.fault((subject.key,), f"has no cases; write {file} beside it", at_key=True)
        return
    fewest = {"fail": FEWEST_CASES, "pass": FEWEST_CASES} if subject.key == "rule" else {"found": 1, "not_found": 1}
    for wanted, least in fewest.items():
        count = sum(case.wanted == wanted for case in subject.cases)
        if count < least:
            message = f"{count} cases under {wanted!r}; write at least {least}"
            yield subject.proof.fault((wanted,), message, at_key=True)


def _unreached(subject: Subject, spec: SignalSpec, read: Read) -> Iterator[Fault]:
    """Yields phrases and conditions that nothing in the signal's cases makes use of."""
    texts = {turn.text for case in subject.cases for turn in case.transcript(spec.by).turns if turn.speaker == spec.by}
    found = {one for text in texts for one in read(text, spec.by) if one.signal == spec.name}
    matched = {one.phrase for one in found}
    cancelled = {(one.phrase, one.cancelled_by) for one in found}
    for at, group in _groups(spec):
        for index, phrase in enumerate(group.phrases):
            if phrase not in matched:
                message = "no case reaches this phrase; write one, or delete it"
                yield subject.source.fault((*at, "phrases", index), message)
        for name in group.unless:
            phrases = (*group.phrases, "tokens") if not at else group.phrases
            if not any((phrase, name) in cancelled for phrase in phrases):
                message = "no case reaches this condition; write one that it cancels, or delete it"
                yield subject.source.fault((*at, "unless", name), message, at_key=True)
    if spec.tokens and "tokens" not in matched:
        message = "no case reaches these patterns; write one, or delete them"
        yield subject.source.fault(("tokens",), message, at_key=True)


def _groups(spec: SignalSpec) -> Iterator[tuple[tuple[str | int, ...], PhraseGroup]]:
    yield (), spec
    for index, group in enumerate(spec.also):
        yield ("also", index), group


def _used_twice(cases: Iterable[Case]) -> Iterator[Fault]:
    """Yields cases with a sentence that another rule's, or another signal's, case has already."""
    first: dict[str, Case] = {}
    for case in cases:
        shared = [first.setdefault(sentence, case) for sentence in case.sentences()]
        others = sorted({str(other) for other in shared if other.subject != case.subject})
        if others:
            yield case.fault(f"has a sentence of {others[0]}; write another", "text")
