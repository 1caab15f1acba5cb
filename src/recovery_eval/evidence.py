"""What was found, and where: plain values that cross threads and processes.

Offsets are half-open and count Unicode code points of the turn's own text, so that
`transcript.turns[s.turn].text[s.start:s.end] == s.quote` holds for every signal and near miss.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeVar

# What "cancels" a hint that nothing bears out, in place of the name of an `unless`.
NOT_BORNE_OUT = "not-borne-out"


class Signal(NamedTuple):
    """One speech act found in one turn.

    Attributes:
        name: The signal, for example `apology`.
        turn: Index of the turn, from 0.
        start: Where the words begin in the turn's text.
        end: Where they end (exclusive).
        quote: The words.
        phrase: The phrase of the signal file that found them.
    """

    name: str
    turn: int
    start: int
    end: int
    quote: str
    phrase: str


class NearMiss(NamedTuple):
    """Words that a signal's phrase found but one of its `unless` conditions cancelled.

    Attributes:
        name: The signal that was nearly found.
        turn: Index of the turn, from 0.
        start: Where the words begin in the turn's text.
        end: Where they end (exclusive).
        quote: The words.
        phrase: The phrase that found them.
        cancelled_by: Name of the `unless` condition, or `NOT_BORNE_OUT`.
        cue: The words that made the condition hold.
    """

    name: str
    turn: int
    start: int
    end: int
    quote: str
    phrase: str
    cancelled_by: str
    cue: str


AnyFind = TypeVar("AnyFind", Signal, NearMiss)


def by_name(found: Iterable[AnyFind]) -> dict[str, list[AnyFind]]:
    """Returns finds by the name of their signal, each list in the order given."""
    named: dict[str, list[AnyFind]] = {}
    for one in found:
        named.setdefault(one.name, []).append(one)
    return named


def reading_order(found: Signal | NearMiss) -> tuple[int, int, int, str]:
    """Returns a key that sorts finds in the order of their words."""
    return found.turn, found.start, found.end, found.name
