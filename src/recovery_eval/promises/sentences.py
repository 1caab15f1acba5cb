"""Where a sentence of a turn begins and ends, by its marks alone."""

from __future__ import annotations

import re

_END = re.compile(r"(?<!\b[ap]\.m)(?<!\bmr)(?<!\bmrs)(?<!\bdr)[.!?…]+(?=\s|$)|\n", re.IGNORECASE)
MOST_CHARACTERS = 600  # a call without marks is one long "sentence"; nothing further away bears on a promise


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the offsets of the sentence that holds `text[start:end]`, at most 600 characters to either side."""
    first = max(0, start - MOST_CHARACTERS)
    begins = max((mark.end() for mark in _END.finditer(text, first, start)), default=first)
    ends = _END.search(text, end, end + MOST_CHARACTERS)
    return begins, ends.start() if ends else min(len(text), end + MOST_CHARACTERS)
