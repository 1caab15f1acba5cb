"""Text with marked stretches, as HTML that loses none of its characters."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple


class Mark(NamedTuple):
    """A stretch to mark: half-open code point offsets, a kind (a CSS class without its prefix) and a label."""

    start: int
    end: int
    kind: str
    label: str


def escaped(text: str) -> str:
    """Returns `text` for use in HTML content and quoted attributes; reading it back gives the same characters.

    A carriage return is written as a reference, for an HTML parser would turn it into a line feed.
    """
    return html.escape(text).replace("\r", "&#13;")


def highlighted(text: str, marks: Iterable[Mark]) -> str:
    """Returns `text` as HTML with each marked stretch in `<mark>` elements.

    Marks may overlap: the text is cut wherever one begins or ends, and each piece carries all the marks over it.
    Offsets beyond the text are clipped.
    """
    clipped = [mark for mark in (_clip(mark, len(text)) for mark in marks) if mark.start < mark.end]
    starting: dict[int, list[Mark]] = {}
    ending: dict[int, list[Mark]] = {}
    for mark in dict.fromkeys(clipped):
        starting.setdefault(mark.start, []).append(mark)
        ending.setdefault(mark.end, []).append(mark)
    over: list[Mark] = []
    pieces = []
    for left, right in pairwise(sorted({0, len(text), *starting, *ending})):
        for mark in ending.get(left, ()):
            over.remove(mark)
        over.extend(starting.get(left, ()))
        pieces.append(_piece(text[left:right], over))
    return "".join(pieces)


def _clip(mark: Mark, length: int) -> Mark:
    return mark._replace(start=max(0, min(mark.start, length)), end=max(0, min(mark.end, length)))


def _piece(text: str, marks: Sequence[Mark]) -> str:
    if not marks:
        return escaped(text)
    kinds = " ".join(dict.fromkeys(f"re-{mark.kind}" for mark in marks))
    labels = "; ".join(dict.fromkeys(mark.label for mark in marks))
    return f'<mark class="{escaped(kinds)}" title="{escaped(labels)}">{escaped(text)}</mark>'
