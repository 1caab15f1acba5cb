"""Conditions made ready to run: one small object for each, and no model is touched any more.

Whether a condition holds is asked for every conversation, so that path does look-ups only; sentences, and what nearly
counted, are made where they are needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.view import View, in_turn_order
from recovery_eval.judging.wording import absent_clause, found_clause, listed, noun
from recovery_eval.rulebook import AllOf, AnyOf, Condition, NoneOf, SignalCondition, TurnByCondition
from recovery_eval.transcript.models import Speaker

_NOTHING: tuple[Signal, ...] = ()


class Account(NamedTuple):
    """Why a condition holds or does not: the words that say so, what nearly counted, and a clause of a sentence."""

    evidence: Sequence[Signal]
    near_misses: Sequence[NearMiss]
    clause: str


class Check(Protocol):
    """A condition made ready to run."""

    @property
    def wanted(self) -> str:
        """What the condition asks for, as part of a sentence."""

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the signals by which the condition holds, perhaps none; None where it doesn't hold."""

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why it holds by this evidence."""

    def why_not(self, view: View) -> Account:
        """Returns why it doesn't hold."""


@dataclass(frozen=True, slots=True)
class SignalCheck:
    """Some turn performs a signal."""

    name: str
    by: Speaker | None
    without: tuple[str, ...]
    after: tuple[str, Speaker | None] | None
    words: str
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the signals that count, or None."""
        found = view.signals.get(self.name)
        if not found:
            return None
        by, speakers = self.by, view.speakers
        if by is not None:
            found = [signal for signal in found if speakers[signal.turn] == by]
        if self.without:
            found = [signal for signal in found if self._undoing(signal, view) is None]
        if self.after is not None:
            start = self._may_begin(view)
            found = [signal for signal in found if signal.turn > start] if start is not None else _NOTHING
        return found or None

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:  # noqa: ARG002 - the protocol's signature
        """Returns where the signals are."""
        return Account(evidence, (), found_clause(evidence))

    def why_not(self, view: View) -> Account:
        """Returns that no turn holds the signal, and which words nearly did."""
        near = self.nearly(view)
        return Account((), near, absent_clause(self.words, self.by, _turns_by(self.by, view)))

    def nearly(self, view: View) -> tuple[NearMiss, ...]:
        """Returns what nearly counted: cancelled by the signal itself, by `without` or for want of `after`."""
        misses = view.near_misses.get(self.name, ())
        found = view.signals.get(self.name, ()) if self.without or self.after is not None else ()
        if not misses and not found:  # by far the most frequent case
            return ()
        speakers = view.speakers
        near = [miss for miss in misses if self.by in (None, speakers[miss.turn])]
        start = self._may_begin(view)
        for signal in found:
            if self.by not in (None, speakers[signal.turn]):
                continue
            undoing = self._undoing(signal, view)
            if undoing is not None:
                near.append(NearMiss(*signal, f"without: {undoing.name}", undoing.quote))
            elif self.after is not None and (start is None or signal.turn <= start):
                near.append(NearMiss(*signal, f"after: {self.after[0]}", ""))
        return in_turn_order(near) if len(near) > 1 else tuple(near)

    def _undoing(self, signal: Signal, view: View) -> Signal | None:
        for name in self.without:
            for other in view.signals.get(name, ()):
                if other.turn == signal.turn:
                    return other
        return None

    def _may_begin(self, view: View) -> int | None:
        """The first turn that performs what has to come before."""
        if self.after is None:
            return None
        name, by = self.after
        return next((s.turn for s in view.signals.get(name, ()) if by in (None, view.speakers[s.turn])), None)


@dataclass(frozen=True, slots=True)
class TurnByCheck:
    """The transcript has a turn of a speaker."""

    by: Speaker
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns nothing to show, or None."""
        return _NOTHING if self.by in view.speakers else None

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns how many such turns there are."""
        turns = _turns_by(self.by, view)
        clause = f"there is one {self.by} turn" if turns == 1 else f"there are {turns} {self.by} turns"
        return Account(evidence, (), clause)

    def why_not(self, view: View) -> Account:  # noqa: ARG002 - the protocol's signature
        """Returns that there is no such turn."""
        return Account((), (), f"there is no {self.by} turn")


@dataclass(frozen=True, slots=True)
class Absence:
    """How to say that none of several things is there.

    Attributes:
        words: The things, as part of a sentence.
        counted: Whether all of them were looked for in the turns of `by`, so that those can be counted.
        by: Whose turns; None: everybody's.
    """

    words: str
    counted: bool = False
    by: Speaker | None = None

    def clause(self, view: View) -> str:
        """Returns `none of the 4 agent turns holds an excuse or blame of others`."""
        return absent_clause(self.words, self.by, _turns_by(self.by, view)) if self.counted else self.words


@dataclass(frozen=True, slots=True)
class AllCheck:
    """Every part holds."""

    parts: tuple[Check, ...]
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the evidence of all parts, or None."""
        evidence: list[Signal] = []
        for part in self.parts:
            found = part.holds(view)
            if found is None:
                return None
            evidence += found
        return in_turn_order(evidence)

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why each part holds."""
        accounts = [part.why(view, found) for part in self.parts if (found := part.holds(view)) is not None]
        return _together(accounts, "; ".join(account.clause for account in accounts))._replace(evidence=evidence)

    def why_not(self, view: View) -> Account:
        """Returns why the parts that fail do."""
        accounts = [part.why_not(view) for part in self.parts if part.holds(view) is None]
        return _together(accounts, accounts[0].clause)


@dataclass(frozen=True, slots=True)
class AnyCheck:
    """At least one part holds."""

    parts: tuple[Check, ...]
    wanted: str
    absence: Absence

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the evidence of all parts that hold, or None."""
        held = [found for part in self.parts if (found := part.holds(view)) is not None]
        if not held:
            return None
        return held[0] if len(held) == 1 else in_turn_order(signal for found in held for signal in found)

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why the first part that holds does."""
        held = ((part, found) for part in self.parts if (found := part.holds(view)) is not None)
        part, found = next(held)
        _, near_misses, clause = part.why(view, found)
        return Account(evidence, near_misses, clause)

    def why_not(self, view: View) -> Account:
        """Returns that no part holds."""
        return _together([part.why_not(view) for part in self.parts], self.absence.clause(view))


@dataclass(frozen=True, slots=True)
class NoneCheck:
    """No part holds."""

    parts: tuple[Check, ...]
    wanted: str
    absence: Absence

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns nothing to show, or None."""
        for part in self.parts:
            if part.holds(view) is not None:
                return None
        return _NOTHING

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns that nothing of it is there, and what nearly was."""
        near = [miss for part in self.parts if isinstance(part, SignalCheck) for miss in part.nearly(view)]
        return Account(evidence, in_turn_order(near) if near else (), self.absence.clause(view))

    def why_not(self, view: View) -> Account:
        """Returns the words that should not be there."""
        accounts = [part.why(view, found) for part in self.parts if (found := part.holds(view)) is not None]
        return _together(accounts, "; ".join(account.clause for account in accounts))


def ready(condition: Condition) -> Check:
    """Makes a condition ready to run."""
    match condition:
        case AllOf(all_of=conditions):
            parts = tuple(map(ready, conditions))
            return AllCheck(parts, listed([part.wanted for part in parts], "and"))
        case AnyOf(any_of=conditions):
            parts = tuple(map(ready, conditions))
            return AnyCheck(parts, listed([part.wanted for part in parts], "or"), _absence(parts))
        case NoneOf(none_of=conditions):
            parts = tuple(map(ready, conditions))
            wanted = f"a conversation without {listed([part.wanted for part in parts], 'or')}"
            return NoneCheck(parts, wanted, _absence(parts))
        case TurnByCondition(turn_by=party):
            return TurnByCheck(Speaker(party), f"a turn by the {party}")
        case SignalCondition():
            return _ready_signal(condition)


def _ready_signal(condition: SignalCondition) -> SignalCheck:
    by, after = condition.by, condition.after
    words = noun(condition.signal)
    following = f" after {noun(after.signal)}" if after else ""
    return SignalCheck(
        name=condition.signal,
        by=Speaker(by) if by else None,
        without=condition.without,
        after=(after.signal, Speaker(after.by) if after.by else None) if after else None,
        words=words + following,
        wanted=words + (f" by the {by}" if by else "") + following,
    )


def _absence(parts: Sequence[Check]) -> Absence:
    signals = [part for part in parts if isinstance(part, SignalCheck)]
    speakers = {part.by for part in signals}
    if len(signals) == len(parts) and len(speakers) == 1:
        return Absence(listed([part.words for part in signals], "or"), counted=True, by=speakers.pop())
    wanted = [part.wanted for part in parts]
    return Absence(f"there isn't {wanted[0]}" if len(wanted) == 1 else f"there is neither {listed(wanted, 'nor')}")


def _together(accounts: Sequence[Account], clause: str) -> Account:
    evidence = in_turn_order(signal for account in accounts for signal in account.evidence)
    near = in_turn_order(miss for account in accounts for miss in account.near_misses)
    return Account(evidence, near, clause)


def _turns_by(speaker: Speaker | None, view: View) -> int:
    return len(view.speakers) if speaker is None else view.speakers.count(speaker)
