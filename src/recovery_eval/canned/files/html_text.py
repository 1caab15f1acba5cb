"""HTML bodies as the plain text that a customer reads, by the standard library's parser, which tells places.

Most bodies are paragraphs, links and a few entities. These are read by one pattern, several times as fast, to the
same text.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import accumulate
from typing import NamedTuple

from recovery_eval.canned.source import Layer, Run, Written
from recovery_eval.markup import TolerantParser

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center col colgroup dd details dialog div dl dt fieldset"
        " figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav noscript ol"
        " optgroup option p pre search section summary table tbody td tfoot th thead title tr ul",
    )
)
_INLINE = frozenset(
    re.findall(
        r"[\w:]+",
        "a abbr acronym area audio b base bdi bdo big button canvas cite code del dfn em font head i iframe img input"
        " ins kbd label link map mark meta nobr o:p object picture q rp rt ruby s samp script select small source span"
        " strike strong style sub sup svg textarea time tt u var video wbr",
    )
)
_UNSEEN = frozenset({"script", "style", "title"})  # all of a head that has words; its end may be left out
_BLOCK_TAG = re.compile(rf"<(?:{'|'.join(_BLOCKS)}|br)\b", re.IGNORECASE)
# Text, tags and entities that leave no doubt where they end; any other body is left to the parser.
_PLAIN = re.compile(
    r"(?P<text>[^<&]+)|<(?P<opened>[A-Za-z][A-Za-z0-9]*)(?:\s+[a-z][a-z-]*=\"[^\"<>&]*\")*\s*/?>"
    r"|</(?P<closed>[A-Za-z][A-Za-z0-9]*)>|(?P<reference>&(?:#[0-9]{1,6}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});)"
)
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
    collapse = not keep_lines and _BLOCK_TAG.search(raw) is not None
    text = _Text(collapse=collapse)
    if _read_plain(raw, text):
        return Layer("".join(text.pieces).rstrip(), written, text.runs), []
    parser = _Parser(raw, _Text(collapse=collapse))
    parser.feed_whole(raw, instead=" ")  # of the same length
    return Layer("".join(parser.text.pieces).rstrip(), written, parser.text.runs), parser.comments


def _read_plain(raw: str, text: _Text) -> bool:
    """Reads a body that leaves no doubt; returns False, with part of it read, for any other."""
    at = 0
    while at < len(raw):
        match = _PLAIN.match(raw, at)
        kind = match.lastgroup if match is not None else None
        if match is None or kind is None:
            return False
        if kind == "text":
            text.data(match[0], at)
        elif kind == "reference":
            text.reference(match[0], at)
        else:
            tag = match[kind].lower()
            if tag in _UNSEEN:
                return False
            if kind == "opened":
                text.opened(tag, match[0], at)
            else:
                text.closed(tag, at)
        at = match.end()
    return True


class _Text:
    """The plain text as it is written, and where each piece of it stands in the HTML."""

    def __init__(self, *, collapse: bool) -> None:
        self.pieces: list[str] = []
        self.runs: list[Run] = []
        self._collapse = collapse
        self._length = 0
        self._tail = "\n\n"  # the last two characters written; the text begins as if after a paragraph

    def write(self, text: str, below: int, width: int = 0) -> None:
        """Writes text as it is."""
        if text:
            self.pieces.append(text)
            self.runs.append(Run(self._length, below, width))
            self._length += len(text)
            self._tail = (self._tail + text[-2:])[-2:]

    def data(self, data: str, below: int) -> None:
        """Writes text, its spaces collapsed where that is wanted."""
        if not self._collapse:
            self.write(data, below)
            return
        if self._tail[-1].isspace():
            below += len(data) - len(data.lstrip())
            data = data.lstrip()
        if not _UNEVEN.search(data):
            self.write(data, below)
            return
        last = 0
        for space in _SPACES.finditer(data):
            self.write(data[last : space.start()], below + last)
            self.write(" ", below + space.start(), space.end() - space.start())
            last = space.end()
        self.write(data[last:], below + last)

    def reference(self, written: str, below: int) -> None:
        """Writes `&amp;` or `&#38;`."""
        text = unescape(written).replace("\xa0", " ")
        if text == written:
            self.write(text, below)
            return
        for character in text:
            self.write(character, below, len(written))

    def opened(self, tag: str, written: str, below: int) -> None:
        """Breaks the line where a block begins, and writes tags that HTML doesn't have."""
        if tag == "br":
            self.write("\n", below, len(written))
        elif tag in _BLOCKS:
            self._break_line(below, len(written))
        elif tag not in _INLINE:
            self.write(written, below)

    def closed(self, tag: str, below: int) -> None:
        """Breaks the line where a block ends."""
        if tag in _BLOCKS:
            self._break_line(below, len(tag) + 3)

    def _break_line(self, below: int, width: int) -> None:
        if self._tail != "\n\n":
            self.write("\n", below, width)


class _Parser(TolerantParser):
    def __init__(self, raw: str, text: _Text) -> None:
        super().__init__(convert_charrefs=False)
        self.text = text
        self.comments: list[Comment] = []
        self._raw = raw
        self._line_starts = [0, *accumulate(len(line) + 1 for line in raw.split("\n"))]
        self._unseen = 0

    def _here(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def handle_data(self, data: str) -> None:
        """Writes text, as it was before `feed_whole`."""
        if not self._unseen:
            below = self._here()
            self.text.data(self._raw[below : below + len(data)], below)

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
        if not self._unseen:
            self.text.reference(written, below)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's
        """Writes what a tag means; what stands in some is not seen."""
        if not self._unseen:
            self.text.opened(tag, self.get_starttag_text() or "", self._here())
        if tag in _UNSEEN:
            self._unseen += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """As for a tag that opens; one that closes at once hides nothing."""
        self.handle_starttag(tag, attrs)
        if tag in _UNSEEN:
            self._unseen -= 1

    def handle_endtag(self, tag: str) -> None:
        """Writes what the end of a tag means."""
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        if not self._unseen:
            self.text.closed(tag, self._here())

    def handle_comment(self, data: str) -> None:
        """Keeps a comment."""
        self.comments.append(Comment(data, self._here() + len("<!--")))
