"""Twilio: sentences of Conversational Intelligence, and messages of Conversations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft, Drafts
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item

_ROLES = {
    "agent": Speaker.AGENT,
    "human_agent": Speaker.AGENT,
    "customer": Speaker.CUSTOMER,
    "ai_agent": Speaker.BOT,
}


def _is_sentences(value: Any) -> bool:
    return "media_channel" in first_item(value, "sentences")


def _is_messages(value: Any) -> bool:
    return "conversation_sid" in first_item(value, "messages")


def _read_sentences(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads sentences. They bear a channel and no role: the Transcript resource beside them tells it, or the caller."""
    node = Node(value, place)
    about = node["transcript"] or node
    people = {person["channel_participant"].ident(): person for person in about["channel"]["participants"].objects()}
    draft = Draft(place, options.who, about["sid"].ident())
    found = list(node["sentences"].objects())
    for sentence in sorted(found, key=lambda sentence: sentence["sentence_index"].number() or 0.0):
        channel = sentence["media_channel"].ident()
        person = people.get(channel, Node(None, place))
        name = person["full_name"].text()
        draft.say(
            sentence["transcript"].text() or "",
            _ROLES.get((person.first("role", "type").text() or "").lower()),
            name,
            f"channel {channel}",
            channel,
            message=sentence["sid"].ident(),
            name=name,
            offset=sentence["start_time"].seconds(),
            end_offset=sentence["end_time"].seconds(),
        )
    metadata = node.rest("sentences", "meta")
    yield draft.transcript("twilio-sentences", in_order=True, channel="phone", metadata=metadata)


def _read_messages(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads messages by conversation, in the order of their index; who has a messaging binding is the customer."""
    node = Node(value, place)
    people = {
        key: _role(person)
        for person in node["participants"].objects()
        for key in (person["sid"].ident(), person["identity"].ident())
        if key
    }
    drafts = Drafts(place, options.who)
    for message in sorted(node["messages"].objects(), key=lambda message: message["index"].number() or 0.0):
        draft = drafts[message["conversation_sid"].ident()]
        author, participant = message["author"].text(), message["participant_sid"].ident()
        text = message["body"].text()
        if text is None:
            draft.drop("message without a body (media)")
            continue
        draft.drop("attachment", message["media"].count())
        draft.say(
            text,
            people.get(participant or "") or people.get(author or ""),
            author,
            participant,
            message=message["sid"].ident(),
            name=author,
            time=message["date_created"].time(),
        )
    metadata = node.rest("messages", "meta")
    if not drafts:  # nobody said anything
        drafts[None] = Draft(place, options.who)
    yield from drafts.transcripts("twilio-messages", in_order=True, channel="chat", metadata=metadata)


def _role(person: Node) -> Speaker | None:
    if person["messaging_binding"]:
        return Speaker.CUSTOMER
    return Speaker.AGENT if person["identity"] else None


SENTENCES = Reader(
    name="twilio-sentences",
    title="Twilio Conversational Intelligence, sentences",
    takes=Takes.VALUE,
    looks_for="`sentences` whose items hold `media_channel`",
    matches=_is_sentences,
    read=_read_sentences,
    rank=170,
)
MESSAGES = Reader(
    name="twilio-messages",
    title="Twilio Conversations, messages",
    takes=Takes.VALUE,
    looks_for="`messages` whose items hold `conversation_sid`",
    matches=_is_messages,
    read=_read_messages,
    rank=180,
)
