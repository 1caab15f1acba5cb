"""What became of a promise within the transcript. `Status` defines each verdict."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from recovery_eval.evidence import Signal
from recovery_eval.promises.arrivals import arrivals
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.conversation import Conversation
from recovery_eval.promises.echoes import CONFIRMED, DENIED, TOLD_DONE, echoes
from recovery_eval.promises.kinds import (
    ASKED_AFTER,
    COURSES,
    DONE_LATE,
    OWNED,
    REPORTED_BROKEN,
    STILL_UNHAPPY,
    TAKEN_BACK,
    Course,
)
from recovery_eval.promises.models import Kind, Status
from recovery_eval.promises.recurrences import recurrences
from recovery_eval.promises.sentences import sentence_around
from recovery_eval.transcript.models import Speaker

BACK, GOT_WORD = "back-in-touch", "got-word"
BREATH = timedelta(minutes=2)  # what follows sooner is still the same answer
_BY_PHONE = re.compile(r"\b(?:call|ring|phone|bell|buzz)\b", re.IGNORECASE)
SITTING = timedelta(hours=2)  # who looks while the customer waits has looked by then
MOST_MARKS = 3
# "let me have a look", "I'm checking now", "bear with me"
_ON_THE_SPOT = re.compile(
    r"\b(?:let me|let us|just|now|quick(?:ly)?|right away|straight away|bear with|hold|hang on|while you"
    r"|one (?:sec|moment|minute)|a (?:sec|second|moment|minute|mo|tick)|i['’]?m \w+ing|we['’]?re \w+ing|give me)\b",
    re.IGNORECASE,
)
_HOLDS_ON = re.compile(
    r"\b(?:still (?:looking|checking|waiting|on hold|trying)|bear with|hold on|hang on"
    r"|(?:one|just a) (?:more )?(?:sec|moment|minute)|nearly there|won['’]?t be (?:a|long))\b",
    re.IGNORECASE,
)
_CALLS_OFF = re.compile(r"\b(?:cancel|postpon|put off|call off|called off)", re.IGNORECASE)
_IS_CALLED_OFF = re.compile(r"(?<!\bto )(?:cancell?ed|postponed|put off|called off)", re.IGNORECASE)
# "We'll bake you another", "I'll reprint them": what is made has to come, too
_MAKES = re.compile(
    r"\b(?:bak|cook|mak|remak|print|reprint|rerun|rebuild|redo|sew|knit|brew|cut|build)(?:e|es|ing|ning)?\b(?! sure)",
    re.IGNORECASE,
)
LEEWAY = timedelta(minutes=5)  # a call promised for one o'clock is in time at a minute past


class Verdict(NamedTuple):
    """A status, the words that decide it and the reason."""

    status: Status
    evidence: tuple[Signal, ...]
    reason: str


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
    for signal in _events(one, pending, seen):
        if signal.name == TAKEN_BACK and (signal.turn in put_off or _is_the_act(one, signal, seen)):
            continue
        told = _by_event(one, due, signal, seen)
        if told is not None:
            return told
    return _by_silence(one, due, pending, seen)


def _events(one: Commitment, pending: int, seen: Conversation) -> list[Signal]:
    course = _course(one, seen)
    names = {*course.done, *course.confirmed, *course.denied}
    events = [signal for name in names for signal in seen.signals.get(name, ()) if signal.turn > one.turn]
    events = [signal for signal in events if not seen.is_of_another(one, signal)]
    events = [signal for signal in events if signal.name not in course.confirmed or not seen.is_asked(signal)]
    if one.kind is Kind.OTHER:  # its signals are those of every act, so the words have to say which
        events = [signal for signal in events if seen.is_same_matter(one, signal)]
    events += [
        signal
        for name in (TAKEN_BACK, REPORTED_BROKEN, OWNED)
        for signal in seen.signals.get(name, ())
        if (signal.turn, signal.start) >= (one.turn, one.end) and (pending == 1 or seen.is_same_matter(one, signal))
    ]
    if one.is_reported_by_word:
        events += [
            signal for name in (BACK, GOT_WORD) for signal in seen.signals.get(name, ()) if signal.turn > one.turn
        ]
    if one.kind is Kind.COME:
        events += arrivals(one, seen.turns)
    if one.kind is Kind.REFRAIN:
        events += recurrences(one, seen.turns)
    elif one.kind is not Kind.CONTACT:  # who rang is told in other ways
        events += echoes(one, seen.turns)
    return sorted(dict.fromkeys(events), key=lambda signal: (signal.turn, signal.start, signal.name))


def _course(one: Commitment, seen: Conversation) -> Course:
    """Returns the signals that tell the course of a promise; what is made anew comes, too."""
    course = COURSES[one.kind]
    if one.kind is not Kind.FIX or not _MAKES.search(seen.turns[one.turn].text, one.start, one.sentence[1]):
        return course
    made = COURSES[Kind.SEND]
    return course._replace(confirmed=(*course.confirmed, *made.confirmed), denied=(*course.denied, *made.denied))


def _by_event(one: Commitment, due: datetime | None, signal: Signal, seen: Conversation) -> Verdict | None:
    course = _course(one, seen)
    is_after_due = is_after(seen.moments[signal.turn], due)
    if signal.name == OWNED:
        return Verdict(Status.BROKEN, (signal,), f"Turn {signal.turn} owns that it was not done.")
    if signal.name == TAKEN_BACK:
        return Verdict(Status.BROKEN, (signal,), f"Turn {signal.turn} takes it back.")
    if (
        signal.name in course.confirmed
        or signal.name == CONFIRMED
        or (one.is_reported_by_word and signal.name == GOT_WORD)
    ):
        return Verdict(Status.KEPT, (signal,), f"The customer confirms it in turn {signal.turn}.")
    if signal.name in course.done or signal.name == TOLD_DONE or (one.is_reported_by_word and signal.name == BACK):
        late = [other for other in seen.signals.get(DONE_LATE, ()) if other.turn == signal.turn]
        is_the_act = course.is_own_proof and signal.name != TOLD_DONE
        if is_the_act and is_after(seen.moments[signal.turn], due, LEEWAY):
            return Verdict(
                Status.BROKEN, (signal,), f"The first word of it, in turn {signal.turn}, comes after it was due."
            )
        if is_after_due and late:
            return Verdict(Status.BROKEN, (signal, late[0]), f"Turn {signal.turn} tells that it was done late.")
        in_time = not is_after_due or is_the_act
        when = "" if is_after_due is None else ", in time" if in_time else ", and not that it was late"
        return Verdict(Status.KEPT, (signal,), f"Turn {signal.turn} tells that it is done{when}.")
    if is_after_due is False or (one.kind in (Kind.FIX, Kind.OTHER) and one.time is None and signal.name != DENIED):
        return None  # not due yet
    happened = "did not happen" if one.kind is not Kind.REFRAIN else "happened all the same"
    return Verdict(Status.BROKEN, (signal,), f"The customer says in turn {signal.turn} that it {happened}.")


def _by_silence(one: Commitment, due: datetime | None, pending: int, seen: Conversation) -> Verdict:
    """Returns the verdict where no words tell what became of a promise.

    That a time has passed proves nothing by itself: a call leaves no trace in a chat. A customer who then still asks
    for it, or still complains of the matter, does.
    """
    answered = _of_its_own_accord(one, due, seen) or _in_the_next_words(one, due, seen)
    if answered is not None:
        return answered
    if one.turn == len(seen.turns) - 1:
        return Verdict(Status.OPEN, (), "It is made in the last turn.")
    if one.time is None:
        return Verdict(Status.OPEN, (), "No time is set, and no later turn tells what became of it.")
    if due is None:
        return Verdict(
            Status.UNVERIFIABLE, (), "When it is due can't be told, and no later turn tells what became of it."
        )
    for signal in _asking(one, pending, seen):
        if is_after(seen.moments[signal.turn], due):
            return Verdict(
                Status.BROKEN,
                (signal,),
                f"It fell due, and in turn {signal.turn} the customer is still waiting for it.",
            )
    passed = [is_after(moment, due) for moment in seen.moments[one.turn + 1 :]]
    if True in passed:
        return Verdict(
            Status.UNVERIFIABLE, (), "It fell due before the last turn, and no turn tells whether it was done."
        )
    if False in passed:
        return Verdict(Status.OPEN, (), "It is not yet due at the last turn.")
    return Verdict(Status.UNVERIFIABLE, (), "The later turns have no times, and none tells what became of it.")


def _of_its_own_accord(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that word was kept by coming back, not too late, some minutes later and unasked, whatever the words.

    A promised call is not kept by a message, and two messages sent in one breath are one.
    """
    following = one.turn + 1
    if one.kind not in (Kind.CONTACT, Kind.LOOK_INTO) or following >= len(seen.turns):
        return None
    turn, said, back = seen.turns[following], seen.moments[one.turn], seen.moments[following]
    words = seen.turns[one.turn].text[one.start : one.end]
    if turn.speaker is not Speaker.AGENT or _BY_PHONE.search(words) or is_after(back, due):
        return None
    if not is_after(back, said, BREATH):
        return None
    _, end = sentence_around(turn.text, 0, 1)
    word = Signal(TOLD_DONE, following, 0, end, turn.text[:end], "")
    in_time = "" if due is None else ", in time"
    return Verdict(Status.KEPT, (word,), f"The company comes back unasked in turn {following}{in_time}.")


def _in_the_next_words(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that a look that is taken on the spot was, where the company's next words go on with what it brought."""
    words = seen.turns[one.turn].text[one.start : one.sentence[1]]
    if one.kind is not Kind.LOOK_INTO or not _ON_THE_SPOT.search(words):
        return None
    following = next(
        (
            index
            for index in range(one.turn + 1, len(seen.turns))
            if seen.turns[index].speaker is Speaker.AGENT and not _HOLDS_ON.search(seen.turns[index].text)
        ),
        None,
    )
    if following is None or is_after(seen.moments[following], due):
        return None
    said, back = seen.moments[one.turn], seen.moments[following]
    if said is not None and is_after(back, said, SITTING):
        return None
    text = seen.turns[following].text
    _, end = sentence_around(text, 0, 1)
    if text[end : end + 1] == "?" and end > len(text) - MOST_MARKS:  # it only asks
        return None
    found = Signal(TOLD_DONE, following, 0, end, text[:end], "")
    return Verdict(Status.KEPT, (found,), f"Turn {following} goes on with what was found.")


def _asking(one: Commitment, pending: int, seen: Conversation) -> list[Signal]:
    """Returns the words of later turns in which the customer still waits for what was promised."""
    if COURSES[one.kind].inside:
        return []
    names = {ASKED_AFTER: pending == 1}
    if one.kind is not Kind.CONTACT:  # who is unhappy may well have had the call
        names |= dict.fromkeys(STILL_UNHAPPY, False)
    found = [
        signal
        for name, any_matter in names.items()
        for signal in seen.signals.get(name, ())
        if signal.turn > one.turn and (any_matter or seen.is_same_matter(one, signal))
    ]
    return sorted(found, key=lambda signal: (signal.turn, signal.start, signal.name))


def is_after(time: datetime | None, due: datetime | None, leeway: timedelta = timedelta()) -> bool | None:
    """Whether a time is past the due time; None where either is unknown or only one of them has a time zone."""
    if time is None or due is None or (time.utcoffset() is None) != (due.utcoffset() is None):
        return None
    if (offset := due.utcoffset()) is not None:
        due = due.replace(tzinfo=timezone(offset))  # two times of one zone are subtracted as if its clock never changed
    return time - due > leeway


def _is_the_act(one: Commitment, signal: Signal, seen: Conversation) -> bool:
    """Whether words that would take another promise back tell that this one is done: "it is cancelled"."""
    words = seen.turns[one.turn].text[one.start : one.sentence[1]]
    return _CALLS_OFF.search(words) is not None and _IS_CALLED_OFF.search(signal.quote) is not None
