"""The ledger of a conversation, from its signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.conversation import Conversation, first_named
from recovery_eval.promises.making import commitments
from recovery_eval.promises.models import Promise
from recovery_eval.promises.renewal import renewals
from recovery_eval.promises.sentences import whole_end, whole_name
from recovery_eval.promises.status import verdict
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
    seen = Conversation(signals, turns, _moments(turns, by_the_calendar=by_the_calendar), first_named(made), made)
    dues = _dues(made, seen.moments, by_the_calendar=by_the_calendar)
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
    text = seen.turns[one.turn].text
    start = _start(index, made, text)
    following = _start(index + 1, made, text) if index + 1 < len(made) and made[index + 1].turn == one.turn else None
    end = whole_end(text, one.start, one.end, following)
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


def _start(index: int, made: Sequence[Commitment], text: str) -> int:
    """Returns where the quote of a promise begins; never within the words of the one before it."""
    one = made[index]
    start = whole_name(text, one.start, one.who)
    before = made[index - 1] if index else None
    return start if before is None or before.turn != one.turn or before.end <= start else one.start


def _moments(turns: Sequence[Turn], *, by_the_calendar: bool) -> list[datetime | None]:
    """Returns when each turn was made; on a day of no meaning where only the seconds since the beginning are known."""
    if by_the_calendar:
        return [turn.time for turn in turns]
    return [None if turn.offset is None else _after_beginning(turn.offset) for turn in turns]


def _after_beginning(seconds: float) -> datetime | None:
    try:
        return BEGINNING + timedelta(seconds=seconds)
    except OverflowError:  # beyond the calendar, so no seconds since a conversation began
        return None


def _dues(
    made: Sequence[Commitment], moments: Sequence[datetime | None], *, by_the_calendar: bool
) -> list[datetime | None]:
    """Returns when each promise is due; "and ring you before noon" is on the day that what it is joined to names."""
    from recovery_eval.promises.times import names_a_day, names_no_day

    dues: list[datetime | None] = []
    day: datetime | None = None
    for index, one in enumerate(made):
        said = moments[one.turn]
        if not (one.shares_subject and index > 0 and made[index - 1].sentence == one.sentence):
            day = None
        if day is not None and said is not None and one.time is not None and names_no_day(one.time.quote):
            said = max(said, day)
        due = _due(one, said, by_the_calendar=by_the_calendar)
        if due is not None and one.time is not None and names_a_day(one.time.quote):
            day = datetime.combine(due.date(), time(), due.tzinfo)
        dues.append(due)
    return dues


def _due(one: Commitment, said: datetime | None, *, by_the_calendar: bool) -> datetime | None:
    if one.time is None or said is None:
        return None
    from recovery_eval.promises.times import due_time, is_span  # late: it loads dateparser

    return due_time(one.time.quote, said) if by_the_calendar or is_span(one.time.quote) else None
