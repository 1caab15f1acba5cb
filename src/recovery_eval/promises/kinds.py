"""Which signals make, keep and break promises of each kind. The words themselves stand in `rules/promises/`."""

from __future__ import annotations

from typing import NamedTuple

from recovery_eval.promises.models import Kind


class Course(NamedTuple):
    """The signals that tell the course of one kind of promise.

    Attributes:
        made: The agent promises it.
        done: The agent tells that it is done.
        confirmed: The customer tells that it is done.
        denied: The customer tells that it isn't; of what was not to be, that it is.
        is_own_proof: The turn that tells is the act itself, so that its time is the time of the act.
        inside: Nobody outside the company sees it done.
    """

    made: tuple[str, ...]
    done: tuple[str, ...]
    confirmed: tuple[str, ...]
    denied: tuple[str, ...]
    is_own_proof: bool = False
    inside: bool = False


# In order of precedence where the same words could promise two kinds.
COURSES = {
    Kind.CONTACT: Course(
        ("follow-up", "promises-word"),
        ("back-in-touch", "outcome-told"),
        ("got-word",),
        ("no-word-came",),
        is_own_proof=True,
    ),
    Kind.REFUND: Course(("promises-refund",), ("says-refunded",), ("got-money",), ("no-money-came",)),
    Kind.PASS_ON: Course(("promises-to-pass-on",), ("internal-feedback", "says-passed-on"), (), (), inside=True),
    Kind.COME: Course(("promises-visit",), ("says-sent",), ("it-came", "works-now"), ("nothing-came",)),
    Kind.SEND: Course(("promises-to-send",), ("says-sent",), ("it-came",), ("nothing-came",)),
    Kind.LOOK_INTO: Course(("promises-to-look",), ("outcome-told",), (), ("no-word-came",), is_own_proof=True),
    Kind.FIX: Course(("promises-to-fix",), ("says-fixed",), ("works-now",), ("still-broken",)),
    Kind.REFRAIN: Course(("promises-not-to",), (), (), ("happened-again",)),
    Kind.OTHER: Course(("promises-other",), ("says-fixed", "says-sent"), ("works-now",), ("still-broken",)),
}

ONLY_OFFERED = "promise-only-offered"
HEDGED = "promise-hedged"
TIME = "promise-time"
TIME_VAGUE = "promise-time-vague"
TAKEN_BACK = "promise-taken-back"
REPORTED_BROKEN = "reports-broken-promise"
OWNED = "owns-broken-promise"
DONE_LATE = "done-late"
ASKED_AFTER = "asks-after"
APOLOGY = "apology"
STILL_UNHAPPY = ("complaint", "rejects")
WAITING = frozenset({ASKED_AFTER, *STILL_UNHAPPY})

LEDGER_SIGNALS = frozenset(
    {
        ONLY_OFFERED,
        HEDGED,
        TIME,
        TIME_VAGUE,
        TAKEN_BACK,
        REPORTED_BROKEN,
        OWNED,
        DONE_LATE,
        ASKED_AFTER,
        APOLOGY,
        *STILL_UNHAPPY,
    }.union(*({*course.made, *course.done, *course.confirmed, *course.denied} for course in COURSES.values()))
)
"""Names of all signals that the ledger is made from."""
