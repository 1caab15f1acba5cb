"""Finds anchors in a turn: all runs of letters that any phrase wants, in one pass of an Aho-Corasick automaton."""

from __future__ import annotations

from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, Implementation

T = TypeVar("T")


class AnchorIndex(Generic[T]):
    """The anchors of one speaker's phrases, and what was added with each."""

    def __init__(self) -> None:
        self._things: dict[str, list[T]] = {}
        self._automaton: AhoCorasick | None = None
        self._in_order: list[list[T]] = []

    def add(self, run: str, thing: T) -> None:
        """Adds what is to be found wherever the letters of `run`, one or more, stand."""
        self._things.setdefault(run, []).append(thing)
        self._automaton = None

    def find(self, letters: str) -> list[tuple[list[T], int, int]]:
        """Returns what was added with each anchor of a turn, with its token span, in the order in which they end."""
        if self._automaton is None:
            self._automaton = AhoCorasick(
                self._things, implementation=Implementation.ContiguousNFA, store_patterns=False
            )
            self._in_order = list(self._things.values())
        things = self._in_order
        return [
            (things[number], start, end)
            for number, start, end in self._automaton.find_matches_as_indexes(letters, overlapping=True)
        ]
