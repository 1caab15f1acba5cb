"""Tall tables as data frames of any library that narwhals knows: pandas, Polars, Arrow and others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.tables import Row, read_table
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes


def _is_frame(value: Any) -> bool:
    return not isinstance(value, Mapping | list | tuple | str | bytes) and hasattr(type(value), "columns")


def _with_index(frame: Any) -> Any:
    """Returns a frame with the named levels of its index as columns, as pandas has it: they may be the ids."""
    levels = getattr(getattr(frame, "index", None), "names", ())
    named = [name for name in levels if name is not None and name not in frame.columns]
    return frame.reset_index(named) if named else frame


def _read_frame(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    narwhals = needed("narwhals", "tables", "reading data frames", place)
    try:
        frame = narwhals.from_native(_with_index(value))
        frame = frame.collect() if isinstance(frame, narwhals.LazyFrame) else frame
    except TypeError:
        raise place.error(f"can't read {type(value).__name__} as a data frame") from None
    except narwhals.exceptions.DuplicateError:
        raise place.error("two columns of the data frame bear one name; rename one of them") from None
    except Exception as error:  # noqa: BLE001 - each library fails in its own way once it collects a lazy frame
        raise place.error(f"a data frame that can't be read: {type(error).__name__}") from None

    # What pandas has for a missing cell of its newer columns; it can't even be compared.
    missing = getattr(narwhals.dependencies.get_pandas(), "NA", None)

    def rows() -> Iterator[Row]:
        try:
            for cells in frame.iter_rows():
                yield Row(None, [None if cell is missing else cell for cell in cells])
        except Exception as error:  # noqa: BLE001 - and where a time is none that Python has
            raise place.error(f"a data frame whose cells can't be read: {type(error).__name__}") from None

    return read_table(frame.columns, rows, "dataframe", place, options)


READER = Reader(
    name="dataframe",
    title="A tall table, any data frame that narwhals knows",
    takes=Takes.VALUE,
    looks_for="a value with columns",
    matches=_is_frame,
    read=_read_frame,
    rank=390,
)
