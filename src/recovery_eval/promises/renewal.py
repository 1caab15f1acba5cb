"""Promises that are put off in time: "I'll call you by seven instead", said before five."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from recovery_eval.promises.clock import is_after
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.conversation import Conversation
from recovery_eval.promises.echoes import verb_of
from recovery_eval.promises.models import Kind
from recovery_eval.promises.stems import things_of
from recovery_eval.transcript.models import Turn

_BESIDES = re.compile(r"\b(?:too|also|as well|again)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\binstead\b", re.IGNORECASE)


def renewals(
    made: Sequence[Commitment], dues: Sequence[datetime | None], seen: Conversation
) -> list[tuple[datetime | None, list[int]]]:
    """Returns for each promise when it is due in the end, and the turns that put it off.

    A later promise of the same act puts it off where it is made before the time is up and names a new, later time.

    Args:
        made: All promises, in the order of their words.
        dues: When each is due by its own words.
        seen: The conversation.
    """
    things = [_things(one, seen.turns) for one in made]
    return [_renewed(index, made, dues, things, seen) for index in range(len(made))]


def _renewed(
    index: int,
    made: Sequence[Commitment],
    dues: Sequence[datetime | None],
    things: Sequence[frozenset[str]],
    seen: Conversation,
) -> tuple[datetime | None, list[int]]:
    one, due = made[index], dues[index]
    put_off: list[int] = []
    for place in range(index + 1, len(made)):
        other, later = made[place], dues[place]
        if (
            other.kind is one.kind
            and other.turn > one.turn
            and is_after(later, due)
            and is_after(seen.moments[other.turn], due) is False
            and _takes_its_place(other, seen.turns, shares=not things[index].isdisjoint(things[place]))
        ):
            due = later
            put_off.append(other.turn)
    return due, put_off


def _takes_its_place(other: Commitment, turns: Sequence[Turn], *, shares: bool) -> bool:
    """Whether a promise takes an earlier one's place: a call any call's; else both name one thing, or it says so."""
    words = turns[other.turn].text[other.start : other.sentence[1]]
    if _BESIDES.search(words):
        return False
    return shares or other.kind is Kind.CONTACT or _INSTEAD.search(words) is not None


def _things(one: Commitment, turns: Sequence[Turn]) -> frozenset[str]:
    """Returns what a promise is about, without what is done to it: two repairs may be of two things."""
    verb = verb_of(turns[one.turn].text[one.start : one.sentence[1]])
    return one.things - things_of(verb)
