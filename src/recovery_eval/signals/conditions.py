"""The conditions of a phrase group that cancel a match, compiled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Literal

from recovery_eval.signals.models import Unless
from recovery_eval.signals.needs import Needs, Sentence
from recovery_eval.signals.patterns import MOST_SENTENCE, PatternWriter, looks_ahead
from recovery_eval.signals.phrase import parse_phrase

# A call without punctuation is one long "sentence"; nothing further away than this bears on a match.
MOST_SCOPE = 25
LONGEST_CUE = 10
MOST_TURN = 1_000  # tokens to either side that count as the same turn, so that time stays linear in a turn's length

_Direction = Literal["inside", "then", "before"]
_DIRECTIONS: tuple[_Direction, ...] = ("inside", "then", "before")

# The name of the condition that cancels a match, and the token span of its cue.
Cancelled = tuple[str, int, int]


class _Cues:
    """The cues of one `unless` condition in one direction, as one pattern, compiled when it is first needed.

    Attributes:
        name: The condition's name.
        needs: What has to be in the sentence for any of the cues to be.
        of_turn: Whether cues count in the whole turn.
    """

    __slots__ = ("_cues", "_pattern", "_room", "_where", "_within", "_writer", "name", "needs", "of_turn")

    def __init__(self, name: str, unless: Unless, where: _Direction, writer: PatternWriter, needs: Needs) -> None:
        self.name = name
        cues = tuple([parse_phrase(cue) for cue in getattr(unless, where)])
        needed = writer.needed_by_any(cues)
        self.needs = needs.bits([needed] if needed else [])
        self._where = where
        self._within = unless.within
        self.of_turn = where != "inside" and unless.same == "turn"
        self._writer = writer
        self._cues = cues
        self._pattern: re.Pattern[str] | None = None
        self._room = 0

    def find(self, letters: str, first: int, last: int, start: int, end: int) -> tuple[int, int] | None:
        """Returns the token span of a cue from `first` up to `last` where it cancels a match, or None."""
        where, within = self._where, self._within
        if where == "inside":
            return next(self._between(letters, start, end), None)
        if where == "then":
            reach = last if within is None else min(last, end + within + LONGEST_CUE)
            found = next(self._between(letters, end, reach), None)
            return found if found is not None and (within is None or found[0] - end < within) else None
        reach = first if within is None else max(first, start - within - LONGEST_CUE)
        for found in self._between(letters, reach, start):
            if within is None or start - found[1] < within:
                return found
        return None

    def _between(self, letters: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Yields the spans of cues from `first` up to `last`, beyond which some look for the end of the sentence."""
        if self._pattern is None:
            pattern = self._writer.write_any(self._cues)
            if looks_ahead(pattern):
                self._room = MOST_SENTENCE
            elif self._where == "before" and self._within is not None:
                # of cues that begin together, one that stops short must not hide one that goes on
                pattern += rf"(?=.{{0,{self._within - 1}}}\Z)"
            self._pattern = re.compile(pattern, re.DOTALL)
        for found in self._pattern.finditer(letters, first, last + self._room):
            if found.end() <= last:
                yield found.span()


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

    def cancelled(self, letters: str, sentence: Sentence, start: int, end: int) -> Cancelled | None:
        """Returns the first condition that cancels a match, or None.

        Args:
            letters: The turn.
            sentence: The one in which the match is.
            start: Where the match begins, as a token index.
            end: Where it ends (exclusive).
        """
        begins, ends, met = sentence
        first, last = max(begins, start - MOST_SCOPE), min(ends, end + MOST_SCOPE)
        for cues in self._cues:
            if cues.of_turn:
                span = cues.find(letters, max(0, start - MOST_TURN), end + MOST_TURN, start, end)
            elif cues.needs & met == cues.needs:
                span = cues.find(letters, first, last, start, end)
            else:
                continue
            if span is not None:
                return cues.name, *span
        return None
