"""A check of the promise ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recovery_eval.evidence import Signal
from recovery_eval.judging.account import Account
from recovery_eval.judging.view import View, in_turn_order
from recovery_eval.judging.wording import quoted
from recovery_eval.promises import Promise, Status


@dataclass(frozen=True, slots=True)
class PromiseCheck:
    """The ledger holds a promise of some status.

    Attributes:
        statuses: The statuses, any of them.
        strength: `strong` or `weak`; None: either.
        shown_by: The signals on which the status may rest; None: any, or none at all.
        wanted: All that is asked for, as part of a sentence.
    """

    statuses: frozenset[str]
    strength: str | None
    shown_by: tuple[str, ...] | None
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the words of the promises that count, or None."""
        return _words(self._counting(view)) or None

    def may_hold(self, view: View) -> bool:
        """Whether a promise counts, or all that could are unverifiable."""
        if self._counting(view):
            return True
        candidates = self._candidates(view)
        unclear = all(promise.status is Status.UNVERIFIABLE for promise in candidates)
        return self.shown_by is None and bool(candidates) and unclear

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns the first promise that counts, and what became of it."""
        return Account(evidence, (), _clause(self._counting(view)))

    def why_not(self, view: View) -> Account:
        """Returns what became of the promises instead."""
        candidates = self._candidates(view)
        asked = self.wanted.partition(" that is ")[2]
        match len(candidates):
            case 0:
                return Account((), (), f"there is no {f'{self.strength} ' if self.strength else ''}promise")
            case 1:
                return Account((), (), f"the only promise is not {asked}")
            case number:
                return Account((), (), f"none of the {number} promises is {asked}")

    def why_unclear(self, view: View) -> Account:
        """Returns the promises of which nothing can be told."""
        candidates = self._candidates(view)
        return Account(_words(candidates), (), _clause(candidates))

    def _candidates(self, view: View) -> list[Promise]:
        return [promise for promise in view.promises if self.strength in (None, promise.strength.value)]

    def _counting(self, view: View) -> list[Promise]:
        return [
            promise
            for promise in self._candidates(view)
            if promise.status.value in self.statuses
            and (self.shown_by is None or any(signal.name in self.shown_by for signal in promise.evidence))
        ]


def _words(promises: Sequence[Promise]) -> tuple[Signal, ...]:
    """The promises as evidence: their own words, and the words that show what became of them."""
    made = (Signal("promise", one.turn, one.start, one.end, one.quote, f"{one.kind} {one.status}") for one in promises)
    return in_turn_order((*made, *(signal for one in promises for signal in one.evidence)))


def _clause(promises: Sequence[Promise]) -> str:
    first = promises[0]
    more = f" (and {len(promises) - 1} more)" if len(promises) > 1 else ""
    reason = first.reason[:1].lower() + first.reason[1:].rstrip(".")
    return f"the promise {quoted(first.quote)} in turn {first.turn} is {first.status}{more}: {reason}"
