"""Moments written as text: whatever is read is the moment that was meant, with its zone where it tells one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, read_transcripts, to_transcript
from recovery_eval.transcript.times import parse_time

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2099, 1, 1), timezones=ZONES).map(  # noqa: DTZ001 - has zones
    lambda moment: moment.replace(microsecond=0)
)


def read(written: str) -> list[Transcript]:
    """Returns one conversation as a record, as chat messages and as a table."""
    table = f'speaker,text,timestamp\nagent,Sorry,"{written}"\n'.encode()
    return [
        to_transcript([{"speaker": "agent", "text": "Sorry", "time": written}]),
        to_transcript([{"role": "assistant", "content": "Sorry", "created_at": written}]),
        next(read_transcripts(table)),
    ]


@given(MOMENTS)
def test_a_moment_is_the_same_however_it_is_written_and_wherever_it_stands(moment: datetime) -> None:
    mail = format_datetime(moment)
    for written in (mail, mail.partition(", ")[2], f"{mail} (GMT+01:00)", moment.isoformat(), moment.isoformat(" ")):
        assert {transcript.turns[0].time for transcript in read(written)} == {moment}


@pytest.mark.parametrize(
    "written", ["2026-11-03 10:00:00 UTC", "Tue, 3 Nov 2026 10:00:00 GMT", "Tue Nov 03 10:00:00 +0000 2026"]
)
def test_utc_has_several_names(written: str) -> None:
    assert {transcript.turns[0].time for transcript in read(written)} == {datetime(2026, 11, 3, 10, tzinfo=UTC)}


@pytest.mark.parametrize(
    "written",
    [
        "Nov 3, 2026 10:00 PM",
        "Tue, 3 Nov 2026 10:00:00 PM",
        "Tue, 3 Nov 2026 10:00 pm",
        "Tue Nov 03 2026 10:00:00 GMT+0100 (Central European Standard Time)",
        "Tuesday, November 03, 2026, 07:09:55 (-0800)",
        "Tue, 3 Nov 2026 25:00:00 +0000",
        "03/11/2026 10:00",
    ],
)
def test_a_time_of_which_half_the_day_or_the_zone_would_be_lost_is_refused(written: str) -> None:
    assert parse_time(written) is None
    with pytest.raises(TranscriptError, match="is no time that can be read"):
        read(written)
    with pytest.raises(TranscriptError, match="is no time that can be read"):
        next(read_transcripts(f'speaker,text,timestamp\nagent,Sorry,"{written}"\n'.encode()))


@pytest.mark.parametrize("key", ["time", "timestamp", "created_at"])
def test_an_empty_time_is_none(key: str) -> None:
    for turn in ({"speaker": "agent", "text": "Sorry"}, {"role": "assistant", "content": "Sorry"}):
        assert to_transcript([turn | {key: ""}]).turns[0].time is None


@pytest.mark.parametrize(
    "written", ["20261103", "1793700005", "2026-11-03T10:00:05", "2026-11-03T10:00:05.25+05:30", 7]
)
def test_a_time_is_the_same_whatever_stands_beside_it(written: object) -> None:
    turn = {"speaker": "agent", "text": "Sorry", "time": written}
    beside = {"speaker": "agent", "text": "Sorry", "time": "Tue, 3 Nov 2026 10:00:00 GMT"}
    assert to_transcript([turn]).turns[0] == to_transcript([turn, beside]).turns[0]
