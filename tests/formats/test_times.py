"""Times, whole and in part, missing and out of order; offsets and moments are never mixed up."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript import Transcript, to_transcript
from tests.formats.samples import FOLDER

# The list of turns in each sample whose order is that of their times or numbers, or that the reader puts in order.
_LISTS = {
    "contact-lens-voice.json": ("Transcript",),
    "contact-lens-chat.json": ("Transcript",),
    "contact-lens-real-time.json": ("Segments",),
    "contact-lens-real-time-v2.json": ("Segments",),
    "connect-transcript.json": ("Transcript",),
    "ccai-upload.json": ("entries",),
    "dialogflow.json": ("messages",),
    "genesys.json": ("transcripts",),
    "genesys-real-time.json": ("eventBody", "transcripts"),
    "intercom.json": ("conversation_parts", "conversation_parts"),
    "twilio-messages.json": ("messages",),
    "zendesk-ticket.json": ("comments",),
    "zendesk-log.json": ("events",),
    "zendesk-sunshine.json": ("messages",),
    "zendesk-chat.json": ("history",),
    "freshdesk.json": ("conversations",),
    "gorgias.json": ("messages",),
    "front.json": ("_results",),
    "chatwoot.json": ("messages",),
    "salesforce-messaging.json": ("records",),
    "salesforce-case.json": ("EmailMessages", "records"),
    "vcon-legacy.json": ("dialog",),
}
# Where the first turn of a sample has its time, and what the unit of that is in seconds; None for a time as text.
_TIMES: dict[str, tuple[tuple[Any, ...], float | None]] = {
    "contact-lens-voice.json": (("Transcript", 0, "BeginOffsetMillis"), 0.001),
    "contact-lens-chat.json": (("Transcript", 0, "AbsoluteTime"), None),
    "connect-transcript.json": (("Transcript", 0, "AbsoluteTime"), None),
    "ccai-upload.json": (("entries", 0, "start_timestamp_usec"), 0.000_001),
    "ccai.json": (("transcript", "transcriptSegments", 0, "messageTime"), None),
    "dialogflow.json": (("messages", 0, "createTime"), None),
    "genesys-real-time.json": (("eventBody", "transcripts", 1, "alternatives", 0, "offsetMs"), 0.001),
    "twilio-sentences.json": (("sentences", 0, "start_time"), 1),
    "twilio-messages.json": (("messages", 0, "date_created"), None),
    "zendesk-ticket.json": (("comments", 0, "created_at"), None),
    "zendesk-log.json": (("events", 0, "created_at"), None),
    "zendesk-sunshine.json": (("messages", 0, "received"), None),
    "zendesk-chat.json": (("history", 1, "timestamp"), None),
    "freshdesk.json": (("conversations", 0, "created_at"), None),
    "gorgias.json": (("messages", 0, "created_datetime"), None),
    "salesforce-case.json": (("CaseComments", "records", 1, "CreatedDate"), None),
}


def sample(name: str) -> Any:
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


def read(name: str, value: Any) -> Transcript:
    return to_transcript(value, agent="Jane", customer="Sam") if name == "vcon-legacy.json" else to_transcript(value)


def times(transcript: Transcript, unit: float | None) -> list[Any]:
    return [turn.time if unit is None else turn.offset for turn in transcript.turns]


@pytest.mark.parametrize("name", [name for name in _LISTS if name != "salesforce-messaging.json"])
def test_turns_out_of_order_are_put_in_order(name: str) -> None:
    value = sample(name)
    wanted = read(name, copy.deepcopy(value))
    holder = value
    for key in _LISTS[name][:-1]:
        holder = holder[key]
    turns = holder[_LISTS[name][-1]]
    turns.reverse()
    reversed_ = read(name, value)
    assert [turn.text for turn in reversed_.turns] == [turn.text for turn in wanted.turns]
    turns[:] = turns[1::2] + turns[::2]
    shuffled = read(name, value)
    assert [turn.text for turn in shuffled.turns] == [turn.text for turn in wanted.turns]


@pytest.mark.parametrize("name", _TIMES)
def test_a_time_is_read_whole_in_part_as_text_and_missing(name: str) -> None:
    path, unit = _TIMES[name]
    given: list[tuple[Any, Any]]
    if unit is None:
        moment = datetime(2026, 11, 3, 10, 0, 5, tzinfo=UTC)
        given = [
            ("2026-11-03T10:00:05Z", moment),
            ("2026-11-03T11:00:05+01:00", moment),
            ("2026-11-03T10:00:05.25Z", moment + timedelta(milliseconds=250)),
            ("2026-11-03T10:00:05.123456Z", moment + timedelta(microseconds=123_456)),
            ("2026-11-03T10:00:05", moment.replace(tzinfo=None)),
        ]
    else:
        given = [(count, round(max(0.0, float(count) * unit), 6)) for count in (3000, 2500.5, "2500", -3, 0)]
    for written, wanted in given:
        assert wanted in times(read(name, changed(name, path, written)), unit)
    assert None in times(read(name, changed(name, path, None)), unit)
    wrong: list[Any] = ["soon", [], {}]
    for broken in wrong:
        with pytest.raises(TranscriptError, match=str(path[-1])):
            read(name, changed(name, path, broken))


def changed(name: str, path: tuple[Any, ...], value: Any) -> Any:
    """Returns a sample with another value at a place."""
    whole = sample(name)
    holder = whole
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    return whole
