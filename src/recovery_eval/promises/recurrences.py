"""Later words of the customer that tell that something was done which was not to be.

"You won't be charged again", and then "I've been charged again".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.echoes import either
from recovery_eval.promises.later import DENIED, later_turns, signal_of
from recovery_eval.promises.sentences import clause_around
from recovery_eval.promises.stems import things_of
from recovery_eval.promises.verbs import doing, past
from recovery_eval.transcript.models import Speaker, Turn

_SPARED = re.compile(
    r".*?(?:n['’]?t|\b(?:not|never|no longer|nobody|no one))\s+(?:(?:be|ever|have|need|to|get|let)\s+)*"
    r"(?P<verb>[a-z]{3,})",
    re.IGNORECASE | re.DOTALL,
)
# What tells that it is not of old: "another text cancelling it", "you charged me this morning"
_ANEW = re.compile(
    r"\b(?:again|another|anyway|still|twice)\b"
    r"|\b(?:i|me|we|us)\b.*\b(?:just|now|today|yesterday|more|this (?:morning|week|month))\b",
    re.IGNORECASE | re.DOTALL,
)
_NOT_SO = re.compile(
    r"\b(?:if|when|until|will|would|should|might|not|never|nobody|nothing|none|neither|nor|no|without|hardly|supposed"
    r"|stopped|(?:has|have|had|was|were|is|did|does|do)nt)\b|n['’]t\b|['’]ll\b",
    re.IGNORECASE,
)
_SAME = (frozenset({"call", "phone", "ring", "telephone"}), frozenset({"bill", "charge", "invoice"}))


def recurrences(one: Commitment, turns: Sequence[Turn]) -> Iterator[Signal]:
    """Yields the later words in which the customer tells that what was promised not to be done was done."""
    spared = _SPARED.match(turns[one.turn].text, one.start, one.sentence[1])
    if spared is None:
        return
    verb = spared["verb"].lower()
    told = _told(verb)
    things = one.things - things_of(verb)
    for index, _, text in later_turns(one, turns, by=[Speaker.CUSTOMER]):
        for found in told.finditer(text):
            first, last = clause_around(text, found.start(), found.end())
            clause = text[first:last]
            if (_ANEW.search(clause) or not things.isdisjoint(things_of(clause))) and not (
                text[last : last + 1] == "?" or _NOT_SO.search(clause)
            ):
                yield signal_of(DENIED, index, found)


@lru_cache(maxsize=512)
def _told(verb: str) -> re.Pattern[str]:
    forms = {form for one in _meant(verb) for form in past(one) | doing(one)}
    return re.compile(rf"\b(?:{either(forms)})\b", re.IGNORECASE)


def _meant(verb: str) -> frozenset[str]:
    """Returns a verb in its plain forms, with those that say the same: "call" and "phone" of "rings"."""
    plain = frozenset(verb.removesuffix(ending) for ending in ("", "s", "es", "d", "ed"))
    return next((same for same in _SAME if not plain.isdisjoint(same)), plain)
