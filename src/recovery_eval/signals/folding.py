"""Invisible and wide characters, and long runs of marks, made plain for matching; offsets lead back to the text."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Characters that show nothing but split or glue words: soft hyphen, zero-width, bidi controls, variation selectors.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\x00]")
_WIDE = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]")
# spaCy's tokenizer takes marks off one by one, each time looking at all that is left: a line of them takes minutes.
LONGEST_RUN = 100
_LONG_RUN = re.compile(rf"(?<=(?:[^\w\s]|_){{{LONGEST_RUN}}})(?:[^\w\s]|_)+")
_FOLDABLE = re.compile(f"{_INVISIBLE.pattern}|{_WIDE.pattern}")


class Folded(NamedTuple):
    """A text made plain, and for each of its characters the index of the one it came from (None: the same)."""

    text: str
    origin: list[int] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the original half-open span of a span of the folded text."""
        if self.origin is None:
            return start, end
        return self.origin[start], self.origin[end - 1] + 1


def fold(text: str) -> Folded:
    """Drops invisible characters, narrows wide ones, and blanks what goes on after a hundred marks.

    Most texts have none of these and come back as they are.
    """
    if len(text) > LONGEST_RUN:
        text = _LONG_RUN.sub(lambda run: " " * len(run[0]), text)
    if text.isascii() and "\x00" not in text:
        return Folded(text, None)
    if not _FOLDABLE.search(text):
        return Folded(text, None)
    out: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(text):
        if _INVISIBLE.match(character):
            continue
        plain = unicodedata.normalize("NFKC", character) if _WIDE.match(character) else character
        out.append(plain)
        origin.extend([index] * len(plain))
    return Folded("".join(out), origin)
