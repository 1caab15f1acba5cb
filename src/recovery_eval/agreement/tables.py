"""Outcomes from a table with a row a conversation and a column a rule, as reviewers fill one in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from recovery_eval.outcome import Outcome
from recovery_eval.transcript.formats.csv_table import csv_table
from recovery_eval.transcript.formats.tables import Row
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.sources import Source

_ID = "id"
_WORKBOOK = b"PK\x03\x04"
_OUTCOMES = ", ".join(Outcome)
_WRITTEN = {"na": "na", "n/a": "na", **{str(outcome): str(outcome) for outcome in Outcome}}


def is_table(source: Source) -> bool:
    """Tells whether a source is no JSON Lines, as far as its beginning shows."""
    return source.sample().removeprefix(b"\xef\xbb\xbf").lstrip()[:1] not in (b"{", b"[", b"")


def outcomes_in(source: Source) -> Iterator[tuple[int, Mapping[str, object], Place]]:
    """Yields the line, the record (`id` and `items`) and the place of each row that holds an outcome.

    Capitals don't matter, and `not applicable` and `n/a` will do. An empty cell is a rule that was not reviewed. A
    column in which no cell is an outcome, such as a comment, is left out.

    Raises:
        TranscriptError: There is no column `id` or none of outcomes, two columns are called alike, or a cell in a
            column of outcomes is none.
    """
    place = Place(source.name)
    if source.sample().startswith(_WORKBOOK):
        raise place.error("an Excel workbook can't be compared; save its sheet as CSV, and give that")
    header, read_rows = csv_table(source)
    names = [cell.strip().lower().replace(" ", "-").replace("_", "-") for cell in header]
    if _ID not in names:
        raise place.error("neither JSON Lines nor a table of outcomes, whose first row has 'id' and a rule a column")
    twice = [name for name, times in Counter(filter(None, names)).items() if times > 1]
    if twice:
        raise place.error(f"two columns are called {twice[0]!r}; a table of outcomes has each rule once")
    try:
        rows = list(read_rows())
    except UnicodeError:
        raise place.error("not UTF-8; save it as UTF-8, which Excel calls 'CSV UTF-8'") from None
    judged = {
        number for row in rows for number, cell in enumerate(row.cells[: len(names)]) if _folded(cell) in _WRITTEN
    }
    judged -= {number for number in judged if names[number] in ("", _ID)}
    if not judged:
        raise place.error(f"no column holds outcomes; an outcome is one of {_OUTCOMES}")
    for row in rows:
        at = Place(source.name, row.line)
        items = _items(row, names, judged, at)
        if items:
            yield row.line or 0, {_ID: _cell(row, names.index(_ID)), "items": items}, at


def _items(row: Row, names: Sequence[str], judged: set[int], place: Place) -> dict[str, str]:
    items = {}
    for number in sorted(judged):
        cell = _cell(row, number)
        outcome = _WRITTEN.get(_folded(cell))
        if outcome is not None:
            items[names[number]] = outcome
        elif cell:
            raise place.error(
                f"{names[number]}: {cell!r} is no outcome; use one of {_OUTCOMES}, or leave the cell empty"
            )
    return items


def _cell(row: Row, number: int) -> str:
    return str(row.cells[number]).strip() if number < len(row.cells) else ""


def _folded(cell: object) -> str:
    return str(cell).strip().lower().replace(" ", "_")
