"""HTML to plain text: what a reader of the message saw, with line ends where blocks end."""

from __future__ import annotations

import re
from collections import Counter

from recovery_eval.markup import TolerantParser

_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li",
    "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})  # fmt: skip
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})
_REST = "the rest"  # no tag, so nothing ends it
_BLANK = re.compile(r"[ \t\r\f\v\n]+")
_ROOM = re.compile(r"\n{3,}")


def html_text(html: str) -> str:
    """Returns the words of a piece of HTML, whole or broken. What is quoted of an earlier message is left out."""
    return html_words(html)[0]


def html_words(html: str) -> tuple[str, int]:
    """Returns the words of a piece of HTML as `html_text` does, and how many pieces of a quoted message it left out."""
    parser = _Words()
    parser.feed_whole(html, instead="&lt;")
    lines = "".join(parser.pieces).split("\n")
    return _ROOM.sub("\n\n", "\n".join(line.strip(" ") for line in lines)).strip(), parser.quoted


class _Words(TolerantParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.quoted = 0
        self._unseen: list[str] = []
        self._open: Counter[str] = Counter()  # how often each tag stands in `_unseen`, which may be long

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self._unseen[-1:] == ["head"] and (tag == "body" or tag in _BLOCKS):
            self._show("head")  # its closing tag may be left out
        if tag == "br":
            self.pieces.append("\n")
        elif tag in _BLOCKS:
            self._end_line()
        if ("id", "divRplyFwdMsg") in attrs or ("id", "appendonsend") in attrs:
            self._hide(_REST)  # Outlook: all that follows is the earlier message
        elif tag in _UNSEEN or (tag in ("blockquote", "div") and (self._unseen or _is_quote(tag, attrs))):
            self._hide(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("br", "div", "blockquote"):  # a browser takes <div/> for an opening
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._end_line()
        if self._open[tag]:
            self._show(tag)

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(_BLANK.sub(" ", data).replace("\xa0", " "))
        elif self._unseen[0] not in _UNSEEN and self._unseen[-1] not in _UNSEEN and not data.isspace():
            self.quoted += 1

    def _hide(self, tag: str) -> None:
        self._unseen.append(tag)
        self._open[tag] += 1

    def _show(self, tag: str) -> None:
        """Ends the last element of this name that is open, and with it all that were opened inside."""
        ended = ""
        while ended != tag:
            ended = self._unseen.pop()
            self._open[ended] -= 1

    def _end_line(self) -> None:
        if self.pieces and not self.pieces[-1].endswith("\n"):
            self.pieces.append("\n")


def _is_quote(tag: str, attrs: list[tuple[str, str | None]]) -> bool:
    """Tells whether an element holds an earlier message, as mail programs mark it."""
    marks = {key: value or "" for key, value in attrs}
    classes = marks.get("class", "")
    if tag == "blockquote":
        return marks.get("type") == "cite" or "gmail_quote" in classes or "freshdesk_quote" in classes
    return not {"gmail_quote", "freshdesk_quote"}.isdisjoint(classes.split())
