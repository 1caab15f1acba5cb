"""Reads commitments out of signals: who, what, until when, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recovery_eval.evidence import Signal
from recovery_eval.promises.kinds import COURSES, HEDGED, ONLY_OFFERED, TIME, TIME_VAGUE
from recovery_eval.promises.models import Kind, Strength
from recovery_eval.promises.provisos import is_conditional, is_in_condition
from recovery_eval.promises.sentences import sentence_around, whole_start
from recovery_eval.promises.stems import things_of
from recovery_eval.promises.timewords import ZONE
from recovery_eval.transcript.models import Turn

_AND = re.compile(r"(?:and|&)\s+(?:then\s+|also\s+)?", re.IGNORECASE)
_LAST_AND = re.compile(r".*\band\s+(?:then\s+)?", re.IGNORECASE | re.DOTALL)
_JOINS = re.compile(r"[\s,]*(?:\bor\b\s*)?")
_LEADS_IN = re.compile(r"\b(?:on or|first thing)\s+$", re.IGNORECASE)
# What goes on with a date whose first figure was found: a month that is cut short and ends the sentence, as in "1 Jun."
_RUNS_ON = re.compile(r"\s+(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|[-/.]\d[\d/.-]*", re.IGNORECASE)
_ONE = re.compile(r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+", re.IGNORECASE)
_FIRST_PERSON = re.compile(r"(?:i|i['’]?(?:ll|m|d|ve)|let me|me|my)\b", re.IGNORECASE)
_COMPANY = re.compile(r"(?:we|they|us|someone|somebody|you|it|this|that|there|no)\b|let us\b|our team\b", re.IGNORECASE)
_WILL = re.compile(
    r"\s*(?:\b(?:will|shall|should|is|are|(?:hope|aim|plan|expect)s? to)\b|['’](?:ll|s)\b)", re.IGNORECASE
)
_NAMED = re.compile(r"(?:(?:our|the|my|a|an|another|one of our)\s+\w[\w\s’'-]*|[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,4})$")
_LENDS = re.compile(r"\b(?:i|we)(?:['’]ll|\s+(?:will|shall))\b(?!\s+(?:not|never)\b)", re.IGNORECASE)
# "I'm" before "going to call you"
_I_AM = re.compile(r"\b(?:i|we)(?:['’](?:m|re|ll)|\s+(?:am|are|will|shall))\s+$", re.IGNORECASE)
# What was sent does so, and not whoever sends it
_COMES = re.compile(r"(?:arrives?|lands?|gets|reaches)\b", re.IGNORECASE)
# A thing that is acted on or comes of itself promises nothing: "the heating will be repaired", "the parcel will arrive"
_THING_WILL = re.compile(
    r"\s*(?:\w+ly\s+)?(?:be\s+(?:\w+ed|sent|paid|put|rebuilt|redone|remade|rewritten|done|ready|back|live|up|on|given|taken|made)"
    r"|arrive|land|show|clear|reach|go out|get to|leave|coming|due|on (?:us|me|the house))\b",
    re.IGNORECASE,
)
# Who is had to do it: "I'll get my supervisor to call you"
_HAS_DO_IT = re.compile(
    r"\b(?:(?:i|we)(?:['’](?:ll|ve)|\s+(?:will|shall|have)|['’](?:m|re)\s+going\s+to)\s+)?(?:get|ask|have|asked|told)\s+"
    r"(?P<who>(?:my|our|the|one of our)\s+(?:\w+\s+){0,2}?\w+|him|her|them"
    r"|(?-i:(?:(?:Dr|Mr|Mrs|Ms|Miss)\.?\s+)?[A-Z][\w’'-]+))"
    r"(?=\s+(?:to\s+)?(?:call|ring|phone|contact|email|write|come|visit|be|get)\b)",
    re.IGNORECASE,
)
_SOMEONE = re.compile(
    r"(?:he|she|(?:our|the|my|a|an|another|one of our)\s+\w.*?\b(?:will|shall|should|is|are)|will|shall|should)\b",
    re.IGNORECASE,
)
# Who has a name is sent, and not posted: "I'll get Ruth over to you"
_SENDS_SOMEBODY = re.compile(
    r"(?i:get|have|send)(?i:ting|ing)?\s+[A-Z][\w’'-]+\s+(?:back\s+)?(?:over|out|round|up|down)\b"
)
# "You said my colleague told you we'll …", "My colleague said she'll …": what was said once, not what is promised now;
# "the depot says they'll …" is word of it
_REPORTED = re.compile(
    r"\b(?P<by>[\w’']+)\s+(?:(?:had|has|have|just|already)\s+)*"
    r"(?:said|thought|claimed|promised|(?:told|assured|promised)\s+(?P<to>\w+))"
    r"(?:\s+that)?(?:\s+(?!(?:and|but|so|then|now|because|as)\b)[\w’']+){0,3}\s*$",
    re.IGNORECASE,
)
_REPORTERS = frozenset({"you", "he", "she", "who", "colleague", "colleagues", "agent"})
# "I was going to call you": no more than "I meant to"
_ONCE_MEANT = re.compile(r"\b(?:was|were|wasn['’]t|weren['’]t)\s+$", re.IGNORECASE)
# "it should have gone last week"
_OF_WHAT_WAS = re.compile(r"\s+(?:been|gone|had|come|arrived|\w+ed)\b", re.IGNORECASE)
_VISITS = re.compile(r"\b(?:pop|swing|drop|nip|stop|call)\s+(?:by|round|over|out|past)\b", re.IGNORECASE)
# "the 9:40" is a train
_NAMED_BY_TIME = re.compile(r"\b(?:the|a|your|our)\s+$", re.IGNORECASE)
_CLOCK_TIME = re.compile(r"\d{1,2}[:.]\d\d.*")
_UNABLE = re.compile(
    r"\b(?:i|we)\s+(?:can['’]?t|cannot|can not|don['’]?t|do not|couldn['’]?t)\b[^,;:.]*$", re.IGNORECASE
)
_ACTS = re.compile(
    r"\b(?:will|shall|is|are|was|were|has|have|had|going|hoping|gonna)\b|['’](?:ll|s|re|m|ve)\b", re.IGNORECASE
)
_OURS = frozenset({"i", "we", "i've", "we've", "i’ve", "we’ve"})
_CONTACTS_THEM = re.compile(r"\b(?:you|and|touch)\b", re.IGNORECASE)
# A conversation made to be slow must not be: what stands beyond these is not read.
MOST_PROMISES = 200
MOST_IN_TURN = 100
SIGNALS_EACH = 2  # "I'll call you" is a call, and an act
MOST_TERMS = 1_000
MOST_NAME = 50
MOST_REPORT = 100
MOST_LEAD = len("and then ")
MOST_HEDGE = 40
MOST_LEAD_IN = len("first thing ")


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise before its status is known.

    Attributes:
        kind: What is promised.
        turn: Index of its turn.
        start: Where its words begin.
        end: Where they end.
        sentence: Where the sentence around them begins and ends.
        shares_subject: Whether the promise before it lends it a subject.
        who: Who promises.
        time: The words of its deadline.
        strength: How firmly it is promised.
        is_reported_by_word: Whether it is to be looked into and the same sentence promises to come back with word.
        things: Beginnings of the words that may name what it is about.
    """

    kind: Kind
    turn: int
    start: int
    end: int
    sentence: tuple[int, int]
    shares_subject: bool
    who: str = "team"
    time: Signal | None = None
    strength: Strength = Strength.STRONG
    is_reported_by_word: bool = False
    things: frozenset[str] = frozenset()


def commitments(signals: Mapping[str, Sequence[Signal]], turns: Sequence[Turn]) -> list[Commitment]:
    """Returns the company's commitments in the order of their words, at most 200 of them and 100 of a turn."""
    made: dict[int, list[tuple[Kind, Signal]]] = {}
    for kind, course in COURSES.items():
        for signal in (signal for name in course.made for signal in signals.get(name, ())):
            made.setdefault(signal.turn, []).append((kind, signal))
    terms = {name: _by_turn(signals.get(name, ()), made) for name in (ONLY_OFFERED, TIME, TIME_VAGUE, HEDGED)}
    found: list[Commitment] = []
    for turn in sorted(made):
        text = turns[turn].text
        here = {name: by_turn.get(turn, [])[:MOST_TERMS] for name, by_turn in terms.items()}
        first = sorted(made[turn], key=lambda pair: pair[1].start)[: SIGNALS_EACH * MOST_IN_TURN]
        meant = [
            _commitment(kind, signal, text)
            for kind, signal in first
            if not any(other.start <= signal.start < other.end for other in here[ONLY_OFFERED])
        ]
        meant = [one for one in meant if not _is_reported(one, text)]
        found += _with_terms(_apart(meant, text)[:MOST_IN_TURN], here, text)
        if len(found) >= MOST_PROMISES:
            return found[:MOST_PROMISES]
    return found


def _by_turn(signals: Iterable[Signal], turns: Container[int]) -> dict[int, list[Signal]]:
    by_turn: dict[int, list[Signal]] = {}
    for signal in signals:
        if signal.turn in turns:
            by_turn.setdefault(signal.turn, []).append(signal)
    return by_turn


def _commitment(kind: Kind, signal: Signal, text: str) -> Commitment:
    lead = _AND.match(text, signal.start, signal.end)
    start = lead.end() if lead else whole_start(text, signal.start)
    start = _had_to_do_it(kind, start, signal.end, text)
    subject = None if lead else _I_AM.search(text, max(0, start - MOST_LEAD_IN), start)
    start = subject.start() if subject else start
    joined = lead is not None or text[max(0, start - MOST_LEAD) : start].lower().endswith(("and ", "and then "))
    has_subject = any(subject.match(text, start, signal.end) for subject in (_FIRST_PERSON, _COMPANY, _SOMEONE, _COMES))
    sentence = sentence_around(text, start, signal.end)
    if kind is Kind.SEND and _SENDS_SOMEBODY.search(text, start, sentence[1]):
        kind = Kind.COME
    return Commitment(kind, signal.turn, start, signal.end, sentence, shares_subject=joined and not has_subject)


def _had_to_do_it(kind: Kind, start: int, end: int, text: str) -> int:
    """Returns where a call or a visit begins whose words start only with the one who is had to do it."""
    if kind not in (Kind.CONTACT, Kind.COME):
        return start
    for found in _HAS_DO_IT.finditer(text, max(0, start - MOST_NAME), end + len(" contact")):
        if found.start() < start <= found.end():
            return found.start()
    return start


def _is_reported(one: Commitment, text: str) -> bool:
    """Whether the words before a commitment tell what somebody else, or the customer, said, or what was once meant."""
    if _ONCE_MEANT.search(text, max(0, one.start - MOST_LEAD_IN), one.start):
        return True
    if _FIRST_PERSON.match(text, one.start):
        return False
    report = _REPORTED.search(text, max(one.sentence[0], one.start - MOST_REPORT), one.start)
    if report is None:
        return False
    by, to = report["by"].lower(), (report["to"] or "").lower()
    return by in _REPORTERS or (to == "you" and by not in _OURS)


def _apart(found: Iterable[Commitment], text: str) -> list[Commitment]:
    """Makes commitments that share words into one each.

    "I'll ask the joiner and call you" is found as a contact from its first word on: where another promise takes up the
    first part, the contact begins after the "and". Else the kind that comes first in `COURSES` has the words. A promise
    that begins with "and" counts only where its sentence lends it a subject: "I'll walk it round and write to you".
    """
    ranked = list(COURSES)
    kept: list[Commitment] = []
    for one in sorted(found, key=lambda one: (ranked.index(one.kind), one.start)):
        mine: Commitment | None = one
        for other in tuple(kept):
            if mine is not None and mine.start < other.end and other.start < mine.end:
                mine = _beside(mine, other, kept, text)
        if mine is not None:
            kept.append(mine)
    kept.sort(key=lambda one: one.start)
    return [
        one
        for index, one in enumerate(kept)
        if not one.shares_subject
        or any(other.sentence == one.sentence for other in kept[:index])
        or _LENDS.search(text, one.sentence[0], one.start)
    ]


def _beside(mine: Commitment, other: Commitment, kept: list[Commitment], text: str) -> Commitment | None:
    """Returns what is left of `mine` beside `other`, which may have to give up its first words."""
    if other.kind is Kind.CONTACT and mine.kind is Kind.COME and other.start >= mine.start and other.end <= mine.end:
        kept.remove(other)  # "will call" within "will call round"
        return mine
    if other.kind is Kind.CONTACT and mine.kind is Kind.COME and _VISITS.search(text, mine.start, mine.end):
        kept.remove(other)  # "Jo will swing by on Monday" is more than word
        return mine
    if other.kind is Kind.COME and mine.kind is Kind.SEND and mine.start < other.start and other.end <= mine.end:
        kept.remove(other)  # "will go out" within "your order will go out"
        return mine
    if (
        other.kind is Kind.CONTACT
        and mine.kind is Kind.PASS_ON
        and not _CONTACTS_THEM.search(text, other.start, other.end)
    ):
        kept.remove(other)  # "I'll tell the manager today"
        return mine
    if other.kind is Kind.CONTACT and mine.kind is not Kind.CONTACT and other.start <= mine.start:
        lead = _LAST_AND.match(text, mine.start, other.end)
        if lead and lead.end() > mine.start + 6:
            later = replace(other, start=lead.end(), shares_subject=True)
            kept[kept.index(other)] = later
            cut = text[mine.start : lead.end()]
            end = min(mine.end, mine.start + len(re.sub(r"\s*\band\s+(?:then\s+)?$", "", cut, flags=re.IGNORECASE)))
            return replace(mine, end=end)
    return None


def _with_terms(found: Sequence[Commitment], terms: Mapping[str, Sequence[Signal]], text: str) -> Iterator[Commitment]:
    """Adds to the commitments of a turn who makes them, until when, and how firmly."""
    times, vague, hedges = _times(terms[TIME], found, text), terms[TIME_VAGUE], terms[HEDGED]
    who, conditional = "team", False
    near = [[signal for signal in hedges if _bears_on(signal, one, found, text)] for one in found]
    for index, one in enumerate(found):
        begins, ends = one.sentence
        lent = _LENDS.search(text, begins, one.start) if one.shares_subject else None
        if lent is not None and (index == 0 or found[index - 1].sentence != one.sentence):
            who = _who(replace(one, start=lent.start(), end=lent.end()), text)
        elif not one.shares_subject:
            who = _who(one, text)
        following = found[index + 1].start if index + 1 < len(found) else ends
        conditional = conditional and one.shares_subject
        words = text[one.start : min(following, ends)]
        conditional = conditional or is_conditional(text[max(begins, one.start - MOST_REPORT) : one.start], words)
        # what will never be done has no time: "you won't be charged before Friday"
        time = None if one.kind is Kind.REFRAIN else _term(index, found, times, text)
        loose = conditional or any(_stands_in(signal, index, found) for signal in near[index])
        loose = loose or (time is None and _term(index, found, vague, text) is not None)
        yield replace(
            one,
            who=who,
            time=time,
            strength=Strength.WEAK if loose else Strength.STRONG,
            is_reported_by_word=one.kind is Kind.LOOK_INTO
            and any(other.kind is Kind.CONTACT and other.sentence == one.sentence for other in found[index + 1 :]),
            things=frozenset(things_of(words) - things_of(time.quote if time is not None else "")),
        )


def _bears_on(hedge: Signal, one: Commitment, found: Sequence[Commitment], text: str) -> bool:
    """Whether a hedge is near enough to be one of this promise, of no other, and not of what was.

    "It should have gone last week" hedges nothing, and "we'll call, and hope to send it" only what is sent.
    """
    leads = any(one.start < other.start and 0 <= other.start - hedge.end <= MOST_LEAD for other in found)
    return not leads and one.start - hedge.end <= MOST_HEDGE and _OF_WHAT_WAS.match(text, hedge.end) is None


def _term(index: int, found: Sequence[Commitment], terms: Sequence[Signal], text: str) -> Signal | None:
    """Returns the term, a time or a vague one, under which a promise stands.

    Its own; else that of a promise joined to it by "and", after or before it; else one at the head of the sentence,
    where nobody acts yet: "On Monday, I'll call".
    """
    own = [signal for signal in terms if _stands_in(signal, index, found, from_start=True)]
    if own:
        return own[0]
    one = found[index]
    for step in (1, -1):
        near = index + step
        while 0 <= near < len(found) and found[near].sentence == one.sentence:
            if not found[max(near, near - step)].shares_subject:
                break
            joined = [signal for signal in terms if _stands_in(signal, near, found, from_start=True)]
            if joined:
                return joined[0]
            near += step
    first = next(other for other in found if other.sentence == one.sentence)
    heads = [
        signal
        for signal in terms
        if one.sentence[0] <= signal.start
        and signal.end <= first.start
        and not _ACTS.search(text, one.sentence[0], signal.start)
    ]
    return heads[-1] if heads else None


def _times(times: Sequence[Signal], found: Sequence[Commitment], text: str) -> list[Signal]:
    """Returns the times that promises can stand under.

    Not "a new one", nor "if it isn't there by Friday", nor "I can't say today".
    """
    kept: list[Signal] = []
    for time in _joined(times, text):
        begins, _ = sentence_around(text, time.start, time.end)
        begins = max([begins, *(one.start for one in found if one.start <= time.start)])
        before = text[begins : time.start]
        if _NAMED_BY_TIME.search(before) and _CLOCK_TIME.fullmatch(time.quote):
            continue
        if not _ONE.fullmatch(time.quote) and not is_in_condition(before) and not _UNABLE.search(before):
            kept.append(time)
    return kept


def _joined(times: Sequence[Signal], text: str) -> list[Signal]:
    """Makes times that follow each other, as in "on Friday, at noon" and "Monday or Tuesday", into one."""
    joined: list[Signal] = []
    for time in times:
        lead = _LEADS_IN.search(text, max(0, time.start - MOST_LEAD_IN), time.start)
        more = _RUNS_ON.match(text, time.end)
        start, end = lead.start() if lead else time.start, more.end() if more else time.end
        zone = ZONE.match(text, end)
        end = zone.end() if zone else end
        last = joined[-1] if joined else None
        if last is not None and _JOINS.fullmatch(text, last.end, start):
            start = last.start
            joined.pop()
        joined.append(time._replace(start=start, end=end, quote=text[start:end]))
    return joined


def _stands_in(signal: Signal, index: int, found: Sequence[Commitment], *, from_start: bool = False) -> bool:
    """Whether a term stands between the promises around this one: from the last one's end, or from its own start."""
    one = found[index]
    begins, ends = one.start if from_start else one.sentence[0], one.sentence[1]
    if index and not from_start and found[index - 1].sentence == one.sentence:
        begins = max(begins, found[index - 1].end)
    if index + 1 < len(found):
        ends = min(ends, found[index + 1].start)
    return begins <= signal.start < max(ends, one.end)


def _who(one: Commitment, text: str) -> str:
    words = text[one.start : one.end]
    had = _HAS_DO_IT.match(text, one.start) if one.kind in (Kind.CONTACT, Kind.COME) else None
    if had:
        return had["who"] if had["who"].lower() not in {"him", "her", "them"} else "team"
    if _FIRST_PERSON.match(words):
        return "agent"
    if _COMPANY.match(words):
        return "team"
    will = _WILL.search(words)
    if will is None or (one.kind not in (Kind.CONTACT, Kind.COME) and _THING_WILL.match(text, one.start + will.end())):
        return "team"
    begins = max(one.sentence[0], one.start - MOST_NAME)
    before = text[begins : one.start + will.start()].strip()
    before = re.split(r"[,;:]|\b(?:and|but|so|then)\b", before)[-1].strip()
    if _COMPANY.match(before) or not _NAMED.match(before):
        return "agent" if _FIRST_PERSON.match(before) else "team"
    return before
