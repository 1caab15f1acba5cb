"""What became of a promise within the transcript. `Status` defines each verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from recovery_eval.evidence import Signal
from recovery_eval.promises.arrivals import arrivals
from recovery_eval.promises.clock import is_after
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.conversation import Conversation
from recovery_eval.promises.echoes import echoes
from recovery_eval.promises.kinds import COURSES, DONE_LATE, OWNED, REPORTED_BROKEN, TAKEN_BACK, WAITING, Course
from recovery_eval.promises.later import CONFIRMED, DENIED, TOLD_DONE
from recovery_eval.promises.models import Kind, Status
from recovery_eval.promises.moods import moods
from recovery_eval.promises.occasions import occasions, word_of_it
from recovery_eval.promises.recurrences import recurrences
from recovery_eval.promises.silence import Verdict, asking, by_coming_back, by_silence, still_waits

BACK, GOT_WORD = "back-in-touch", "got-word"
_MOST_BEHIND = 80  # characters behind a confirmation that may deny its time
LEEWAY = timedelta(minutes=5)  # a call promised for one o'clock is in time at a minute past
_CALLS_OFF = re.compile(r"\b(?:cancel|postpon|put off|call off|called off)", re.IGNORECASE)
_IS_CALLED_OFF = re.compile(r"(?<!\bto )(?:cancell?ed|postponed|put off|called off)", re.IGNORECASE)
# "We'll bake you another", "I'll reprint them": what is made has to come, too
_MAKES = re.compile(
    r"\b(?:bak|cook|mak|remak|print|reprint|rerun|rebuild|redo|sew|knit|brew|cut|build)(?:e|es|ing|ning)?\b(?! sure)",
    re.IGNORECASE,
)

_TIME_WORD = re.compile(
    r"\b(?:\d[\w:.]*|noon|midnight|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|tonight|tomorrow|morning|lunchtime|afternoon|evening"
    r"|(?:minute|hour|day|week)s?)\b",
    re.IGNORECASE,
)
_LEADS = r"(?:(?:a|an|at|before|by|in|on|the|this|until|till|within)\s+){0,3}"
_SOONER = re.compile(r"\b(?:early|earlier|sooner|better|ahead of)\b", re.IGNORECASE)


def verdict(
    one: Commitment, due: datetime | None, pending: int, seen: Conversation, put_off: Sequence[int] = ()
) -> Verdict:
    """Returns what became of a promise.

    Args:
        one: The promise.
        due: The last moment at which it would be in time, after it was put off, if it was.
        pending: How many promises had been made by the end of its turn.
        seen: The conversation.
        put_off: The turns that put it off in time, which don't take it back.
    """
    answered = by_coming_back(one, due, seen)
    mood = next(moods(one, due, seen), None)
    for signal in _events(one, due, pending, seen):
        if answered is not None and answered.evidence[0].turn < signal.turn:
            break
        if mood is not None and mood.name == DENIED and mood.turn < signal.turn:
            break  # who waited for it beyond its time did not have it in time
        if signal.name == TAKEN_BACK and (signal.turn in put_off or _is_the_act(one, signal, seen)):
            continue
        told = _by_event(one, due, signal, seen)
        if told is not None:
            return told
    return by_silence(one, due, pending, seen)


def _events(one: Commitment, due: datetime | None, pending: int, seen: Conversation) -> list[Signal]:
    course = _course(one, seen)
    names = {*course.done, *course.confirmed, *course.denied}
    events = [signal for name in names for signal in seen.signals.get(name, ()) if signal.turn > one.turn]
    events = [signal for signal in events if not (seen.is_of_another(one, signal) or seen.is_of_a_visit(one, signal))]
    events = [signal for signal in events if signal.name not in course.confirmed or not seen.is_asked(signal)]
    events = [
        one_of for one_of in events if one_of.name not in course.confirmed or not seen.is_of_the_first(one, one_of)
    ]
    if one.kind is Kind.OTHER:  # its signals are those of every act, so the words have to say which
        events = [signal for signal in events if seen.is_same_matter(one, signal)]
    events += [
        signal
        for name in (TAKEN_BACK, REPORTED_BROKEN, OWNED)
        for signal in seen.signals.get(name, ())
        if (signal.turn, signal.start) >= (one.turn, one.end) and (_is_of_this(one, due, signal, pending, seen))
    ]
    if one.is_reported_by_word:
        events += [
            signal for name in (BACK, GOT_WORD) for signal in seen.signals.get(name, ()) if signal.turn > one.turn
        ]
    if COURSES[one.kind].is_own_proof:  # who has to ask for word has had none, however soon it then comes
        events += [signal for signal in asking(one, pending, seen) if is_after(seen.moments[signal.turn], due)]
    if one.kind is Kind.COME:
        events += arrivals(one, seen.turns)
    if one.kind is Kind.REFRAIN:
        events += recurrences(one, seen.turns)
    elif one.kind is Kind.CONTACT:  # who rang is told in other ways
        events += (*occasions(one, seen.turns), *word_of_it(one, seen.turns))
    else:
        events += echoes(one, seen.turns)
    return sorted(dict.fromkeys(events), key=lambda signal: (signal.turn, signal.start, signal.name))


def _is_of_this(one: Commitment, due: datetime | None, signal: Signal, pending: int, seen: Conversation) -> bool:
    """Whether words that report or take back what was promised mean this promise."""
    if pending == 1 or seen.is_sole(one, signal) or seen.is_same_matter(one, signal):
        return True
    # "you said two hours" is of all that was to be done by then
    is_due = signal.name == REPORTED_BROKEN and is_after(seen.moments[signal.turn], due)
    return (
        bool(is_due)
        and seen.is_latest(one, signal)
        and not COURSES[one.kind].inside
        and not seen.is_named_by_another(one, signal)
    )


def _course(one: Commitment, seen: Conversation) -> Course:
    """Returns the signals that tell the course of a promise; what is made anew comes, too."""
    course = COURSES[one.kind]
    if one.kind is not Kind.FIX or not _MAKES.search(seen.turns[one.turn].text, one.start, one.sentence[1]):
        return course
    made = COURSES[Kind.SEND]
    return course._replace(
        done=(*course.done, *made.done),
        confirmed=(*course.confirmed, *made.confirmed),
        denied=(*course.denied, *made.denied),
    )


def _by_event(one: Commitment, due: datetime | None, signal: Signal, seen: Conversation) -> Verdict | None:
    course = _course(one, seen)
    is_after_due = is_after(seen.moments[signal.turn], due)
    if signal.name == TAKEN_BACK:
        return Verdict(Status.BROKEN, (signal,), f"Turn {signal.turn} takes it back.")
    if signal.name == OWNED:  # before it is due it may still be done in time
        owned = Verdict(Status.BROKEN, (signal,), f"Turn {signal.turn} owns that it was not done.")
        return None if is_after_due is False else owned
    if (
        signal.name in course.confirmed
        or signal.name == CONFIRMED
        or (one.is_reported_by_word and signal.name == GOT_WORD)
    ):
        denied = None if is_after_due is False else _denied_time(one, signal, seen)
        if denied is not None:
            reason = f"The customer says in turn {signal.turn} that it was not done at its time."
            return Verdict(Status.BROKEN, (signal, denied), reason)
        return Verdict(Status.KEPT, (signal,), f"The customer confirms it in turn {signal.turn}.")
    if signal.name in course.done or signal.name == TOLD_DONE or (one.is_reported_by_word and signal.name == BACK):
        return _told_done(due, signal, seen, is_the_act=course.is_own_proof and signal.name != TOLD_DONE)
    if signal.name in WAITING:
        return still_waits(signal)
    if is_after_due is False or (one.kind in (Kind.FIX, Kind.OTHER) and one.time is None and signal.name != DENIED):
        return None  # not due yet
    happened = "did not happen" if one.kind is not Kind.REFRAIN else "happened all the same"
    return Verdict(Status.BROKEN, (signal,), f"The customer says in turn {signal.turn} that it {happened}.")


def _denied_time(one: Commitment, signal: Signal, seen: Conversation) -> Signal | None:
    """Returns the words that follow a confirmation and deny the promised time: "You rang at three, not noon"."""
    words = _TIME_WORD.findall(one.time.quote) if one.time is not None else None
    text = seen.turns[signal.turn].text[signal.end : signal.end + _MOST_BEHIND]
    if not words or _SOONER.search(text):
        return None
    denial = rf"\b(?:not|instead of|rather than)\s+{_LEADS}(?:{'|'.join(map(re.escape, words))})\b"
    found = re.match(rf"[^.!?\n]*?(?:\.\s+)?({denial})", text, re.IGNORECASE)
    if found is None:
        return None
    start, end = (signal.end + at for at in found.span(1))
    return Signal(DENIED, signal.turn, start, end, found[1], "")


def _told_done(due: datetime | None, signal: Signal, seen: Conversation, *, is_the_act: bool) -> Verdict:
    """Returns what a company turn tells that says it was done; `is_the_act` where the turn itself is the act."""
    is_after_due = is_after(seen.moments[signal.turn], due)
    late = [other for other in seen.signals.get(DONE_LATE, ()) if other.turn == signal.turn]
    if is_the_act and is_after(seen.moments[signal.turn], due, LEEWAY):
        reason = f"The first word of it, in turn {signal.turn}, comes after it was due."
        return Verdict(Status.BROKEN, (signal,), reason)
    if is_after_due and late:
        return Verdict(Status.BROKEN, (signal, late[0]), f"Turn {signal.turn} tells that it was done late.")
    in_time = not is_after_due or is_the_act
    when = "" if is_after_due is None else ", in time" if in_time else ", and not that it was late"
    return Verdict(Status.KEPT, (signal,), f"Turn {signal.turn} tells that it is done{when}.")


def _is_the_act(one: Commitment, signal: Signal, seen: Conversation) -> bool:
    """Whether words that would take another promise back tell that this one is done: "it is cancelled"."""
    words = seen.turns[one.turn].text[one.start : one.sentence[1]]
    return _CALLS_OFF.search(words) is not None and _IS_CALLED_OFF.search(signal.quote) is not None
