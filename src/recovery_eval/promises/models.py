"""A promise as a plain value that crosses threads and processes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from recovery_eval.evidence import Signal


class Kind(StrEnum):
    """What is promised. `REFRAIN`: that something won't be done, or won't happen again."""

    CONTACT = "contact"
    LOOK_INTO = "look-into"
    PASS_ON = "pass-on"
    SEND = "send"
    REFUND = "refund"
    COME = "come"
    FIX = "fix"
    REFRAIN = "refrain"
    OTHER = "other"


class Strength(StrEnum):
    """`STRONG`: a definite commitment to a definite act. `WEAK`: hedged ("try to"), on a condition, or "soon"."""

    STRONG = "strong"
    WEAK = "weak"


class Status(StrEnum):
    """What became of a promise within the transcript.

    The words of a later turn come first, in the order of the conversation; the first that decide are the evidence.

    A promise that is made anew before its time is up, with a later time, has until then.

    `KEPT`: a later company turn tells that it was done, or the customer confirms it, whenever they say so. To be in
    touch, or to tell what was found, is done by the turn itself, so that turn must come within five minutes of the due
    time. What is done elsewhere and told after the due time counts as in time unless the turn owns that it was late.
    `BROKEN`: some turn shows it: the company takes it back; or a customer turn after the due time says that it did not
    happen (where no due time is known, any later turn that says so, except of a repair for which no time was set); or
    it is told too late, as above; or the customer confirms it and denies its time ("at three, not noon"); or a customer
    turn after the due time still asks for it, or still complains of the same matter, and no turn up to the last tells
    that it was done. What was promised not to happen is broken where the customer tells that it did.
    `OPEN`: not yet due at the last turn, made in the last turn, or made without a time, and no turn tells.
    `UNVERIFIABLE`: the due time passed, or can't be told (the turn has no time of its own, or later turns have none),
    and no turn tells: a call, a mail or what happens inside the company leaves no trace in a chat.
    """

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"
    UNVERIFIABLE = "unverifiable"


class Promise(NamedTuple):
    """One commitment of the company.

    Attributes:
        who: Who promises to act: `agent` (the speaker), `team`, or the person as named ("our technician", "Dana").
        kind: What is promised.
        turn: Index of the turn, from 0.
        start: Where the words begin in the turn's text.
        end: Where they end (exclusive), so that `turn.text[start:end] == quote`.
        quote: The words.
        deadline: The time as it was said; None where none was.
        due: The last moment at which it would still be in time, on the clock of the turn's own time (aware where that
            is, naive where that is); None where the time can't be found, or only seconds since the beginning are known.
            A later promise that puts it off in time has a `due` of its own, and leaves this one as it is.
        strength: How firmly it was promised.
        status: What became of it.
        evidence: The words that decide the status; empty where it rests on what was not said.
        reason: One plain sentence that says why.
    """

    who: str
    kind: Kind
    turn: int
    start: int
    end: int
    quote: str
    deadline: str | None
    due: datetime | None
    strength: Strength
    status: Status
    evidence: tuple[Signal, ...]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        """Returns plain values; `due` in ISO 8601."""
        return self._asdict() | {
            "kind": str(self.kind),
            "due": None if self.due is None else self.due.isoformat(),
            "strength": str(self.strength),
            "status": str(self.status),
            "evidence": [signal._asdict() for signal in self.evidence],
        }
