"""Sets of letters of which a phrase needs one each, as bits: far cheaper to ask for than a pattern."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import NamedTuple

from recovery_eval.signals.alphabet import SENTENCE_ENDS

_find_end = re.compile(f"[{SENTENCE_ENDS}]").search


class Sentence(NamedTuple):
    """A sentence of a turn in letters.

    Attributes:
        start: Where it begins, as a token index.
        end: Where it ends (exclusive), its mark included.
        met: The bits of the needs that it meets.
    """

    start: int
    end: int
    met: int


class Needs:
    """Numbers the sets of letters that anything needs, and tells which of them a sentence meets."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._met_by: defaultdict[str, int] = defaultdict(int)

    def bits(self, sets: Iterable[frozenset[str]]) -> int:
        """Returns the bits of sets of letters, of each of which any letter will do."""
        return reduce(or_, map(self._bit, sets), 0)

    def _bit(self, letters: frozenset[str]) -> int:
        bit = self._bits.get(letters)
        if bit is None:
            bit = self._bits[letters] = 1 << len(self._bits)
            for letter in letters:
                self._met_by[letter] |= bit
        return bit

    def met_by(self, letters: str) -> int:
        """Returns the bits of all sets of which a text has a letter."""
        return reduce(or_, map(self._met_by.__getitem__, letters), 0)

    def sentence(self, letters: str, backwards: str, first: int, last: int) -> Sentence:
        """Returns the sentence around the tokens from `first` up to, not including, `last`; or several, if they are.

        `backwards` is `letters` reversed: no more of a turn is looked at than the sentence.
        """
        before, after = _find_end(backwards, len(letters) - first), _find_end(letters, last)
        start = len(letters) - before.start() if before else 0
        end = after.end() if after else len(letters)
        return Sentence(start, end, self.met_by(letters[start:end]))
