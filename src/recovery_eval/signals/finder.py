"""Finds the signals of whole transcripts: each turn read, then what depends on earlier turns."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable
from itertools import chain
from typing import NamedTuple

from spacy.language import Language

from recovery_eval.evidence import NearMiss, Signal, reading_order
from recovery_eval.signals.compiler import SignalCompiler
from recovery_eval.signals.conditions import CompiledGroup
from recovery_eval.signals.derived import DerivedSignals
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import After
from recovery_eval.signals.names import NameFinder
from recovery_eval.signals.pipeline import TextPipeline
from recovery_eval.signals.reading import Found, TurnReader
from recovery_eval.signals.said import Said
from recovery_eval.transcript.models import Transcript, Turn
from recovery_eval.transcript.redaction import is_hidden, masked


class Findings(NamedTuple):
    """What was found in one transcript, in the order of the words."""

    signals: tuple[Signal, ...]
    near_misses: tuple[NearMiss, ...]


def compiler_of(library: SignalLibrary, nlp: Language | None = None, *, thorough: bool = False) -> SignalCompiler:
    """Returns a compiler that finders of one library and pipeline can share; the arguments are those of a finder."""
    pipeline = TextPipeline(nlp, library.norms)
    with pipeline.held():
        return SignalCompiler(library, pipeline, thorough=thorough)


class SignalFinder:
    """Finds the signals of a library in transcripts.

    Args:
        library: The signals and words.
        names: Which signals to look for; by default all of the library.
        nlp: A spaCy pipeline to use instead of the default tokenizer; its vocabulary is given this package's norms.
        thorough: Looks on after `one_a_turn` has its one find; slower, for those who study the phrases themselves.
        compiler: Has compiled signals of the library before, for a pipeline; `nlp` and `thorough` are then its own.

    Raises:
        RuleFileError: A phrase can't be anchored, or a token pattern needs a component that the pipeline lacks.
    """

    def __init__(
        self,
        library: SignalLibrary,
        *,
        names: Iterable[str] | None = None,
        nlp: Language | None = None,
        thorough: bool = False,
        compiler: SignalCompiler | None = None,
    ) -> None:
        wanted = library.signals.keys() if names is None else _with_context(library, names)
        self.library = library
        if compiler is None:
            compiler = compiler_of(library, nlp, thorough=thorough)
        self.pipeline = compiler.pipeline
        with self.pipeline.held():
            compiled = compiler.compile(wanted)
        self._dependent = {speaker: _by_after(dependent) for speaker, dependent in compiled.dependent.items()}
        self._derived = DerivedSignals(library, wanted)
        afters = [after for dependent in self._dependent.values() for after, _ in dependent]
        self._looked_back_at = self._derived.looked_back_at.union(*[after.signal for after in afters])
        self._idle_sets: dict[tuple[str, tuple[bool, ...]], frozenset[CompiledGroup]] = {}
        self._reader = TurnReader(compiled, self.pipeline)
        self._adds_to = {name: to for name in wanted if (to := library.signals[name].adds_to) is not None}
        self._voices = frozenset(library.signals[name].by for name in wanted)
        self._names = NameFinder(library) if any(library.signals[name].found_by == "names" for name in wanted) else None

    def read(self, text: str, speaker: str) -> tuple[Found, ...]:
        """Returns what every phrase finds in one turn, cancelled or not, whatever came before. Call it as `find`."""
        return self._reader.read(text, speaker)

    def find(self, transcript: Transcript) -> Findings:
        """Returns all signals and near misses of a transcript. To be called inside `pipeline.reading()`."""
        transcript = masked(transcript)
        signals, near_misses = self._turn_by_turn(transcript)
        for hint in self._derived.not_borne_out(signals, transcript.turns):
            _take_back(hint, signals, near_misses)
        return Findings(tuple(signals), tuple(near_misses))

    def _turn_by_turn(self, transcript: Transcript) -> tuple[list[Signal], list[NearMiss]]:
        turns = transcript.turns
        signals: list[Signal] = []
        near_misses: list[NearMiss] = []
        said = Said(self._looked_back_at)
        addressed = self._names.find(transcript) if self._names else {}
        for index, turn in enumerate(turns):
            speaker = turn.speaker
            if speaker not in self._voices:
                said.end_turn(index, speaker)
                continue
            idle = self._idle(speaker, said)
            found = self._reader.read(turn.text, speaker, idle, thorough=bool(turn.redactions))
            if self._adds_to:
                found += tuple([one._replace(signal=to) for one in found if (to := self._adds_to.get(one.signal))])
            here, near = _told_apart(found, index, turn)
            if index in addressed:
                here.append(addressed[index])
            if len(here) > 1:
                here = _longest(here, self._derived.doubt)
            if near:
                near_misses += _not_counted_otherwise(near, here)
            if here:
                here = self._derived.with_words_of(here, near, said)
                for answered in self._derived.answered_by(here, signals, turns, said):
                    insort(signals, answered, key=reading_order)
                    said.add(answered)
                for denied in self._derived.denied_by(here, signals, said, speaker):
                    _take_back(denied, signals, near_misses)
                    said.take_back(denied.name)
                signals += here
                for signal in here:
                    said.add(signal)
            said.end_turn(index, speaker)
        return signals, near_misses

    def _idle(self, speaker: str, said: Said) -> frozenset[CompiledGroup]:
        """Returns the groups that need something earlier which this conversation does not have."""
        dependent = self._dependent[speaker]
        allowed = tuple([said.has(after) for after, _ in dependent])
        idle = self._idle_sets.get((speaker, allowed))
        if idle is None:
            denied = [groups for (_, groups), is_allowed in zip(dependent, allowed, strict=True) if not is_allowed]
            idle = self._idle_sets[speaker, allowed] = frozenset(chain.from_iterable(denied))
        return idle


def _by_after(dependent: Iterable[tuple[After, CompiledGroup]]) -> list[tuple[After, list[CompiledGroup]]]:
    """Returns the groups that need something earlier, by what they need."""
    by_after: dict[After, list[CompiledGroup]] = {}
    for after, group in dependent:
        by_after.setdefault(after, []).append(group)
    return list(by_after.items())


def _told_apart(found: tuple[Found, ...], index: int, turn: Turn) -> tuple[list[Signal], list[NearMiss]]:
    """Returns what counts of the finds in a turn, and what was cancelled; nothing of hidden words."""
    signals: list[Signal] = []
    near_misses: list[NearMiss] = []
    for name, start, end, quote, phrase, cancelled_by, cue in found:
        if turn.redactions and is_hidden(turn, start, end):  # a phrase with a gap may reach over one
            continue
        if cancelled_by is None:
            signals.append(Signal(name, index, start, end, quote, phrase))
        else:
            near_misses.append(NearMiss(name, index, start, end, quote, phrase, cancelled_by, cue))
    return signals, near_misses


def _take_back(denied: NearMiss, signals: list[Signal], near_misses: list[NearMiss]) -> None:
    """Makes a near miss of a signal of an earlier turn; the other arguments are changed."""
    del signals[bisect_left(signals, reading_order(denied), key=reading_order)]
    insort(near_misses, denied, key=reading_order)


def _longest_first(found: Signal | NearMiss) -> tuple[int, int, str]:
    return found.start, -found.end, found.name


def _longest(signals: list[Signal], doubt: Callable[[Signal], int]) -> list[Signal]:
    """Of overlapping finds of one signal keeps the first, the longest of those that begin together, hints the last."""
    kept: list[Signal] = []
    last_of: dict[str, int] = {}
    for signal in sorted(signals, key=_longest_first):
        last = last_of.get(signal.name)
        if last is None or signal.start >= kept[last].end:
            last_of[signal.name] = len(kept)
            kept.append(signal)
        elif doubt(kept[last]) > doubt(signal):
            kept[last] = signal
    return sorted(kept, key=reading_order)


def _not_counted_otherwise(near_misses: list[NearMiss], signals: list[Signal]) -> list[NearMiss]:
    """Drops near misses whose words count by another phrase of their signal; of overlapping ones keeps the first."""
    counted: dict[str, list[tuple[int, int]]] = {}
    for signal in signals:
        counted.setdefault(signal.name, []).append((signal.start, signal.end))
    kept: list[NearMiss] = []
    end_of: dict[str, int] = {}
    for near in sorted(near_misses, key=_longest_first):
        spans = counted.get(near.name, [])
        before = bisect_left(spans, (near.end,)) - 1  # the last counted span that begins before the near miss ends
        if near.start >= end_of.get(near.name, 0) and (before < 0 or spans[before][1] <= near.start):
            kept.append(near)
            end_of[near.name] = near.end
    return sorted(kept, key=reading_order)


def _with_context(library: SignalLibrary, names: Iterable[str]) -> set[str]:
    """Adds the signals that the wanted ones depend on, and those that add to them."""
    wanted: set[str] = set()
    queue = list(names)
    while queue:
        name = queue.pop()
        if name in wanted:
            continue
        wanted.add(name)
        queue.extend(library.signals[name].depends_on)
        queue.extend(library.additions.get(name, ()))
    return wanted
