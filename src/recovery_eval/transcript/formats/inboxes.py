"""Shared inboxes whose messages tell by a flag who wrote them: Gorgias, Front and Chatwoot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft, Drafts
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.quotes import own_words
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item, has

_GORGIAS = {True: Speaker.AGENT, False: Speaker.CUSTOMER, None: None}
_CHATWOOT = {
    "0": Speaker.CUSTOMER,
    "incoming": Speaker.CUSTOMER,
    "1": Speaker.AGENT,
    "outgoing": Speaker.AGENT,
    "3": Speaker.BOT,
    "template": Speaker.BOT,
}


def _is_gorgias(value: Any) -> bool:
    return any("from_agent" in first_item(value, key) for key in (None, "messages", "data"))


def _is_front(value: Any) -> bool:
    item = first_item(value, "_results") or first_item(value)
    return "is_inbound" in item or {"posted_at", "author", "body"} <= item.keys()


def _is_chatwoot(value: Any) -> bool:
    items = (first_item(value, key) for key in (None, "messages", "payload"))
    return any({"message_type", "content"} <= item.keys() and "role" not in item for item in items)


def _read_gorgias(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads messages by ticket; those that are not public are `internal`."""
    messages, metadata, whole = _listed(value, place, "messages", "data")
    drafts = Drafts(place, options.who)
    for message in messages:
        draft = drafts[message["ticket_id"].ident() or whole]
        stripped, sender = message["stripped_text"].text(), message["sender"]
        text, cut = own_words(stripped or message["body_text"].text(), message["body_html"].text())
        draft.drop("quoted or signature line", cut)
        draft.drop("attachment", message["attachments"].count())
        speaker = _GORGIAS.get(message["from_agent"].flag())
        if message["public"].flag() is False:
            speaker = Speaker.INTERNAL
        _say(draft, message, text, speaker, sender, "created_datetime")
    channel = next((name for message in messages if (name := message["channel"].text())), None)
    yield from drafts.transcripts(GORGIAS.name, channel=channel, metadata=metadata)


def _read_front(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads messages, and comments as `internal` turns; drafts are counted."""
    items, metadata, _ = _listed(value, place, "_results")
    draft = Draft(place, options.who)
    for item in items:
        draft.drop("attachment", item["attachments"].count())
        if item["draft_mode"].value or item["is_draft"].flag():
            draft.drop("draft")
            continue
        text, cut = own_words(item["text"].text(), item["body"].text())
        draft.drop("quoted or signature line", cut)
        inbound = item["is_inbound"].flag()
        from_ = next((one for one in item["recipients"].objects() if one["role"].value == "from"), item["author"])
        speaker = Speaker.INTERNAL if inbound is None else Speaker.CUSTOMER if inbound else Speaker.AGENT
        created = "created_at" if item["created_at"] else "posted_at"
        _say(draft, item, text, speaker, from_ if inbound else item["author"], created)
    channel = next((kind for item in items if (kind := item["type"].text())), None)
    yield draft.transcript(FRONT.name, channel=channel, metadata=metadata)


def _read_chatwoot(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads messages by conversation; private ones are `internal`, templates and bots `bot`, activities counted."""
    messages, metadata, whole = _listed(value, place, "messages", "payload")
    drafts = Drafts(place, options.who)
    for message in messages:
        draft = drafts[message["conversation_id"].ident() or whole]
        draft.drop("attachment", message["attachments"].count())
        kind, sender = message["message_type"].ident() or "", message["sender"]
        if kind in ("2", "activity"):
            draft.drop("activity")
            continue
        if _is_deleted(message):
            draft.drop("deleted message")
            continue
        speaker = Speaker.BOT if sender["type"].value == "agent_bot" else _CHATWOOT.get(kind)
        if message["private"].flag():
            speaker = Speaker.INTERNAL
        _say(draft, message, message["content"].text() or "", speaker, sender, "created_at")
    yield from drafts.transcripts(CHATWOOT.name, channel="chat", metadata=metadata)


def _is_deleted(message: Node) -> bool:
    """Tells whether a message of Chatwoot was deleted: its words then only say so."""
    attributes = message["content_attributes"].value
    return has(attributes, "deleted") and bool(attributes["deleted"])


def _listed(value: Any, place: Place, *keys: str) -> tuple[list[Node], dict[str, Any], str | None]:
    """Returns the messages of a list, or of an object that holds one under a key, its other fields, and its id."""
    node = Node(value, place)
    if isinstance(value, list | tuple):
        return list(node.objects()), {}, None
    return list(node.first(*keys).objects()), node.rest(*keys), node["id"].ident()


def _say(draft: Draft, message: Node, text: str, speaker: Speaker | None, who: Node, created: str) -> None:
    parts = (who["first_name"].text(), who["last_name"].text())
    name = who["name"].text() or " ".join(part for part in parts if part) or None
    address = who.first("email", "handle").text()
    labels = () if speaker is Speaker.INTERNAL else (name, address, who["id"].ident())
    time = message[created].epoch()
    draft.say(text, speaker, *labels, message=message["id"].ident(), name=name, time=time)


GORGIAS = Reader(
    name="gorgias",
    title="Gorgias, messages of tickets",
    takes=Takes.VALUE,
    looks_for="`messages`, `data` or a list whose items hold `from_agent`",
    matches=_is_gorgias,
    read=_read_gorgias,
    rank=222,
)
FRONT = Reader(
    name="front",
    title="Front, messages and comments of a conversation",
    takes=Takes.VALUE,
    looks_for="`_results` or a list whose items hold `is_inbound`, or `posted_at`, `author` and `body`",
    matches=_is_front,
    read=_read_front,
    rank=224,
)
CHATWOOT = Reader(
    name="chatwoot",
    title="Chatwoot, messages of conversations",
    takes=Takes.VALUE,
    looks_for="`messages`, `payload` or a list whose items hold `message_type` and `content`",
    matches=_is_chatwoot,
    read=_read_chatwoot,
    rank=226,
)
