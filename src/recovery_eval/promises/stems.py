"""The telling words of a text, cut short, so that two sentences can be seen to be about one thing."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{4,}")
_SMALL = frozenset(
    {"will", "that", "this", "have", "with", "your", "afraid", "sorry", "today", "tomorrow", "back", "able"}
)
_STEM = 5


def stems(text: str) -> list[str]:
    """Returns the beginnings of the telling words of a text, in their order."""
    return [word[:_STEM] for word in _WORD.findall(text.lower()) if word not in _SMALL]
