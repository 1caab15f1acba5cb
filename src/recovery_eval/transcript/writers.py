"""Conversations as JSON Lines that `read_transcripts` reads back whole, and as a tall table in Parquet."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import IO, Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript, Turn
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place

_BATCH = 20_000


def to_json_line(transcript: Transcript) -> str:
    """Returns a conversation as one line of JSON, with its line end; what is not known is left out."""
    return transcript.model_dump_json(exclude_defaults=True) + "\n"


def write_parquet(transcripts: Iterable[Transcript], stream: IO[bytes], name: str = "output") -> None:
    """Writes conversations as a tall table, one row a turn, as `format="parquet"` reads it.

    Redactions and metadata are columns of JSON text; a conversation without turns has no row. Rows of one id are one
    conversation, so no two may bear it.

    Args:
        transcripts: The conversations.
        stream: Where to write.
        name: What an error calls the output.

    Raises:
        TranscriptError: pyarrow is not installed, or two conversations bear one id.
    """
    arrow = needed("pyarrow", "tables", "writing Parquet", Place(name))
    parquet = needed("pyarrow.parquet", "tables", "writing Parquet", Place(name))
    types = _TYPES | {"time": arrow.timestamp("us", "UTC")}
    columns = _row(Transcript(turns=()), 0, Turn(speaker=Speaker.SYSTEM, text=""))
    schema = arrow.schema([(column, types.get(column, "string")) for column in columns])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        rows: list[dict[str, Any]] = []
        seen: set[str] = set()
        for transcript in transcripts:
            if transcript.id in seen:
                problem = "a second conversation of this id; a table would make one of the two, so write JSON Lines"
                raise TranscriptError(problem, source=name, record=transcript.id)
            seen.add(transcript.id)
            rows.extend(_row(transcript, index, turn) for index, turn in enumerate(transcript.turns))
            if len(rows) >= _BATCH:
                writer.write_table(arrow.Table.from_pylist(rows, schema=schema))
                rows = []
        writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


_TYPES: dict[str, Any] = {"turn_index": "int64", "offset": "double", "end_offset": "double", "line": "int64"}


def _row(transcript: Transcript, index: int, turn: Turn) -> dict[str, Any]:
    first = index == 0  # what belongs to the conversation as a whole stands once
    source = turn.source_ref
    return {
        "conversation_id": transcript.id,
        "turn_index": index,
        "speaker": turn.speaker.value,
        "text": turn.text,
        "time": turn.time,
        # Parquet keeps moments; the zone, or that there is none, is in the text.
        "time_as_written": turn.time.isoformat() if turn.time else None,
        "offset": turn.offset,
        "end_offset": turn.end_offset,
        "name": turn.name,
        "line": turn.line,
        "source_file": source.file if source else None,
        "source_record": source.record if source else None,
        "message_id": source.message if source else None,
        "redactions": json.dumps(turn.redactions) if turn.redactions else None,
        "channel": transcript.channel,
        "customer_name": transcript.customer_name,
        "agent_name": transcript.agent_name,
        "source_format": transcript.source_format,
        "metadata": json.dumps(transcript.metadata, ensure_ascii=False) if first and transcript.metadata else None,
        "left_out": json.dumps(transcript.left_out, ensure_ascii=False) if first and transcript.left_out else None,
    }
