"""What became of a promise of which no words tell: by who comes back, who still asks, and what the clock says."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from recovery_eval.evidence import Signal
from recovery_eval.promises.clock import is_after
from recovery_eval.promises.commitment import BY_PHONE, Commitment
from recovery_eval.promises.conversation import Conversation, said_before
from recovery_eval.promises.kinds import APOLOGY, ASKED_AFTER, COURSES, STILL_UNHAPPY
from recovery_eval.promises.later import DENIED, MOST_TURN, TOLD_DONE
from recovery_eval.promises.models import Kind, Status
from recovery_eval.promises.moods import moods
from recovery_eval.promises.sentences import sentence_around
from recovery_eval.transcript.models import Speaker

BREATH = timedelta(minutes=2)  # what follows sooner is still the same answer
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
# "ok thanks": who says no more has asked nothing
_NODS = re.compile(
    r"(?:(?:ok|okay|kk?|alright|all right|right|thanks?|thank you|thankyou|thx|ty|cheers|ta|great|cool|fine|good"
    r"|lovely|perfect|brilliant|please|yes|yeah|yep|sure|phew|will do|sounds good|no worries|no problem|got it"
    r"|so much|very much|then|that['’]?s)\b[\s,.!]*){1,5}|[^\w?]*",
    re.IGNORECASE,
)
_GREETS = re.compile(
    r"[\s\W]*(?:hi|hiya|hey|hello|morning|afternoon|evening|dear|good (?:morning|afternoon|evening|news))\b",
    re.IGNORECASE,
)


class Verdict(NamedTuple):
    """A status, the words that decide it and the reason."""

    status: Status
    evidence: tuple[Signal, ...]
    reason: str


def by_silence(one: Commitment, due: datetime | None, pending: int, seen: Conversation) -> Verdict:
    """Returns the verdict where no words tell what became of a promise.

    That a time has passed proves nothing by itself: a call leaves no trace in a chat. A customer who then still asks
    for it, or still complains of the matter, does; and so does an apology for it.
    """
    return (
        by_coming_back(one, due, seen)
        or _by_mood(one, due, seen)
        or _by_asking(one, due, pending, seen)
        or _sorry_for_it(one, due, seen)
        or _by_the_clock(one, due, seen)
    )


def by_coming_back(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that word was kept by coming back with it, whatever the words."""
    return _of_its_own_accord(one, due, seen) or _in_the_next_words(one, due, seen)


def _by_mood(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    mood = next(moods(one, due, seen), None)
    if mood is None:
        return None
    if mood.name == DENIED:
        return still_waits(mood)
    return Verdict(Status.KEPT, (mood,), f"The customer is glad of it in turn {mood.turn}.")


def _by_asking(one: Commitment, due: datetime | None, pending: int, seen: Conversation) -> Verdict | None:
    after = (signal for signal in asking(one, pending, seen) if is_after(seen.moments[signal.turn], due))
    signal = next(after, None)
    return None if signal is None else still_waits(signal)


def _by_the_clock(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict:
    if one.turn == len(seen.turns) - 1:
        return Verdict(Status.OPEN, (), "It is made in the last turn.")
    if one.time is None:
        return Verdict(Status.OPEN, (), "No time is set, and no later turn tells what became of it.")
    if due is None:
        reason = "When it is due can't be told, and no later turn tells what became of it."
        return Verdict(Status.UNVERIFIABLE, (), reason)
    passed = [is_after(moment, due) for moment in seen.moments[one.turn + 1 :]]
    if True in passed:
        reason = "It fell due before the last turn, and no turn tells whether it was done."
        return Verdict(Status.UNVERIFIABLE, (), reason)
    if False in passed:
        return Verdict(Status.OPEN, (), "It is not yet due at the last turn.")
    return Verdict(Status.UNVERIFIABLE, (), "The later turns have no times, and none tells what became of it.")


def still_waits(signal: Signal) -> Verdict:
    """Returns that a promise fell due and some words show that the customer is still waiting for it."""
    reason = f"It fell due, and in turn {signal.turn} the customer is still waiting for it."
    return Verdict(Status.BROKEN, (signal,), reason)


def _of_its_own_accord(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that word was kept by coming back, not too late, some time later and unasked, whatever the words.

    A promised call is not kept by a message, and two messages sent in one breath are one.
    """
    if one.kind not in (Kind.CONTACT, Kind.LOOK_INTO):
        return None
    words = seen.turns[one.turn].text[one.start : one.end]
    if BY_PHONE.search(words):
        return None
    for back in range(one.turn + 1, len(seen.turns)):
        if seen.turns[back].speaker is Speaker.CUSTOMER and not _NODS.fullmatch(seen.turns[back].text.strip()):
            return None
        if seen.turns[back].speaker is Speaker.AGENT and not _looks_on(one, seen.turns[back].text):
            return _comes_back(due, back, seen)
    return None


def _looks_on(one: Commitment, text: str) -> bool:
    """Whether words such as "still checking" tell that what was to be looked into has not been found yet."""
    return one.kind is Kind.LOOK_INTO and _HOLDS_ON.search(text) is not None


def _comes_back(due: datetime | None, back: int, seen: Conversation) -> Verdict | None:
    """Returns that the company's turn is word of what it promised, where it stands apart and is not too late."""
    turn, moments = seen.turns[back], seen.moments
    if is_after(moments[back], due):
        return None
    before = said_before(seen.turns, back)
    apart = before is not None and is_after(moments[back], moments[before], BREATH)
    if apart is None and moments[back] is None:  # no clock tells, so the words have to
        apart = _GREETS.match(turn.text) is not None
    if not apart:
        return None
    _, end = sentence_around(turn.text, 0, 1)
    word = Signal(TOLD_DONE, back, 0, end, turn.text[:end], "")
    in_time = "" if due is None else ", in time"
    return Verdict(Status.KEPT, (word,), f"The company comes back unasked in turn {back}{in_time}.")


def _in_the_next_words(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that a look that is taken on the spot was, where the company's next words go on with what it brought."""
    words = seen.turns[one.turn].text[one.sentence[0] : one.sentence[1]]
    if one.kind is not Kind.LOOK_INTO or not _ON_THE_SPOT.search(words):
        return None
    following = next(
        (
            index
            for index in range(one.turn + 1, len(seen.turns))
            if seen.turns[index].speaker is Speaker.AGENT and not _looks_on(one, seen.turns[index].text)
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


def _sorry_for_it(one: Commitment, due: datetime | None, seen: Conversation) -> Verdict | None:
    """Returns that the company, asked after the due time, has an apology and no word that it was done."""
    if COURSES[one.kind].inside:
        return None
    for signal in seen.signals.get(APOLOGY, ()):
        before = said_before(seen.turns, signal.turn)
        if (
            before is not None
            and before > one.turn
            and seen.turns[before].speaker is Speaker.CUSTOMER
            and is_after(seen.moments[before], due)
            and seen.is_latest(one, signal)
            and not seen.is_named_by_another(one, _whole(before, seen))
        ):
            return Verdict(
                Status.BROKEN,
                (signal,),
                f"It fell due, and turn {signal.turn} answers the customer with an apology and no word of it.",
            )
    return None


def _whole(turn: int, seen: Conversation) -> Signal:
    text = seen.turns[turn].text[:MOST_TURN]
    return Signal("", turn, 0, len(text), text, "")


def asking(one: Commitment, pending: int, seen: Conversation) -> list[Signal]:
    """Returns the words of later turns in which the customer still waits for what was promised.

    Who asks, and names none of what else was promised, asks for the last that was.
    """
    if COURSES[one.kind].inside:
        return []
    names = (
        [ASKED_AFTER] if one.kind is Kind.CONTACT else [ASKED_AFTER, *STILL_UNHAPPY]
    )  # who is unhappy may have had the call
    found = [
        signal
        for name in names
        for signal in seen.signals.get(name, ())
        if signal.turn > one.turn
        and (seen.is_same_matter(one, signal) or (name == ASKED_AFTER and _is_meant(one, pending, signal, seen)))
    ]
    return sorted(found, key=lambda signal: (signal.turn, signal.start, signal.name))


def _is_meant(one: Commitment, pending: int, signal: Signal, seen: Conversation) -> bool:
    return pending == 1 or (seen.is_latest(one, signal) and not seen.is_named_by_another(one, signal))
