"""HTML of any kind, broken or hostile, by the standard library's parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BEGUN = re.compile(r"<(?=[A-Za-z/!?])")
_COMMENT_BEGUN = re.compile("<(?=!--)")
_COMMENT_ENDS = re.compile(r"--!?\s*>")


class TolerantParser(HTMLParser):
    """A parser that takes every text, in a time that grows as its length does."""

    def feed_whole(self, html: str, *, instead: str) -> None:
        """Reads a whole text. What begins as a tag or comment and never ends is text; `instead` stands for its "<".

        Left to itself, the parser would look for the end from each such beginning again.
        """
        last = html.rfind(">") + 1
        html = html[:last] + _BEGUN.sub(instead, html[last:])
        last = max((end.end() for end in _COMMENT_ENDS.finditer(html)), default=0)
        self.feed(html[:last] + _COMMENT_BEGUN.sub(instead, html[last:]))
        self.close()

    def parse_marked_section(self, i: int, report: int = 1) -> int:  # noqa: ARG002 - the parser's
        """Passes over `<![if …]>`, `<![CDATA[` and the like to the next ">", as browsers do.

        The parser fails at those that it doesn't know.
        """
        return self.rawdata.find(">", i) + 1 or -1
