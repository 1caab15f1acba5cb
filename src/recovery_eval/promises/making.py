"""Finds commitments among signals: which words promise, and which of them are one promise or none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from recovery_eval.evidence import Signal
from recovery_eval.promises.acts import is_of_money, kind_of_act, names_money
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
from recovery_eval.promises.conversation import said_before
from recovery_eval.promises.joining import joined
from recovery_eval.promises.kinds import COURSES, HEDGED, ONLY_OFFERED, TIME, TIME_VAGUE
from recovery_eval.promises.models import Kind
from recovery_eval.promises.sentences import clause_around, sentence_around, whole_start
from recovery_eval.promises.subjects import is_somebody, is_somebody_who_arrives, kind_of_thing
from recovery_eval.promises.terms import with_terms
from recovery_eval.transcript.models import Speaker, Turn

_AND = re.compile(r"(?:and|&)\s+(?:then\s+|also\s+)?", re.IGNORECASE)
_LAST_AND = re.compile(r".*\band\s+(?:then\s+)?", re.IGNORECASE | re.DOTALL)
# "I'm" before "going to call you"
_I_AM = re.compile(r"\b(?:i|we)(?:['’](?:m|re|ll)|\s+(?:am|are|will|shall))\s+$", re.IGNORECASE)
# "I'll make sure it" before "arrives tomorrow", "I'll make" before "sure to call you"
_I_SEE_TO_IT = re.compile(
    r"\b(?:i|we)(?:['’]ll|\s+(?:will|shall))\s+"
    r"(?:(?:make (?:sure|certain)|see to it|ensure)(?: that)? (?:it|this|they)|make)\s+$",
    re.IGNORECASE,
)
# "is" before "going to call you"
_IS_TO = re.compile(
    r"(?:['’](?:s|re|ll)|\b(?:is|are|will|shall|should))\s+(?:(?:also|now|just|then)\s+)?$", re.IGNORECASE
)
_HAD_KINDS = dict.fromkeys(
    ["call", "ring", "phone", "telephone", "text", "message", "contact", "email", "write", "speak"], Kind.CONTACT
) | {
    "come": Kind.COME,
    "visit": Kind.COME,
    "pop": Kind.COME,
    "drop": Kind.COME,
    "look": Kind.LOOK_INTO,
    "check": Kind.LOOK_INTO,
    "fix": Kind.FIX,
    "sort": Kind.FIX,
    "send": Kind.SEND,
}
# "Confirmation emails" before "will go out", "your deposit" before "will reach you"
_SAID_OF = re.compile(r"(?:[\w’'-]+\s+){1,4}$")
# "Your refund is approved and" before "will be with you"
_SAID_OF_BOTH = re.compile(
    r"\b(?P<of>(?:the|your|our|an?|this)\s+(?:[\w£$€’'-]+\s+){0,3}?[\w£$€’'-]+)\s+(?:is|are|was|were|has|have|left|went)\b"
    r"[^,;.!?\n]{0,40}\band\s+$",
    re.IGNORECASE,
)
_MODAL = re.compile(r"(?:will|shall|should)\b", re.IGNORECASE)
# "it will be with you", "we'll get that back to you": of money, where money was spoken of
_IT = re.compile(r"(?:it|that|this|they)\b", re.IGNORECASE)
_GETS_IT_BACK = re.compile(r"\b(?:get|send|bring|put|pop)\s+(?:it|that|this|them|these|those)\b", re.IGNORECASE)
# "We'll pop it in the first class post" is no word
_BY_POST = re.compile(
    r"\b(?:pop|put|stick|drop|get)\s+(?:it|that|this|them|one|your|the)\b.*\bin the (?:\w+ ){0,2}post\b", re.IGNORECASE
)
_COSTS = re.compile(r"\b(?:charge[sd]?|fees?|paid|pay|price|cost|bill(?:ed)?|fine|refund\w*|fare)\b", re.IGNORECASE)
# What was sent does so, and not whoever sends it
_COMES = re.compile(r"(?:arrives?|lands?|gets|reaches)\b", re.IGNORECASE)
_SOMEONE = re.compile(
    r"(?:he|she|(?:our|the|my|a|an|another|one of our)\s+\w.*?\b(?:will|shall|should|is|are)|will|shall|should)\b",
    re.IGNORECASE,
)
# Who has a name is sent, and not posted: "I'll get Ruth over to you"
_SENDS_SOMEBODY = re.compile(
    r"\b(?i:get|getting|have|having|send|sending)\s+[A-Z][\w’'-]+\s+(?:back\s+)?(?:over|out|round|up|down)\b"
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
_OURS = frozenset({"i", "we", "i've", "we've", "i’ve", "we’ve"})
_CONTACTS_THEM = re.compile(r"\b(?:you|and|touch)\b", re.IGNORECASE)
# A conversation made to be slow must not be: what stands beyond these is not read.
MOST_PROMISES = 200
MOST_IN_TURN = 100
SIGNALS_EACH = 2  # "I'll call you" is a call, and an act
MOST_TERMS = 1_000


def commitments(signals: Mapping[str, Sequence[Signal]], turns: Sequence[Turn]) -> list[Commitment]:
    """Returns the company's commitments in the order of their words, at most 200 of them and 100 of a turn."""
    made: dict[int, list[tuple[Kind, Signal]]] = {}
    for kind, course in COURSES.items():
        for signal in (signal for name in course.made for signal in signals.get(name, ())):
            made.setdefault(signal.turn, []).append((kind, signal))
    ours = {index for index, turn in enumerate(turns) if turn.speaker is Speaker.AGENT}
    terms = {name: _by_turn(signals.get(name, ()), ours) for name in (ONLY_OFFERED, TIME, TIME_VAGUE, HEDGED)}
    found: list[Commitment] = []
    for turn in sorted(ours):
        text = turns[turn].text
        here = {name: by_turn.get(turn, [])[:MOST_TERMS] for name, by_turn in terms.items()}
        first = sorted(made.get(turn, ()), key=lambda pair: pair[1].start)[: SIGNALS_EACH * MOST_IN_TURN]
        before = said_before(turns, turn)
        asked = turns[before].text[-MOST_REPORT:] if before is not None else ""
        kept = _apart(_meant(first, here[ONLY_OFFERED], text, asked), text)
        found += with_terms(joined(kept, text)[:MOST_IN_TURN], here, text)
        if len(found) >= MOST_PROMISES:
            return found[:MOST_PROMISES]
    return found


def _meant(made: Iterable[tuple[Kind, Signal]], offered: Sequence[Signal], text: str, asked: str) -> list[Commitment]:
    """Returns the commitments of a turn, asked for by the turn before, without what is only offered or reported."""
    meant = [
        _commitment(_of_what_was_asked(kind, signal, text, asked), signal, text)
        for kind, signal in made
        if not any(other.start <= signal.start < other.end for other in offered)
    ]
    return [one for one in meant if not _is_reported(one, text)]


def _of_what_was_asked(kind: Kind, signal: Signal, text: str, asked: str) -> Kind:
    """Returns the kind, where "it" is money or goods by what it stands for: "how long till I see the money?"."""
    _, ends = clause_around(text, signal.start, signal.end)
    if kind in (Kind.SEND, Kind.COME) and _IT.match(signal.quote) and names_money(asked):
        return Kind.REFUND
    if kind is Kind.REFUND and _GETS_IT_BACK.search(text, signal.start, ends):
        whole = asked + text[: signal.start]
        return (
            kind if names_money(whole) or is_of_money(text[signal.start : ends]) or _COSTS.search(whole) else Kind.SEND
        )
    return kind


def _by_turn(signals: Iterable[Signal], turns: Container[int]) -> dict[int, list[Signal]]:
    by_turn: dict[int, list[Signal]] = {}
    for signal in signals:
        if signal.turn in turns:
            by_turn.setdefault(signal.turn, []).append(signal)
    return by_turn


def _commitment(kind: Kind, signal: Signal, text: str) -> Commitment:
    lead = _AND.match(text, signal.start, signal.end)
    start = lead.end() if lead else whole_start(text, signal.start)
    start = _had_to_do_it(start, signal.end, text)
    subject = None if lead else _first_person_before(start, text)
    start = subject.start() if subject else start
    helps = None if lead else _IS_TO.search(text, max(0, start - MOST_LEAD_IN), start)
    start = whole_start(text, helps.start()) if helps else start
    had = HAS_DO_IT.match(text, start)
    end = max(signal.end, had.end()) if had else signal.end
    joined = lead is not None or text[max(0, start - MOST_LEAD) : start].lower().endswith(("and ", "and then "))
    has_subject = any(subject.match(text, start, end) for subject in (FIRST_PERSON, COMPANY, _SOMEONE, _COMES))
    sentence = sentence_around(text, start, end)
    words = text[start:end]
    if kind is Kind.SEND and (_SENDS_SOMEBODY.search(text, start, sentence[1]) or is_somebody_who_arrives(words)):
        kind = Kind.COME
    kind = (had and _HAD_KINDS.get(had["act"].lower())) or _by_its_words(kind, start, end, text)
    return Commitment(kind, signal.turn, start, end, sentence, shares_subject=joined and not has_subject)


def _by_its_words(kind: Kind, start: int, end: int, text: str) -> Kind:
    """Returns the kind that the words themselves tell: of money before all; else where only their shape was known."""
    begins, ends = clause_around(text, start, end)
    if kind in (Kind.FIX, Kind.OTHER, Kind.SEND, Kind.COME, Kind.CONTACT) and is_of_money(text[begins:ends]):
        return Kind.REFUND
    if kind in (Kind.CONTACT, Kind.COME) and _BY_POST.search(text, start, ends):
        return Kind.SEND
    if _MODAL.match(text, start):
        said_of = _SAID_OF.search(text, begins, start)
        both = None if said_of else _SAID_OF_BOTH.search(text, max(0, start - MOST_REPORT), start)
        of_it = kind_of_thing(said_of[0] if said_of else both["of"] if both else "")
        if of_it is not None:
            return of_it
        if kind is Kind.COME and both and not is_somebody(both["of"]):
            return Kind.SEND
    return kind if kind is not Kind.OTHER else kind_of_act(text[start:ends]) or kind


def _first_person_before(start: int, text: str) -> re.Match[str] | None:
    """Returns the words before an act by which the speaker takes it on: "I'm" before "going to call you"."""
    return _I_AM.search(text, max(0, start - MOST_LEAD_IN), start) or _I_SEE_TO_IT.search(
        text, max(0, start - MOST_REPORT), start
    )


def _had_to_do_it(start: int, end: int, text: str) -> int:
    """Returns where an act begins whose words start only with the one who is had to do it."""
    for found in HAS_DO_IT.finditer(text, max(0, start - MOST_NAME), end + len(" contact")):
        if found.start() < start <= found.end():
            return found.start()
    return start


def _is_reported(one: Commitment, text: str) -> bool:
    """Whether the words before a commitment tell what somebody else, or the customer, said, or what was once meant."""
    if _ONCE_MEANT.search(text, max(0, one.start - MOST_LEAD_IN), one.start):
        return True
    if FIRST_PERSON.match(text, one.start):
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
        or LENDS.search(text, one.sentence[0], one.start)
    ]


def _beside(mine: Commitment, other: Commitment, kept: list[Commitment], text: str) -> Commitment | None:
    """Returns what is left of `mine` beside `other`, which may have to give up its first words."""
    if other.kind is Kind.CONTACT and mine.kind is Kind.COME and other.start >= mine.start and other.end <= mine.end:
        kept.remove(other)  # "will call" within "will call round"
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
