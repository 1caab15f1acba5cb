"""Tall tables as Excel workbooks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from itertools import count
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.tables import Row, is_tall, read_table
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.folder import Folder
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes


def _read_excel(folder: Folder, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads the first sheet that has the columns of a tall table, or that the caller's columns fit."""
    openpyxl = needed("openpyxl", "tables", "reading Excel", place)
    if folder.source is None:
        raise place.error("a workbook is a file, not a folder; name the file")
    try:
        with (
            folder.source.open_seekable() as stream,
            closing(openpyxl.load_workbook(stream, read_only=True, data_only=True)) as book,
        ):
            sheet = next(
                (sheet for sheet in book.worksheets if is_tall(_header(sheet), options.columns)), book.worksheets[0]
            )

            def rows() -> Iterator[Row]:
                return map(Row, count(2), sheet.iter_rows(min_row=2, values_only=True))

            yield from read_table(_header(sheet), rows, "excel", place, options)
    except TranscriptError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged workbook makes the library fail in any way
        raise place.error(f"a damaged workbook: {type(error).__name__}") from None


def _header(sheet: Any) -> list[Any]:
    return list(next(sheet.iter_rows(min_row=1, max_row=1, values_only=True), ()))


READER = Reader(
    name="excel",
    title="A tall table, Excel",
    takes=Takes.FOLDER,
    looks_for="`xl/workbook.xml` in a ZIP archive",
    matches=lambda names: "xl/workbook.xml" in names or "workbook.xml" in names,
    read=_read_excel,
    rank=380,
)
