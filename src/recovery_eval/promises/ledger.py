"""The ledger of a conversation, from its signals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.promises.making import commitments
from recovery_eval.promises.models import Promise
from recovery_eval.promises.status import Conversation, verdict
from recovery_eval.transcript.models import Turn


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
    from recovery_eval.promises.times import due_time  # late: it loads dateparser

    seen = Conversation(signals, turns)
    ledger = []
    for one in made:
        text, at = turns[one.turn].text, turns[one.turn].time
        due = due_time(one.time.quote, at) if one.time is not None and at is not None else None
        pending = sum(other.turn <= one.turn for other in made)
        status, evidence, reason = verdict(one, due, pending, seen)
        quote, deadline = text[one.start : one.end], one.time.quote if one.time is not None else None
        ledger.append(
            Promise(
                one.who,
                one.kind,
                one.turn,
                one.start,
                one.end,
                quote,
                deadline,
                due,
                one.strength,
                status,
                evidence,
                reason,
            )
        )
    return tuple(ledger)
