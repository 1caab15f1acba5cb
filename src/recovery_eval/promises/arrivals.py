"""Later words that tell of a visit by whoever was to make it, or by what it was for.

"Sam will be round on Monday to fit it", and then "Sam came at ten", "Sam never showed up" or "it was fitted on Monday".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from recovery_eval.evidence import Signal
from recovery_eval.promises.commitment import Commitment
from recovery_eval.promises.later import CONFIRMED, DENIED, TOLD_DONE, later_turns, signal_of
from recovery_eval.transcript.models import Speaker, Turn

_CAME = (
    r"came|arrived|turned up|showed up|got here|called(?! (?:in sick|off|away|us|me|to))|visited|attended|popped"
    r"|collected|picked|delivered|dropped|brought|did|done|fixed|fitted|mended|repaired|tested|checked|finished|left"
    r"|replaced|installed|sorted|took"
    r"|(?:was|is|has been|has come|has just|was just)"
    r" (?:here|there|round|over|in|and|quick|great|lovely|brilliant|on time|left|gone|arrived|finished|been)"
)
# "Sam's been, and it works"; not "Sam's been rude"
_HAS_BEEN = (
    r"(?:here|(?:(?:just|now|already)\s+)?(?:been|come|arrived|finished|left|gone)"
    r"(?:\s*(?=[,.;!)]|$)|\s+(?:and|at|this|today|yesterday|round|here|by|over|on|to)\b))"
)
_NOT_CAME = (
    r"(?:never|didn['’]?t|did not|hasn['’]?t|has not|wasn['’]?t|still not|failed|not) (?:\w+ ){0,2}?"
    r"(?:came|come|arrived?|turn(?:ed)? up|show(?:ed|n)?(?: up)?|been|here|called?|visit(?:ed)?|there"
    r"|to (?:show|come|turn|appear))"
    r"|(?:is|was) (?:a )?no[- ]show"
)
_ASKS_OR_WAITS = re.compile(
    r"\b(?:if|when|until|before|supposed|meant|due|unless|whether|not|never|no)\b|n['’]t\b", re.IGNORECASE
)
_SHORT = 3
_ARTICLE = re.compile(r"^(?:our|the|my|an?|another|one of our)\s+", re.IGNORECASE)
# "I'll send security up": who is sent is who comes
_SENT = re.compile(r"\b(?:send|sending|have|get|getting|got)\s+((?:(?:an?|the|our|another)\s+)?\w+)", re.IGNORECASE)
_NOBODY = re.compile(r"someone|somebody|one|you|it|them|that|this|him|her|the|our|your", re.IGNORECASE)


def arrivals(one: Commitment, turns: Sequence[Turn]) -> Iterator[Signal]:
    """Yields the later words in which whoever was named is told to have come, or not to have come."""
    text = turns[one.turn].text
    sent = _SENT.search(text, one.start, one.sentence[1])
    who = sent[1] if sent else "" if one.who in {"agent", "team"} else one.who
    names = _ARTICLE.sub("", who).split()
    if not names or len(names[-1]) < _SHORT or _NOBODY.fullmatch(names[-1]):
        return
    came, not_came = _patterns(frozenset({names[-1].lower(), names[0].lower()}))
    for index, by, text in later_turns(one, turns):
        if by is Speaker.CUSTOMER:
            for found in not_came.finditer(text):
                yield signal_of(DENIED, index, found)
        for found in came.finditer(text):
            if not _ASKS_OR_WAITS.search(found.group()) and text[found.end() : found.end() + 1] != "?":
                yield signal_of(CONFIRMED if by is Speaker.CUSTOMER else TOLD_DONE, index, found)


@lru_cache(maxsize=256)
def _patterns(names: frozenset[str]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Returns what tells that somebody of a name came, and that they did not."""
    either = "|".join(sorted(map(re.escape, names), key=len, reverse=True))
    who = rf"\b(?:{either})\b(?:\s+(?!and\b)[\w’']+){{0,3}}?\s+"
    came = rf"{who}(?:{_CAME})\b|\b(?:{either})(?:['’]s|\s+has)\s+{_HAS_BEEN}"
    return re.compile(came, re.IGNORECASE), re.compile(rf"{who}(?:{_NOT_CAME})\b", re.IGNORECASE)
