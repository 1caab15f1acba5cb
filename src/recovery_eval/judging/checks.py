"""Makes conditions ready to run: one small object for each, and no model is touched any more."""

from __future__ import annotations

from recovery_eval.judging.account import Check
from recovery_eval.judging.combinations import AllCheck, AnyCheck, NoneCheck, absence_of
from recovery_eval.judging.count import Count
from recovery_eval.judging.interruption import InterruptionCheck
from recovery_eval.judging.place import ready_place
from recovery_eval.judging.presence import SignalCheck, TurnByCheck
from recovery_eval.judging.promised import PromiseCheck
from recovery_eval.judging.wording import listed, noun, seconds_words
from recovery_eval.rulebook import (
    AllOf,
    AnyOf,
    Condition,
    InterruptionCondition,
    NoneOf,
    PromiseCondition,
    SignalCondition,
    TurnByCondition,
)
from recovery_eval.transcript.models import Speaker


def ready(condition: Condition) -> Check:
    """Makes a condition ready to run."""
    match condition:
        case AllOf(all_of=conditions):
            parts = tuple(map(ready, conditions))
            return AllCheck(parts, listed([part.wanted for part in parts], "and"))
        case AnyOf(any_of=conditions):
            parts = tuple(map(ready, conditions))
            return AnyCheck(parts, listed([part.wanted for part in parts], "or"), absence_of(parts))
        case NoneOf(none_of=conditions):
            parts = tuple(map(ready, conditions))
            wanted = f"a conversation without {listed([part.wanted for part in parts], 'or')}"
            return NoneCheck(parts, wanted, absence_of(parts))
        case SignalCondition():
            return _ready_signal(condition)
        case TurnByCondition():
            return _ready_turn_by(condition)
        case InterruptionCondition():
            return _ready_interruption(condition)
        case PromiseCondition():
            return _ready_promise(condition)


def _ready_signal(condition: SignalCondition) -> SignalCheck:
    by = Speaker(condition.by) if condition.by else None
    place, count = ready_place(condition, by), Count.of(condition)
    words = listed([noun(name) for name in condition.signal], "or")
    if condition.companions:
        words += f" with {listed([noun(name) for name in condition.companions], 'or')}"
    return SignalCheck(
        names=condition.signal,
        by=by,
        companions=condition.companions,
        without=condition.without,
        place=place,
        count=count,
        words=words,
        wanted=words + (f" by the {by}" if by else "") + (place.words if place else "") + count.words,
    )


def _ready_turn_by(condition: TurnByCondition) -> TurnByCheck:
    by = Speaker(condition.turn_by)
    place, count = ready_place(condition, by), Count.of(condition)
    number = count.words.removeprefix(" in ")
    if by is Speaker.INTERNAL:
        what = number.replace("turn", "internal note") or "an internal note"
    else:
        what = f"{number or 'a turn'} by the {by}"
    return TurnByCheck(by, place, count, what + (place.words if place else ""))


def _ready_interruption(condition: InterruptionCondition) -> InterruptionCheck:
    by = Speaker(condition.interrupts)
    of = Speaker.CUSTOMER if by is Speaker.AGENT else Speaker.AGENT
    length = f" of more than {seconds_words(condition.seconds)}" if condition.seconds else ""
    wanted = f"an interruption of the {of} by the {by}{length}"
    return InterruptionCheck(by, of, condition.seconds, wanted)


def _ready_promise(condition: PromiseCondition) -> PromiseCheck:
    strength = f"{condition.strength} " if condition.strength else ""
    words = f"a {strength}promise that is {listed(condition.promise, 'or')}"
    if condition.shown_by:
        words += f", shown by {listed([noun(name) for name in condition.shown_by], 'or')}"
    return PromiseCheck(frozenset(condition.promise), condition.strength, condition.shown_by, words)
