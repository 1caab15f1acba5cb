"""Which promises of a sentence are one: "we're sending a van, it will be there by two" sends one van."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.models import Kind

# "it will be there by two", "and should be with you tomorrow", "so you'll have it on Friday"
_ARRIVES = re.compile(
    r"(?:(?:and|so|which|that)\s+)*(?:(?:it|they|that|he|she|which|this|these)\b\s*)?"
    r"(?:['’]ll|will|shall|should|(?:is|are)\s+going\s+to|['’](?:s|re)\s+going\s+to)?\s*"
    r"(?:(?:ought\s+to\s+)?be\s+(?:with|there|here|at|on)\b|arrives?\b|reach\b|gets?\s+to\b|lands?\b)"
    r"|you(?:['’]ll|\s+(?:will|should|can))\s+(?:have|get|expect|see|receive)\s+(?:it|them|one|him|her)\b",
    re.IGNORECASE,
)
# "someone will come out and" swap it; "I'll ring the driver and" see if he can turn round
_COMES_AND = re.compile(
    r"\b(?:come|pop|nip|drop|swing|call|go|stop|sent?|be)\b(?:\s+(?:someone|somebody|one))?"
    r"(?:\s+(?:out|round|over|by|in|up|down|back|along))*\s+(?:and|to)\s+$",
    re.IGNORECASE,
)
# "I'll nip out the back and" check: who steps out doesn't come
_STEPS_OUT = re.compile(
    r"\b(?:nip|pop|go|run|dash|walk|head)\s+(?:(?:out\s+)?(?:the\s+)?back|in|into|down|up|upstairs|downstairs"
    r"|through|out|to|over to)\b(?:(?!\byou)[^,;.]){0,40}\band\s+$",
    re.IGNORECASE,
)
_SEES_IF = re.compile(r"(?:and\s+)?see\s+(?:if|what|whether|how|where|why|who|when)\b", re.IGNORECASE)
_ON_THE_WAY = frozenset({Kind.SEND, Kind.COME})


def joined(made: Iterable[Commitment], text: str) -> list[Commitment]:
    """Returns the promises of a turn, those left out that only go on with the one before them."""
    kept: list[Commitment] = []
    for one in made:
        last = kept[-1] if kept else None
        if last is None or last.sentence != one.sentence:
            kept.append(one)
        elif {last.kind, one.kind} <= _ON_THE_WAY and _ARRIVES.match(text, one.start):
            kept[-1] = replace(last, arrives=one.start)
        elif last.kind is Kind.COME and _STEPS_OUT.search(text, last.start, one.start):
            kept[-1] = replace(one, start=last.start, shares_subject=False)
        elif not _goes_on(last, one, text):
            kept.append(one)
    return kept


def _goes_on(last: Commitment, one: Commitment, text: str) -> bool:
    """Whether a promise is what another is done for."""
    if last.kind is Kind.LOOK_INTO and _SEES_IF.match(text, one.start):
        return True
    if last.kind is not Kind.COME or one.kind in (Kind.CONTACT, Kind.REFUND, Kind.COME):
        return False
    return one.shares_subject and _COMES_AND.search(text, last.start, one.start) is not None
