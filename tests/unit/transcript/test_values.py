from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import pandas as pd
import pytest
from pydantic import ValidationError

from recovery_eval import Checklist, evaluate
from recovery_eval.errors import RecoveryEvalError, TranscriptError
from recovery_eval.transcript import Speaker, Transcript, Turn, read_transcripts, to_transcript
from recovery_eval.transcript.writers import to_json_line

TURNS = [("customer", "The jug leaks"), ("agent", "I'll send a new one")]
AS_DICTS = [{"speaker": speaker, "text": text} for speaker, text in TURNS]


@pytest.mark.parametrize(
    "value",
    [
        "Customer: The jug leaks\nAgent: I'll send a new one",
        TURNS,
        [list(turn) for turn in TURNS],
        AS_DICTS,
        tuple(AS_DICTS),
        [Turn.model_validate(turn) for turn in AS_DICTS],
        [AS_DICTS[0], Turn.model_validate(AS_DICTS[1])],
        {"id": "j", "turns": AS_DICTS},
        {"turns": [Turn.model_validate(turn) for turn in AS_DICTS]},
        [{"role": "user", "content": TURNS[0][1]}, {"role": "assistant", "content": TURNS[1][1]}],
        {"messages": [{"role": "user", "content": TURNS[0][1]}, {"role": "assistant", "content": TURNS[1][1]}]},
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_kind_of_value_tells_the_same_turns(value: object) -> None:
    transcript = to_transcript(value)
    assert [(turn.speaker.value, turn.text) for turn in transcript.turns] == TURNS


def test_a_kind_of_transcript_with_fields_of_its_own_keeps_them() -> None:
    class Case(Transcript):
        desk: str

    case = Case.model_validate({"desk": "Oslo", "queue": "mugs", "turns": AS_DICTS})
    assert (case.desk, case.metadata) == ("Oslo", {"queue": "mugs"})


@pytest.mark.parametrize("key", ["time", "timestamp", "created_at"])
@pytest.mark.parametrize("written", ["2026-11-03T10:00:05Z", 1793700005, 1793700005.0])
def test_a_time_is_read_under_each_usual_key_in_records_and_chats(key: str, written: object) -> None:
    moment = datetime(2026, 11, 3, 10, 0, 5, tzinfo=UTC)
    for turn in ({"speaker": "agent", "text": "Hello"}, {"role": "assistant", "content": "Hello"}):
        for value in ([turn | {key: written}], [turn | {"time": None, key: written, "created_at": written}]):
            assert to_transcript(value).turns[0].time == moment
        assert to_transcript([turn | {"timestamp": ""}]).turns[0].time is None
        assert to_transcript([turn | {"time": written, "timestamp": 3}]).turns[0].time == moment
        with pytest.raises(TranscriptError, match=r"time is no time that can be read.*under 'timestamp'"):
            to_transcript([turn | {key: "soon"}])


def test_a_transcript_is_returned_as_it_is() -> None:
    transcript = Transcript(turns=(Turn(speaker=Speaker.AGENT, text="hello"),))
    assert to_transcript(transcript, agent="Jane") is transcript


def test_transcripts_in_a_list_are_read_as_they_are() -> None:
    transcript = Transcript(turns=())
    for given in ([transcript, {"turns": []}], [transcript], transcript):
        assert next(read_transcripts(given)) is transcript
        assert next(read_transcripts(given, format="chat")) is transcript


def test_a_pair_with_a_name_needs_the_name_told() -> None:
    transcript = to_transcript([("Sam", "It leaks"), ("Rep", "Oh no")], speakers={"Sam": "customer"})
    assert [turn.speaker for turn in transcript.turns] == [Speaker.CUSTOMER, Speaker.AGENT]
    assert transcript.customer_name == "Sam"
    with pytest.raises(TranscriptError, match=r"\$\[0\]\.speaker is no known speaker"):
        to_transcript([("Sam", "It leaks"), ("Rep", "Oh no")])


def test_an_argument_fills_a_missing_name_and_leaves_a_given_one() -> None:
    record = {"turns": AS_DICTS, "customer_name": "Ama"}
    transcript = to_transcript(record, agent="Jane", customer="Sam")
    assert (transcript.agent_name, transcript.customer_name) == ("Jane", "Ama")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (3, "can't read int as a conversation"),
        (None, "can't read NoneType"),
        (b"Agent: hi", "decode it first"),
        (Path("chat.txt"), "use read_transcripts"),
        ([], "no turns: the list is empty"),
        ({}, "no known format: it holds an object without keys. Known: record, contact-lens, "),
        ({"speaker": "agent", "text": "hi"}, "put the turns of one conversation into one list"),
        ([3], r"\$\[0\]: can't read int as a turn"),
        ([("agent", "hi", 3)], r"\$\[0\]: can't read tuple as a turn"),
        ([("agent", "hi"), ("agent", 3)], r"\$\[1\]\.text should be text"),
        ([{"turns": []}], "a list of conversations, where one is wanted"),
        ({"messages": 3}, r"\$: a chat is a list of messages"),
        ({"turns": 3}, r"\$\.turns should be a list of turns"),
        ({"turns": [3]}, r"\$\.turns\[0\] should be an object"),
        ({"turns": [{"speaker": "agent"}]}, r"\$\.turns\[0\]\.text is missing"),
        ({"turns": [{"speaker": 3, "text": ""}]}, r"\$\.turns\[0\]\.speaker is no known speaker"),
        (
            {"turns": [{"speaker": "agent", "text": "", "time": "noon-ish"}]},
            r"\$\.turns\[0\]\.time is no time that can be read",
        ),
        ({"turns": [], "id": True}, r"\$\.id should be text"),
        ({"turns": [], "id": 10**5000}, "too many digits"),
        ({"turns": [], "metadata": 3}, r"\$\.metadata should be an object"),
        ({"turns": [], 3: "x"}, r"\$\.metadata\[3\] should be text"),
    ],
)
def test_a_value_that_cannot_be_read_says_where_it_is_wrong(value: object, problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript(value)


def test_an_error_names_the_record_and_never_its_words() -> None:
    with pytest.raises(TranscriptError) as caught:
        to_transcript(
            {"id": "k-7", "turns": [{"speaker": "secretive", "text": "hush"}, {"speaker": "agent", "text": 1}]}
        )
    assert caught.value.record == "k-7"
    assert str(caught.value).startswith("conversation 'k-7': $.turns[0]")
    assert "(and 1 more)" in str(caught.value)
    assert "secretive" not in str(caught.value)
    assert "hush" not in str(caught.value)


def test_a_record_without_an_id_has_no_name_in_errors() -> None:
    with pytest.raises(TranscriptError, match=r"^\$\.turns should be a list"):
        to_transcript({"turns": 3})


def test_unknown_keys_go_to_metadata_without_surrogates_and_without_nan() -> None:
    transcript = to_transcript({"turns": [], "note\udc00": ["\ud800x", float("nan"), 1.5]})
    assert transcript.metadata == {"note\ufffd": ["\ufffdx", None, 1.5]}


def test_the_schema_of_a_transcript_lets_through_the_keys_that_it_keeps() -> None:
    record = {"turns": AS_DICTS, "queue": "mugs"}
    assert Transcript.model_validate(record).metadata == {"queue": "mugs"}
    jsonschema.validate(record, Transcript.model_json_schema())


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"metadata": [1], "a": 2}, r"\$\.metadata should be an object"),
        ({"metadata": {"a": 1}, "a": 2}, r"\$ is wrong: the key 'a' stands beside 'metadata' and in it"),
    ],
)
def test_metadata_that_could_not_be_kept_is_an_error(record: dict[str, Any], problem: str) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript({"turns": [], **record})
    assert to_transcript({"turns": [], "metadata": {"a": 1}, "a": 1, "b": 2}).metadata == {"a": 1, "b": 2}


@pytest.mark.parametrize("key", ["id", "channel", "customer_name", "agent_name", "source_format"])
def test_what_no_encoding_can_write_is_refused_where_it_is_not_cleaned(key: str) -> None:
    with pytest.raises(ValidationError, match="unicode"):
        Transcript.model_validate({"turns": [], key: "\ud83d"})


def test_a_value_that_holds_itself_is_an_error() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(TranscriptError, match="nested more than 100 deep"):
        to_transcript({"turns": [], "loop": loop})


def test_a_record_without_turns_in_its_list_is_no_error() -> None:
    assert to_transcript({"id": 4, "turns": []}) == Transcript(id="4", turns=())


@pytest.mark.parametrize("speaker", ["a" + " " * 1_000_000 + "b", "(" * 1_000_000, "Agent " + "x" * 1_000_000])
def test_a_speaker_of_a_million_characters_is_an_error_soon(speaker: str) -> None:
    with pytest.raises(TranscriptError, match="is no known speaker"):
        to_transcript([(speaker, "hi")])


def test_keys_that_a_turn_may_have_of_its_own_do_not_meet_ours() -> None:
    turn = {"speaker": "agent", "text": "hello", "source": "web", "kind": 3, "dropped": True}
    transcript = to_transcript({"turns": [turn], "source": "phone", "dropped": True, "format": 4})
    assert transcript.turns[0].source_ref is None
    assert transcript.metadata == {"source": "phone", "dropped": True, "format": 4}


def test_a_record_whose_id_is_empty_is_called_after_the_file(tmp_path: Path) -> None:
    path = tmp_path / "chats.jsonl"
    path.write_text('{"id": "", "turns": []}\n{"id": 0, "turns": []}\n', encoding="utf-8")
    assert [transcript.id for transcript in read_transcripts(path)] == ["chats:1", "0"]


@pytest.mark.parametrize("key", ["name", "text"])
def test_lone_surrogates_in_a_turn_become_replacement_characters(key: str) -> None:
    turn = {"speaker": "agent", "text": "Hello", "name": "Jane"} | {key: "a\ud800"}
    for value in ([turn], {"turns": [turn]}, [{"role": "assistant", "content": turn["text"], "name": turn["name"]}]):
        assert getattr(to_transcript(value).turns[0], key) == "a\ufffd"


def test_a_zone_that_is_no_whole_minutes_from_utc_keeps_the_moment() -> None:
    time = datetime(1900, 1, 1, 12, tzinfo=timezone(timedelta(minutes=53, seconds=28)))
    turn = Turn(speaker=Speaker.AGENT, text="Hello", time=time)
    assert turn.time == time
    transcript = Transcript(turns=(turn,))
    (again,) = read_transcripts(to_json_line(transcript).encode())
    assert again.turns[0].time == time
    assert Transcript.model_validate_json(transcript.model_dump_json()) == transcript
    first = Turn(speaker=Speaker.AGENT, text="Hello", time=time.replace(year=1, hour=0))
    assert "0001-01-01T00:00:00" in to_json_line(Transcript(turns=(first,)))


def test_a_promise_made_in_a_zone_that_is_no_whole_minutes_from_utc_is_read_back_from_json() -> None:
    time = datetime(1900, 1, 1, 12, tzinfo=ZoneInfo("Asia/Kolkata"))
    turn = Turn(speaker=Speaker.AGENT, text="I'll call you tomorrow.", time=time)
    checklist = evaluate(Transcript(turns=(turn,)))
    assert Checklist.from_json(checklist.to_json()).promises == checklist.promises
    assert checklist.promises[0].due is not None


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"speakers": ["Jane"]}, r"speakers: give the role of each label, as in \{'Jane Doe': 'agent'\}, not list"),
        ({"agent": ["Jane", "Ann"]}, r"agent: give one name as text, not list; tell several with speakers=.*'agent'"),
        ({"customer": pd.NA}, "customer: give one name as text, not NAType"),
        ({"customer": math.nan}, "customer: give one name as text, not float"),
    ],
)
def test_what_is_told_about_speakers_in_another_form_is_an_error_that_says_the_form(
    given: dict[str, Any], problem: str
) -> None:
    with pytest.raises(TranscriptError, match=problem):
        to_transcript("Jane: The jug leaks\nBob: Oh no", **given)
    with pytest.raises(TranscriptError, match=problem):
        read_transcripts(b"Jane: The jug leaks\nBob: Oh no", **given)


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"format": None}, "unknown format 'None'; known: "),
        ({"encoding": 8}, "unknown encoding '8'; known: "),
        ({"columns": ["body"]}, r"columns: give what the table calls its columns, as in \{'text': 'body'\}, not list"),
        ({"columns": {1: "body"}}, "columns: unknown name 1; known: "),
    ],
)
def test_an_option_of_another_type_is_an_error_of_ours(given: dict[str, Any], problem: str) -> None:
    with pytest.raises(RecoveryEvalError, match=problem):
        next(read_transcripts(b"speaker,text\nagent,Hello\n", **{"format": "csv"} | given))


def test_columns_that_bear_numbers_are_told_by_them() -> None:
    frame = pd.DataFrame([["7", "customer", "It leaks."], ["7", "agent", "Sorry."]])
    columns: Any = {"conversation_id": 0, "speaker": 1, "text": 2}
    (transcript,) = read_transcripts(frame, columns=columns)
    assert (transcript.id, len(transcript.turns)) == ("7", 2)


def test_a_missing_time_of_pandas_is_none_in_a_turn() -> None:
    rows = pd.DataFrame({"time": [None, pd.Timestamp("2026-11-03T10:00"), None, None], "speaker": ["agent"] * 4})
    turns = [{**row, "text": "I'll call you tomorrow."} for row in rows.to_dict("records")]
    assert turns[0]["time"] is pd.NaT
    transcript = to_transcript({"turns": turns, "closed": pd.NaT})
    assert transcript.metadata == {"closed": None}
    assert [turn.time for turn in transcript.turns] == [None, datetime(2026, 11, 3, 10), None, None]  # noqa: DTZ001
    assert Turn.model_validate(turns[0]) == transcript.turns[0]
    assert evaluate(transcript, "promises").promises[1].due == datetime(2026, 11, 4, 23, 59, 59)  # noqa: DTZ001


def test_null_is_as_good_as_nothing_where_a_record_may_lack_a_key() -> None:
    turn = {"speaker": "agent", "text": "hello"}
    nulls = dict.fromkeys(("id", "channel", "customer_name", "agent_name", "left_out", "metadata"))
    turn_nulls = dict.fromkeys(("time", "offset", "end_offset", "name", "line", "source_ref", "redactions"))
    record = {**nulls, "turns": [turn | turn_nulls]}
    assert Transcript.model_validate(record) == to_transcript(record) == to_transcript({"turns": [turn]})
