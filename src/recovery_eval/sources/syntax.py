"""What a YAML parser says of broken syntax, in the words of somebody who writes rules and not parsers.

The parser stops where it can go no further, which may be lines below the slip: a quote that is not closed swallows what
follows. So the place is looked for, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import yaml

from recovery_eval.sources.events import LOADER

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # as the parser counts lines
_INNER_COLON = re.compile(r":\s.*:$")
_NO_SPACE = re.compile(r"\s*(?:- )?[\w-]+(:)[^\s:/]")
_APART = "this line begins at a column of its own; the lines of one block begin at the same column"
_FURTHER_IN = "this line begins further in than its block; the lines of one block begin at the same column"
_AFTER_QUOTE = (
    'words after the closing quote; inside "..." a quote is written \\", '
    "and inside '...' an apostrophe is written ''"
)
_ESCAPE = "no character is written so after a backslash; write the backslash twice, or put the text in '...'"
_STRAY_COMMA = "a comma after a value; take it out, or put [ ] around a list"
_SCANNED = (yaml.ScalarToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)


class Slip(NamedTuple):
    """What is wrong with the syntax, and where: line and column count from 1."""

    line: int
    column: int
    message: str


def syntax_slip(text: str, error: yaml.MarkedYAMLError) -> Slip:
    """Returns the likeliest slip behind a parser's error, or the error as the parser words it."""
    mark = error.problem_mark or error.context_mark
    said = " ".join(part for part in (error.context, error.problem) if part)
    if mark is None:
        return Slip(1, 1, said)
    lines = [*_LINE_END.split(text), ""]  # the parser may tell the end of a text as a line after its last
    here = lines[mark.line]
    found = _of_character(here, mark, said) or _of_escape(here, error, mark) or _before(text, error, mark)
    found = found or _of_sign(error, mark, lines) or _of_bracket(error, mark, lines)
    return found or _of_colon(lines, error, mark, said) or _at(mark, _of_column(said) or said)


def forbidden_slip(text: str, error: yaml.reader.ReaderError) -> Slip:
    """Returns the place of a character that no YAML may hold.

    The error tells the character, and its place in bytes or in characters, by the parser that is installed.
    """
    before = _LINE_END.split(text[: text.index(chr(error.character))])
    return Slip(len(before), len(before[-1]) + 1, f"holds a character that YAML forbids: {error.reason}")


def _at(mark: yaml.Mark, message: str) -> Slip:
    return Slip(mark.line + 1, mark.column + 1, message)


def _of_character(here: str, mark: yaml.Mark, said: str) -> Slip | None:
    """A tab, a comma too many, or a character with which no text may begin."""
    character = here[mark.column : mark.column + 1]
    if character == "\t" or "tab character" in said:
        return _at(mark, "a tab; put spaces in its place")
    if character == "," and "while scanning" not in said:
        return _at(mark, "a comma too many, with no value before it" if "flow" in said else _STRAY_COMMA)
    if "cannot start any token" not in said:
        return None
    return _at(mark, f"a text can't begin with {character!r}; put quotes around it")


def _of_escape(here: str, error: yaml.MarkedYAMLError, mark: yaml.Mark) -> Slip | None:
    """A backslash inside "..." before what stands for no character, as in a path of Windows."""
    if not any(word in (error.problem or "") for word in ("escape", "hexdecimal")):
        return None
    backslash = here.rfind("\\", 0, mark.column + 1)
    return Slip(mark.line + 1, max(backslash, 0) + 1, _ESCAPE)


def _before(text: str, error: yaml.MarkedYAMLError, mark: yaml.Mark) -> Slip | None:
    """A quote that is not closed, or words that follow a closing quote or bracket in their line."""
    if error.context_mark is not None and "quoted scalar" in (error.context or ""):
        return _at(error.context_mark, "this quote is not closed")
    last = _last_token(text, mark)
    if last is None or last.end_mark.line != mark.line:
        return None
    if isinstance(last, yaml.ScalarToken):
        if last.style not in ("'", '"'):
            return None
        if last.start_mark.line < mark.line:
            return _at(last.start_mark, "this quote is not closed in its line")
        comma = "a comma is missing, or there are " if "flow" in (error.context or "") else ""
        return _at(mark, comma + _AFTER_QUOTE) if last.end_mark.column <= mark.column else None
    if "flow" in (error.context or ""):
        return None
    return _after_bracket(mark, "}" if isinstance(last, yaml.FlowMappingEndToken) else "]")


def _after_bracket(mark: yaml.Mark, closing: str) -> Slip:
    opening = "{" if closing == "}" else "["
    return _at(mark, f"words after the closing bracket; put quotes around a text that begins with {opening!r}")


def _last_token(text: str, mark: yaml.Mark) -> yaml.Token | None:
    """Returns the last value or closing bracket before a mark."""
    last: yaml.Token | None = None
    try:
        for token in yaml.scan(text, Loader=LOADER):
            if (token.start_mark.line, token.start_mark.column) >= (mark.line, mark.column):
                break
            last = token if isinstance(token, _SCANNED) else last
    except yaml.YAMLError:
        pass
    return last


def _of_sign(error: yaml.MarkedYAMLError, mark: yaml.Mark, lines: Sequence[str]) -> Slip | None:
    """A text that begins with a sign by which YAML names values (`*`, `&`) or says how lines are read (`|`, `>`)."""
    context = error.context or ""
    if context and not any(kind in context for kind in ("an alias", "an anchor", "a block scalar")):
        return None
    begins = error.context_mark or mark
    before, sign = lines[begins.line][: begins.column].rstrip(), lines[begins.line][begins.column :][:1]
    if before.endswith(("}", "]")):
        return _after_bracket(begins, before[-1])
    if not context:
        return None
    if "block" in context:
        return _at(begins, f"words after {sign!r}; begin the text in the next line, or put quotes around it")
    return _at(begins, f"a text can't begin with {sign!r}; put quotes around it")


def _of_bracket(error: yaml.MarkedYAMLError, mark: yaml.Mark, lines: Sequence[str]) -> Slip | None:
    """A list in `[ ]`, or keys in `{ }`, that lack a comma or their end."""
    opened = error.context_mark
    if opened is None or "flow" not in (error.context or ""):
        return None
    start, end = ("{", "}") if "mapping" in (error.context or "") else ("[", "]")
    if opened.line < mark.line:
        rest = lines[opened.line][opened.column :]
        if "]" in (hidden := rest.partition(" #")[2]) or "}" in hidden:
            return _at(opened, f"a comment begins at '#', and this {start!r} has no end; put quotes around the text")
        return _at(opened, f"this {start!r} has no {end!r}, or a comma is missing after it")
    next_sign = lines[mark.line][mark.column : mark.column + 1]
    return _at(mark, f"a comma or the closing {end!r} is missing before {repr(next_sign) if next_sign else 'the end'}")


def _of_colon(lines: Sequence[str], error: yaml.MarkedYAMLError, mark: yaml.Mark, said: str) -> Slip | None:
    """A key without its colon, a colon without its space, or a colon inside a text."""
    if "could not find expected ':'" in said:
        return _at(error.context_mark or mark, "no colon after the key; write 'key: value'")
    if "mapping values" not in said:
        return None
    if _INNER_COLON.search(lines[mark.line][: mark.column + 1]):
        return _at(mark, "a colon inside a text; put quotes around the text")
    above = next((number for number in range(mark.line - 1, -1, -1) if lines[number].strip()), None)
    missing = _NO_SPACE.match(lines[above]) if above is not None else None
    if above is not None and missing is not None:
        return Slip(above + 1, missing.start(1) + 1, "no space after the colon; write 'key: value'")
    return Slip(mark.line + 1, len(lines[mark.line]) - len(lines[mark.line].lstrip()) + 1, _FURTHER_IN)


def _of_column(said: str) -> str | None:
    for part in ("expected '-' indicator", "did not find expected key", "expected <block end>"):
        if part in said:
            return _APART
    return None
