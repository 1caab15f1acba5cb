"""Where the characters of a quoted string stand, given how its format escapes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from recovery_eval.canned.source import Run

_JSON = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL)
_DOUBLED = re.compile(r"\"\"")
# Blanks that no line end follows are taken whole, too: else the line end would be looked for from each of them.
_FOLDED = r"|(?P<folded>[ \t]*+(?:\r?\n[ \t]*+)+)|(?P<blank>[ \t]++)"
_YAML_DOUBLE = re.compile(
    r"(?P<joined>\\\r?\n[ \t]*)|(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))" + _FOLDED
)
_YAML_SINGLE = re.compile(r"(?P<escape>'')" + _FOLDED)
_WORD = re.compile(r"\S+")


def json_escaped(words: str) -> str:
    """Returns words as they stand between the quotes of a JSON string, or of a double-quoted YAML scalar."""
    return json.dumps(words, ensure_ascii=False)[1:-1]


def doubled(words: str) -> str:
    """Returns words as they stand in a quoted field of CSV."""
    return words.replace('"', '""')


def yaml_single_escaped(words: str) -> str:
    """Returns words as they stand in a single-quoted YAML scalar."""
    return words.replace("'", "''")


def json_runs(raw: str, below: int) -> Iterator[Run]:
    """Yields the runs of a JSON string; `raw` is what stands between its quotes, `below` where that begins."""
    return _atomic(_JSON, raw, below)


def doubled_runs(raw: str, below: int) -> Iterator[Run]:
    """Yields the runs of a text in which a quotation mark is written twice, as CSV has it."""
    return _atomic(_DOUBLED, raw, below)


def _atomic(escape: re.Pattern[str], raw: str, below: int) -> Iterator[Run]:
    at, last = 0, 0
    yield Run(0, below)
    for match in escape.finditer(raw):
        at += match.start() - last
        yield Run(at, below + match.start(), match.end() - match.start())
        at, last = at + 1, match.end()
        yield Run(at, below + last)


def yaml_quoted_runs(raw: str, below: int, *, double: bool) -> Iterator[Run]:
    """Yields the runs of a quoted YAML scalar, whose line ends are folded; `raw` is what stands between its quotes."""
    at, last = 0, 0
    yield Run(0, below)
    for match in (_YAML_DOUBLE if double else _YAML_SINGLE).finditer(raw):
        if match.lastgroup == "blank":
            continue
        at += match.start() - last
        if match.lastgroup == "escape":
            yield Run(at, below + match.start(), match.end() - match.start())
            at += 1
        elif match.lastgroup == "folded":
            for _ in range(max(match[0].count("\n") - 1, 1)):
                yield Run(at, below + match.start(), match.end() - match.start())
                at += 1
        last = match.end()
        yield Run(at, below + last)


def word_runs(text: str, raw: str, below: int) -> Iterator[Run]:
    """Yields the runs of a text whose words stand as they are, in order, with other white space between them.

    So it is in YAML's plain, literal and folded scalars.
    """
    written = _WORD.finditer(raw)
    last = below
    for word in _WORD.finditer(text):
        match = next(written, None)
        if match is None:
            return
        if word.start() == 0 or last == below:
            yield Run(0, max(below + match.start() - word.start(), 0))
        yield Run(word.start(), below + match.start())
        last = below + match.end()
        yield Run(word.end(), last)
