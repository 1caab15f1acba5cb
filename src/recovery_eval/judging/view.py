"""What a judge sees of a transcript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, Self, TypeVar

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.transcript.models import Speaker

Found = TypeVar("Found", Signal, NearMiss)


class View(NamedTuple):
    """The facts of one transcript.

    Attributes:
        signals: Signals by name, each sequence in turn order.
        near_misses: Near misses by name, each sequence in turn order.
        speakers: The speaker of each turn.
    """

    signals: Mapping[str, Sequence[Signal]]
    near_misses: Mapping[str, Sequence[NearMiss]]
    speakers: tuple[Speaker, ...]

    @classmethod
    def of(cls, signals: Iterable[Signal], near_misses: Iterable[NearMiss], speakers: Sequence[Speaker]) -> Self:
        """Returns the view of what was found, which has to come in turn order."""
        return cls(_by_name(signals), _by_name(near_misses), tuple(speakers))


def _by_name(found: Iterable[Found]) -> dict[str, list[Found]]:
    by_name: dict[str, list[Found]] = {}
    for one in found:
        by_name.setdefault(one.name, []).append(one)
    return by_name


def in_turn_order(found: Iterable[Found]) -> tuple[Found, ...]:
    """Returns what was found in the order of the conversation, each once."""
    return tuple(sorted(set(found), key=_place))


def _place(found: Signal | NearMiss) -> tuple[int, int, int, str]:
    return found.turn, found.start, found.end, found.name
