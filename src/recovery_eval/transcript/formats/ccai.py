"""Google Customer Experience Insights (CCAI): files for upload, Conversation resources, and Dialogflow messages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item

_ROLES = {
    "AGENT": Speaker.AGENT,
    "HUMAN_AGENT": Speaker.AGENT,
    "ANY_AGENT": Speaker.AGENT,
    "AUTOMATED_AGENT": Speaker.BOT,
    "CUSTOMER": Speaker.CUSTOMER,
    "END_USER": Speaker.CUSTOMER,
    # the numbers of the enum, as some exports write them
    "1": Speaker.AGENT,
    "2": Speaker.BOT,
    "3": Speaker.CUSTOMER,
    "4": Speaker.AGENT,
}
_CHANNELS = {"PHONE_CALL": "phone", "CHAT": "chat", "1": "phone", "2": "chat"}
# Microseconds below this, eleven days after 1970, are counted from the beginning of the conversation.
_SMALLEST_EPOCH = 1e12


def _is_upload(value: Any) -> bool:
    return "start_timestamp_usec" in first_item(value, "entries")


def _is_conversation(value: Any) -> bool:
    transcript = value.get("transcript") if isinstance(value, Mapping) else None
    return isinstance(transcript, Mapping) and any(
        isinstance(transcript.get(key), list) for key in ("transcriptSegments", "transcript_segments")
    )


def _is_dialogflow(value: Any) -> bool:
    item = first_item(value, "messages")
    return "content" in item and ("participantRole" in item or "participant_role" in item)


def _read_upload(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who)
    for entry in node["entries"].objects():
        start = entry["start_timestamp_usec"]
        relative = (start.number() or 0.0) < _SMALLEST_EPOCH
        user = entry["user_id"].ident()
        draft.say(
            entry["text"].text() or "",
            _role(entry["role"]),
            user,
            time=None if relative else start.epoch(1e-6),
            offset=start.seconds(1e-6) if relative else None,
        )
    yield draft.transcript("ccai-upload", metadata=node.rest("entries"))


def _read_conversation(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who, (node["name"].text() or "").rpartition("/")[2])
    call = node.first("callMetadata", "call_metadata")
    channels = {
        call.first("customerChannel", "customer_channel").ident(): Speaker.CUSTOMER,
        call.first("agentChannel", "agent_channel").ident(): Speaker.AGENT,
    }
    channels.pop(None, None)
    for segment in node["transcript"].first("transcriptSegments", "transcript_segments").objects():
        who = segment.first("segmentParticipant", "segment_participant")
        tag = segment.first("channelTag", "channel_tag").ident()
        user = who.first("userId", "user_id").ident()
        words = list(segment["words"].objects())
        draft.say(
            segment["text"].text() or "",
            _role(who["role"]) or channels.get(tag),
            user,
            f"channel {tag}" if tag else None,
            time=segment.first("messageTime", "message_time").time(),
            offset=_duration(words[0].first("startOffset", "start_offset")) if words else None,
            end_offset=_duration(words[-1].first("endOffset", "end_offset")) if words else None,
        )
    rest = node.rest("transcript", "medium")
    yield draft.transcript("ccai", channel=_CHANNELS.get(node["medium"].ident() or ""), metadata=rest)


def _read_dialogflow(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who)
    for message in node["messages"].objects():
        name = message["name"].text() or ""
        draft.say(
            message["content"].text() or "",
            _role(message.first("participantRole", "participant_role")),
            message["participant"].text(),
            message=name.rpartition("/")[2] or None,
            time=message.first("sendTime", "send_time").time() or message.first("createTime", "create_time").time(),
        )
    yield draft.transcript("dialogflow", channel="chat", metadata=node.rest("messages"))


def _role(node: Node) -> Speaker | None:
    return _ROLES.get((node.ident() or "").upper())


def _duration(node: Node) -> float | None:
    """Returns a duration as protobuf writes it to JSON, "0.500s", in seconds."""
    text = node.value
    return Node(text[:-1] if isinstance(text, str) and text.endswith("s") else text, node.place, node.path).seconds()


UPLOAD = Reader(
    name="ccai-upload",
    title="Google CX Insights (CCAI), conversation files for upload",
    takes=Takes.VALUE,
    looks_for="`entries` whose items hold `start_timestamp_usec`",
    matches=_is_upload,
    read=_read_upload,
    rank=140,
)
CONVERSATION = Reader(
    name="ccai",
    title="Google CX Insights (CCAI), Conversation resources",
    takes=Takes.VALUE,
    looks_for="`transcript.transcriptSegments`",
    matches=_is_conversation,
    read=_read_conversation,
    rank=150,
)
DIALOGFLOW = Reader(
    name="dialogflow",
    title="Google Dialogflow ES, messages of a conversation",
    takes=Takes.VALUE,
    looks_for="`messages` whose items hold `participantRole`",
    matches=_is_dialogflow,
    read=_read_dialogflow,
    rank=155,
)
