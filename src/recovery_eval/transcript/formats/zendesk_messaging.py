"""Zendesk messaging: the conversation log, Sunshine Conversations, webhook events, and the chats of before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.html_text import html_words
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item, objects

_ROLES = {
    "user": Speaker.CUSTOMER,
    "end_user": Speaker.CUSTOMER,
    "agent": Speaker.AGENT,
    "business": Speaker.AGENT,
    "bot": Speaker.BOT,
    "trigger": Speaker.SYSTEM,
    "system": Speaker.SYSTEM,
}
_BY_NICK = {"visitor": Speaker.CUSTOMER, "agent": Speaker.AGENT, "system": Speaker.SYSTEM}


def _is_log(value: Any) -> bool:
    kinds = (event.get("type") for event in objects(value, "events"))
    return any(isinstance(kind, str) and kind.startswith(("Messaging::", "Comment")) for kind in kinds)


def _is_sunshine(value: Any) -> bool:
    item = first_item(value, "messages")
    return isinstance(item.get("author"), Mapping) and isinstance(item.get("content"), Mapping)


def _is_webhook(value: Any) -> bool:
    event = value.get("event") if isinstance(value, Mapping) else None
    return isinstance(event, Mapping) and isinstance(event.get("message"), Mapping) and "actor" in event


def _is_chat(value: Any) -> bool:
    item = first_item(value, "history")
    return "nick" in item or str(item.get("type")).startswith("chat.")


def _read_log(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads messages and comments of a conversation log; other events are counted."""
    node = Node(value, place)
    draft = Draft(place, options.who, node["ticket_id"].ident())
    for event in node["events"].objects():
        draft.drop("attachment", event["attachments"].count())
        kind = event["type"].text() or "event"
        content = event["content"]
        text = content.value if isinstance(content.value, str) else content.first("text", "plain_body", "body").text()
        is_html = isinstance(content.value, Mapping) and (content["type"].value == "html" or text is None)
        html = content["html_body"].text() if text is None else text
        if is_html and html is not None:
            text, quoted = html_words(html)
            draft.drop("quoted or signature line", quoted)
        if not kind.startswith(("Comment", "Messaging::ConversationMessage")) or text is None:
            draft.drop(f"event {kind}")
            continue
        author = event["author"]
        internal = event["public"].flag() is False or event["metadata"]["public"].value is False
        name = author["display_name"].text()
        draft.say(
            text,
            Speaker.INTERNAL if internal else _ROLES.get((author["type"].text() or "").lower()),
            *(() if internal else (name, author["zen:sunco:user_id"].ident(), author["type"].text())),
            message=event["id"].ident(),
            name=name,
            time=event["created_at"].time(),
        )
    yield draft.transcript("zendesk-log", metadata=node.rest("events", "meta", "links"))


def _read_sunshine(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads messages; a business that is marked as AI is a `bot`."""
    node = Node(value, place)
    draft = Draft(place, options.who, node["conversation"]["id"].ident())
    for message in node["messages"].objects():
        author, content = message["author"], message["content"]
        text = content["text"].text() or content["body"].text()
        if text is None:
            draft.drop(f"message of type {content['type'].text() or 'unknown'}")
            continue
        draft.drop("attachment", bool(content["mediaUrl"]))
        kind = (author["type"].text() or "").lower()
        is_bot = any(item.value == "AI" for item in author["subtypes"].items())
        name = author["displayName"].text()
        draft.say(
            text,
            Speaker.BOT if is_bot else _ROLES.get(kind),
            name,
            author["userId"].ident(),
            kind,
            message=message["id"].ident(),
            name=name,
            time=message["received"].epoch(),
        )
    yield draft.transcript("zendesk-sunshine", channel="chat", metadata=node.rest("messages", "meta", "links"))


def _read_webhook(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads the one message of a webhook event."""
    node = Node(value, place)
    event = node["event"]
    draft = Draft(place, options.who, event["conversation_id"].ident())
    actor, message = event["actor"], event["message"]
    name, text = actor["name"].text(), message["body"].text()
    if text is None:
        draft.drop("message without a body")
    else:
        draft.say(
            text,
            _ROLES.get((actor["type"].text() or "").lower()),
            name,
            actor["type"].text(),
            message=message["id"].ident(),
            name=name,
            time=node["time"].time(),
        )
    yield draft.transcript("zendesk-webhook", channel="chat", metadata=node.rest("event"))


def _read_chat(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads a chat of the legacy API; the role is the part of `nick` before the colon."""
    node = Node(value, place)
    draft = Draft(place, options.who, node["id"].ident())
    for item in node["history"].objects():
        kind, text = item["type"].text() or "chat.msg", item["msg"].text()
        if kind != "chat.msg" or text is None:
            draft.drop(f"event {kind}")
            continue
        name, nick = item["name"].text(), item["nick"].text() or ""
        draft.say(
            text,
            Speaker.SYSTEM if nick == "agent:trigger" else _BY_NICK.get(nick.partition(":")[0]),
            name,
            nick,
            message=item["msg_id"].ident(),
            name=name,
            time=item["timestamp"].epoch(),
        )
    customer = node["visitor"]["name"].text()
    yield draft.transcript("zendesk-chat", channel="chat", customer_name=customer, metadata=node.rest("history"))


LOG = Reader(
    name="zendesk-log",
    title="Zendesk, conversation log of a ticket",
    takes=Takes.VALUE,
    looks_for="`events` whose items hold a `type` that begins with Messaging:: or Comment",
    matches=_is_log,
    read=_read_log,
    rank=210,
)
SUNSHINE = Reader(
    name="zendesk-sunshine",
    title="Zendesk Sunshine Conversations, messages",
    takes=Takes.VALUE,
    looks_for="`messages` whose items hold objects `author` and `content`",
    matches=_is_sunshine,
    read=_read_sunshine,
    rank=215,
)
WEBHOOK = Reader(
    name="zendesk-webhook",
    title="Zendesk webhook, message added",
    takes=Takes.VALUE,
    looks_for="`event` with `actor` and an object `message`",
    matches=_is_webhook,
    read=_read_webhook,
    rank=216,
)
CHAT = Reader(
    name="zendesk-chat",
    title="Zendesk Chat (legacy)",
    takes=Takes.VALUE,
    looks_for="`history` whose items hold `nick`",
    matches=_is_chat,
    read=_read_chat,
    rank=217,
)
