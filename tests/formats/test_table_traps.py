from __future__ import annotations

import io
import re
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, Turn, read_transcripts


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker.value, turn.text) for turn in transcript.turns]


def only(source: Any, **options: Any) -> Transcript:
    (transcript,) = read_transcripts(source, **options)
    return transcript


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pd.DataFrame(
            {"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}
        ).convert_dtypes(),
        pl.DataFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pl.LazyFrame({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
        pa.table({"conversation_id": ["a", "a"], "speaker": ["customer", "agent"], "text": ["It drips", None]}),
    ],
    ids=lambda frame: f"{type(frame).__module__.partition('.')[0]}.{type(frame).__name__}",
)
def test_data_frames_of_every_kind_are_read_and_missing_text_is_no_turn(frame: Any) -> None:
    transcript = only(frame)
    assert said(transcript) == [("customer", "It drips")]
    assert transcript.left_out == {"row without text": 1}


@pytest.mark.parametrize("drop", [True, False])
def test_ids_in_the_index_of_a_data_frame_part_its_conversations(drop: bool) -> None:
    turns = [("a", "customer", "It drips"), ("a", "agent", "Sorry"), ("b", "customer", "It rusts")]
    frame = pd.DataFrame(turns, columns=["conversation_id", "speaker", "text"])
    indexed = frame.set_index("conversation_id", drop=drop)
    assert list(read_transcripts(indexed)) == list(read_transcripts(frame))
    two_levels = frame.assign(turn_id=[1, 0, 0]).set_index(["conversation_id", "turn_id"])
    assert [[turn.text for turn in one.turns] for one in read_transcripts(two_levels)] == [
        ["Sorry", "It drips"],
        ["It rusts"],
    ]


def test_pandas_times_are_times_and_missing_ones_none() -> None:
    frame = pd.DataFrame(
        {
            "conversation_id": ["a", "a"],
            "speaker": ["agent", "customer"],
            "text": ["Hello", "Hi"],
            "timestamp": pd.to_datetime(["2026-11-03T10:00:00Z", None]),
        }
    )
    assert [turn.time for turn in only(frame).turns] == [datetime(2026, 11, 3, 10, tzinfo=UTC), None]


def table(column: str, cells: list[Any]) -> dict[str, list[Any]]:
    """Returns the columns of a conversation of two turns with one column more."""
    return {"conversation_id": ["a", "a"], "speaker": ["agent", "customer"], "text": ["Hello", "Hi"], column: cells}


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(table("turn_id", [1, 0])).convert_dtypes(),
        pd.DataFrame(table("turn_id", [1, 0]), dtype="object"),
        pl.DataFrame(table("turn_id", [Decimal(1), Decimal(0)])),
        pa.table(table("turn_id", pa.array([Decimal(1), Decimal(0)], pa.decimal128(38, 0)))),
    ],
)
def test_numbers_of_every_kind_are_numbers(frame: Any) -> None:
    assert [text for _, text in said(only(frame))] == ["Hi", "Hello"]


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(table("offset", [3, 9])).convert_dtypes(),
        pd.DataFrame(table("offset", [timedelta(seconds=3), timedelta(seconds=9)])),
        pl.DataFrame(table("offset", [timedelta(seconds=3), timedelta(seconds=9)])),
        pl.DataFrame(table("offset", [time(0, 0, 3), time(0, 0, 9)])),
        b"conversation_id,speaker,text,offset\na,agent,Hello,00:00:03\na,customer,Hi,0:00:09\n",
        pd.DataFrame(table("offset", [timedelta(seconds=3), timedelta(seconds=9)])).to_csv(index=False).encode(),
    ],
)
def test_an_offset_may_be_a_duration(frame: Any) -> None:
    assert [turn.offset for turn in only(frame).turns] == [3, 9]


def test_a_duration_that_may_be_hours_or_minutes_is_refused() -> None:
    assert only(b"speaker,text,offset\nagent,Hello,1 day 01:01:01.5\n").turns[0].offset == 90061.5
    with pytest.raises(TranscriptError, match="row 0, offset: should be a number"):
        only(b"speaker,text,offset\nagent,Hello,01:09\n")


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(table("redactions", [[[0, 3]], None])),
        pd.DataFrame(table("redactions", [np.array([[0, 3]]), None])),
        pl.DataFrame(table("redactions", [[[0, 3]], None])),
        pa.table(table("redactions", [[[0, 3]], None])),
        pd.DataFrame(table("redactions", ["[[0, 3]]", None])),
    ],
)
def test_redactions_may_be_lists_as_well_as_json(frame: Any) -> None:
    assert [turn.redactions for turn in only(frame).turns] == [((0, 3),), ()]


def test_redactions_of_another_shape_are_an_error() -> None:
    for cells in ([[1, 2], None], [5, None], ["[1, 2]", None]):
        with pytest.raises(TranscriptError, match="row 0, redactions: should be a list of pairs"):
            only(pd.DataFrame(table("redactions", cells)))


def test_times_of_day_count_from_the_first_and_go_on_after_midnight() -> None:
    frames: list[Any] = [
        pl.DataFrame(table("time", [time(23, 58), time(0, 3, 0, 500_000)])),
        b"conversation_id,speaker,text,time\na,agent,Hello,23:58\na,customer,Hi,0:03:00.5\n",
        b"conversation_id,speaker,text,time\na,agent,Hello,11:58 pm\na,customer,Hi,12:03:00.5 am\n",
    ]
    for frame in frames:
        assert [(turn.time, turn.offset) for turn in only(frame).turns] == [(None, 0), (None, 300.5)]
    written = b"conversation_id,speaker,text,time,offset\na,agent,Hello,10:02,7\na,customer,Hi,10:03,66\n"
    assert [turn.offset for turn in only(written).turns] == [7, 66]
    with pytest.raises(TranscriptError, match=r"row 0, time: is no time that can be read"):
        only(b"conversation_id,speaker,text,time\na,agent,Hello,25:99\n")


def test_minutes_and_seconds_of_a_recording_are_told_from_times_of_day() -> None:
    header = b"conversation_id,speaker,text,time\n"
    for times, offsets in (
        (("0:12", "01:45"), [0, 93]),
        (("0:12", "45:10"), [0, 2698]),
        (("8:12", "9:45"), [0, 5580]),
    ):
        rows = "\n".join(f"a,agent,Hello,{written}" for written in times)
        assert [turn.offset for turn in only(header + rows.encode()).turns] == offsets


@pytest.mark.parametrize(
    ("written", "times"),
    [
        (("45987.52", "45987.435416666667"), ["2025-11-26 12:28:48", "2025-11-26 10:27:00"]),
        (("45987", "32874.0"), ["2025-11-26 00:00:00", "1990-01-01 00:00:00"]),
        # one number that can be no such day tells that all are seconds
        (("45987.5", "73051"), ["1970-01-01 12:46:27.500000+00:00", "1970-01-01 20:17:31+00:00"]),
        (("1762164000", "1762164001"), ["2025-11-03 10:00:00+00:00", "2025-11-03 10:00:01+00:00"]),
    ],
)
def test_a_time_that_a_spreadsheet_wrote_as_its_days_is_a_moment(written: tuple[str, str], times: list[str]) -> None:
    header = "conversation_id,speaker,text,time,turn_id\n"
    talk = only((header + "".join(f"a,agent,Hello,{cell},{row}\n" for row, cell in enumerate(written))).encode())
    assert [str(turn.time) for turn in talk.turns] == times


def test_a_table_with_other_names_is_read_by_the_callers_names() -> None:
    table = b"case,who,body\n1,agent,Hello\n"
    columns = {"conversation_id": "case", "speaker": "who", "text": "body"}
    assert said(only(table, columns=columns)) == [("agent", "Hello")]
    with pytest.raises(TranscriptError, match=r"no column 'conversation_id' and none 'speaker'.*columns=\{"):
        only(table, columns={"text": "body"})


def test_a_table_without_ids_is_one_conversation_if_no_column_may_hold_them() -> None:
    talk = only(b"Time,Role,Text\n10:00,agent,Hello\n10:01,customer,Hi\n")
    assert (talk.id, said(talk)) == ("bytes", [("agent", "Hello"), ("customer", "Hi")])
    with pytest.raises(TranscriptError, match=r"no column 'conversation_id'; .*--column .*take out 'case'$"):
        only(b"case,role,text\n1,agent,Hello\n2,agent,Hi\n")
    told = list(read_transcripts(b"case,role,text\n1,agent,Hello\n2,agent,Hi\n", columns={"conversation_id": "case"}))
    assert [one.id for one in told] == ["1", "2"]


@pytest.mark.parametrize("second", ["Text", "text", "TEXT "])
def test_two_columns_that_only_capitals_tell_apart_are_refused(second: str) -> None:
    with pytest.raises(TranscriptError, match="2 columns called 'text', but for capitals; rename one"):
        only(f"conversation_id,speaker,text,{second}\n1,agent,Hello,Bye\n".encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_by_which_excel_names_the_delimiter_is_no_row(end: str) -> None:
    lines = ["sep=;", "conversation_id;speaker;text", "1;agent;Yes, of course, I will", ""]
    talk = only(end.join(lines).encode())
    assert (said(talk), talk.turns[0].line) == ([("agent", "Yes, of course, I will")], 3)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_cut_where_the_first_line_is_cut_most(delimiter: str) -> None:
    lines = [["conversation_id", "speaker", "text"], ["1", "agent", '"a,b;c|d"'], ["1", "customer", "Hm"]]
    content = "\n".join(delimiter.join(line) for line in lines).encode()
    assert said(only(content)) == [("agent", "a,b;c|d"), ("customer", "Hm")]


def test_marks_in_quotes_cut_no_cells_of_the_first_line() -> None:
    assert said(only(b'conversation_id;speaker;text;"tone, pace, manner, other"\na;agent;Hello;\n')) == [
        ("agent", "Hello")
    ]


def test_a_table_has_no_labels_that_are_text() -> None:
    with pytest.raises(TranscriptError, match=r"labels of unknown role: 'Clock'.*bot, system, internal$"):
        only(b"conversation_id,speaker,text\n1,agent,Sorry\n1,customer,Hm\n1,Clock,tick\n", speakers={"Clock": "text"})


def test_a_table_that_lacks_one_column_is_no_text_without_labels() -> None:
    with pytest.raises(TranscriptError, match=r"no column 'text'; its columns are 'conversation_id', 'role', 'body'"):
        only(b"conversation_id,role,body\n1,agent,Hello\n")
    with pytest.raises(TranscriptError, match=r"no column 'text'; its columns are 'conversation_id', 'role'\. Say"):
        only(b"conversation_id,,role,\n1,,agent,\n")


def test_a_damaged_parquet_table_is_told() -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"conversation_id": ["a"], "speaker": ["agent"], "text": ["Hello"]}), stream)
    with pytest.raises(TranscriptError, match=r"^bytes: damaged Parquet: \w+$"):
        only(stream.getvalue()[:-9] + b"\xff" + stream.getvalue()[-8:])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_name_of_a_column_may_run_over_lines(end: str) -> None:
    lines = ['conversation_id,speaker,"text', '(as typed)",agent_name', "1,agent,Hello,Ann", ""]
    transcript = only(end.join(lines).encode(), columns={"text": "text (as typed)"})
    assert (said(transcript), transcript.agent_name) == ([("agent", "Hello")], "Ann")


def test_a_table_may_begin_with_empty_lines() -> None:
    assert len(only(b"\r\n\r\nconversation_id,speaker,text\r\n1,agent,Hello\r\n").turns) == 1


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"txt": "body"}, "columns: unknown name 'txt'; did you mean 'text'?"),
        (
            {"time": "when"},
            "columns: the table has no column 'when', told for 'time'; its columns are 'conversation_id'",
        ),
    ],
)
def test_a_column_that_is_told_in_vain_is_an_error(columns: dict[str, str], problem: str) -> None:
    with pytest.raises(TranscriptError, match=re.escape(problem)):
        only(b"conversation_id,speaker,text\n1,agent,Hello\n", columns=columns)


def test_rows_of_mixed_conversations_are_put_together_and_one_bad_one_loses_no_other() -> None:
    table = "conversation_id,speaker,text\n1,agent,a\n2,nobody,b\n1,customer,c\n3,agent,d\n2,noone,e\n"
    errors: list[TranscriptError] = []
    read_ = list(read_transcripts(table.encode(), on_error=errors.append))
    assert [(each.id, len(each.turns)) for each in read_] == [("1", 2), ("3", 1)]
    assert [error.line for error in errors] == [3]


def test_rows_without_an_id_among_others_are_an_error_and_no_conversation_of_their_own() -> None:
    rows = [
        "conversation_id,speaker,text",
        "a,customer,It drips",
        ",agent,Sorry",
        "b,customer,It rusts",
        ",agent,Oh",
        "",
    ]
    errors: list[TranscriptError] = []
    read = list(read_transcripts("\n".join(rows).encode(), on_error=errors.append))
    assert [transcript.id for transcript in read] == ["a", "b"]
    (error,) = errors
    assert str(error).startswith("bytes:3: row 1 has no 'conversation_id', as others have; write it into every row (of")
    assert len(only("\n".join([rows[0], ",customer,It drips", ",agent,Sorry"]).encode()).turns) == 2


@pytest.mark.parametrize("missing", [None, ""])
def test_rows_that_hold_nothing_are_no_rows(missing: str | None) -> None:
    columns = {"conversation_id": ["a", missing], "speaker": ["agent", missing], "text": ["Hello", missing]}
    for source in (pl.DataFrame(columns), b"conversation_id,speaker,text,\n,,,\na,agent,Hello,\n,,,\n,,,\n"):
        transcript = only(source)
        assert (said(transcript), transcript.left_out) == ([("agent", "Hello")], {})


def test_text_that_parquet_holds_as_bytes_is_text() -> None:
    stream = io.BytesIO()
    pq.write_table(pa.table({"conversation_id": [b"a"], "speaker": [b"agent"], "text": ["Grüße".encode()]}), stream)
    transcript = only(stream.getvalue())
    assert (transcript.id, said(transcript)) == ("a", [("agent", "Grüße")])


def test_two_columns_of_one_name_are_an_error_that_says_so() -> None:
    frame = pd.DataFrame([["a", "agent", "Hello", "Hi"]], columns=["conversation_id", "speaker", "text", "text"])
    with pytest.raises(TranscriptError, match="two columns of the data frame bear one name"):
        only(frame)


def test_a_frame_whose_cells_python_cannot_hold_is_an_error() -> None:
    moment = pa.array([10**14], pa.timestamp("s"))  # some three million years on
    table = pa.table({"conversation_id": ["a"], "speaker": ["agent"], "text": ["Hello"], "timestamp": moment})
    with pytest.raises(TranscriptError, match="a data frame whose cells can't be read: OverflowError"):
        only(table)


def test_lone_surrogates_in_a_frame_become_replacement_characters() -> None:
    frame = pd.DataFrame({"conversation_id": ["\ud800"], "speaker": ["agent"], "text": ["a\ud800"]}, dtype=object)
    transcript = only(frame)
    assert (transcript.id, transcript.turns[0].text) == ("\ufffd", "a\ufffd")


@pytest.mark.parametrize("key", [1230000000000015, 1230000000000015.0, "1230000000000015"])
def test_ids_that_a_spreadsheet_made_numbers_are_text_again(key: Any) -> None:
    frame = pd.DataFrame({"conversation_id": [key], "speaker": ["agent"], "text": ["Hello"]})
    assert only(frame).id == "1230000000000015"


def test_rows_without_a_number_keep_the_order_of_the_table() -> None:
    table = "conversation_id,speaker,text,turn_id\n" + "".join(
        f"1,agent,{n},{n // 2 if n % 2 else 5}\n" for n in range(6)
    )
    assert [text for _, text in said(only(table.encode()))] == ["1", "3", "5", "0", "2", "4"]
    assert [text for _, text in said(only(table.replace("turn_id", "other").encode()))] == list("012345")


def test_a_cell_longer_than_csv_takes_by_default_is_read() -> None:
    assert said(only(b"conversation_id,speaker,text\n1,agent," + b"x" * 300_000 + b"\n")) == [("agent", "x" * 300_000)]


def message_of(turn: Turn) -> str | None:
    assert turn.source_ref is not None
    return turn.source_ref.message


TWEETS = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id"
TIME = "Tue Oct 31 22:11:45 +0000 2017"


def tweets(*rows: str, header: str = TWEETS) -> bytes:
    return "\n".join((header, *rows)).encode()


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_quote_that_is_never_closed_is_told_with_the_line_of_its_cell(end: str) -> None:
    lines = ["conversation_id,speaker,text", 'a,agent,"Hello', 'there"', '"a', 'b",agent,"Hi', "a,customer,Hi"]
    table = (end or "\n").join(lines) + end
    with pytest.raises(TranscriptError, match=r"^bytes:5: a quote that begins a cell is never closed"):
        only(table.encode())


def test_a_quote_inside_a_cell_closes_nothing() -> None:
    table = b'conversation_id,speaker,text\na,agent,"a"b\na,agent,5" deep\na,agent,"said ""hi"""'
    assert [turn.text for turn in only(table).turns] == ["ab", '5" deep', 'said "hi"']


def test_ids_of_tweets_that_pandas_wrote_as_floating_point_are_the_same_ids() -> None:
    table = tweets(
        '1,9001,True,Tue Oct 31 22:10:47 +0000 2017,It drips,"2.0,9.0",',
        "2.0,PanShop,False,Tue Oct 31 22:11:47 +0000 2017,Sorry,nan,1.0",
        ",,,,,,",
    )
    assert said(only(table)) == [("customer", "It drips"), ("agent", "Sorry")]


def test_tweets_that_answer_nothing_do_not_meet_in_the_nan_of_pandas() -> None:
    rows = [f"{n},900{n},True,Tue Oct 31 22:10:47 +0000 2017,It drips,nan,NaN" for n in (1, 2)]
    assert [each.id for each in read_transcripts(tweets(*rows))] == ["1", "2"]


def test_a_tweet_whose_parent_is_missing_begins_its_conversation() -> None:
    table = tweets(
        "3,PanShop,False,Tue Oct 31 22:12:47 +0000 2017,Sorry,,2",
        "2,9001,True,Tue Oct 31 22:11:47 +0000 2017,It drips,3,77",
    )
    transcript = only(table)
    assert (transcript.id, said(transcript)) == ("2", [("customer", "It drips"), ("agent", "Sorry")])


def test_a_table_with_both_columns_tells_names_by_the_speaker_and_sides_by_the_role() -> None:
    table = b"conversation_id,speaker,role,text\n1,Jane,agent,Sorry\n1,Sam,customer,It drips\n"
    transcript = only(table)
    assert [(turn.speaker.value, turn.name) for turn in transcript.turns] == [
        ("agent", "Jane"),
        ("customer", "Sam"),
    ]


def test_words_behind_the_last_column_are_never_lost_without_a_word() -> None:
    errors: list[TranscriptError] = []
    table = b"conversation_id,speaker,text\n1,agent,Sorry, Sam\n2,agent,Hi,,\n"
    assert [each.id for each in read_transcripts(table, on_error=errors.append)] == ["2"]
    assert [str(error) for error in errors] == [
        "bytes:2: row 0 has 4 cells, the header 3; put cells that hold a delimiter in quotes"
    ]


def test_a_time_in_other_units_is_told_with_the_unit_that_is_wanted() -> None:
    with pytest.raises(TranscriptError, match=r"time: is no time .* write it as 2026.*, or in seconds since 1970"):
        only(b"conversation_id,speaker,text,timestamp\n1,agent,Sorry,1762164005000\n")


def test_tweets_as_pandas_writes_them_anew_are_one_conversation() -> None:
    header = "\ufeffTweet_ID, Author_ID,INBOUND ,created_at,text,response_tweet_id,in_response_to_tweet_id"
    rows = (f'1.0,sam, TRUE , {TIME} ,It broke," 2.0, 3.0",nan', f"2.0,shop,false,{TIME},Sorry,NaN,1.0")
    found = only(tweets(*rows, f"3,shop,False,{TIME},Send it back", header=header))
    assert said(found) == [("customer", "It broke"), ("agent", "Sorry"), ("agent", "Send it back")]
    assert (found.id, [message_of(turn) for turn in found.turns]) == ("1", ["1", "2", "3"])


@pytest.mark.parametrize(
    ("inbound", "time", "problem"),
    [("maybe", TIME, "inbound: should be True or False"), ("True", "2017-10-31", "created_at: is no time as Twitter")],
)
def test_a_tweet_that_can_not_be_read_is_told_by_its_line_and_loses_no_other(
    inbound: str, time: str, problem: str
) -> None:
    errors: list[TranscriptError] = []
    source = tweets(f"1,sam,True,{TIME},Hi,,", f"2,ann,{inbound},{time},Hi,,", f"3,bo,True,{TIME},Hi,,")
    found = list(read_transcripts(source, on_error=errors.append))
    assert [each.id for each in found] == ["1", "3"]
    (error,) = errors
    assert problem in str(error)
    assert ":3" in str(error) or "line 3" in str(error)


def test_every_column_that_tweets_lack_is_told() -> None:
    with pytest.raises(TranscriptError, match="no column 'created_at' and none 'text' and none 'response_tweet_id'"):
        only(tweets("1,sam,True", header="tweet_id,author_id,inbound"))


def test_a_table_without_a_header_says_so(tmp_path: Path) -> None:
    empty = tmp_path / "chats.csv"
    empty.write_bytes(b"")
    for source in (empty, pd.DataFrame()):
        with pytest.raises(TranscriptError, match="no turns: the table's first row is empty; begin it with the names"):
            only(source)
