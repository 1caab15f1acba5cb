"""Sets of letters of which a phrase needs one each, as bits: far cheaper to ask for than a pattern."""

from __future__ import annotations

from collections import defaultdict
from functools import reduce
from operator import or_


class Needs:
    """Numbers the sets of letters that anything needs, and tells which of them a turn meets."""

    def __init__(self) -> None:
        self._bits: dict[frozenset[str], int] = {}
        self._met_by: defaultdict[str, int] = defaultdict(int)

    def bit(self, letters: frozenset[str] | None) -> int:
        """Returns the bit of a set of letters, any of which will do; 0, which is always met, for None."""
        if letters is None:
            return 0
        bit = self._bits.get(letters)
        if bit is None:
            bit = self._bits[letters] = 1 << len(self._bits)
            for letter in letters:
                self._met_by[letter] |= bit
        return bit

    def met_by(self, letters: str) -> int:
        """Returns the bits of all sets of which a turn has a letter."""
        return reduce(or_, map(self._met_by.__getitem__, letters), 0)
