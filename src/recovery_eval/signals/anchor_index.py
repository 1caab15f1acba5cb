"""Finds anchors in a turn: runs of letters, looked up by one letter or by two that stand side by side."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Generic, NamedTuple, TypeVar

from recovery_eval.signals.alphabet import MARK_LETTER

T = TypeVar("T")


class _Run(NamedTuple, Generic[T]):
    """An anchor of two letters or more.

    Attributes:
        letters: All of them.
        pivot: The place of the rarest among them.
        pair: Where in the run the two letters begin by which it is looked up.
        rank: Orders the anchors that have their pivot at one place of a turn.
        things: What was added with it.
    """

    letters: str
    pivot: int
    pair: int
    rank: tuple[bool, int]
    things: list[T]


# The place of the pivot, the rank at that place, what was added with the anchor, and its span.
_Hit = tuple[int, tuple[bool, int], list[T], int, int]
_ALONE = (False, -1)


class AnchorIndex(Generic[T]):
    """The anchors of one speaker's phrases.

    Most letters of a turn begin some anchor; far fewer are one, or stand beside the letter that an anchor wants. So
    anchors of one letter are kept apart, and longer ones are looked up by their pivot and a letter next to it.
    """

    def __init__(self) -> None:
        self._alone: dict[str, list[T]] = {}
        self._by_pair: dict[str, dict[str, list[_Run[T]]]] = {}
        self._by_run: dict[tuple[str, int], _Run[T]] = {}

    def add(self, run: str, pivot: int, thing: T) -> None:
        """Adds what is to be found wherever the letters of `run` stand; `pivot` is the place of the rarest of them."""
        if len(run) == 1:
            self._alone.setdefault(run, []).append(thing)
            return
        known = self._by_run.get((run, pivot))
        if known is None:
            pair = max(0, pivot - 1)
            # at one place: those that begin with their pivot before the others, and else in the order they came
            known = _Run(run, pivot, pair, (pivot > 0, len(self._by_run)), [])
            self._by_run[run, pivot] = known
            self._by_pair.setdefault(run[pair], {}).setdefault(run[pair + 1], []).append(known)
        known.things.append(thing)

    def find(self, tokens: Sequence[str]) -> list[tuple[list[T], int, int]]:
        """Returns what was added with each anchor of a turn, with its token span, in the order of the pivots.

        Anchors step over marks: "mix up" is found in "mix-up".
        """
        bare = [letter for letter in tokens if letter != MARK_LETTER]
        hits = self._hits(bare)
        if len(hits) > 1:
            hits.sort()
        if not hits or len(bare) == len(tokens):
            return [(things, start, end) for _, _, things, start, end in hits]
        places = [place for place, letter in enumerate(tokens) if letter != MARK_LETTER]
        return [(things, places[start], places[end - 1] + 1) for _, _, things, start, end in hits]

    def _hits(self, letters: Sequence[str]) -> list[_Hit[T]]:
        alone = self._alone
        hits = [
            (place, _ALONE, alone[letter], place, place + 1) for place, letter in enumerate(letters) if letter in alone
        ]
        at_first = map(self._by_pair.get, letters)
        pairs = enumerate(zip(at_first, islice(letters, 1, None), strict=False))
        for place, runs in [(place, at[second]) for place, (at, second) in pairs if at and second in at]:
            for run, pivot, pair, rank, things in runs:
                start, end = place - pair, place - pair + len(run)
                if start >= 0 and (len(run) == 2 or "".join(letters[start:end]) == run):
                    hits.append((start + pivot, rank, things, start, end))
        return hits
