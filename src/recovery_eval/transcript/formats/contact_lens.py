"""Amazon Connect: Contact Lens files of voice and chat, its real-time segments, and GetTranscript."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.redaction import marks

_ROLES = {
    "AGENT": Speaker.AGENT,
    "SUPERVISOR": Speaker.AGENT,
    "CUSTOMER": Speaker.CUSTOMER,
    "CUSTOM_BOT": Speaker.BOT,
    "SYSTEM": Speaker.SYSTEM,
}
_CHANNELS = {"VOICE": "phone", "CHAT": "chat"}
_INTERACTIVE = "application/"


def _is_contact_lens(value: Any) -> bool:
    channel = _channel(value)
    return channel is not None and (isinstance(value.get("Transcript"), list) or _is_mail(value, channel))


def _is_mail(value: Any, channel: str) -> bool:
    """Tells whether this is a file of e-mail, which may lack its empty `Transcript`."""
    return channel == "EMAIL" and "Version" in value


def _is_get_transcript(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("Transcript"), list) and "InitialContactId" in value


def _is_real_time(value: Any) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("Segments"), list)
        and any(isinstance(item, Mapping) and "Transcript" in item for item in value["Segments"])
    )


def _channel(value: Any) -> str | None:
    channel = value.get("Channel") if isinstance(value, Mapping) else None
    return channel if channel in ("VOICE", "CHAT", "EMAIL") else None


def _read_contact_lens(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads a post-contact file. Voice turns bear a participant, whose role is looked up; chat items bear the role."""
    node = Node(value, place)
    channel = _channel(value)
    if channel == "EMAIL":
        node["Transcript"].fail("is empty in Contact Lens files of e-mail; read the e-mail files that it points to")
    roles = {
        participant["ParticipantId"].ident(): _role(participant["ParticipantRole"])
        for participant in node["Participants"].objects()
    }
    draft = Draft(place, options.who, node["CustomerMetadata"]["ContactId"].ident())
    for item in node["Transcript"].objects():
        _say(draft, item, roles)
    metadata = node.rest("Transcript", "Channel")
    yield draft.transcript("contact-lens", channel=_CHANNELS.get(channel or ""), metadata=metadata)


def _read_get_transcript(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who, node["InitialContactId"].ident())
    for item in node["Transcript"].objects():
        _say(draft, item, {})
    yield draft.transcript("connect-transcript", channel="chat", metadata=node.rest("Transcript"))


def _read_real_time(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    draft = Draft(place, options.who)
    for segment in node["Segments"].objects():
        if segment["Transcript"]:
            _say(draft, segment["Transcript"], {})
        else:
            draft.drop(next((f"segment {key}" for key in segment.value), "segment"))
    channel = _CHANNELS.get(node["Channel"].text() or "")
    yield draft.transcript("contact-lens-real-time", channel=channel, metadata=node.rest("Segments", "Channel"))


def _say(draft: Draft, item: Node, roles: Mapping[str | None, Speaker | None]) -> None:
    """Adds one item of any of the three; an item without words is counted by its type."""
    kind, content_type = item["Type"].text() or "MESSAGE", item["ContentType"].text() or ""
    if kind != "MESSAGE":
        draft.drop("attachment" if kind == "ATTACHMENT" else f"event {content_type.rpartition('.event.')[2] or kind}")
        return
    if content_type.startswith(_INTERACTIVE):
        draft.drop(f"interactive message {content_type}")
        return
    text, participant = item["Content"].text(), item["ParticipantId"].ident()
    if text is None:
        draft.drop("message without content")
        return
    name = item["DisplayName"].text()
    begin, end = item["BeginOffsetMillis"], item["EndOffsetMillis"]
    draft.say(
        text,
        _role(item["ParticipantRole"]) or roles.get(participant) or _ROLES.get(participant or ""),
        name,
        participant,
        message=item["Id"].ident(),
        name=name,
        time=item["AbsoluteTime"].time() or item["Time"]["AbsoluteTime"].time(),
        offset=begin.seconds(0.001),
        end_offset=end.seconds(0.001),
        redactions=_redactions(item, text),
    )


def _role(node: Node) -> Speaker | None:
    return _ROLES.get((node.text() or "").upper())


def _redactions(item: Node, text: str) -> Iterator[tuple[int, int]]:
    """Yields the spans that a chat item tells; a voice turn tells times alone, so there its marks are looked for."""
    spans = item["Redaction"]["CharacterOffsets"]
    for span in spans.objects():
        begin, end = (int(span[key].seconds() or 0) for key in ("BeginOffsetChar", "EndOffsetChar"))
        # Offsets that run past the text are cut: a redaction is rather one character short than not there.
        if begin < min(end, len(text)):
            yield begin, min(end, len(text))
    if not spans and item["Redaction"]["RedactedTimestamps"]:
        yield from marks(text)


CONTACT_LENS = Reader(
    name="contact-lens",
    title="Amazon Connect Contact Lens, voice and chat files",
    takes=Takes.VALUE,
    looks_for="a list `Transcript` and `Channel` VOICE, CHAT or EMAIL",
    matches=_is_contact_lens,
    read=_read_contact_lens,
    rank=110,
)
GET_TRANSCRIPT = Reader(
    name="connect-transcript",
    title="Amazon Connect GetTranscript",
    takes=Takes.VALUE,
    looks_for="a list `Transcript` and `InitialContactId`",
    matches=_is_get_transcript,
    read=_read_get_transcript,
    rank=120,
)
REAL_TIME = Reader(
    name="contact-lens-real-time",
    title="Amazon Connect Contact Lens, real-time segments (both versions)",
    takes=Takes.VALUE,
    looks_for="a list `Segments` whose items hold `Transcript`",
    matches=_is_real_time,
    read=_read_real_time,
    rank=130,
)
