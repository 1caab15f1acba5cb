"""A table of any cells, as each kind of file and data frame that can hold one."""

from __future__ import annotations

import io
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

_Table = list[Any]
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def table_of(path: Path) -> list[list[Any]]:
    """Returns a Parquet file as its header and its rows."""
    table = pq.read_table(path)
    return [table.column_names, *map(list, zip(*table.to_pydict().values(), strict=True))]


def frame_of(library: str, table: _Table) -> Any:
    """Returns a table as a data frame of pandas, Polars or Arrow."""
    if library == "pandas":
        return _pandas(table)
    arrow = _arrow(_columns(table))
    return arrow if library == "arrow" else pl.DataFrame(arrow)


def parquet_of(table: _Table) -> bytes:
    """Returns a table as Parquet."""
    stream = io.BytesIO()
    columns = _columns(table)
    try:
        pq.write_table(_arrow(columns), stream)
    except pa.ArrowNotImplementedError:  # objects without keys, which Parquet can't hold
        stream = io.BytesIO()
        pq.write_table(_arrow({name: [str(cell) for cell in cells] for name, cells in columns.items()}), stream)
    return stream.getvalue()


def workbook_of(table: _Table) -> bytes:
    """Returns a table as an Excel workbook."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table:
        sheet.append([_cell(cell) for cell in row] if isinstance(row, list) else [_cell(row)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    if value is None or isinstance(value, bool) or (isinstance(value, int | float) and abs(value) < 1e300):
        return value
    return _NOT_IN_XML.sub("", str(value))


def _columns(table: _Table) -> dict[str, list[Any]]:
    """Returns the columns by name, all of one length; a row that is no list holds one cell."""
    rows = [row if isinstance(row, list) else [row] for row in table] or [[]]
    names = [str(name).encode(errors="replace").decode() for name in rows[0]]
    return {name: [row[at] if at < len(row) else None for row in rows[1:]] for at, name in enumerate(names)}


def _pandas(table: _Table) -> pd.DataFrame:
    """Returns a table with the types that pandas finds; its columns may bear one name, as those of a file may."""
    header, *rows = [row if isinstance(row, list) else [row] for row in table] or [[]]
    cells = [[row[at] if at < len(row) else None for at in range(len(header))] for row in rows]
    frame = pd.DataFrame(cells, columns=pd.Index([_name(name) for name in header], dtype=object), dtype=object)
    try:
        return frame.infer_objects()
    except UnicodeError:  # lone surrogates, which it holds as objects alone
        return frame


def _name(value: Any) -> Any:
    return str(value) if isinstance(value, list | dict) else value


def _arrow(columns: dict[str, list[Any]]) -> pa.Table:
    return pa.table({name: _arrow_column(cells) for name, cells in columns.items()})


def _arrow_column(cells: list[Any]) -> pa.Array:
    try:
        return pa.array(cells)
    except (pa.ArrowException, OverflowError, TypeError, ValueError):
        texts = [cell if cell is None else str(cell).encode(errors="replace").decode() for cell in cells]
        return pa.array(texts, pa.string())
