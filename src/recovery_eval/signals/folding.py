"""Invisible and wide characters, folded for matching; offsets lead back to the text as it was."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

# Characters that show nothing but split or glue words: soft hyphen, zero-width, bidi controls, variation selectors.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\x00]")
_WIDE = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff]")
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
    """Drops invisible characters and narrows wide ones. Most texts have none and come back as they are."""
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
