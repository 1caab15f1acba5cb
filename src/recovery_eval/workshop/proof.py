"""Runs the cases of rules and signals: the proof that stands beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from recovery_eval.errors import Fault
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging import View, compile_rule
from recovery_eval.outcome import RuleResult
from recovery_eval.promises import promises_in
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.finder import Findings, SignalFinder
from recovery_eval.transcript import Transcript
from recovery_eval.workshop.case_checks import check_rule_case, check_signal_case
from recovery_eval.workshop.cases import RULE_CASES, Case
from recovery_eval.workshop.folder import RuleFolder, Subject
from recovery_eval.workshop.near_fits import NearFit, NearFits


class Trial(NamedTuple):
    """How one case came out.

    Attributes:
        case: The case.
        faults: What is wrong with how it came out; empty where nothing is.
        found: What the case's signal was found at, or what decided its rule.
        near_misses: What nearly counted.
        result: The rule's result; None for a signal.
        near_fit: Where a signal should have been found and nothing was: what a phrase fits but for one thing.
    """

    case: Case
    faults: tuple[Fault, ...]
    found: tuple[Signal, ...]
    near_misses: tuple[NearMiss, ...]
    result: RuleResult | None = None
    near_fit: NearFit | None = None


class Looker:
    """Looks for signals in the same way as `evaluate`: for those named, or all of a library."""

    def __init__(self, library: SignalLibrary, names: Iterable[str] | None = None) -> None:
        self._finder = SignalFinder(library, names=names)

    def find(self, transcript: Transcript) -> Findings:
        """Returns the signals and near misses of a transcript."""
        with self._finder.pipeline.reading():
            return self._finder.find(transcript)

    def view(self, transcript: Transcript) -> View:
        """Returns what a judge sees of a transcript."""
        return view_of(transcript, self.find(transcript))


def view_of(transcript: Transcript, findings: Findings) -> View:
    """Returns what a judge sees of a transcript in which this was found."""
    turns = transcript.turns
    view = View.of(findings.signals, findings.near_misses, [turn.speaker for turn in turns], turns)
    return view._replace(promises=promises_in(view.signals, turns))


class Prover:
    """Runs the cases of a folder. The signals of all of its library are looked for, whatever the case is about."""

    def __init__(self, folder: RuleFolder) -> None:
        self._folder = folder
        self.looker = Looker(folder.library)
        self._judges = {name: compile_rule(rule) for name, rule in folder.rules.items()}
        self._near_fits: dict[str, NearFits] = {}

    def trials(self, subjects: Iterable[Subject]) -> Iterator[Trial]:
        """Yields how every case of some rules and signals comes out."""
        for subject in subjects:
            for case in subject.cases:
                yield self.trial(case)

    def trial(self, case: Case) -> Trial:
        """Returns how one case comes out: its outcome, its evidence to the character, what cancelled near misses."""
        if case.source.file.endswith(RULE_CASES):
            return self._rule_trial(case)
        return self._signal_trial(case)

    def _rule_trial(self, case: Case) -> Trial:
        result = self._judges[case.subject](self.looker.view(case.transcript()))
        faults = check_rule_case(case, result)
        return Trial(case, tuple(faults), result.evidence, result.near_misses, result)

    def _signal_trial(self, case: Case) -> Trial:
        speaker = self._folder.library.signals[case.subject].by
        transcript = case.transcript(speaker)
        findings = self.looker.find(transcript)
        faults = check_signal_case(case, speaker, *findings)
        found = tuple(signal for signal in findings.signals if signal.name == case.subject)
        near = tuple(miss for miss in findings.near_misses if miss.name == case.subject)
        is_missed = case.wanted == "found" and not (found or near)
        return Trial(case, tuple(faults), found, near, near_fit=self._near_fit(case, transcript) if is_missed else None)

    def _near_fit(self, case: Case, transcript: Transcript) -> NearFit | None:
        if case.subject not in self._near_fits:
            library = self._folder.library
            self._near_fits[case.subject] = NearFits(library.signals[case.subject], library)
        return self._near_fits[case.subject].nearest(transcript)
