from __future__ import annotations

import io
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import SourceRef, Speaker, Transcript, Turn, read_transcripts, to_transcript

LABELS = {
    Speaker.AGENT: "Agent",
    Speaker.CUSTOMER: "Customer",
    Speaker.BOT: "Bot",
    Speaker.SYSTEM: "System",
    Speaker.INTERNAL: "Internal note",
}
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r")).map(str.strip)
# A line that itself begins with a label can't be told from a new turn, so only the first line may hold a colon.
later_lines = st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n:：>")), max_size=3)
text_turns = st.builds(lambda first, rest: "\n".join([first.split("\n")[0], *rest]).strip(), words, later_lines).filter(
    lambda text: not text.startswith("\n")
)
turns = st.lists(st.tuples(st.sampled_from(Speaker), text_turns), min_size=1, max_size=8)
any_text = st.text(st.characters())
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["turns", "messages", "speaker", "role", "text", "content", "id"]), inner)
    ),
    max_leaves=12,
)
hostile_lines = st.lists(
    st.sampled_from(
        ["Customer:", "Agent >", "[10:02]", "( 1m 2s )", "Jane (Agent):", "Note:", "{", "[", '"turns": []', "]"]
    )
    | any_text
)


@given(turns)
def test_turns_written_as_labelled_text_read_back_the_same(given_turns: list[tuple[Speaker, str]]) -> None:
    text = "\n".join(f"{LABELS[speaker]}: {words}" for speaker, words in given_turns)
    read = to_transcript(text)
    assert [(turn.speaker, turn.text) for turn in read.turns] == given_turns


@given(any_text | hostile_lines.map("\n".join) | hostile_lines.map(" ".join))
def test_any_text_is_read_or_is_a_transcript_error(text: str) -> None:
    try:
        transcript = to_transcript(text)
    except TranscriptError as error:
        str(error).encode()
        return
    assert transcript.turns
    transcript.model_dump_json().encode()


@given(json_values)
def test_any_value_is_read_or_is_a_transcript_error(value: Any) -> None:
    try:
        transcript = to_transcript(value)
    except TranscriptError as error:
        str(error).encode()
        return
    transcript.model_dump_json().encode()


@given(
    st.binary()
    | any_text.map(lambda text: text.encode("utf-8", "replace"))
    | json_values.map(lambda value: json.dumps(value).encode())
)
def test_any_bytes_are_read_or_give_transcript_errors(content: bytes) -> None:
    errors: list[TranscriptError] = []
    for format_ in ("auto", "text", "json", "jsonl", "chat"):
        for transcript in read_transcripts(io.BytesIO(content), format=format_, on_error=errors.append):
            transcript.model_dump_json().encode()


@given(
    st.lists(
        st.builds(
            Transcript,
            id=words.filter(bool),
            channel=st.none() | words,
            customer_name=st.none() | words,
            turns=st.lists(
                st.builds(Turn, speaker=st.sampled_from(Speaker), text=words, time=st.none() | st.datetimes()),
                max_size=4,
            ).map(tuple),
            metadata=st.dictionaries(words, st.none() | st.integers() | words, max_size=2),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_transcripts_written_as_json_read_back_the_same(transcripts: list[Transcript], as_lines: bool) -> None:
    records = [transcript.model_dump_json() for transcript in transcripts]
    content = "\n".join(records) if as_lines else f"[{','.join(records)}]"
    read = list(read_transcripts(io.StringIO(content), format="jsonl" if as_lines else "json"))
    assert {turn.source_ref for each in read for turn in each.turns} <= {
        SourceRef(file="stream", record=t.id) for t in read
    }
    assert [without_sources(each) for each in read] == transcripts


def without_sources(transcript: Transcript) -> Transcript:
    turns = tuple(turn.model_copy(update={"source_ref": None}) for turn in transcript.turns)
    return transcript.model_copy(update={"turns": turns})
