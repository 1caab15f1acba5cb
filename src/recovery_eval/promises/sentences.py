"""Where a sentence of a turn begins and ends, by its marks alone, and where the words of a quote do."""

from __future__ import annotations

import re

_END = re.compile(r"(?<!\b[ap]\.m)(?<!\bmr)(?<!\bmrs)(?<!\bdr)[.!?…]+(?=\s|$)|\n", re.IGNORECASE)
_FIRST_HALF = re.compile(r"[^\W\d_]+$")
_NOT_LAST = re.compile(r"\b(?:a|an|the|my|our|your|his|their|another|to|with|of|for|from|at)$", re.IGNORECASE)
_NEXT = re.compile(r"[ \t]+[\w’'-]*\w")
MOST_WORD = 30
MOST_CHARACTERS = 600  # a call without marks is one long "sentence"; nothing further away bears on a promise


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the offsets of the sentence that holds `text[start:end]`, at most 600 characters to either side."""
    first = max(0, start - MOST_CHARACTERS)
    begins = max((mark.end() for mark in _END.finditer(text, first, start)), default=first)
    ends = _END.search(text, end, end + MOST_CHARACTERS)
    return begins, ends.start() if ends else min(len(text), end + MOST_CHARACTERS)


def whole_start(text: str, start: int) -> int:
    """Returns where the word begins whose second half stands at `start`, as "'ll" of "we'll" does."""
    half = _FIRST_HALF.search(text, max(0, start - MOST_WORD), start) if text[start : start + 1] in {"'", "’"} else None
    return half.start() if half else start


def whole_end(text: str, start: int, end: int, following: int | None = None) -> int:
    """Returns where a quote ends that doesn't leave off at "the" or "to".

    Args:
        text: The turn's text.
        start: Where the quote begins.
        end: Where it ended.
        following: Where words begin that are quoted for themselves, if any do.
    """
    ends = len(text) if following is None else following
    while _NOT_LAST.search(text, max(start, end - MOST_WORD), end):
        more = _NEXT.match(text, end, ends)
        if more is None:
            break
        end = more.end()
    return end
