"""Outcomes from a table with a row a conversation and a column a rule, as reviewers fill one in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from recovery_eval.outcome import Outcome
from recovery_eval.transcript.formats.csv_table import csv_table
from recovery_eval.transcript.formats.tables import Row, folded
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.sources import Source

_ID = "id"
WRITTEN = {
    **{str(outcome): outcome for outcome in Outcome},
    "na": Outcome.NOT_APPLICABLE,
    "n/a": Outcome.NOT_APPLICABLE,
}
OUTCOMES = ", ".join(WRITTEN)
_WORKBOOK = b"PK\x03\x04"


def outcomes_in(source: Source) -> Iterator[tuple[int, Mapping[str, object], Place]]:
    """Yields the line, the record (`id` and `items`) and the place of each row that holds an outcome.

    Capitals, spaces, hyphens and underscores don't tell names and outcomes apart. An empty cell is a rule that was not
    reviewed. A column in which fewer than half of the filled cells are outcomes, those that do not apply aside, is of
    another kind, such as a comment, and left out.

    Raises:
        TranscriptError: There is no column `id` or none of outcomes, a column of outcomes has no name or that of
            another one, a cell in it is no outcome, or a row is longer than the header.
    """
    place = Place(source.name)
    if source.sample().startswith(_WORKBOOK):
        raise place.error("an Excel workbook can't be compared; save its sheet as CSV, and give that")
    header, read_rows = csv_table(source)
    names = [folded(cell).replace("_", "-") for cell in header]
    if _ID not in names:
        raise place.error("neither JSON Lines nor a table of outcomes, whose first row has 'id' and a rule a column")
    try:
        rows = list(read_rows())
    except UnicodeError:
        raise place.error("not UTF-8; save it as UTF-8, which Excel calls 'CSV UTF-8'") from None
    judged = [at for at, name in enumerate(names) if name != _ID and _is_judged(rows, at)]
    if not judged:
        raise place.error(f"no column holds outcomes; an outcome is one of {OUTCOMES}")
    _check_names([_ID] * names.count(_ID) + [names[at] for at in judged], place)
    for row in rows:
        at = Place(source.name, row.line)
        if any(map(str.strip, row.cells[len(names) :])):
            more = f"the row has {len(row.cells)} cells, the header {len(names)}"
            raise at.error(f"{more}; put cells that hold a delimiter in quotes")
        items = {names[column]: _outcome(cell, names[column], at) for column in judged if (cell := _cell(row, column))}
        if items:
            yield row.line or 0, {_ID: _cell(row, names.index(_ID)), "items": items}, at


def _is_judged(rows: Iterable[Row], column: int) -> bool:
    """Tells whether a column holds outcomes, and half of its filled cells or more are one; `n/a` may be a comment."""
    filled = [WRITTEN.get(folded(cell)) for row in rows if (cell := _cell(row, column))]
    telling = [outcome for outcome in filled if outcome is not Outcome.NOT_APPLICABLE]
    return bool(filled) and 2 * telling.count(None) <= len(telling)


def _check_names(names: Iterable[str], place: Place) -> None:
    for name, times in Counter(names).items():
        if not name:
            raise place.error("a column of outcomes has no name; write that of its rule into the first row")
        if times > 1:
            raise place.error(f"two columns are called {name!r}; a table of outcomes has each rule once")


def _outcome(cell: str, name: str, place: Place) -> str:
    if folded(cell) not in WRITTEN:
        raise place.error(f"{name}: {cell!r} is no outcome; use one of {OUTCOMES}, or leave the cell empty")
    return folded(cell)


def _cell(row: Row, column: int) -> str:
    return str(row.cells[column]).strip() if column < len(row.cells) else ""
