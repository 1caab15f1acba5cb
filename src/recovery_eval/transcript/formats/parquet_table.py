"""Tall tables as Parquet."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.tables import Row, read_table
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source

_BATCH = 2_000


def _read_parquet(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    parquet = needed("pyarrow.parquet", "tables", "reading Parquet", place)
    arrow_error = needed("pyarrow", "tables", "reading Parquet", place).ArrowException
    try:
        with source.open_seekable() as stream:
            file = parquet.ParquetFile(stream)
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


READER = Reader(
    name="parquet",
    title="A tall table, Parquet",
    takes=Takes.BYTES,
    looks_for="`PAR1` at the very beginning",
    matches=lambda sample: sample.startswith(b"PAR1"),
    read=_read_parquet,
    rank=375,
)
