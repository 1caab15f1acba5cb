"""Genesys Cloud: speech and text analytics transcripts, and the real-time notifications of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item, objects

# A phrase says whose side of the line it was on; a participant has a purpose. Either may stand at a phrase.
_ROLES = {
    "internal": Speaker.AGENT,
    "external": Speaker.CUSTOMER,
    "agent": Speaker.AGENT,
    "user": Speaker.AGENT,
    "customer": Speaker.CUSTOMER,
    "bot": Speaker.BOT,
    "botflow": Speaker.BOT,
    "ivr": Speaker.SYSTEM,
    "acd": Speaker.SYSTEM,
    "workflow": Speaker.SYSTEM,
}
_CHANNELS = {"voice": "phone", "callback": "phone", "call": "phone", "chat": "chat", "message": "chat"}
# Milliseconds below this, three years after 1970, are counted from the beginning of the conversation.
_SMALLEST_EPOCH = 1e11


def _is_genesys(value: Any) -> bool:
    return any("phrases" in item for item in objects(value, "transcripts"))


def _is_real_time(value: Any) -> bool:
    body = value.get("eventBody", value) if isinstance(value, dict) else None
    return "alternatives" in first_item(body, "transcripts")


def _read_genesys(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads all transcripts of a conversation, one for each communication, as one conversation in order of time."""
    node = Node(value, place)
    draft = Draft(place, options.who, node["conversationId"].ident())
    started = node["conversationStartTime"].number()
    for part in node["transcripts"].objects():
        part_id = part["transcriptId"].ident()
        for phrase in part["phrases"].objects():
            _say(draft, phrase, part_id, started)
    channel = _CHANNELS.get((node["mediaType"].text() or "").lower())
    yield draft.transcript("genesys", channel=channel, metadata=node.rest("transcripts", "mediaType"))


def _say(draft: Draft, phrase: Node, part_id: str | None, started: float | None) -> None:
    begin, begin_ms = phrase["startTimeMs"], phrase["startTimeMs"].number()
    absolute = begin_ms is not None and begin_ms >= _SMALLEST_EPOCH
    offset = begin.seconds(0.001)
    if begin_ms is not None and absolute:
        offset = None if started is None else max(0.0, round((begin_ms - started) / 1000, 3))
    lasted = phrase["durationMs"].seconds(0.001) or phrase["duration"]["milliseconds"].seconds(0.001)
    purpose, number = phrase["participantPurpose"].text(), phrase["phraseIndex"].ident()
    draft.say(
        phrase["decoratedText"].text() or phrase["text"].text() or "",
        _ROLES.get((purpose or "").lower()),
        purpose,
        message="/".join(part for part in (part_id, number) if part) or None,
        time=begin.epoch(0.001) if absolute else None,
        offset=offset,
        end_offset=_end(offset, lasted),
    )


def _end(offset: float | None, lasted: float | None) -> float | None:
    return None if offset is None or lasted is None else round(offset + lasted, 3)


def _read_real_time(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads a notification; what was heard so far and may still change is dropped."""
    node = Node(value, place)
    node = node["eventBody"] or node
    draft = Draft(place, options.who, node["conversationId"].ident())
    for utterance in node["transcripts"].objects():
        best = next(utterance["alternatives"].objects(), None)
        if utterance["isFinal"].flag() is False or best is None:
            draft.drop("utterance that was not final")
            continue
        offset, lasted = best["offsetMs"].seconds(0.001), best["durationMs"].seconds(0.001)
        channel = utterance["channel"].text()
        draft.say(
            best["decoratedTranscript"].text() or best["transcript"].text() or "",
            _ROLES.get((channel or "").lower()),
            channel,
            message=utterance["utteranceId"].ident(),
            offset=offset,
            end_offset=_end(offset, lasted),
        )
    yield draft.transcript("genesys-real-time", channel="phone", metadata=node.rest("transcripts"))


GENESYS = Reader(
    name="genesys",
    title="Genesys Cloud speech and text analytics",
    takes=Takes.VALUE,
    looks_for="`transcripts` whose items hold `phrases`",
    matches=_is_genesys,
    read=_read_genesys,
    rank=160,
)
REAL_TIME = Reader(
    name="genesys-real-time",
    title="Genesys Cloud, transcription notifications",
    takes=Takes.VALUE,
    looks_for="`transcripts` whose items hold `alternatives`",
    matches=_is_real_time,
    read=_read_real_time,
    rank=165,
)
