"""HTML bodies as the plain text that a customer reads, by the standard library's parser, which tells places."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from itertools import accumulate
from typing import NamedTuple

from recovery_eval.canned.source import Layer, Run, Written

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header"
        " hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul",
    )
)
_INLINE = frozenset(
    re.findall(
        r"[\w:]+",
        "a abbr b bdi bdo big cite code del dfn em font head i img ins kbd label link mark meta o:p q s samp script"
        " small span strike strong style sub sup time tt u var wbr",
    )
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(_BLOCKS)}|br)\b", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
_UNEVEN = re.compile(r"[\t\n\r\f\v]|  ")


class Comment(NamedTuple):
    """An HTML comment: its words, and where they begin in the text that held it."""

    words: str
    start: int


def html_text(written: Written, *, keep_lines: bool = False) -> tuple[Written, list[Comment]]:
    """Returns the plain text of HTML, and its comments. A text without mark-up comes back as it is.

    Tags that HTML doesn't have are left standing: `<name>` and Intercom's `<attribute key="…"/>` are placeholders.

    Args:
        written: The HTML, or plain text.
        keep_lines: Line ends and spaces count as written, as in Markdown; else they do where there is no block of HTML.
    """
    raw = written.text
    if "<" not in raw and "&" not in raw:
        return written, []
    reader = _Reader(raw, collapse=not keep_lines and _BLOCK_TAG.search(raw) is not None)
    reader.feed(raw)
    reader.close()
    return Layer("".join(reader.pieces).rstrip(), written, reader.runs), reader.comments


class _Reader(HTMLParser):
    def __init__(self, raw: str, *, collapse: bool) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []
        self.runs: list[Run] = []
        self.comments: list[Comment] = []
        self._raw = raw
        self._collapse = collapse
        self._line_starts = [0, *accumulate(len(line) + 1 for line in raw.split("\n"))]
        self._length = 0
        self._tail = "\n\n"  # the last two characters written; the text begins as if after a paragraph
        self._unseen = 0

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _write(self, text: str, below: int, width: int = 0) -> None:
        if text and not self._unseen:
            self.pieces.append(text)
            self.runs.append(Run(self._length, below, width))
            self._length += len(text)
            self._tail = (self._tail + text[-2:])[-2:]

    def handle_data(self, data: str) -> None:
        """Writes text."""
        below = self._here()
        if not self._collapse:
            self._write(data, below)
            return
        if self._tail[-1].isspace():
            below += len(data) - len(data.lstrip())
            data = data.lstrip()
        if not _UNEVEN.search(data):
            self._write(data, below)
            return
        last = 0
        for space in _SPACES.finditer(data):
            self._write(data[last : space.start()], below + last)
            self._write(" ", below + space.start(), space.end() - space.start())
            last = space.end()
        self._write(data[last:], below + last)

    def handle_charref(self, name: str) -> None:
        """Writes `&#38;`."""
        self._write_reference(f"&#{name}")

    def handle_entityref(self, name: str) -> None:
        """Writes `&amp;`."""
        self._write_reference(f"&{name}")

    def _write_reference(self, written: str) -> None:
        below = self._here()
        if self._raw.startswith(";", below + len(written)):
            written += ";"
        text = unescape(written).replace("\xa0", " ")
        if text == written:
            self._write(text, below)
            return
        for character in text:
            self._write(character, below, len(written))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        """Breaks the line where a block begins, and writes tags that HTML doesn't have."""
        written = self.get_starttag_text() or ""
        if tag == "br":
            self._write("\n", self._here(), len(written))
        elif tag in _BLOCKS:
            self._break_line(len(written))
        elif tag not in _INLINE:
            self._write(written, self._here())
        if tag in _UNSEEN:
            self._unseen += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As for a tag that opens; one that closes at once hides nothing."""
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen -= 1

    def handle_endtag(self, tag: str) -> None:
        """Breaks the line where a block ends."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if tag in _BLOCKS:
            self._break_line(len(tag) + 3)

    def handle_comment(self, data: str) -> None:
        """Keeps a comment."""
        self.comments.append(Comment(data, self._here() + len("<!--")))

    def _break_line(self, width: int) -> None:
        if self._tail != "\n\n":
            self._write("\n", self._here(), width)
