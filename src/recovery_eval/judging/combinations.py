"""Checks of several things: all of them, any of them, none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recovery_eval.evidence import Signal
from recovery_eval.judging.account import NOTHING, Account, Check, together
from recovery_eval.judging.place import Place
from recovery_eval.judging.presence import SignalCheck, absence
from recovery_eval.judging.view import View, in_turn_order
from recovery_eval.judging.wording import listed
from recovery_eval.transcript.models import Speaker


@dataclass(frozen=True, slots=True)
class Absence:
    """How to say that none of several things is there.

    Attributes:
        words: The things, as part of a sentence.
        counted: Whether all of them were looked for in the same turns, so that those can be counted.
        by: Whose turns; None: everybody's.
        place: Where; None: anywhere.
    """

    words: str
    counted: bool = False
    by: Speaker | None = None
    place: Place | None = None

    def clause(self, view: View, *, numbered: bool = False) -> str:
        """Returns `none of the 3 agent turns holds an excuse or blame of others`; `numbered`, `… turns (1, 2, 5) …`."""
        return absence(self.words, self.by, self.place, view, numbered=numbered) if self.counted else self.words


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

    def may_hold(self, view: View) -> bool:
        """Whether no part surely fails."""
        return all(part.may_hold(view) for part in self.parts)

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why each part holds."""
        accounts = [part.why(view, found) for part in self.parts if (found := part.holds(view)) is not None]
        clauses = dict.fromkeys(account.clause for account in accounts)
        return together(accounts, "; ".join(clauses))._replace(evidence=evidence)

    def why_not(self, view: View) -> Account:
        """Returns why the parts that surely fail do."""
        accounts = [part.why_not(view) for part in self.parts if not part.may_hold(view)]
        return together(accounts, accounts[0].clause)

    def why_unclear(self, view: View) -> Account:
        """Returns why the parts that are undetermined are."""
        return _unclear(self.parts, view)


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

    def may_hold(self, view: View) -> bool:
        """Whether some part does not surely fail."""
        return any(part.may_hold(view) for part in self.parts)

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns why the first part that holds does."""
        held = ((part, found) for part in self.parts if (found := part.holds(view)) is not None)
        part, found = next(held)
        return part.why(view, found)._replace(evidence=evidence)

    def why_not(self, view: View) -> Account:
        """Returns that no part holds, or why each does not where one asks for an absence."""
        accounts = [part.why_not(view) for part in self.parts]
        if any(isinstance(part, NoneCheck) for part in self.parts):
            return together(accounts, "; ".join(account.clause for account in accounts))
        return together(accounts, self.absence.clause(view, numbered=True))

    def why_unclear(self, view: View) -> Account:
        """Returns why the parts that are undetermined are."""
        return _unclear(self.parts, view)


@dataclass(frozen=True, slots=True)
class NoneCheck:
    """No part holds."""

    parts: tuple[Check, ...]
    wanted: str
    absence: Absence

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns nothing to show, or None."""
        for part in self.parts:
            if part.may_hold(view):
                return None
        return NOTHING

    def may_hold(self, view: View) -> bool:
        """Whether no part surely holds."""
        return all(part.holds(view) is None for part in self.parts)

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns that nothing of it is there, and what nearly was."""
        near = [miss for part in self.parts if isinstance(part, SignalCheck) for miss in part.nearly(view)]
        return Account(evidence, in_turn_order(near), self.absence.clause(view))

    def why_not(self, view: View) -> Account:
        """Returns the words that should not be there."""
        accounts = [part.why(view, found) for part in self.parts if (found := part.holds(view)) is not None]
        return together(accounts, "; ".join(account.clause for account in accounts))

    def why_unclear(self, view: View) -> Account:
        """Returns why the parts that are undetermined are."""
        return _unclear(self.parts, view)


def absence_of(parts: Sequence[Check]) -> Absence:
    """Returns how to say that none of the parts holds."""
    signals = [part for part in parts if isinstance(part, SignalCheck)]
    speakers = {part.by for part in signals}
    places = {part.place.words if part.place is not None else "" for part in signals}
    if len(signals) == len(parts) and len(speakers) == len(places) == 1 and all(part.count.is_any for part in signals):
        words = listed([part.words for part in signals], "or")
        return Absence(words, counted=True, by=speakers.pop(), place=signals[0].place)
    wanted = [part.wanted for part in parts]
    return Absence(f"there isn't {wanted[0]}" if len(wanted) == 1 else f"there is neither {listed(wanted, 'nor')}")


def _unclear(parts: Sequence[Check], view: View) -> Account:
    accounts = [part.why_unclear(view) for part in parts if part.may_hold(view) and part.holds(view) is None]
    return together(accounts, accounts[0].clause)
