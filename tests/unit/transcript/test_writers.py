from __future__ import annotations

import io

import pyarrow.parquet as pq
import pytest

from recovery_eval.transcript import Speaker, Transcript, Turn, read_transcripts
from recovery_eval.transcript.writers import write_parquet


@pytest.mark.parametrize("batch", [1, 3, 20_000])
def test_a_table_written_in_batches_holds_every_conversation(monkeypatch: pytest.MonkeyPatch, batch: int) -> None:
    monkeypatch.setattr("recovery_eval.transcript.writers._BATCH", batch)
    turns = (Turn(speaker=Speaker.CUSTOMER, text="It leaks."), Turn(speaker=Speaker.AGENT, text="Sorry."))
    given = [Transcript(id=f"c{number}", turns=turns, left_out={"picture": 2}) for number in range(4)]
    stream = io.BytesIO()
    write_parquet(given, stream)
    read = list(read_transcripts(stream.getvalue()))
    assert [(one.id, [turn.text for turn in one.turns], one.left_out) for one in read] == [
        (f"c{number}", ["It leaks.", "Sorry."], {"picture": 2}) for number in range(4)
    ]
    # What belongs to the conversation as a whole stands in its first row alone.
    assert pq.read_table(io.BytesIO(stream.getvalue()))["left_out"].to_pylist() == ['{"picture": 2}', None] * 4
