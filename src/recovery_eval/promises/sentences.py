"""Where a sentence of a turn begins and ends, by its marks alone, and where the words of a quote do."""

from __future__ import annotations

import re

# The mark is looked for before what may not stand before it: that is looked for at marks alone, and not everywhere
_END = re.compile(r"(?=[.!?…])(?<!\b[ap]\.m)(?<!\bmr)(?<!\bmrs)(?<!\bdr)[.!?…]+(?=\s|$)|\n", re.IGNORECASE)
_FIRST_HALF = re.compile(r"[^\W\d_]+$")
_NOT_LAST = re.compile(r"\b(?:a|an|the|my|our|your|his|their|another|to|with|of|for|from|at)$", re.IGNORECASE)
_NEXT = re.compile(r"[ \t]+[\w’'-]*\w")
# What ends a clause: a mark, or a word that begins another
_CLAUSE_ENDS = re.compile(
    r"[,:](?!\d)|[;!?…\n()–—]|(?=\.)(?<!\b[ap]\.m)(?<!\bmr)(?<!\bmrs)(?<!\bdr)\.(?=\s|$)|\s[-*]\s"
    r"|\s(?:and|or)\b(?!\s+\d)|\s(?:but|because|if|unless|when|which|as soon as|in case)\b"
    # not "at once", "do so", "in a little while"
    r"|(?<!\bat)\sonce\b|(?<!\bdo)(?<!\bdoing)\sso\b|(?<!\ba)(?<!\blittle)(?<!\bshort)\swhile\b",
    re.IGNORECASE,
)
# "the fare" before "will be back on your card", "a" before "fix is coming"
_SUBJECT = re.compile(
    r"(?:^|[.,;:!?\n(–—]\s*|\b(?:and|but|so|then|that)\s+)((?:the|an?|our|your|my|this|next|these|those|all|both"
    r"|another|some)\s+(?:[\w’'-]+\s+){0,2})$",
    re.IGNORECASE,
)
_OF_A_SUBJECT = re.compile(
    r"(?!(?:i|we|you|he|she|it|they|there|this|that|who|which|the|an?|our|your|my)\b)"
    r"(?:[\w-]+\s+){0,2}(?:will|shall|should|is|are)\b",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"[\s.,;:!?]*(?:\b(?:and|then|also|or)\b\s*)*$", re.IGNORECASE)
MOST_CLAUSE = 80
MOST_WORD = 30
MOST_CHARACTERS = 600  # a call without marks is one long "sentence"; nothing further away bears on a promise


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the offsets of the sentence that holds `text[start:end]`, at most 600 characters to either side."""
    first = max(0, start - MOST_CHARACTERS)
    begins = _last_end(text, first, start)
    ends = _END.search(text, end, end + MOST_CHARACTERS)
    return begins, ends.start() if ends else min(len(text), end + MOST_CHARACTERS)


def _last_end(text: str, first: int, start: int) -> int:
    """Returns the end of the last mark between two offsets, or the first of them; most sentences are short."""
    for nearby in (max(first, start - MOST_CLAUSE), first):
        end = max((mark.end() for mark in _END.finditer(text, nearby, start)), default=None)
        if end is not None:
            return end
    return first


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Returns the offsets of the clause that holds `text[start:end]`: its sentence, up to the joints around it."""
    first, last = sentence_around(text, start, end)
    begins = max((mark.end() for mark in _CLAUSE_ENDS.finditer(text, first, start)), default=first)
    ends = _CLAUSE_ENDS.search(text, end, last)
    return begins, ends.start() if ends else last


def whole_start(text: str, start: int) -> int:
    """Returns where the word begins whose second half stands at `start`, as "'ll" of "we'll" does."""
    half = _FIRST_HALF.search(text, max(0, start - MOST_WORD), start) if text[start : start + 1] in {"'", "’"} else None
    return half.start() if half else start


def whole_name(text: str, start: int, name: str) -> int:
    """Returns where a quote begins, with whoever promises, or what will be done, where that stands right before it."""
    before = text[max(0, start - MOST_CHARACTERS) : start].rstrip()
    at = text.rfind(name, max(0, start - MOST_CHARACTERS), start)
    if at >= 0 and before.endswith(name):
        return at
    subject = _SUBJECT.search(text, max(0, start - MOST_CLAUSE), start) if _OF_A_SUBJECT.match(text, start) else None
    return subject.start(1) if subject else _name_around(text, start, name)


def _name_around(text: str, start: int, name: str) -> int:
    """Returns where a name begins that a quote begins in the middle of."""
    at = text.rfind(name, max(0, start - len(name)), start + len(name))
    return at if 0 <= at < start else start


def whole_end(text: str, start: int, end: int, following: int | None = None) -> int:
    """Returns where the clause of a quote ends, so that it says what is promised and until when.

    Args:
        text: The turn's text.
        start: Where the quote begins.
        end: Where it ended.
        following: Where words begin that are quoted for themselves, if any do.
    """
    ends = len(text) if following is None else following
    rest = _CLAUSE_ENDS.search(text, end, min(ends, end + MOST_CLAUSE))
    if rest is not None:
        return end + len(text[end : rest.start()].rstrip())
    if ends <= end + MOST_CLAUSE:
        return max(end, start + len(_TRAILING.sub("", text[start:ends])))
    while _NOT_LAST.search(text, max(start, end - MOST_WORD), end):
        more = _NEXT.match(text, end, ends)
        if more is None:
            break
        end = more.end()
    return end
