"""The conditions of a phrase group, compiled: what cancels a match, and what must have come in an earlier turn."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from recovery_eval.signals.alphabet import QUESTION_LETTER, STOP_LETTER
from recovery_eval.signals.models import After, PhraseGroup, Unless
from recovery_eval.signals.patterns import PatternWriter
from recovery_eval.signals.phrase import parse_phrase
from recovery_eval.signals.spelling import Spelled

# A call without punctuation is one long "sentence"; nothing further away than this bears on a match.
MOST_SCOPE = 25
LONGEST_CUE = 10
MOST_TURN = 1_000  # tokens to either side that count as the same turn, so that time stays linear in a turn's length

# The name of the condition that cancels a match, and the token span of its cue.
Cancelled = tuple[str, int, int]


class _Around:
    """A match and what stands around it: the scopes for cues, and the letters in each."""

    __slots__ = ("after", "before", "end", "inside", "letters", "scope_end", "scope_start", "start")

    def __init__(self, letters: str, tokens: Sequence[str], start: int, end: int) -> None:
        self.letters = letters
        self.start, self.end = start, end
        self.scope_start, self.scope_end = scope_start(letters, start), scope_end(letters, end)
        self.before = frozenset(tokens[self.scope_start : start])
        self.inside = frozenset(tokens[start:end])
        self.after = frozenset(tokens[end : self.scope_end])


class _Cues:
    """The cues of one direction as one pattern, compiled when it is first needed.

    `needs` are letters of which one must be there for any of the cues to be; None where that can't be told.
    """

    __slots__ = ("_pattern", "_written", "needs")

    def __init__(self, cues: Sequence[str], writer: PatternWriter) -> None:
        parsed = [parse_phrase(cue) for cue in cues]
        self._written = "|".join([f"(?:{writer.write(cue, backwards=False)})" for cue in parsed])
        self._pattern: re.Pattern[str] | None = None
        needed = [writer.needed_letters(cue) for cue in parsed]
        self.needs = frozenset().union(*[one for one in needed if one]) if all(needed) else None

    def __bool__(self) -> bool:
        return bool(self._written)

    def may_be_in(self, letters: frozenset[str]) -> bool:
        """Tells whether any cue can be among these letters at all."""
        return bool(self._written) and (self.needs is None or not self.needs.isdisjoint(letters))

    @property
    def pattern(self) -> re.Pattern[str]:
        if self._pattern is None:
            self._pattern = re.compile(self._written)
        return self._pattern


class CompiledUnless:
    """One `unless` condition, ready to be asked about a match."""

    __slots__ = ("_before", "_inside", "_then", "_turn", "_within", "name", "needs")

    def __init__(self, name: str, unless: Unless, writer: PatternWriter) -> None:
        self.name = name
        self._then = _Cues(unless.then, writer)
        self._before = _Cues(unless.before, writer)
        self._inside = _Cues(unless.inside, writer)
        self._within = unless.within
        self._turn = unless.same == "turn"
        # Letters of which one must be in the turn for any cue to be; None where that can't be told.
        needed = [cues.needs for cues in (self._then, self._before, self._inside) if cues]
        self.needs = None if None in needed else frozenset().union(*[one for one in needed if one])

    def cue(self, match: _Around) -> tuple[int, int] | None:
        """Returns the token span of the cue that cancels a match, or None."""
        letters, start, end = match.letters, match.start, match.end
        if self._inside.may_be_in(match.inside) and (found := self._inside.pattern.search(letters, start, end)):
            return found.span()
        if self._then.may_be_in(match.after) or (self._turn and self._then):
            limit = min(len(letters), end + MOST_TURN) if self._turn else match.scope_end
            if self._within is not None:
                limit = min(limit, end + self._within + LONGEST_CUE)
            found = self._then.pattern.search(letters, end, limit)
            if found and (self._within is None or found.start() - end < self._within):
                return found.span()
        if self._before.may_be_in(match.before) or (self._turn and self._before):
            limit = max(0, start - MOST_TURN) if self._turn else match.scope_start
            if self._within is not None:
                limit = max(limit, start - self._within - LONGEST_CUE)
            for found in self._before.pattern.finditer(letters, limit, start):
                if self._within is None or start - found.end() < self._within:
                    return found.span()
        return None


class CompiledGroup:
    """The conditions shared by the phrases of one group; `once` tells whether one match of it is enough for a turn."""

    __slots__ = ("_unless", "once")

    def __init__(self, group: PhraseGroup, writer: PatternWriter, *, once: bool) -> None:
        self._unless = tuple(CompiledUnless(name, unless, writer) for name, unless in group.unless.items())
        self.once = once

    def cancelled(self, turn: Spelled, present: frozenset[str], start: int, end: int) -> Cancelled | None:
        """Returns the first condition that cancels a match, or None; `present` is the set of the turn's letters."""
        match = None
        for unless in self._unless:
            if unless.needs is not None and unless.needs.isdisjoint(present):
                continue
            if match is None:
                match = _Around(turn.letters, turn.tokens, start, end)
            cue = unless.cue(match)
            if cue is not None:
                return unless.name, *cue
        return None


def scope_start(letters: str, position: int) -> int:
    """Returns where the sentence around a position begins, as a token index."""
    first = max(0, position - MOST_SCOPE)
    return (
        max(letters.rfind(STOP_LETTER, first, position), letters.rfind(QUESTION_LETTER, first, position), first - 1) + 1
    )


def scope_end(letters: str, position: int) -> int:
    """Returns where the sentence around a position ends (its mark included), as a token index."""
    last = min(position + MOST_SCOPE, len(letters))
    ends = (letters.find(STOP_LETTER, position, last), letters.find(QUESTION_LETTER, position, last))
    return min([end + 1 for end in ends if end >= 0], default=last)


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
