"""Tall tables, one row a turn: CSV and TSV, Parquet, Excel, and data frames of any kind."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, datetime
from typing import Any, NamedTuple

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.folder import Folder
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source

from .grouping import grouped

# What each column may be called, beside what the caller says. The first name is the one that errors use.
NAMES = {
    "conversation_id": ("conversation_id",),
    "speaker": ("speaker", "role"),
    "text": ("text",),
    "time": ("timestamp", "time"),
    "offset": ("offset",),
    "end_offset": ("end_offset",),
    "turn": ("turn_id", "turn_index", "index"),
    "name": ("name", "speaker_name"),
    "visibility": ("visibility",),
    "message": ("message_id",),
    "redactions": ("redactions",),
    "channel": ("channel",),
    "customer_name": ("customer_name",),
    "agent_name": ("agent_name",),
}
_NEEDED = ("conversation_id", "speaker", "text")
_HIDDEN = frozenset({"internal", "private", "false", "0", "hidden"})
_LONGEST_FIELD = 20_000_000
_DELIMITERS = ",\t;"
_BATCH = 2_000


class Row(NamedTuple):
    """A row: its line in the file, where there is one, and its cells."""

    line: int | None
    cells: Sequence[Any]


def columns_of(header: Sequence[Any], named: Mapping[str, str] | None = None) -> dict[str, int]:
    """Returns the place of each column that is known; what the caller `named` goes before the usual names."""
    places = {_folded(cell): number for number, cell in reversed(list(enumerate(header)))}
    found = {}
    for column, names in NAMES.items():
        given = next((named[name] for name in (column, *names) if named and name in named), None)
        place = next((places[_folded(name)] for name in ((given,) if given else names) if _folded(name) in places), None)
        if place is not None:
            found[column] = place
    return found


def is_tall(header: Sequence[Any]) -> bool:
    """Tells whether these are the columns of a tall table."""
    return set(_NEEDED) <= columns_of(header).keys()


def read_table(
    header: Sequence[Any], rows: Callable[[], Iterable[Row]], source_format: str, place: Place, options: Options
) -> Iterator[Transcript | TranscriptError]:
    """Yields the conversations of a table.

    Args:
        header: The names of the columns.
        rows: Gives the rows from the beginning, each time it is called.
        source_format: The name of the format.
        place: Where the table stands.
        options: What the caller told.

    Raises:
        TranscriptError: A column is missing.
    """
    columns = columns_of(header, options.columns)
    missing = [f"'{column}'" for column in _NEEDED if column not in columns]
    if missing:
        seen = ", ".join(repr(str(cell)[:40]) for cell in list(header)[:12])
        raise place.error(
            f"the table has no column {' and none '.join(missing)}; its columns are {seen}. "
            "Say which they are, as in columns={'text': 'body'}"
        )
    by_id = columns["conversation_id"]

    def conversation(row: Row) -> str:
        return _text(row.cells[by_id] if by_id < len(row.cells) else None) or ""

    for record, group in grouped(rows, conversation):
        inside = Place(place.source, group[0][1].line, place.path, f"{place.default_id}:{group[0][0]}")
        try:
            yield _conversation(record, group, columns, Draft(inside, options.who, record), source_format)
        except TranscriptError as error:
            yield error


def _conversation(
    record: str, group: Sequence[tuple[int, Row]], columns: Mapping[str, int], draft: Draft, source_format: str
) -> Transcript:
    cells = [_Cells(row, columns, number, draft.place) for number, row in group]
    has_numbers = "turn" in columns and all(row["turn"].value is not None for row in cells)
    if has_numbers:
        cells.sort(key=lambda row: row["turn"].number() or 0.0)
    for row in cells:
        text = row.text("text")
        if text is None:
            draft.drop("row without text")
            continue
        hidden = (row.text("visibility") or "").lower() in _HIDDEN
        label, name = row.text("speaker"), row.text("name")
        redactions = row["redactions"]
        draft.say(
            text,
            Speaker.INTERNAL if hidden else None,
            *(() if hidden else (label, name)),
            message=row.text("message") or str(row.number),
            line=row.row.line,
            time=row.time("time"),
            offset=row["offset"].seconds(),
            end_offset=row["end_offset"].seconds(),
            redactions=_spans(redactions),
            **({"name": name} if name else {}),
        )
    told = {key: next((value for row in cells if (value := row.text(key))), None) for key in _ABOUT}
    return draft.transcript(source_format, in_order=has_numbers, **told)


_ABOUT = ("channel", "customer_name", "agent_name")


class _Cells:
    """The cells of one row by column, each with its address."""

    def __init__(self, row: Row, columns: Mapping[str, int], number: int, place: Place) -> None:
        self.row = row
        self.number = number
        self._columns = columns
        self._place = Place(place.source, row.line, place.path, place.default_id)

    def __getitem__(self, column: str) -> Node:
        at = self._columns.get(column)
        value = self.row.cells[at] if at is not None and at < len(self.row.cells) else None
        return Node(None if _is_missing(value) else value, self._place, f"row {self.number}, {column}:")

    def text(self, column: str) -> str | None:
        return _text(self[column].value)

    def time(self, column: str) -> datetime | None:
        value = self[column].value
        if isinstance(value, datetime):
            # pandas has a time of its own, which is one of Python's with nanoseconds
            return value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the source has no zone
        return self[column].epoch()


def _spans(node: Node) -> list[tuple[int, int]]:
    """Returns redactions, which `convert` writes as a list of pairs in JSON."""
    text = node.value
    if isinstance(text, str):
        try:
            spans = json.loads(text)
            return [(int(start), int(end)) for start, end in spans]
        except (ValueError, TypeError, RecursionError):
            node.fail("should be a list of pairs of offsets, such as [[3, 8]]")
    return []


def _is_missing(value: Any) -> bool:
    """Tells whether a cell is empty: None, an empty text, or the NaN of data frames."""
    if value is None or value == "":
        return True
    return isinstance(value, float | datetime) and bool(value != value)  # noqa: PLR0124 - NaN and NaT alone differ


def _text(value: Any) -> str | None:
    """Returns a cell as text; spreadsheets make floating-point numbers of ids."""
    if _is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _folded(name: Any) -> str:
    return "_".join(str(name).strip().lstrip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())


def csv_header(text: str) -> tuple[list[str], str]:
    """Returns the first row of a table and the delimiter that cuts it into most cells."""
    first = text.lstrip("\r\n").split("\n", 1)[0].rstrip("\r")[:20_000]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return next(csv.reader([first], delimiter=delimiter), []), delimiter
    except csv.Error:
        return [], delimiter


def csv_rows(source: Source, delimiter: str) -> Iterator[Row]:
    """Yields every row of a table with its line, the header first."""
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_FIELD))
    with source.lines() as lines:
        reader = csv.reader(lines, delimiter=delimiter)
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise TranscriptError(f"not a table: {error}", source=source.name, line=line) from None
            if cells:
                yield Row(line, cells)


def _is_csv(sample: bytes) -> bool:
    return is_tall(csv_header(sample[:20_000].decode("utf-8-sig", "replace"))[0])


def _read_csv(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    header, delimiter = csv_header(source.sample().decode("utf-8-sig", "replace"))

    def rows() -> Iterator[Row]:
        found = csv_rows(source, delimiter)
        next(found, None)
        return found

    return read_table(header, rows, "csv", place, options)


def _read_parquet(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    needed("pyarrow", "tables", "reading Parquet", place)
    parquet = needed("pyarrow.parquet", "tables", "reading Parquet", place)
    arrow_error = needed("pyarrow", "tables", "reading Parquet", place).ArrowException
    try:
        with source.open() as stream:
            file = parquet.ParquetFile(_seekable(stream))
            header = list(file.schema_arrow.names)

            def rows() -> Iterator[Row]:
                for batch in file.iter_batches(_BATCH):
                    for cells in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                        yield Row(None, cells)

            yield from read_table(header, rows, "parquet", place, options)
    except (arrow_error, OSError, OverflowError, ValueError) as error:
        if isinstance(error, TranscriptError):
            raise
        raise place.error(f"damaged Parquet: {type(error).__name__}") from None


def _seekable(stream: Any) -> Any:
    """Returns what lies below the buffer, for Parquet is read from its end."""
    if stream.seekable():
        return stream
    import io

    return io.BytesIO(stream.read())


def _read_excel(folder: Folder, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads the first sheet that has the columns of a tall table, or that the caller's columns fit."""
    openpyxl = needed("openpyxl", "tables", "reading Excel", place)
    if folder.source is None:
        raise place.error("a workbook is a file, not a folder; name the file")
    try:
        with folder.source.open() as stream, closing(openpyxl.load_workbook(_seekable(stream), read_only=True, data_only=True)) as book:
            sheet = next((sheet for sheet in book.worksheets if _fits(_header(sheet), options)), book.worksheets[0])

            def rows() -> Iterator[Row]:
                for number, cells in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
                    if any(cell is not None for cell in cells):
                        yield Row(number, cells)

            yield from read_table(_header(sheet), rows, "excel", place, options)
    except TranscriptError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes the library fail in any way
        raise place.error(f"a damaged workbook: {type(error).__name__}") from None


def _header(sheet: Any) -> list[Any]:
    return list(next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ()))


def _fits(header: Sequence[Any], options: Options) -> bool:
    return set(_NEEDED) <= columns_of(header, options.columns).keys()


def _is_frame(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple | str | bytes) and hasattr(value, "columns")


def _read_frame(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    narwhals = needed("narwhals", "tables", "reading data frames", place)
    try:
        frame = narwhals.from_native(value)
        frame = frame.collect() if isinstance(frame, narwhals.LazyFrame) else frame
    except TypeError:
        raise place.error(f"can't read {type(value).__name__} as a data frame") from None

    def rows() -> Iterator[Row]:
        return (Row(None, cells) for cells in frame.iter_rows())

    return read_table(frame.columns, rows, "dataframe", place, options)


CSV = Reader(
    name="csv",
    title="A tall table, CSV or TSV",
    takes=Takes.BYTES,
    looks_for="a first line with the columns conversation_id, speaker (or role) and text",
    matches=_is_csv,
    read=_read_csv,
    rank=370,
)
PARQUET = Reader(
    name="parquet",
    title="A tall table, Parquet",
    takes=Takes.BYTES,
    looks_for="`PAR1` at the very beginning",
    matches=lambda sample: sample.startswith(b"PAR1"),
    read=_read_parquet,
    rank=375,
)
EXCEL = Reader(
    name="excel",
    title="A tall table, Excel",
    takes=Takes.FOLDER,
    looks_for="`xl/workbook.xml` in a ZIP archive",
    matches=lambda names: "xl/workbook.xml" in names or "workbook.xml" in names,
    read=_read_excel,
    rank=380,
)
FRAME = Reader(
    name="dataframe",
    title="A tall table, any data frame that narwhals knows",
    takes=Takes.VALUE,
    looks_for="a value with columns",
    matches=_is_frame,
    read=_read_frame,
    rank=390,
)
