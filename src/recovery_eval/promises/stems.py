"""The words of a text that may name a thing, cut short, so that two sentences can be seen to be about one."""

from __future__ import annotations

import re
from collections.abc import Collection

_STEM = 5
_WORD = re.compile(r"[^\W\d_]{3,}")
# A sum is as good as a name: "the £25", "ten quid" said as "10 quid"
_SUM = re.compile(r"[£$€]\s?(\d+)|\b(\d+)\s?(?:quid|pounds?|euros?|dollars?|bucks)\b")
# words that stand beside any act, and name no thing
_NO_THING = frozenset(
    {
        "the", "and", "you", "for", "out", "off", "our", "all", "any", "are", "was", "were", "has", "had", "his",
        "her", "she", "they", "them", "him", "its", "not", "now", "just", "get", "got", "can", "but", "who", "how",
        "when", "what", "then", "than", "too", "new", "one", "ones", "another", "here", "there", "come", "came",
        "been", "did", "does", "from", "into", "over", "round", "also", "going", "send", "sent", "sending", "make",
        "made", "take", "took", "give", "gave", "put", "let", "see", "time", "soon", "never", "nobody", "still",
        "yet", "yes", "thanks", "thank", "received", "arrived", "arrive", "shall", "should", "would", "could",
        "straight", "away", "right", "first", "thing", "morning", "afternoon", "evening", "tonight", "yesterday",
        "hour", "hours", "minutes", "someone", "somebody", "myself", "team", "please", "some", "more", "very", "able",
        "well", "good", "ready", "done", "working", "works", "will", "that", "this", "have", "with", "your",
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "day", "days", "week", "weeks",
        "month", "months", "said", "afraid", "sorry", "today", "tomorrow", "back",
    }
)  # fmt: skip


def things_of(text: str) -> set[str]:
    """Returns the beginnings of the words that may name what a text is about."""
    return stems_of(text, _NO_THING) | {figure for pair in _SUM.findall(text.lower()) for figure in pair if figure}


def stems_of(text: str, without: Collection[str]) -> set[str]:
    """Returns the beginnings of the words of a text, `without` some that are given in small letters."""
    return {word[:_STEM] for word in _WORD.findall(text.lower()) if word not in without}
