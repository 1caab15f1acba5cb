"""What has been said so far in a conversation, as far as later turns look back at it."""

from __future__ import annotations

from recovery_eval.evidence import Signal
from recovery_eval.signals.models import After
from recovery_eval.transcript.models import Speaker

UNHEARD = frozenset({Speaker.INTERNAL, Speaker.SYSTEM})


class Said:
    """The turns of a conversation that have been read.

    Args:
        looked_back_at: The signals that anything asks earlier turns for.

    Attributes:
        last_by: The latest turn of each speaker.
        last_signal: The latest turn of each signal that is looked back at.
    """

    __slots__ = ("_heard", "_looked_back_at", "_turns", "last_by", "last_signal")

    def __init__(self, looked_back_at: frozenset[str]) -> None:
        self._looked_back_at = looked_back_at
        self._turns: dict[str, list[int]] = {}
        self._heard: list[int] = []
        self.last_by: dict[str, int] = {}
        self.last_signal: dict[str, int] = {}

    def add(self, signal: Signal) -> None:
        """Adds a signal; those of one name come in the order of their turns."""
        if signal.name in self._looked_back_at:
            self._turns.setdefault(signal.name, []).append(signal.turn)
            self.last_signal[signal.name] = signal.turn

    def end_turn(self, turn: int, speaker: Speaker) -> None:
        """Adds a turn that has been read to the end; notes and messages of the system stand between no two others."""
        self.last_by[speaker] = turn
        if speaker not in UNHEARD:
            self._heard.append(turn)

    def take_back(self, name: str) -> None:
        """Forgets the latest signal of a name."""
        turns = self._turns.get(name)
        if turns:
            turns.pop()
            self.last_signal.pop(name)
            if turns:
                self.last_signal[name] = turns[-1]

    def has(self, after: After) -> bool:
        """Tells whether an earlier turn has what a group of phrases asks for, in the turn that is being read."""
        within, heard = after.within, self._heard
        earliest = heard[-within] if within is not None and within <= len(heard) else 0
        if after.by is not None and self.last_by.get(after.by, -1) < earliest:
            return False
        for name in after.signal:  # a loop, for this is asked of every group in every turn
            if self.last_signal.get(name, -1) >= earliest:
                return True
        return not after.signal
