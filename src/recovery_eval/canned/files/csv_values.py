"""CSV as RFC 4180 has it, with the place of every field; the standard library's reader tells no places."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recovery_eval.canned.files.escapes import doubled, doubled_runs
from recovery_eval.canned.files.values import BrokenFileError, Record, Text
from recovery_eval.canned.source import Layer, Run, SourceFile

_DELIMITERS = ",;\t|"
_NAMED_DELIMITER = re.compile(r'"?sep=(?P<delimiter>[,;\t|])"?\r?\n', re.IGNORECASE)  # Excel's own first line
_QUOTED = re.compile(r'"[^"]*"?')  # what is in quotes parts no fields
_LINE_END = re.compile(r"\r*(?:\n|\Z)")
_LONE_RETURN = "a carriage return alone ends no row; put the field between quotation marks, or save with LF or CRLF"
_UNDOUBLED = "characters after a closing quotation mark; write it twice inside"


def read_csv(file: SourceFile) -> Iterator[Record | BrokenFileError]:
    """Yields one record a row after the header, and an error for a row that can't be read.

    Fields are separated by comma, semicolon, tab or bar, whichever the header holds most of outside of quotes,
    or by what Excel's line `sep=;` above it names.

    Raises:
        BrokenFileError: There is no header, or it names two columns alike, but for capitals.
    """
    named = _NAMED_DELIMITER.match(file.text)
    start = named.end() if named else 0
    header_line = file.text[start:].lstrip("\r\n").split("\n", 1)[0]
    delimiter = named["delimiter"] if named else max(_DELIMITERS, key=_QUOTED.sub("", header_line).count)
    rows = _rows(file, delimiter, start)
    header = next(rows, None)
    if header is None:
        raise BrokenFileError("the file is empty")
    if isinstance(header, BrokenFileError):
        raise header
    names = [str(name).strip() for name in header]
    seen: set[str] = set()
    for name, field in zip(names, header, strict=True):
        if name.lower() in seen:  # capitals don't tell columns apart
            at = file.place(field.written.span(0, 0)[0])
            raise BrokenFileError(f"a second column “{name}”; give each a name of its own", at)
        seen |= {name.lower()} - {""}
    for row in rows:
        if isinstance(row, BrokenFileError):
            yield row
        elif len(row) > len(names):
            at = file.place(row[0].written.span(0, 1)[0])
            yield BrokenFileError(f"the row has {len(row)} fields, the header {len(names)}", at)
        else:
            start = row[0].written.span(0, 0)[0]
            last = row[-1]
            yield Record.at(start, last.written.span(len(last), len(last))[1], dict(zip(names, row, strict=False)))


def _rows(file: SourceFile, delimiter: str, at: int) -> Iterator[list[Text] | BrokenFileError]:
    text = file.text
    field = re.compile(rf'"(?P<quoted>(?:[^"]|"")*+)"|(?P<plain>[^{re.escape(delimiter)}\r\n]*+)')
    row: list[Text] = []
    while at < len(text):
        match = field.match(text, at)
        quoted = match is not None and match["quoted"] is not None
        if match is None or (text.startswith('"', at) and not quoted):
            yield BrokenFileError("a quotation mark opens here and never closes", file.place(at))
            return
        row.append(_field(file, match["quoted"], match.start("quoted")) if quoted else _plain(file, match))
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            if at < len(text):
                continue
            row.append(Text.of(Layer("", file, (Run(0, at),))))
        if _LINE_END.match(text, at) is None:
            yield BrokenFileError(_LONE_RETURN if text[at] == "\r" else _UNDOUBLED, file.place(at))
        elif any(row):
            yield row
        at = _line_end(text, at)
        row = []


def _plain(file: SourceFile, match: re.Match[str]) -> Text:
    return Text.of(Layer(match["plain"], file, (Run(0, match.start()),)))


def _field(file: SourceFile, raw: str, start: int) -> Text:
    if '""' not in raw:
        return Text.of(Layer(raw, file, (Run(0, start),), doubled))
    return Text.of(Layer(raw.replace('""', '"'), file, lambda: doubled_runs(raw, start), doubled))


def _line_end(text: str, at: int) -> int:
    """Returns where the next line begins."""
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
