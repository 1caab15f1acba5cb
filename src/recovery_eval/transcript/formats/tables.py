"""Tall tables, one row a turn, wherever their rows come from."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from recovery_eval.errors import TranscriptError, nearest
from recovery_eval.transcript.formats.grouping import grouped
from recovery_eval.transcript.models import SourceRef, Speaker, Transcript
from recovery_eval.transcript.readers.clock import CLOCK, Timeline, tells_minutes
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options
from recovery_eval.transcript.readers.records import without_surrogates

# What each column may be called, beside what the caller says. The first name is the one that errors use.
NAMES = {
    "conversation_id": ("conversation_id",),
    "speaker": ("speaker", "role"),
    "role": ("role",),
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
    # as `recovery-eval convert` writes them, beside those above
    "written_time": ("time_as_written",),
    "line": ("line",),
    "source_file": ("source_file",),
    "source_record": ("source_record",),
    "source_format": ("source_format",),
    "metadata": ("metadata",),
    "left_out": ("left_out",),
}
_NEEDED = ("conversation_id", "speaker", "text")
_HIDDEN = frozenset({"internal", "private", "false", "0", "hidden"})
_ABOUT = ("channel", "customer_name", "agent_name")
_OBJECTS = ("metadata", "left_out")
_CLOCK = re.compile(CLOCK)
_DURATION = re.compile(r"(?:(\d+) days? )?(\d+):(\d{2}):(\d{2}(?:[.,]\d{1,9})?)")  # as pandas and spreadsheets write it
# Days of a spreadsheet, from 1990 to 2100, where it wrote a moment as such; as seconds, all are of 1 January 1970.
_FIRST_DAY, _LAST_DAY = 32_874, 73_051
_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet has no zone
_LONGEST_SHOWN, _MOST_SHOWN = 40, 12  # characters of a column's name, and names


class Row(NamedTuple):
    """A row: its line in the file, where there is one, and its cells."""

    line: int | None
    cells: Sequence[Any]


def columns_of(header: Sequence[Any], named: Mapping[str, str] | None = None) -> dict[str, int]:
    """Returns the place of each column that is known; what the caller `named` goes before the usual names."""
    places = {folded(cell): number for number, cell in reversed(list(enumerate(header)))}
    found = {}
    for column, names in NAMES.items():
        given = next((named[name] for name in (column, *names) if named and name in named), None)
        place = next(
            (places[folded(name)] for name in (names if given is None else (given,)) if folded(name) in places), None
        )
        if place is not None:
            found[column] = place
    return found


def is_tall(header: Sequence[Any], named: Mapping[str, str] | None = None) -> bool:
    """Tells whether these are the columns of a tall table, by the usual names and those that the caller `named`."""
    return set(_NEEDED) <= columns_of(header, named).keys()


def looks_tall(header: Sequence[Any]) -> bool:
    """Tells whether these may be the columns of a tall table, though one that is needed bears another name."""
    return len(set(_NEEDED) & columns_of(header).keys()) >= len(_NEEDED) - 1


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
        TranscriptError: A column is missing, two are called alike, or the caller told one that is unknown or not there.
    """
    if all(_is_missing(cell) for cell in header):
        raise place.error("no turns: the table's first row is empty; begin it with the names of the columns")
    _check_told(options.columns, header, place)
    columns = columns_of(header, options.columns)
    _check_columns(columns, header, place)
    by_id = columns.get("conversation_id")  # a table without it is one conversation

    def conversation(row: Row) -> str:
        return _text(row.cells[by_id] if by_id is not None and by_id < len(row.cells) else None) or ""

    def filled() -> Iterator[Row]:
        return (row for row in rows() if not all(map(_is_missing, row.cells)))

    for record, group in grouped(filled, conversation):
        default_id = place.default_id if by_id is None else f"{place.default_id}:{group[0][0]}"
        inside = Place(place.source, group[0][1].line, place.path, default_id)
        try:
            check_width(group, len(header), inside)
            if by_id is not None and not record and len(group) <= group[-1][0]:  # a row before the last has an id
                problem = f"row {group[0][0]} has no {str(header[by_id])!r}, as others have; write it into every row"
                raise inside.error(f"{problem} (of merged cells only the first holds it)")
            yield _conversation(group, columns, Draft(inside, options.who, record), source_format)
        except TranscriptError as error:
            yield error


def _check_told(told: Mapping[str, str], header: Sequence[Any], place: Place) -> None:
    known = {name for column, names in NAMES.items() for name in (column, *names)}
    there = {folded(cell) for cell in header}
    for name, column in told.items():
        if name not in known:
            raise place.error(f"columns: unknown name {name!r}{nearest(str(name), known)}")
        if folded(column) not in there:
            raise place.error(f"columns: the table has no column {column!r}, told for {name!r}; {_listed(header)}")


def _check_columns(columns: Mapping[str, int], header: Sequence[Any], place: Place) -> None:
    """Refuses a table that lacks a column, or of which two columns are called alike.

    One without ids is a single conversation, if each of its columns is known: an unknown one may hold the ids.
    """
    for at in columns.values():
        alike = [str(cell) for cell in header if folded(cell) == folded(header[at])]
        if len(alike) > 1:
            raise place.error(f"the table has {len(alike)} columns called {alike[0]!r}, but for capitals; rename one")
    missing = [column for column in _NEEDED if column not in columns]
    known = {folded(header[at]) for at in columns.values()}.union(*NAMES.values())
    unknown = [cell for cell in header if not _is_missing(cell) and folded(cell) not in known]
    if not missing or (missing == ["conversation_id"] and not unknown):
        return
    told = ", ".join(f"'{column}': '…'" for column in missing)
    in_shell = " ".join(f"--column {column}=…" for column in missing)
    problem = f"the table has no column {' and none '.join(map(repr, missing))}; {_listed(header)}. "
    problem += f"Say which they are, as in columns={{{told}}} (in a shell: {in_shell})"
    if missing == ["conversation_id"]:
        problem += "; a table that is one conversation needs none, but then has only columns that are known: "
        problem += f"take out {', '.join(repr(str(cell)[:_LONGEST_SHOWN]) for cell in unknown[:_MOST_SHOWN])}"
    raise place.error(problem)


def check_width(group: Sequence[tuple[int, Row]], width: int, place: Place) -> None:
    """Refuses rows that are longer than the header: words with a comma, for the most part, that nobody quoted."""
    for number, row in group:
        if len(row.cells) > width and any(not _is_missing(cell) for cell in row.cells[width:]):
            more = f"row {number} has {len(row.cells)} cells, the header {width}"
            raise Place(place.source, row.line).error(f"{more}; put cells that hold a delimiter in quotes")


def _listed(header: Sequence[Any]) -> str:
    named = [repr(str(cell)[:_LONGEST_SHOWN]) for cell in header if not _is_missing(cell)]
    return f"its columns are {', '.join(named[:_MOST_SHOWN])}"


def _conversation(
    group: Sequence[tuple[int, Row]], columns: Mapping[str, int], draft: Draft, source_format: str
) -> Transcript:
    cells = [_Cells(row, columns, number, draft.place) for number, row in group]
    has_numbers = "turn" in columns and all(row["turn"].value is not None for row in cells)
    if has_numbers:
        cells.sort(key=lambda row: row["turn"].number() or 0.0)
    timeline = Timeline(tells_minutes([(row.clock("time"), row.text("text") or "") for row in cells]))
    days = [row.number_in("time") for row in cells]
    in_days = all(_FIRST_DAY <= number < _LAST_DAY for number in days if number is not None)
    for row in cells:
        _say(draft, row, timeline, in_days=in_days)
    told = {key: next((value for row in cells if (value := row.text(key))), None) for key in _ABOUT}
    metadata, left_out = ({key: item for row in cells for key, item in row.object(name).items()} for name in _OBJECTS)
    for kind, count in left_out.items():
        draft.drop(kind, int(Node(count, draft.place, f"left_out.{kind}").seconds() or 0))
    source_format = cells[0].text("source_format") or source_format
    return draft.transcript(source_format, in_order=has_numbers, metadata=metadata, **told)


def _say(draft: Draft, row: _Cells, timeline: Timeline, *, in_days: bool) -> None:
    text = row.text("text")
    if text is None and not row.has("written_time"):  # `convert` writes turns without words, too
        draft.drop("row without text")
        return
    hidden = (row.text("visibility") or "").lower() in _HIDDEN
    label, role, name, message = (row.text(column) for column in ("speaker", "role", "name", "message"))
    if row.has("role") and role != label:  # a table with both columns tells names by the one
        name = name or label
    line, offset = row["line"].number(), row.seconds("offset")
    since_first = timeline.read(row.clock("time"))[1]
    fields: dict[str, Any] = {"name": name} if name else {}
    if row.text("source_file") or row.text("source_record"):
        fields["source_ref"] = SourceRef(
            file=row.text("source_file"), record=row.text("source_record"), message=message
        )
    draft.say(
        text or "",
        Speaker.INTERNAL if hidden else None,
        *(() if hidden else (label, name, role)),
        message=message or str(row.number),
        line=row.row.line if line is None else int(line),
        time=row["written_time"].time() or (row.time("time", in_days=in_days) if since_first is None else None),
        offset=since_first if offset is None else offset,
        end_offset=row.seconds("end_offset"),
        redactions=_spans(row["redactions"]),
        keep_wordless=True,
        **fields,
    )


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

    def has(self, column: str) -> bool:
        """Tells whether the table has this column."""
        return column in self._columns

    def text(self, column: str) -> str | None:
        return _text(self[column].value)

    def object(self, column: str) -> dict[str, Any]:
        """Returns the object that a cell holds as JSON."""
        node = self[column]
        try:
            value = json.loads(node.text() or "{}")
        except (ValueError, RecursionError):
            node.fail("should be an object of JSON")
        return Node(value, node.place, node.path).rest()

    def seconds(self, column: str) -> float | None:
        """Returns seconds; a duration's, or those that a spreadsheet wrote as 00:00:09, too, be it in a CSV file."""
        node = self[column]
        value = node.value
        if isinstance(value, str) and (found := _DURATION.fullmatch(value.strip())):
            days, hours, minutes, seconds = (float((part or "0").replace(",", ".")) for part in found.groups())
            node = Node(((days * 24 + hours) * 60 + minutes) * 60 + seconds, node.place, node.path)
        if isinstance(value, time):
            value = timedelta(0, value.second, value.microsecond, 0, value.minute, value.hour)
        if isinstance(value, timedelta):
            node = Node(value.total_seconds(), node.place, node.path)
        return node.seconds()

    def clock(self, column: str) -> str | None:
        """Returns a time of day as text; None where a cell holds none."""
        value = self[column].value
        if isinstance(value, time):
            return value.isoformat()
        return value.strip() if isinstance(value, str) and _CLOCK.fullmatch(value.strip()) else None

    def number_in(self, column: str) -> float | None:
        """Returns the number that a cell holds, be it as text; None where it holds none."""
        try:
            return float(self[column].value)
        except (TypeError, ValueError, OverflowError):
            return None

    def time(self, column: str, *, in_days: bool) -> datetime | None:
        """Returns the moment that a cell holds; a number is seconds since 1970, or `in_days` a spreadsheet's days."""
        value = self[column].value
        if isinstance(value, datetime):
            # pandas has a time of its own, which is one of Python's with nanoseconds
            return value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
        if isinstance(value, date):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the source has no zone
        number = self.number_in(column) if in_days else None
        return self[column].epoch() if number is None else _DAY_ZERO + timedelta(seconds=round(number * 86_400, 3))


def _spans(node: Node) -> list[tuple[int, int]]:
    """Returns redactions: a list of pairs, which `convert` writes in JSON."""
    if not node:
        return []
    try:
        spans = json.loads(node.value) if isinstance(node.value, str) else node.value
        return [(int(start), int(end)) for start, end in spans]
    except (ValueError, TypeError, RecursionError):
        node.fail("should be a list of pairs of offsets, such as [[3, 8]]")


def _is_missing(value: Any) -> bool:
    """Tells whether a cell is empty: None, an empty text, or the NaN of data frames."""
    if value is None or isinstance(value, str):
        return not value
    return isinstance(value, float | datetime) and bool(value != value)  # noqa: PLR0124 - NaN and NaT alone differ


def _text(value: Any) -> str | None:
    """Returns a cell as text; spreadsheets make floating-point numbers of ids."""
    if _is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bytes):  # as Parquet of some makers has all text
        return value.decode("utf-8-sig", "replace")
    return without_surrogates(str(value))  # data frames hold any


def folded(name: Any) -> str:
    """Returns a name in small letters, its words joined by `_`, however they were parted."""
    return "_".join(str(name).strip().lstrip("\ufeff").casefold().replace("-", " ").replace("_", " ").split())
