"""Tall tables as CSV or TSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from itertools import chain, islice

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.tables import Row, looks_tall, read_table
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source

_LONGEST_FIELD = 20_000_000
_DELIMITERS = ",\t;|"
_NAMED_DELIMITER = re.compile(r'"?sep=(?P<delimiter>[,;\t|])"?[\r\n]', re.IGNORECASE)  # Excel's own first line
_QUOTED = re.compile(r'"[^"]*"?')  # what is in quotes cuts no cells
# A last line of our own: the csv module takes a quote for closed where the file ends, and tells nobody.
_END = "\x04 end of the file \x04"


def csv_header(text: str) -> tuple[list[str], str]:
    """Returns the first row of a table and its delimiter, which a line above names or which cuts it into most cells."""
    named = _NAMED_DELIMITER.match(text)
    text = (text[named.end() :] if named else text).lstrip("\r\n")[:20_000]
    first = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = named["delimiter"] if named else max(_DELIMITERS, key=_QUOTED.sub("", first).count)
    try:
        return next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), []), delimiter
    except csv.Error:
        return [], delimiter


def csv_table(source: Source) -> tuple[list[str], Callable[[], Iterator[Row]]]:
    """Returns the header of a table, and what gives its other rows from the beginning, each with its line."""
    text = source.sample().decode("utf-8-sig", "replace")
    header, delimiter = csv_header(text)
    above = 2 if _NAMED_DELIMITER.match(text) else 1

    def rows() -> Iterator[Row]:
        return islice(_rows(source, delimiter), above, None)

    return header, rows


def _rows(source: Source, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    with source.lines() as lines:
        reader = csv.reader(chain(lines, [_END]), delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except csv.Error as error:
                raise TranscriptError(f"not a table: {error}", source=source.name, line=line) from None
            if cells == [_END]:
                return
            if cells and cells[-1].endswith(_END):
                line += sum(cell.count("\n") for cell in cells[:-1])
                problem = "a quote that begins a cell is never closed; close it, or double it where it is text"
                raise TranscriptError(
                    f"{problem}. Everything after it would be one cell", source=source.name, line=line
                )
            if any(cells):
                yield Row(line, cells)


def _is_csv(sample: bytes) -> bool:
    return looks_tall(csv_header(sample[:20_000].decode("utf-8-sig", "replace"))[0])


def _read_csv(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    header, rows = csv_table(source)
    return read_table(header, rows, "csv", place, options)


READER = Reader(
    name="csv",
    title="A tall table, CSV or TSV",
    takes=Takes.BYTES,
    looks_for="a first line with two of the columns conversation_id, speaker (or role) and text",
    matches=_is_csv,
    read=_read_csv,
    rank=370,
)
