"""The conditions of a phrase group, compiled: what cancels a match, and what must have come in an earlier turn."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from recovery_eval.signals.alphabet import QUESTION_LETTER, STOP_LETTER
from recovery_eval.signals.models import After, Unless
from recovery_eval.signals.needs import Needs
from recovery_eval.signals.patterns import PatternWriter
from recovery_eval.signals.phrase import parse_phrase

# A call without punctuation is one long "sentence"; nothing further away than this bears on a match.
MOST_SCOPE = 25
LONGEST_CUE = 10
MOST_TURN = 1_000  # tokens to either side that count as the same turn, so that time stays linear in a turn's length

_SENTENCE_END = re.compile(f"[{STOP_LETTER}{QUESTION_LETTER}]")

_Direction = Literal["inside", "then", "before"]
_DIRECTIONS: tuple[_Direction, ...] = ("inside", "then", "before")

# The name of the condition that cancels a match, and the token span of its cue.
Cancelled = tuple[str, int, int]


class _Cues:
    """The cues of one `unless` condition in one direction, as one pattern, compiled when it is first needed.

    Attributes:
        name: The condition's name.
        needs: What has to be in a turn for any of the cues to be.
    """

    __slots__ = ("_pattern", "_turn", "_where", "_within", "_written", "name", "needs")

    def __init__(self, name: str, unless: Unless, where: _Direction, writer: PatternWriter, needs: Needs) -> None:
        self.name = name
        parsed = tuple([parse_phrase(cue) for cue in getattr(unless, where)])
        needed = [writer.needed_letters(cue) for cue in parsed]
        known = [one for one in needed if one]
        self.needs = needs.bit(frozenset().union(*known) if len(known) == len(needed) else None)
        self._where = where
        self._within = unless.within
        self._turn = unless.same == "turn"
        self._written = writer.write_any(parsed)
        self._pattern: re.Pattern[str] | None = None

    def find(self, letters: str, start: int, end: int) -> tuple[int, int] | None:
        """Returns the token span of a cue where it cancels a match, or None."""
        pattern = self._pattern
        if pattern is None:
            pattern = self._pattern = re.compile(self._written)
        if self._where == "inside":
            found = pattern.search(letters, start, end)
            return found.span() if found else None
        within = self._within
        if self._where == "then":
            limit = min(len(letters), end + MOST_TURN) if self._turn else scope_end(letters, end)
            if within is not None:
                limit = min(limit, end + within + LONGEST_CUE)
            found = pattern.search(letters, end, limit)
            return found.span() if found and (within is None or found.start() - end < within) else None
        limit = max(0, start - MOST_TURN) if self._turn else scope_start(letters, start)
        if within is not None:
            limit = max(limit, start - within - LONGEST_CUE)
        for found in pattern.finditer(letters, limit, start):
            if within is None or start - found.end() < within:
                return found.span()
        return None


class CompiledGroup:
    """The conditions shared by the phrases of one group; `once` tells whether one match of it is enough for a turn."""

    __slots__ = ("_cues", "once")

    def __init__(self, unlesses: Mapping[str, Unless], writer: PatternWriter, needs: Needs, *, once: bool) -> None:
        self._cues = tuple(
            [
                _Cues(name, unless, where, writer, needs)
                for name, unless in unlesses.items()
                for where in _DIRECTIONS
                if getattr(unless, where)
            ]
        )
        self.once = once

    def cancelled(self, letters: str, met: int, start: int, end: int) -> Cancelled | None:
        """Returns the first condition that cancels a match, or None; `met` are the needs that the turn meets."""
        for cues in self._cues:
            needs = cues.needs
            if needs & met == needs:
                span = cues.find(letters, start, end)
                if span is not None:
                    return cues.name, *span
        return None


def scope_start(letters: str, position: int) -> int:
    """Returns where the sentence around a position begins, as a token index."""
    first = max(0, position - MOST_SCOPE)
    return (
        max(letters.rfind(STOP_LETTER, first, position), letters.rfind(QUESTION_LETTER, first, position), first - 1) + 1
    )


def scope_end(letters: str, position: int) -> int:
    """Returns where the sentence around a position ends (its mark included), as a token index."""
    last = position + MOST_SCOPE
    end = _SENTENCE_END.search(letters, position, last)
    return end.end() if end else min(last, len(letters))


def holds(after: After, turn: int, last_by: Mapping[str, int], last_signal: Mapping[str, int]) -> bool:
    """Tells whether an earlier turn has what a group asks for.

    Args:
        after: The condition.
        turn: Index of the turn in question.
        last_by: The latest earlier turn of each speaker.
        last_signal: The latest earlier turn of each signal.
    """
    earliest = max(0, turn - after.within) if after.within is not None else 0
    if after.by is not None and last_by.get(after.by, -1) < earliest:
        return False
    return not after.signal or any(last_signal.get(name, -1) >= earliest for name in after.signal)
