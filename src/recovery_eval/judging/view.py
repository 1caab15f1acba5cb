"""What a judge sees of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self

from recovery_eval.evidence import AnyFind, NearMiss, Signal, by_name, reading_order
from recovery_eval.promises import Promise
from recovery_eval.transcript.models import Speaker, Turn


class View(NamedTuple):
    """The facts of one transcript.

    Attributes:
        signals: Signals by name, each sequence in turn order.
        near_misses: Near misses by name, each sequence in turn order.
        speakers: The speaker of each turn.
        turns: The turns themselves, whose times some rules ask for; empty where only their speakers are known.
        promises: The promise ledger, where some rule asks for it.
        occasions: The words by which failed rules applied, kept by what they apply to, for many ask the same.
    """

    signals: Mapping[str, Sequence[Signal]]
    near_misses: Mapping[str, Sequence[NearMiss]]
    speakers: tuple[Speaker, ...]
    turns: Sequence[Turn]
    promises: Sequence[Promise]
    occasions: dict[str, tuple[Signal, ...]]

    @classmethod
    def of(
        cls,
        signals: Iterable[Signal],
        near_misses: Iterable[NearMiss],
        speakers: Sequence[Speaker],
        turns: Sequence[Turn] = (),
    ) -> Self:
        """Returns the view of what was found, which has to come in turn order."""
        return cls(by_name(signals), by_name(near_misses), tuple(speakers), turns, (), {})

    def turns_by(self, speaker: Speaker | None) -> list[int]:
        """Returns the indices of a speaker's turns; of all turns for None."""
        if speaker is None:
            return list(range(len(self.speakers)))
        return [turn for turn, by in enumerate(self.speakers) if by is speaker]

    def has_time(self, turn: int) -> bool:
        """Whether it is known when a turn was made."""
        return bool(self.turns) and (self.turns[turn].time is not None or self.turns[turn].offset is not None)

    def spoken(self, turn: int) -> tuple[float, float] | None:
        """Returns when a turn begins and ends, in seconds since the conversation began; None if it isn't known."""
        if not self.turns:
            return None
        start, end = self.turns[turn].offset, self.turns[turn].end_offset
        return (start, end) if start is not None and end is not None and start <= end else None

    def seconds_between(self, earlier: int, later: int) -> float | None:
        """Returns the seconds from one turn to a later one; None where their times do not tell."""
        if not self.turns:
            return None
        one, other = self.turns[earlier], self.turns[later]
        seconds = None
        if one.time is not None and other.time is not None:
            if (one.time.utcoffset() is None) == (other.time.utcoffset() is None):
                seconds = (other.time - one.time).total_seconds()
        elif one.offset is not None and other.offset is not None:
            seconds = other.offset - one.offset
        return seconds if seconds is not None and seconds >= 0 else None  # a clock that runs backwards is not to trust


def in_turn_order(found: Iterable[AnyFind]) -> tuple[AnyFind, ...]:
    """Returns what was found in the order of the conversation, each once."""
    several = tuple(found)
    return several if len(several) < 2 else tuple(sorted(dict.fromkeys(several), key=reading_order))
