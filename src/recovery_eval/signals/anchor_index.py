"""Finds anchors in a turn: all runs of letters that any phrase wants, in one pass of an Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import itemgetter
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

T = TypeVar("T")
_END = itemgetter(2)

# What was added with an anchor, and the token span where it stands.
Hit = tuple[list[T], int, int]


class AnchorIndex(Generic[T]):
    """The anchors of one speaker's phrases, and what was added with each.

    Args:
        passed_over: Letters over which anchors step, as all of a phrase does. An anchor that holds one of them itself
            is found only where it stands letter for letter.
        first_met: Called with what was added before it is found for the first time.
    """

    def __init__(self, passed_over: str = "", first_met: Callable[[T], object] = lambda _: None) -> None:
        self._bare = _Runs(first_met)
        self._exact = _Runs(first_met)
        self._passed_over = frozenset(passed_over)
        self._strip = re.compile(f"[{re.escape(passed_over)}]" if passed_over else "(?!)").sub

    def add(self, run: str, thing: T) -> None:
        """Adds what is to be found wherever the letters of `run`, one or more, stand."""
        runs = self._bare if self._passed_over.isdisjoint(run) else self._exact
        runs.add(run, thing)

    def find(self, letters: str) -> list[Hit[T]]:
        """Returns what was added with each anchor of a turn, with its token span, in the order in which they end."""
        bare = self._strip("", letters)
        found = self._bare.find(bare)
        if len(bare) == len(letters):
            return found
        passed_over = self._passed_over
        places = [place for place, letter in enumerate(letters) if letter not in passed_over]
        found = [(things, places[start], places[end - 1] + 1) for things, start, end in found]
        return sorted([*found, *self._exact.find(letters)], key=_END)


class _Runs(Generic[T]):
    """Runs of letters as an automaton, made when it is first needed."""

    def __init__(self, first_met: Callable[[T], object]) -> None:
        self._things: dict[str, list[T]] = {}
        self._first_met = first_met
        self._automaton: AhoCorasick | None = None
        self._met = _Met[T]([], first_met)

    def add(self, run: str, thing: T) -> None:
        self._things.setdefault(run, []).append(thing)
        self._automaton = None

    def find(self, letters: str) -> list[Hit[T]]:
        if self._automaton is None:
            self._automaton = AhoCorasick(
                self._things, implementation=Implementation.ContiguousNFA, store_patterns=False
            )
            self._met = _Met(list(self._things.values()), self._first_met)
        met = self._met
        return [
            (met[number], start, end)
            for number, start, end in self._automaton.find_matches_as_indexes(letters, overlapping=True)
        ]


class _Met(dict[int, list[T]]):
    """What was added with each run that has been found, by the run's number."""

    def __init__(self, in_order: list[list[T]], first_met: Callable[[T], object]) -> None:
        super().__init__()
        self._in_order = in_order
        self._first_met = first_met

    def __missing__(self, number: int) -> list[T]:
        things = self[number] = self._in_order[number]
        for thing in things:
            self._first_met(thing)
        return things
