"""The ledger of a conversation, from its signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from recovery_eval.evidence import Signal
from recovery_eval.promises.making import Commitment, commitments
from recovery_eval.promises.models import Promise
from recovery_eval.promises.renewal import renewals
from recovery_eval.promises.sentences import whole_end, whole_name
from recovery_eval.promises.status import Conversation, first_named, verdict
from recovery_eval.transcript.models import Turn

BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001 - a day for conversations that have none; never shown


def promises_in(signals: Mapping[str, Sequence[Signal]], turns: Sequence[Turn]) -> tuple[Promise, ...]:
    """Returns every commitment of the company, in the order of its words.

    Args:
        signals: The conversation's signals by name, each sequence in the order of the words. Of `LEDGER_SIGNALS`, those
            that are missing count as not found.
        turns: The conversation's turns.
    """
    made = commitments(signals, turns)
    if not made:
        return ()
    by_the_calendar = any(turn.time is not None for turn in turns)
    seen = Conversation(signals, turns, _moments(turns, by_the_calendar=by_the_calendar), first_named(made))
    dues = [_due(one, seen.moments[one.turn], by_the_calendar=by_the_calendar) for one in made]
    ends = renewals(made, dues, seen)
    return tuple(
        [
            _promise(index, made, dues[index] if by_the_calendar else None, *ends[index], seen)
            for index in range(len(made))
        ]
    )


def _promise(
    index: int,
    made: Sequence[Commitment],
    due: datetime | None,
    last: datetime | None,
    put_off: Sequence[int],
    seen: Conversation,
) -> Promise:
    one = made[index]
    pending = sum(other.turn <= one.turn for other in made)
    status, evidence, reason = verdict(one, last, pending, seen, put_off)
    before = [turn for turn in put_off if not evidence or turn < evidence[0].turn]
    if before:
        reason += f" It was put off in time, in turn {before[-1]}."
    following = made[index + 1].start if index + 1 < len(made) and made[index + 1].turn == one.turn else None
    text = seen.turns[one.turn].text
    start, end = whole_name(text, one.start, one.who), whole_end(text, one.start, one.end, following)
    return Promise(
        who=one.who,
        kind=one.kind,
        turn=one.turn,
        start=start,
        end=end,
        quote=text[start:end],
        deadline=one.time.quote if one.time is not None else None,
        due=due,
        strength=one.strength,
        status=status,
        evidence=evidence,
        reason=reason,
    )


def _moments(turns: Sequence[Turn], *, by_the_calendar: bool) -> list[datetime | None]:
    """Returns when each turn was made; on a day of no meaning where only the seconds since the beginning are known."""
    if by_the_calendar:
        return [turn.time for turn in turns]
    return [None if turn.offset is None else _after(turn.offset) for turn in turns]


def _after(seconds: float) -> datetime | None:
    try:
        return BEGINNING + timedelta(seconds=seconds)
    except OverflowError:  # more years than the calendar has
        return None


def _due(one: Commitment, said: datetime | None, *, by_the_calendar: bool) -> datetime | None:
    if one.time is None or said is None:
        return None
    from recovery_eval.promises.times import due_time, is_span  # late: it loads dateparser

    return due_time(one.time.quote, said) if by_the_calendar or is_span(one.time.quote) else None
