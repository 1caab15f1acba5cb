"""Signals that rest on another one: found by its words, or answered by it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from operator import attrgetter

from recovery_eval.evidence import NOT_BORNE_OUT, NearMiss, Signal, reading_order
from recovery_eval.signals.files import SignalLibrary
from recovery_eval.signals.models import AnsweredBy, SignalSpec
from recovery_eval.signals.said import Said
from recovery_eval.transcript.models import Turn
from recovery_eval.transcript.redaction import visible_span

OTHER = {"agent": "customer", "customer": "agent"}
DOUBTS = {None: 0, "late": 1, "always": 2}


class DerivedSignals:
    """The signals of a library that others may stand for."""

    def __init__(self, library: SignalLibrary, names: Collection[str]) -> None:
        wanted = [library.signals[name] for name in sorted(names)]
        self._found_with = [(spec.name, spec.found_with) for spec in wanted if spec.found_with is not None]
        self._answered = [(spec.name, spec.by, spec.answered_by) for spec in wanted if spec.answered_by is not None]
        self._denied = [(spec.name, spec.by, spec.unless_answered_by) for spec in wanted if spec.unless_answered_by]
        self._hints = {spec.name: (spec, hints) for spec in wanted if (hints := _hints(spec))}
        self.looked_back_at = frozenset(name for spec in wanted for name in _looks_back_at(spec))

    def with_words_of(self, here: list[Signal], near_misses: list[NearMiss], said: Said) -> list[Signal]:
        """Returns a turn's signals with those added that are found by the words of another one, in order.

        Args:
            here: The turn's signals.
            near_misses: What nearly counted in it; its signals were decided by words of their own.
            said: What was said before it.
        """
        decided = {one.name for one in here}.union([one.name for one in near_misses])
        added = [
            signal._replace(name=name, phrase=f"found with {signal.name}")
            for name, found_with in self._found_with
            for signal in here
            if signal.name == found_with.signal
            if said.has(found_with.after)
            if name not in decided
        ]
        return sorted([*here, *added], key=reading_order) if added else here

    def answered_by(
        self, here: list[Signal], earlier: Sequence[Signal], turns: tuple[Turn, ...], said: Said
    ) -> list[Signal]:
        """Returns the signals of earlier turns that this turn's answer tells, each with the whole turn as its words.

        It tells of the turn before, or of the `first` of its kind in the longest turn so far: the one that tells most.

        Args:
            here: This turn's signals.
            earlier: Those of all turns before it, in the order of their words.
            turns: All turns.
            said: What was said before this turn.
        """
        told: list[Signal] = []
        for name, by, answered in self._answered:
            turn = said.last_by.get(by)
            answer = next(
                (one.name for one in here if one.name in answered.signal and not _is_in(one, here, answered)), None
            )
            if turn is None or answer is None or (answered.first and name in said.last_signal):
                continue
            if answered.first:
                turn = _longest(turns[: turn + 1], by)
            there = _names_in(turn, earlier)
            if name in there or (answered.holds and there.isdisjoint(answered.holds)):
                continue
            if not there.isdisjoint(answered.lacks):
                continue
            start, end = visible_span(turns[turn])
            if start < end:
                told.append(Signal(name, turn, start, end, turns[turn].text[start:end], f"answered by {answer}"))
        return told

    def denied_by(self, here: list[Signal], earlier: Sequence[Signal], said: Said, speaker: str) -> list[NearMiss]:
        """Returns what of the turn before it this turn, the first to answer it, shows not to be meant so.

        Args:
            here: This turn's signals.
            earlier: Those of all turns before it, in the order of their words.
            said: What was said before this turn.
            speaker: Whose turn this is.
        """
        denied: list[NearMiss] = []
        for name, by, unless in self._denied:
            turn = said.last_by.get(by, -1)
            answer = next((signal for signal in here if signal.name in unless.signal), None)
            is_first = said.last_by.get(speaker, -1) < turn
            if answer is None or not is_first or any(signal.name in unless.without for signal in here):
                continue
            why = f"answered-by-{answer.name}", answer.quote
            denied += [NearMiss(*signal, *why) for signal in _signals_in(turn, earlier) if signal.name == name]
        return denied

    def doubt(self, signal: Signal) -> int:
        """Returns 0 for a find that counts as it is, 1 for a late hint, 2 for one that is a hint always."""
        hints = self._hints[signal.name][1] if signal.name in self._hints else {}
        return DOUBTS[hints.get(signal.phrase)]

    def not_borne_out(self, signals: Sequence[Signal], turns: tuple[Turn, ...]) -> list[NearMiss]:
        """Returns the hints of a whole conversation that nothing in it bears out.

        Args:
            signals: All signals, in the order of their words.
            turns: All turns.
        """
        found: list[NearMiss] = []
        for name, (spec, hints) in self._hints.items():
            told = [signal for signal in signals if signal.name == name]
            if not told or told[-1].turn > told[0].turn:
                continue
            turn, other = told[0].turn, OTHER[spec.by]
            kinds = {hints.get(signal.phrase) for signal in told}
            if None in kinds or ("late" in kinds and not _was_answered(turns[:turn], spec.by)):
                continue
            since = -1 if "late" in kinds else turn  # who had said sorry already may pass over what is said late
            if any(signal.name in spec.borne_out_by and signal.turn > since for signal in signals):
                continue
            if any(later.speaker == other for later in turns[turn + 1 :]):
                told += [signal for signal in signals if signal.phrase == f"found with {name}"]
                found += [NearMiss(*signal, NOT_BORNE_OUT, "") for signal in told]
        return found


def _longest(turns: Sequence[Turn], by: str) -> int:
    """Returns the longest turn of one speaker, who has one, or the first of them."""
    return max((i for i, turn in enumerate(turns) if turn.speaker == by), key=lambda i: len(turns[i].text))


def _was_answered(turns: Sequence[Turn], by: str) -> bool:
    """Tells whether the other speaker has said anything after the first turn of one speaker."""
    spoken = False
    for turn in turns:
        if spoken and turn.speaker == OTHER[by]:
            return True
        spoken = spoken or turn.speaker == by
    return False


def _hints(spec: SignalSpec) -> dict[str, str]:
    """Returns the phrases of a signal that are hints, and when they are."""
    return {phrase: group.hints for group in spec.also if group.hints for phrase in group.phrases}


def _is_in(answer: Signal, here: list[Signal], answered: AnsweredBy) -> bool:
    """Tells whether an answer shares words with a signal of its turn that answers nothing."""
    return any(one.name in answered.without and one.start < answer.end and answer.start < one.end for one in here)


def _names_in(turn: int, signals: Sequence[Signal]) -> set[str]:
    return {signal.name for signal in _signals_in(turn, signals)}


def _signals_in(turn: int, signals: Sequence[Signal]) -> Sequence[Signal]:
    """Returns a turn's signals, of signals in the order of their words."""
    by_turn = attrgetter("turn")
    return signals[bisect_left(signals, turn, key=by_turn) : bisect_right(signals, turn, key=by_turn)]


def _looks_back_at(spec: SignalSpec) -> Iterator[str]:
    """Yields the signals of earlier turns that one depends on; itself, where it may be found when it is answered."""
    if spec.found_with is not None:
        yield from spec.found_with.after.signal
    if spec.answered_by is not None and spec.answered_by.first:
        yield spec.name
