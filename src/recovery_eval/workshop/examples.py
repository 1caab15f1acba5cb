"""An example of what each phrase of a signal finds, and each `unless` cancels, out of the signal's own cases."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from recovery_eval.signals.finder import SignalFinder
from recovery_eval.workshop.folder import RuleFolder, Subject


class Example(NamedTuple):
    """A turn of a case; `text[start:end]` are the words that a phrase fits."""

    text: str
    start: int
    end: int


class Examples:
    """The examples of one signal.

    Attributes:
        found: For a phrase, words that count by it.
    """

    def __init__(self, fits: Iterable[_Fit]) -> None:
        self.found: dict[str, Example] = {}
        self._cancelled: dict[tuple[str, str], Example] = {}
        for fit in sorted(fits, key=_clearest_first):
            if fit.cancelled_by is None:
                self.found.setdefault(fit.phrase, fit.example)
            else:
                self._cancelled.setdefault((fit.phrase, fit.cancelled_by), fit.example)

    def cancelled(self, unless: str, phrases: Iterable[str]) -> Example | None:
        """Returns words that one of some phrases fits, and that an `unless` cancels."""
        examples = [self._cancelled[phrase, unless] for phrase in phrases if (phrase, unless) in self._cancelled]
        return min(examples, key=lambda example: len(example.text), default=None)


class _Fit(NamedTuple):
    """Words of a case that a phrase fits; `others` counts what else was found in the turn."""

    phrase: str
    cancelled_by: str | None
    example: Example
    is_proof: bool
    others: int


def examples(folder: RuleFolder, subjects: Sequence[Subject]) -> Mapping[str, Examples]:
    """Returns the examples of some signals, by name; a phrase that no case reaches has none."""
    finder = SignalFinder(folder.library, names=[subject.name for subject in subjects], thorough=True)
    return {subject.name: Examples(_fits(folder, subject, finder)) for subject in subjects}


def _fits(folder: RuleFolder, subject: Subject, finder: SignalFinder) -> Iterator[_Fit]:
    """Yields what the phrases of a signal fit in its cases, whatever came before."""
    speaker = folder.library.signals[subject.name].by
    for case in subject.cases:
        turns = [turn for turn in case.transcript(speaker).turns if turn.speaker == speaker]
        with finder.pipeline.reading():
            read = [finder.read(turn.text, speaker) for turn in turns]
        for turn, found in zip(turns, read, strict=True):
            own = [one for one in found if one.signal == subject.name]
            for one in own:
                is_proof = (case.wanted == "found") == (one.cancelled_by is None)
                example = Example(turn.text, one.start, one.end)
                yield _Fit(one.phrase, one.cancelled_by, example, is_proof, len(own) - 1)


def _clearest_first(fit: _Fit) -> tuple[bool, int, int]:
    """What proves it comes before what happens to hold it, words that stand alone before others, short ones first."""
    return not fit.is_proof, fit.others, len(fit.example.text)
