"""Whatever a transcript holds comes back from our JSON Lines, and from our table."""

from __future__ import annotations

import io
from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from recovery_eval.transcript import SourceRef, Speaker, Transcript, Turn, read_transcripts
from recovery_eval.transcript.readers.roles import with_names
from recovery_eval.transcript.writers import to_json_line, write_parquet

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
names = st.none() | words.filter(bool)
zones: st.SearchStrategy[Any] = st.none() | st.integers(-14 * 3600, 14 * 3600).map(
    lambda count: timezone(timedelta(seconds=count))
)
EDGES = (datetime(2, 1, 1), datetime(9998, 1, 1))  # noqa: DTZ001 - the zone is drawn beside
times = st.none() | st.datetimes(*EDGES, timezones=zones)
seconds = st.none() | st.floats(0, 1e9).map(lambda number: round(number, 6))
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)


@st.composite
def turns(draw: st.DrawFn) -> Turn:
    text = draw(words)
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=4)))
    return Turn(
        speaker=draw(st.sampled_from(Speaker)),
        text=text,
        time=draw(times),
        offset=draw(seconds),
        end_offset=draw(seconds),
        name=draw(names),
        line=draw(st.none() | st.integers(1, 10**9)),
        source_ref=SourceRef(file=draw(words.filter(bool)), record=draw(names), message=draw(words.filter(bool))),
        redactions=tuple(zip(edges[::2], edges[1::2], strict=False)),
    )


def transcripts(least: int) -> st.SearchStrategy[Transcript]:
    return st.builds(
        Transcript,
        id=words.filter(bool),
        channel=names,
        customer_name=names,
        agent_name=names,
        turns=st.lists(turns(), min_size=least, max_size=4).map(tuple),
        source_format=words.filter(bool),
        left_out=st.dictionaries(words.filter(bool), st.integers(1, 10**6), max_size=3),
        metadata=st.dictionaries(words, json_values, max_size=3),
    )


@given(transcripts(0))
def test_json_lines_keep_every_field(transcript: Transcript) -> None:
    (again,) = read_transcripts(to_json_line(transcript).encode())
    assert again == transcript


@settings(deadline=None)  # the first example loads pyarrow
@given(transcripts(1))
def test_tables_keep_every_field(transcript: Transcript) -> None:
    stream = io.BytesIO()
    write_parquet([transcript], stream)
    (again,) = read_transcripts(stream.getvalue())
    assert again == with_names(transcript)  # a name that all turns of a side bear is found anew
