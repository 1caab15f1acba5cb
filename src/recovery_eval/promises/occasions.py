"""Word that was promised for when something happens, and that came when it had: "I'll text you the moment it's glazed".

Whoever was to tell of it and tells of it has kept the promise, whatever the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import BY_PHONE, Commitment
from recovery_eval.promises.echoes import about
from recovery_eval.promises.later import CONFIRMED, DENIED, TOLD_DONE, later_turns, signal_of
from recovery_eval.promises.sentences import clause_around
from recovery_eval.promises.stems import stems_of, things_of
from recovery_eval.transcript.models import Speaker, Turn

_WHEN = re.compile(
    r"\b(?:when|once|after|as soon as|soon as|the (?:moment|minute|second|instant)|whenever)\s+"
    r"(?P<clause>[^,;:.!?]{3,60})",
    re.IGNORECASE,
)
# Words that stand in any such clause, and name nothing that happens
_NO_EVENT = frozenset(
    {
        "the", "and", "you", "your", "our", "are", "was", "has", "have", "had", "been", "that", "this", "there", "they",
        "them", "she", "her", "his", "him", "its", "get", "got", "gets", "with", "for", "from", "anything", "something",
        "more", "any", "all", "know", "knows", "hear", "hears", "heard", "can", "will", "see", "just", "let",
    }
)  # fmt: skip
_NOT_TOLD = re.compile(
    r"\b(?:not|never|no|if|when|once|until|as soon as|still|will|should|would|could)\b|n['’]t\b|['’]ll\b", re.IGNORECASE
)
# What is sent: "a reminder", "your floor plan"
_WHAT = re.compile(
    r"\b(?:send|email|e-mail|text|message|post|give|get|drop|let|have|receive|confirm|share)\w*\s+"
    r"(?:you\s+)?(?:have\s+)?"
    r"(?:a|an|the|your|our|some)\s+(?P<what>(?:[\w’'-]+\s+){0,3}?[\w’'-]+)"
    r"(?=\s+(?:to|by|on|when|as|once|tonight|today|tomorrow|with|of|in|within|for|at|before|this|from|over|later|here)\b"
    r"|[,.;:!?]|$)",
    re.IGNORECASE,
)
_ANY_WORD = things_of("call ring bell text message email update answer word line note shout buzz quick full")


def word_of_it(one: Commitment, turns: Sequence[Turn]) -> Iterator[Signal]:
    """Yields the customer's later words that what was to be sent by wire is there, or isn't: "no reminder yet"."""
    found = _WHAT.search(turns[one.turn].text, one.start, one.sentence[1])
    there, missed = about(frozenset(things_of(found["what"]) - _ANY_WORD if found else ()))
    for index, _, text in later_turns(one, turns, by=[Speaker.CUSTOMER]):
        for name, told in ((CONFIRMED, there), (DENIED, missed)):
            yield from (signal_of(name, index, word) for word in told.finditer(text))


def occasions(one: Commitment, turns: Sequence[Turn]) -> Iterator[Signal]:
    """Yields the later words of the company that tell of what it was to send word of."""
    text = turns[one.turn].text
    found = _WHEN.search(text, one.start, one.sentence[1])
    if found is None or BY_PHONE.search(text, one.start, found.start()):
        return
    events = stems_of(found["clause"], _NO_EVENT)
    if not events:
        return
    told = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, events)))})\w*", re.IGNORECASE)
    for index, _, text in later_turns(one, turns, by=[Speaker.AGENT]):
        for word in told.finditer(text):
            first, last = clause_around(text, word.start(), word.end())
            if text[last : last + 1] != "?" and not _NOT_TOLD.search(text, first, last):
                yield signal_of(TOLD_DONE, index, word)
                break
