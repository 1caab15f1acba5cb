"""Reads the terms of commitments: who makes them, until when, and how firmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import (
    COMPANY,
    FIRST_PERSON,
    HAS_DO_IT,
    LENDS,
    MOST_LEAD,
    MOST_LEAD_IN,
    MOST_NAME,
    MOST_REPORT,
    Commitment,
)
from recovery_eval.promises.kinds import HEDGED, TIME, TIME_VAGUE
from recovery_eval.promises.models import Kind, Strength
from recovery_eval.promises.provisos import is_conditional, is_in_condition
from recovery_eval.promises.sentences import clause_around, sentence_around
from recovery_eval.promises.stems import things_of
from recovery_eval.promises.subjects import is_somebody, kind_of_thing
from recovery_eval.promises.timewords import ZONE

_JOINS = re.compile(r"[\s,]*(?:\bor\b\s*)?")
_LEADS_IN = re.compile(r"\b(?:on or|first thing)\s+$", re.IGNORECASE)
# What goes on with a date whose first figure was found: a month that is cut short and ends the sentence, as in "1 Jun."
_RUNS_ON = re.compile(r"\s+(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b|[-/.]\d[\d/.-]*", re.IGNORECASE)
_ONE = re.compile(r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d+", re.IGNORECASE)
_WILL = re.compile(
    r"\s*(?:\b(?:will|shall|should|is|are|(?:hope|aim|plan|expect)s? to)\b|['’](?:ll|s)\b)", re.IGNORECASE
)
_NAMED = re.compile(r"(?:(?:our|the|my|a|an|another|one of our)\s+\w[\w\s’'-]*|[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,4})$")
_NOBODY_NAMED = re.compile(r"(?:he|she|him|her|them|this|that|someone|somebody)\b", re.IGNORECASE)
# "you'll hear from Priya", "our manager, Mr Cole, will"
_FROM = re.compile(
    r"\bfrom\s+((?:(?:our|the|my|one of (?:our|the))\s+(?:\w+\s+)?\w*(?:er|or|ian|man|woman|ist|team|boss|head|clerk"
    r"|colleagues?)\b(?:,\s*)?)?(?-i:(?:(?:Dr|Mr|Mrs|Ms|Miss)\.?\s+)?"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z’'-]+(?:\s[A-Z][a-z’'-]+)?)?)(?<!\s)",
    re.IGNORECASE,
)
_PERSON_LAST = re.compile(r"(?<=\s)((?:our|the|my|an?|another|one of our)\s+(?:\w+\s+){0,2}?\w+)$", re.IGNORECASE)
_YOU_HEAR = re.compile(r"you\b", re.IGNORECASE)
_NAMED_TWICE = re.compile(
    r"\b(?:[Oo]ur|[Tt]he|[Mm]y|[Yy]our|[Aa]n?)\s+[\w\s’'-]+,\s*"
    r"((?:(?:Dr|Mr|Mrs|Ms|Miss)\.?\s+)?[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?)\s*,$"
)
# "our manager, who" before "will contact you"
_WHO_WILL = re.compile(
    r"\b((?:(?:our|the|my|an?|one of our)\s+(?:\w+\s+){0,2}?\w+|(?-i:[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?))),?\s+who$",
    re.IGNORECASE,
)
_SAID_OF = re.compile(r"\b(?:it|they|that|this|these|(?:the|your|our|a|an)(?:\s+[\w’'-]+){1,3})\s*$", re.IGNORECASE)
# Parts of a company that need no article: "finance will pay it"
_DEPARTMENT = re.compile(
    r"(?:accounts|billing|catering|claims|compliance|dispatch|engineering|facilities|finance|head office|housekeeping"
    r"|legal|logistics|maintenance|marketing|operations|ops|payroll|planning|procurement|provisioning|purchasing"
    r"|reception|repairs|returns|sales|security|underwriting)",
    re.IGNORECASE,
)
# A thing that is acted on or comes of itself promises nothing: "the heating will be repaired", "the parcel will arrive"
_THING_WILL = re.compile(
    r"\s*(?:\w+ly\s+)?(?:being\s+\w+|be\s+(?!\w+ing\b|able\b)\w+|arrive|land|show|clear|reach|ship|follow|apply"
    r"|go (?:out|live)|get to|leave|coming|due|on (?:us|me|the house))\b",
    re.IGNORECASE,
)
# "it should have gone last week"
_OF_WHAT_WAS = re.compile(r"\s+(?:been|gone|had|come|arrived|\w+ed)\b", re.IGNORECASE)
# "the 9:40" is a train
_NAMED_BY_TIME = re.compile(r"\b(?:the|a|your|our)\s+$", re.IGNORECASE)
_CLOCK_TIME = re.compile(r"\d{1,2}[:.]\d\d.*")
_UNABLE = re.compile(
    r"\b(?:i|we)\s+(?:can['’]?t|cannot|can not|don['’]?t|do not|couldn['’]?t)\b[^,;:.]*$", re.IGNORECASE
)
_ACTS = re.compile(
    r"\b(?:will|shall|is|are|was|were|has|have|had|going|hoping|gonna)\b|['’](?:ll|s|re|m|ve)\b", re.IGNORECASE
)
MOST_HEDGE = 40


def with_terms(found: Sequence[Commitment], terms: Mapping[str, Sequence[Signal]], text: str) -> Iterator[Commitment]:
    """Adds to the commitments of a turn who makes them, until when, and how firmly."""
    times, vague, hedges = _times(terms[TIME], found, text), terms[TIME_VAGUE], terms[HEDGED]
    who, conditional = "team", False
    near = [[signal for signal in hedges if _bears_on(signal, one, found, text)] for one in found]
    for index, one in enumerate(found):
        begins, ends = one.sentence
        lent = LENDS.search(text, begins, one.start) if one.shares_subject else None
        if lent is not None and (index == 0 or found[index - 1].sentence != one.sentence):
            who = _who(replace(one, start=lent.start(), end=lent.end()), text)
        elif not one.shares_subject:
            who = _who(one, text)
        elif index and HAS_DO_IT.match(text, found[index - 1].start):  # who has it done does the next thing
            who = "agent" if FIRST_PERSON.match(text, found[index - 1].start) else "team"
        following = found[index + 1].start if index + 1 < len(found) else ends
        conditional = conditional and one.shares_subject
        words = text[one.start : min(following, ends)]
        before = text[max(begins, one.start - MOST_REPORT) : one.start]
        if _WILL.match(words):  # "if it fits, the rail" before "will be fitted"
            before = _SAID_OF.sub("", before)
        conditional = conditional or is_conditional(before, words)
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
            things=frozenset(
                things_of(_with_subject(one, words, text)) - things_of(time.quote if time is not None else "")
            ),
        )


def _with_subject(one: Commitment, words: str, text: str) -> str:
    """Returns the words of a promise with what they are said of, where they begin with "will" or the like."""
    if _WILL.match(words) is None:
        return words
    begins, _ = clause_around(text, one.start, one.end)
    return text[begins : one.start] + words


def _bears_on(hedge: Signal, one: Commitment, found: Sequence[Commitment], text: str) -> bool:
    """Whether a hedge is near enough to be one of this promise, of no other, and not of what was.

    "It should have gone last week" hedges nothing, and "we'll call, and hope to send it" only what is sent.
    """
    if one.arrives is not None and hedge.start >= one.arrives:
        return False  # "it goes out today and should be with you tomorrow"
    leads = any(one.start < other.start and 0 <= other.start - hedge.end <= MOST_LEAD for other in found)
    return not leads and one.start - hedge.end <= MOST_HEDGE and _OF_WHAT_WAS.match(text, hedge.end) is None


def _term(index: int, found: Sequence[Commitment], terms: Sequence[Signal], text: str) -> Signal | None:
    """Returns the term, a time or a vague one, under which a promise stands.

    Its own; else that of a promise joined to it by "and", after or before it; else one at the head of the sentence,
    where nobody acts yet: "On Monday, I'll call".
    """
    own = [signal for signal in terms if _stands_in(signal, index, found, from_start=True)]
    one = found[index]
    if own:
        return next((signal for signal in own if one.arrives is not None and signal.start >= one.arrives), own[0])
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
    had = HAS_DO_IT.match(text, one.start)
    if had:
        return "team" if _NOBODY_NAMED.match(had["who"]) else had["who"]
    if one.kind is Kind.CONTACT and _YOU_HEAR.match(words):
        sender = _FROM.search(text, one.start, one.sentence[1])
        return sender[1].strip() if sender else "team"
    if FIRST_PERSON.match(words):
        return "agent"
    will = None if COMPANY.match(words) else _WILL.search(words)
    if will is None or (one.kind not in (Kind.CONTACT, Kind.COME) and _THING_WILL.match(text, one.start + will.end())):
        return "team"
    begins = max(one.sentence[0], one.start - MOST_NAME)
    return _subject(text[begins : one.start + will.start()].strip())


def _subject(before: str) -> str:
    """Returns who acts by the words before "will"."""
    named = _NAMED_TWICE.search(before)
    if named:
        return named[1].strip()
    whose = _WHO_WILL.search(before)
    if whose and is_somebody(whose[1]):
        return whose[1]
    before = re.split(r"[,;:]|\b(?:and|but|so|then|which)\b", before)[-1].strip()
    person = _PERSON_LAST.search(before)
    if person and is_somebody(person[1]):  # "if it won't stop a field engineer will swap it"
        return person[1]
    if COMPANY.match(before) or _NOBODY_NAMED.match(before) or kind_of_thing(before) is not None:
        return "team"
    return before if _DEPARTMENT.fullmatch(before) or _NAMED.match(before) else "team"
