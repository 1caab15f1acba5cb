"""Runs the cases of rules and signals on their mutants.

Compiling a signal anew for each of its mutants costs half a second a mutant. So only the cases that the dropped thing
has a part in are run, all mutants of a signal are compiled at once under names of their own, and each is compiled
without the phrases that find nothing in those cases. A test holds the outcome against that of compiling one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from recovery_eval.errors import Fault, RuleFileError
from recovery_eval.evidence import by_name
from recovery_eval.judging import compile_rule
from recovery_eval.signals.compiler import SignalCompiler
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.finder import Findings, SignalFinder, compiler_of
from recovery_eval.signals.models import PhraseGroup, SignalSpec
from recovery_eval.workshop.case_checks import check_rule_case, check_signal_case
from recovery_eval.workshop.cases import Case
from recovery_eval.workshop.folder import RuleFolder, Subject, read_folder
from recovery_eval.workshop.mutants import PARTS_ON_OTHERS, Drop, rule_mutants, signal_mutants
from recovery_eval.workshop.proof import Prover

# For each case the phrases that find something in it, with what cancels them.
Reached = Sequence[frozenset[tuple[str, str | None]]]


class Tried(NamedTuple):
    """One mutant: whose it is, what it lacks, and whether a case killed it."""

    key: str
    subject: str
    drop: Drop
    killed: bool


def mutate(folder: RuleFolder, subjects: Sequence[Subject], *, jobs: int = 1) -> list[Tried]:
    """Returns every mutant of some rules and signals of a folder, and whether a case killed it.

    Args:
        folder: The folder.
        subjects: Some of its rules and signals.
        jobs: Processes to share the work; each reads and compiles the folder for itself, a few seconds.

    Raises:
        RuleFileError: A case comes out wrong without any mutation; holds the faults of all that do.
    """
    if jobs == 1 or len(subjects) < 2:
        return list(Mutator(folder).tried(subjects))
    # The largest first, dealt out in turn, so that no process is left with much more than its share.
    largest = sorted(range(len(subjects)), key=lambda number: -len(subjects[number].source.places))
    hands = [sorted(largest[first::jobs]) for first in range(min(jobs, len(subjects)))]
    with ProcessPoolExecutor(len(hands), mp_context=get_context("spawn")) as pool:
        names = [[(subjects[at].key, subjects[at].name) for at in hand] for hand in hands]
        dealt = [pool.submit(_tried_apart, folder.files.path, some) for some in names]
        tried = [one for hand in dealt for one in hand.result()]
    order = {(subject.key, subject.name): number for number, subject in enumerate(subjects)}
    return sorted(tried, key=lambda one: order[one.key, one.subject])


def _tried_apart(path: Path, names: Sequence[tuple[str, str]]) -> list[Tried]:
    folder = read_folder(path)
    return list(Mutator(folder).tried(subject for subject in folder.subjects if (subject.key, subject.name) in names))


class Mutator:
    """Makes the mutants of a folder's rules and signals and runs their cases on them."""

    def __init__(self, folder: RuleFolder) -> None:
        self._folder = folder
        self._prover = Prover(folder)
        self._thorough = SignalFinder(folder.library, thorough=True)
        self._compiler = compiled_whole(folder.library)

    def tried(self, subjects: Iterable[Subject]) -> Iterator[Tried]:
        """Yields every mutant of some rules and signals.

        Raises:
            RuleFileError: A case comes out wrong without any mutation; holds the faults of all that do.
        """
        chosen = list(subjects)
        faults = [fault for trial in self._prover.trials(chosen) for fault in trial.faults]
        if faults:
            raise RuleFileError(faults)
        for subject in chosen:
            yield from self._of_rule(subject) if subject.key == "rule" else self._of_signal(subject)

    def _of_rule(self, subject: Subject) -> Iterator[Tried]:
        looked = [(case, self._prover.looker.view(case.transcript())) for case in subject.cases]
        for drop, mutant in rule_mutants(subject, self._folder.library.signals):
            judge = compile_rule(mutant)
            killed = any(check_rule_case(case, judge(view)) for case, view in looked)
            yield Tried("rule", subject.name, drop, killed)

    def _of_signal(self, subject: Subject) -> Iterator[Tried]:
        library = self._folder.library
        spec = library.signals[subject.name]
        mutants = list(signal_mutants(subject, spec))
        if looks_back_at_itself(spec, library):
            killed = [kills(subject, recompiled(self._compiler, [mutant])) for _, mutant in mutants]
        else:
            killed = self._killed_together(subject, mutants)
        for (drop, _), dead in zip(mutants, killed, strict=True):
            yield Tried("signal", subject.name, drop, dead)

    def _killed_together(self, subject: Subject, mutants: Sequence[tuple[Drop, SignalSpec]]) -> list[bool]:
        library = self._folder.library
        reached = self._reached(subject, library.signals[subject.name].by)
        touched = [_touched(library.signals[subject.name], drop, reached) for drop, _ in mutants]
        copies = [
            _renamed(_reduced(mutant, {phrase for number in numbers for phrase, _ in reached[number]}), number_of)
            for number_of, ((_, mutant), numbers) in enumerate(zip(mutants, touched, strict=True))
        ]
        finder = recompiled(self._compiler, copies)
        speaker = library.signals[subject.name].by
        killed = [False] * len(copies)
        for number, case in enumerate(subject.cases):
            concerned = [at for at, numbers in enumerate(touched) if number in numbers and not killed[at]]
            if not concerned:
                continue
            with finder.pipeline.reading():
                findings = finder.find(case.transcript(speaker))
            of_copy = _of_each(findings)
            for at in concerned:
                killed[at] = bool(_faults(case, of_copy.get(copies[at].name, _NOTHING), speaker))
        return killed

    def _reached(self, subject: Subject, speaker: str) -> Reached:
        with self._thorough.pipeline.reading():
            return [
                frozenset(
                    (found.phrase, found.cancelled_by)
                    for turn in case.transcript(speaker).turns
                    if turn.speaker == speaker
                    for found in self._thorough.read(turn.text, speaker)
                    if found.signal == subject.name
                )
                for case in subject.cases
            ]


def looks_back_at_itself(spec: SignalSpec, library: SignalLibrary) -> bool:
    """Whether a signal depends on others that depend on it, so that a mutant moves them too."""
    seen: set[str] = set()
    queue = [name for name in spec.depends_on if name != spec.name]
    while queue:
        name = queue.pop()
        if name not in seen:
            seen.add(name)
            queue.extend(library.signals[name].depends_on)
    return spec.name in seen


def compiled_whole(library: SignalLibrary) -> SignalCompiler:
    """Returns a compiler that has compiled all signals of a library."""
    compiler = compiler_of(library)
    SignalFinder(library, compiler=compiler)
    return compiler


def recompiled(compiler: SignalCompiler, mutants: Sequence[SignalSpec]) -> SignalFinder:
    """Returns a finder of signals that stand in the place of those of their names, or beside the others."""
    library = compiler.library
    signals = {**library.signals, **{mutant.name: mutant for mutant in mutants}}
    changed = SignalLibrary(signals, library.lists, library.norms)
    return SignalFinder(changed, names=[mutant.name for mutant in mutants], compiler=compiler.beside(changed))


def kills(subject: Subject, finder: SignalFinder) -> bool:
    """Whether any case of a signal comes out wrong with this finder."""
    speaker = finder.library.signals[subject.name].by
    with finder.pipeline.reading():
        found = [(case, _of_each(finder.find(case.transcript(speaker)))) for case in subject.cases]
    return any(_faults(case, of_each.get(subject.name, _NOTHING), speaker) for case, of_each in found)


_NOTHING = Findings((), ())


def _faults(case: Case, findings: Findings, speaker: str) -> list[Fault]:
    signals = [signal._replace(name=case.subject) for signal in findings.signals]
    near = [miss._replace(name=case.subject) for miss in findings.near_misses]
    return check_signal_case(case, speaker, signals, near)


def _of_each(findings: Findings) -> dict[str, Findings]:
    signals, near = by_name(findings.signals), by_name(findings.near_misses)
    return {name: Findings(tuple(signals.get(name, ())), tuple(near.get(name, ()))) for name in signals.keys() | near}


def _touched(spec: SignalSpec, drop: Drop, reached: Reached) -> frozenset[int]:
    """Returns the cases in which what is dropped has any part; the others can't come out otherwise without it."""
    at = 2 if drop.loc[0] == "also" else 0
    group = spec.also[int(drop.loc[1])] if at else spec
    kind = drop.loc[at]
    if kind in PARTS_ON_OTHERS or kind == "borne_out_by":  # not found by phrases of this group
        return frozenset(range(len(reached)))

    def has_part(phrase: str, cancelled_by: str | None) -> bool:
        if kind == "unless":
            return cancelled_by == drop.loc[at + 1]
        if kind == "tokens":
            return phrase == "tokens"
        return phrase == drop.name if kind == "phrases" else phrase in group.phrases

    return frozenset(number for number, found in enumerate(reached) if any(has_part(*one) for one in found))


def _reduced(spec: SignalSpec, phrases: set[str]) -> SignalSpec:
    """Returns a signal without the phrases that find nothing anyway."""

    def of_group(group: PhraseGroup) -> dict[str, object]:
        return {"phrases": tuple(phrase for phrase in group.phrases if phrase in phrases)}

    also = tuple(group.model_copy(update=of_group(group)) for group in spec.also)
    return spec.model_copy(update={**of_group(spec), "also": also})


def _renamed(spec: SignalSpec, number: int) -> SignalSpec:
    """Returns a signal under a name that no file can have; where it looks back at itself, so does the copy."""
    name = f"{spec.name}~{number}"

    def of_group(group: PhraseGroup) -> dict[str, object]:
        if group.after is None or spec.name not in group.after.signal:
            return {}
        names = tuple(name if one == spec.name else one for one in group.after.signal)
        return {"after": group.after.model_copy(update={"signal": names})}

    also = tuple(group.model_copy(update=of_group(group)) for group in spec.also)
    return spec.model_copy(update={"name": name, **of_group(spec), "also": also})
