"""A promise before its status is known, and the words by which it is seen who makes it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from recovery_eval.evidence import Signal
from recovery_eval.promises.models import Kind, Strength

FIRST_PERSON = re.compile(r"(?:i|i['’]?(?:ll|m|d|ve)|let me|me)\b", re.IGNORECASE)
COMPANY = re.compile(
    r"(?:(?:we|they|us|someone|somebody|you|it|this|that|there|no)|let us|(?:our|my) team)\b", re.IGNORECASE
)
LENDS = re.compile(r"\b(?:i|we)(?:['’]ll|\s+(?:will|shall))\b(?!\s+(?:not|never)\b)", re.IGNORECASE)
# Who is had to do it: "I'll get my supervisor to call you", "I'll make sure Tom rings you"
HAS_DO_IT = re.compile(
    r"\b(?:(?:i|we)(?:['’](?:ll|ve)|\s+(?:will|shall|have)|['’](?:m|re)\s+going\s+to)\s+)?(?:also\s+)?"
    r"(?:get|ask|have|asked|told|arranged? for|make sure(?: that)?|see to it(?: that)?)\s+"
    r"(?P<who>(?:my|our|the|an?|one of (?:our|the|my))\s+(?:\w+\s+){0,2}?\w+|him|her|them"
    r"|(?:someone|somebody)(?:\s+(?:in|from)\s+(?:the\s+|our\s+)?\w+)?"
    r"|(?-i:(?:(?:Dr|Mr|Mrs|Ms|Miss)\.?\s+)?[A-Z][\w’'-]+))"
    r"(?=\s+(?:to\s+)?(?P<act>call|ring|phone|telephone|text|message|contact|email|write|speak|come|visit|be|get"
    r"|pop|drop|look|check|bring|send|fix|sort)s?\b)",
    re.IGNORECASE,
)
# A promised call, of which a chat shows no trace
BY_PHONE = re.compile(r"\b(?:call|ring|phone|bell|buzz|tinkle)\b", re.IGNORECASE)
# A conversation made to be slow must not be: so many characters before a promise are looked at.
MOST_NAME = 50
MOST_REPORT = 100
MOST_LEAD = len("and then ")
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
        arrives: Where the words begin that tell when what is sent, or who comes, will be there.
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
    arrives: int | None = None
