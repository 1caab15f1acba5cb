"""Promises that are put off in time: "I'll call you by seven instead", said before five."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from recovery_eval.promises.making import Commitment
from recovery_eval.promises.models import Kind
from recovery_eval.promises.status import Conversation, is_after, stems
from recovery_eval.transcript.models import Turn

_BESIDES = re.compile(r"\b(?:too|also|as well|again)\b", re.IGNORECASE)
_INSTEAD = re.compile(r"\binstead\b", re.IGNORECASE)


def renewed(
    index: int, made: Sequence[Commitment], dues: Sequence[datetime | None], seen: Conversation
) -> tuple[datetime | None, list[int]]:
    """Returns when a promise is due in the end, and the turns that put it off.

    A later promise of the same act puts it off where it is made before the time is up and names a new, later time.

    Args:
        index: Which of the promises.
        made: All promises, in the order of their words.
        dues: When each is due by its own words.
        seen: The conversation.
    """
    one, due = made[index], dues[index]
    put_off: list[int] = []
    for other, later in zip(made[index + 1 :], dues[index + 1 :], strict=True):
        if (
            other.kind is one.kind
            and other.turn > one.turn
            and is_after(later, due)
            and is_after(seen.moments[other.turn], due) is False
            and _same_act(one, other, seen.turns)
        ):
            due = later
            put_off.append(other.turn)
    return due, put_off


def _same_act(one: Commitment, other: Commitment, turns: Sequence[Turn]) -> bool:
    """Whether a promise takes another's place: a call any call's; else both name one thing, or the later says so."""
    words = turns[other.turn].text[other.start : other.sentence[1]]
    if _BESIDES.search(words):
        return False
    if one.kind is Kind.CONTACT or _INSTEAD.search(words):
        return True
    return not _things(one, turns).isdisjoint(_things(other, turns))


def _things(one: Commitment, turns: Sequence[Turn]) -> set[str]:
    """Returns the telling words after the verb, without those of the time."""
    words = stems(turns[one.turn].text[one.start : one.sentence[1]])[1:]
    return set(words).difference(stems(one.time.quote) if one.time is not None else ())
