"""From a character of the plain text back to line and column of the file, through every layer of writing.

A reply may be HTML inside a JSON string inside a file. Each layer is a `Layer`: its plain text, and runs that say where
each character was written one layer below. Layers are made while reading; places are worked out only when asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import PurePosixPath
from typing import NamedTuple, Protocol


class Place(NamedTuple):
    """A place in a file, counted from 1; columns count Unicode code points of the line."""

    line: int
    column: int


class Run(NamedTuple):
    r"""Characters of a text that stand together one layer below.

    Attributes:
        start: The first character, in the text.
        below: Where it is written in the layer below.
        width: For one character that is written as several (`&amp;`, `\u00e9`), how many; 0 for a run in which
            each character is written as itself.
    """

    start: int
    below: int
    width: int = 0


class Written(Protocol):
    """A text of which each span can be found in a file."""

    @property
    def text(self) -> str:
        """The text itself."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns where a span of the text is written, in characters of the file."""

    def escaped(self, words: str) -> str:
        """Returns words as they are written within the text, in the file."""

    @property
    def file(self) -> SourceFile:
        """The file."""


class SourceFile:
    """The text of one file.

    Args:
        path: As shown to users.
        text: The file's text, without a byte-order mark.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def suffix(self) -> str:
        """The suffix of its name, in small letters."""
        return PurePosixPath(self.path).suffix.lower()

    @cached_property
    def _line_starts(self) -> list[int]:
        starts = [0]
        find = self.text.find
        at = find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = find("\n", at + 1)
        return starts

    @property
    def file(self) -> SourceFile:
        """The file itself."""
        return self

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns the span itself."""
        return start, end

    def escaped(self, words: str) -> str:
        """Returns the words themselves."""
        return words

    def place(self, offset: int) -> Place:
        """Returns line and column of a character; of the end of the file for what lies behind it."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._line_starts, offset)
        return Place(line, offset - self._line_starts[line - 1] + 1)

    def offset(self, line: int, column: int) -> int:
        """Returns the character at a place; the inverse of `place`."""
        return self._line_starts[min(line, len(self._line_starts)) - 1] + column - 1

    def line_at(self, line: int) -> str:
        """Returns a line without its end."""
        start = self._line_starts[line - 1]
        end = self._line_starts[line] if line < len(self._line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")


class Layer:
    """A text made from another one.

    Args:
        text: The text.
        below: What it was made from.
        runs: The runs in order of `start`, the first at 0 unless the text is empty; or what returns them.
        escape: Writes words as they stand within the text's quotation marks, where it has such.
    """

    def __init__(
        self,
        text: str,
        below: Written,
        runs: Iterable[Run] | Callable[[], Iterable[Run]],
        escape: Callable[[str], str] = str,
    ) -> None:
        self.text = text
        self._below = below
        self._given = runs
        self._escape = escape

    @cached_property
    def _runs(self) -> tuple[Run, ...]:
        given = self._given
        return tuple(given() if callable(given) else given)

    @property
    def file(self) -> SourceFile:
        """The file at the bottom."""
        return self._below.file

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Returns where a span of the text is written, in characters of the file. An empty span stays empty."""
        if not self._runs:
            return self._below.span(0, 0)
        if end <= start:
            at = self._below_of(start - 1)[1] if start >= len(self.text) and start > 0 else self._below_of(start)[0]
            return self._below.span(at, at)
        return self._below.span(self._below_of(start)[0], self._below_of(end - 1)[1])

    def escaped(self, words: str) -> str:
        """Returns words as they are written within the text, in the file; mark-up is for the words to hold."""
        return self._below.escaped(self._escape(words))

    def _below_of(self, offset: int) -> tuple[int, int]:
        run = self._runs[max(bisect_left(self._runs, (offset + 1,)) - 1, 0)]  # the last that begins at or before it
        if run.width:
            return run.below, run.below + run.width
        at = run.below + offset - run.start
        return at, at + 1


def cut(below: Written, start: int, end: int) -> Layer:
    """Returns a stretch of a text as a text of its own."""
    return Layer(below.text[start:end], below, (Run(0, start),))
