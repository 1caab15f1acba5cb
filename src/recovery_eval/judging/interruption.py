"""A check of who speaks into whose turn, by the times of speech that recordings have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from recovery_eval.evidence import Signal
from recovery_eval.judging.account import Account
from recovery_eval.judging.view import View
from recovery_eval.judging.wording import seconds_words, turn_numbers
from recovery_eval.transcript.models import Speaker
from recovery_eval.transcript.redaction import visible_span


class Interruption(NamedTuple):
    """A turn that begins inside another one, so many seconds before that ends."""

    turn: int
    inside: int
    seconds: float


@dataclass(frozen=True, slots=True)
class InterruptionCheck:
    """Somebody begins to speak inside a turn of the other side.

    Attributes:
        by: Who begins to speak.
        of: Whose turn it is.
        seconds: Both speak at once for longer than this.
        wanted: All that is asked for, as part of a sentence.
    """

    by: Speaker
    of: Speaker
    seconds: float
    wanted: str

    def holds(self, view: View) -> Sequence[Signal] | None:
        """Returns the words of the turns that interrupt, or None."""
        found, _ = self._heard(view)
        return [signal for one in found if (signal := _words(one.turn, view)).quote] if found else None

    def may_hold(self, view: View) -> bool:
        """Whether a turn interrupts, or one does not tell when it was spoken."""
        return any(self._heard(view))

    def why(self, view: View, evidence: Sequence[Signal]) -> Account:
        """Returns which turn begins inside which, and by how much."""
        (first, *others), _ = self._heard(view)
        more = f", and {len(others)} more" if others else ""
        inside = f"{seconds_words(first.seconds)} before turn {first.inside} by the {self.of} ends"
        return Account(evidence, (), f"turn {first.turn} by the {self.by} begins {inside}{more}")

    def why_not(self, view: View) -> Account:  # noqa: ARG002 - as every check has it
        """Returns that nobody was interrupted."""
        return Account((), (), f"there isn't {self.wanted}")

    def why_unclear(self, view: View) -> Account:
        """Returns which turns do not tell when they were spoken."""
        asked = [turn for turn, speaker in enumerate(view.speakers) if speaker in (self.by, self.of)]
        untold = [turn for turn in asked if view.spoken(turn) is None]
        match len(untold):
            case number if number == len(asked):
                who = "no turn tells when it begins and ends"
            case 1:
                who = f"1 turn{turn_numbers(untold)} doesn't tell when it begins and ends"
            case number:
                who = f"{number} turns{turn_numbers(untold)} don't tell when they begin and end"
        return Account((), (), f"{who}, so it can't be told whether there is {self.wanted}")

    def _heard(self, view: View) -> tuple[list[Interruption], list[int]]:
        """Returns the interruptions, and the turns of which it can't be told whether they are."""
        found: list[Interruption] = []
        unclear: list[int] = []
        before: int | None = None  # the other side's turn that ends last, of those with times
        begins = ends = 0.0
        latest: int | None = None  # the other side's latest turn
        for turn, speaker in enumerate(view.speakers):
            spoken = view.spoken(turn)
            if speaker is self.of:
                latest = turn
                if spoken is not None and (before is None or spoken[1] >= ends):
                    before, (begins, ends) = turn, spoken
            elif speaker is self.by and latest is not None:
                if spoken is None or before is None or view.spoken(latest) is None:
                    unclear.append(turn)
                elif begins < spoken[0] and round(min(ends, spoken[1]) - spoken[0], 3) > self.seconds:
                    found.append(Interruption(turn, before, round(ends - spoken[0], 3)))
        return found, unclear


def _words(turn: int, view: View) -> Signal:
    start, end = visible_span(view.turns[turn])
    return Signal("interruption", turn, start, end, view.turns[turn].text[start:end], "times of speech")
