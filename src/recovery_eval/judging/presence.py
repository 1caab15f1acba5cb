"""Checks of one thing: turns that perform a signal, and turns of a speaker.

Most rules ask only whether a signal is there, for every conversation, so that path does look-ups only. Place and number
are looked at where a rule asks for them; sentences, and what nearly counted, are made where they are needed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.account import NOTHING, Account
from recovery_eval.judging.count import Count
from recovery_eval.judging.place import Place, Sifted
from recovery_eval.judging.view import View, in_turn_order
from recovery_eval.judging.wording import absent_clause, companion_clause, counted, found_clause, turn_numbers
from recovery_eval.transcript.models import Speaker

_TURN = attrgetter("turn")


@dataclass(frozen=True, slots=True)
class SignalCheck:
    """Turns perform a signal.

    Attributes:
        names: The signals, any of them.
        by: Whose turns.
        companions: Signals of which the same turn has to perform one; none: no matter.
        without: Signals that undo it in the same turn.
        place: Where the turn has to stand; None: anywhere.
        count: How many such turns there have to be.
        words: The signal and its companions, as part of a sentence.
        wanted: All that is asked for, as part of a sentence.
    """

    names: tuple[str, ...]
    by: Speaker | None
    companions: tuple[str, ...]
    without: tuple[str, ...]
    place: Place | None
    count: Count
    words: str
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the signals that count, with their companions, or None."""
        performed = self._performed(view)
        if self.place is not None or not self.count.is_any:
            sure, unclear = self._sifted(performed, view)
            if not self.count.surely(len(sure), len(unclear)):
                return None
            performed = _at(sure, performed)
        elif not performed:  # is there any such signal?
            return None
        return self._with_companions(performed, view) if self.companions else performed

    def may_hold(self, view: View) -> bool:
        """Whether enough turns count, or may, and not too many do."""
        performed = self._performed(view)
        if self.place is None and self.count.is_any:
            return bool(performed)
        sure, unclear = self._sifted(performed, view)
        return self.count.perhaps(len(sure), len(unclear))

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns where the signals are; or that there are none, or only such as may count, where that will do."""
        if evidence:
            own = [signal for signal in evidence if signal.name in self.names]
            return Account(evidence, (), found_clause(own) + companion_clause(_beside(own[0], self.companions, view)))
        performed = self._performed(view)
        _, unclear = self._sifted(performed, view)
        if unclear and self.count.most is not None:
            may = (
                f"{counted(len(unclear), 'turn')} may hold {self.words}, and {self.count.refusal(self.count.most + 1)}"
            )
            return Account(_at(unclear, performed), (), may)
        return Account((), (), absence(self.words, self.by, self.place, view))

    def why_not(self, view: View) -> Account:
        """Returns that no turn holds the signal, and which words nearly did; or that too few or too many turns do."""
        performed = NOTHING if self.count.is_any else self._performed(view)
        sure, _ = self._sifted(performed, view)
        if self.count.most is not None and len(sure) > self.count.most:
            evidence = _at(sure, performed)
            number = f"that is {counted(len(sure), 'turn')}, and {self.count.refusal(len(sure))}"
            return Account(evidence, (), f"{found_clause(evidence)}; {number}")
        account = searched_in_vain(self.words, self.by, self.place, self.nearly(view), view)
        too_few = f"{self.words} is in only {counted(len(sure), 'turn')}, and {self.count.refusal(len(sure))}"
        return account._replace(clause=too_few) if sure else account

    def why_unclear(self, view: View) -> Account:
        """Returns which times are missing, and which words might count if they were known."""
        performed = self._performed(view)
        _, unclear = self._sifted(performed, view)
        return Account(_at(unclear, performed), (), unclear_clause(self.place, unclear, self.wanted, view))

    def nearly(self, view: View) -> tuple[NearMiss, ...]:
        """Returns what nearly counted: cancelled by the signal itself, or by an operator of this condition."""
        names, by = self.names, self.by
        for name in names:
            if name in view.near_misses or name in view.signals:
                break
        else:  # by far the most frequent case
            return ()
        near = [
            miss for name in names for miss in view.near_misses.get(name, ()) if by in (None, view.speakers[miss.turn])
        ]
        signals = [signal for name in names for signal in view.signals.get(name, ())]
        said = [signal for signal in signals if by in (None, view.speakers[signal.turn])]
        refusals = {} if self.place is None else self.place.refusals([signal.turn for signal in said], view)
        for signal in said:
            cancelled = self._cancelled(signal, refusals, view)
            if cancelled is not None:
                near.append(NearMiss(*signal, *cancelled))
        return in_turn_order(near)

    def _performed(self, view: View) -> Sequence[Signal]:
        """The signals of the speaker that nothing in their own turns keeps from counting."""
        names, by, speakers = self.names, self.by, view.speakers
        if len(names) == 1:
            found: Sequence[Signal] = view.signals.get(names[0], NOTHING)
        else:
            found = in_turn_order([signal for name in names for signal in view.signals.get(name, NOTHING)])
        if not found:
            return NOTHING
        if by is not None:
            found = [signal for signal in found if speakers[signal.turn] is by]
        if self.without:
            found = [signal for signal in found if _beside(signal, self.without, view) is None]
        if self.companions:
            found = [signal for signal in found if _beside(signal, self.companions, view) is not None]
        return found

    def _with_companions(self, found: Sequence[Signal], view: View) -> Sequence[Signal]:
        """Adds to signals the first companion of each, whose words the outcome rests on, too."""
        companions = [_beside(signal, self.companions, view) for signal in found]
        return in_turn_order([*found, *(signal for signal in companions if signal is not None)])

    def _sifted(self, performed: Sequence[Signal], view: View) -> Sifted:
        turns = list(dict.fromkeys(signal.turn for signal in performed))
        return Sifted(turns, []) if self.place is None else self.place.sift(turns, view)

    def _cancelled(self, signal: Signal, refusals: Mapping[int, str], view: View) -> tuple[str, str] | None:
        """What keeps a signal from counting, its place among it, and its words, where it has any."""
        undoing = _beside(signal, self.without, view)
        if undoing is not None:
            return f"without: {undoing.name}", undoing.quote
        if self.companions and _beside(signal, self.companions, view) is None:
            return f"with: {' or '.join(self.companions)}", ""
        refusal = refusals.get(signal.turn)
        if refusal is None and self.count.least > 1:
            refusal = f"at_least: {counted(self.count.least, 'turn')}"
        return (refusal, "") if refusal is not None else None


@dataclass(frozen=True, slots=True)
class TurnByCheck:
    """The transcript has turns of a speaker.

    Attributes:
        by: The speaker.
        place: Where the turns have to stand; None: anywhere.
        count: How many there have to be.
        wanted: All that is asked for, as part of a sentence.
    """

    by: Speaker
    place: Place | None
    count: Count
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns nothing to show, or None."""
        if self.place is None and self.count.is_any:  # is there any such turn?
            return NOTHING if self.by in view.speakers else None
        sure, unclear = self._sifted(view)
        return NOTHING if self.count.surely(len(sure), len(unclear)) else None

    def may_hold(self, view: View) -> bool:
        """Whether enough turns are in place, or may be, and not too many are."""
        sure, unclear = self._sifted(view)
        return self.count.perhaps(len(sure), len(unclear))

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns how many such turns there are."""
        return Account(evidence, (), self._number(len(self._sifted(view).sure)))

    def why_not(self, view: View) -> Account:
        """Returns that there is no such turn, or too few or too many."""
        number = len(self._sifted(view).sure)
        asked = f", and {self.count.refusal(number)}" if number else ""
        return Account((), (), self._number(number) + asked)

    def why_unclear(self, view: View) -> Account:
        """Returns which times are missing."""
        return Account((), (), unclear_clause(self.place, self._sifted(view).unclear, self.wanted, view))

    def _sifted(self, view: View) -> Sifted:
        turns = view.turns_by(self.by)
        return Sifted(turns, []) if self.place is None else self.place.sift(turns, view)

    def _number(self, number: int) -> str:
        where = self.place.words if self.place is not None else ""
        if number == 0:
            return f"there is no {self.by} turn{where}"
        return f"there is one {self.by} turn{where}" if number == 1 else f"there are {number} {self.by} turns{where}"


def absence(words: str, by: Speaker | None, place: Place | None, view: View, *, numbered: bool = False) -> str:
    """Returns that no turn in its place holds something, and how many were searched; where `numbered`, also which."""
    searched = _searched(by, place, view)
    which = "" if len(searched) == len(view.turns_by(by)) else " in question"
    if numbered and (by is not None or place is not None):  # else it is every turn
        which += turn_numbers(searched)
    where = place.words if place is not None else ""
    return absent_clause(words + where, by, len(searched), which=which)


def searched_in_vain(
    words: str, by: Speaker | None, place: Place | None, near_misses: Sequence[NearMiss], view: View
) -> Account:
    """Returns that no turn in its place holds something, and which turns were searched."""
    clause = absence(words, by, place, view, numbered=True)
    return Account((), near_misses, clause, _searched(by, place, view))


def _searched(by: Speaker | None, place: Place | None, view: View) -> list[int]:
    turns = view.turns_by(by)
    if place is None:
        return turns
    allowed = place.span(view)
    return [turn for turn in turns if turn in allowed]


def unclear_clause(place: Place | None, unclear: Sequence[int], wanted: str, view: View) -> str:
    """Returns `turns 0 and 3 have no times, so it can't be told whether there is a solution …`."""
    if place is None:
        raise AssertionError("a condition without a place is never undetermined")
    return f"{place.lacking_times(unclear, view)}, so it can't be told whether there is {wanted}"


def _at(turns: Sequence[int], signals: Sequence[Signal]) -> list[Signal]:
    wanted = frozenset(turns)
    return [signal for signal in signals if signal.turn in wanted]


def _beside(signal: Signal, names: Sequence[str], view: View) -> Signal | None:
    """The first signal of these names in the same turn."""
    for name in names:
        found = view.signals.get(name, ())
        at = bisect_left(found, signal.turn, key=_TURN)
        if at < len(found) and found[at].turn == signal.turn:
            return found[at]
    return None
