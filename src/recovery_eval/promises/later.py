"""What is said after a promise: the turns that are looked through for what became of it, and the words found there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.transcript.models import Speaker, Turn

TOLD_DONE = "promise-told-done"
CONFIRMED = "promise-confirmed"
DENIED = "promise-denied"
MOST_TURN = 4_000
MOST_LATER = 200
_BOTH_SIDES = (Speaker.AGENT, Speaker.CUSTOMER)


def later_turns(
    one: Commitment, turns: Sequence[Turn], by: Sequence[Speaker] = _BOTH_SIDES
) -> Iterator[tuple[int, Speaker, str]]:
    """Yields index, speaker and the first `MOST_TURN` characters of the turns by some, of the next `MOST_LATER`."""
    for index in range(one.turn + 1, min(len(turns), one.turn + 1 + MOST_LATER)):
        turn = turns[index]
        if turn.speaker in by:
            yield index, turn.speaker, turn.text[:MOST_TURN]


def signal_of(name: str, turn: int, found: re.Match[str]) -> Signal:
    """Returns words of a turn as what they tell."""
    return Signal(name, turn, found.start(), found.end(), found.group(), "")
