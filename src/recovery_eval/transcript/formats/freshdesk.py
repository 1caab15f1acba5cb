"""Freshdesk and Freshservice: a ticket with its conversations, or these alone."""

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


def _is_freshdesk(value: Any) -> bool:
    value = _unwrapped(value)
    return "incoming" in (first_item(value) or first_item(value, "conversations")) or has(
        value, "description_text", "requester_id"
    )


def _unwrapped(value: Any) -> Any:
    """Returns the ticket that Freshservice puts into an object of its own, where its conversations are inside."""
    return value["ticket"] if has(value, "ticket") and "conversations" not in value else value


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads a ticket's description, which is the first message, and its conversations; a list of these by ticket."""
    node = Node(_unwrapped(value), place)
    if isinstance(value, list | tuple):
        drafts = Drafts(place, options.who)
        for reply in node.objects():
            _say_reply(drafts[reply["ticket_id"].ident()], reply)
        yield from drafts.transcripts(READER.name, channel="email")
        return
    ticket = node["ticket"] or node
    draft = Draft(place, options.who, ticket["id"].ident())
    requester = ticket["requester"]["name"].text()
    _say(draft, ticket, ("description_text", "description"), Speaker.CUSTOMER, ticket["requester_id"], requester)
    for reply in node["conversations"].objects():
        _say_reply(draft, reply)
    metadata = node.rest("conversations", "description", "description_text")
    yield draft.transcript(READER.name, channel="email", metadata=metadata)


def _say_reply(draft: Draft, reply: Node) -> None:
    speaker = Speaker.CUSTOMER if reply["incoming"].flag() else Speaker.AGENT
    if reply["private"].flag():
        speaker = Speaker.INTERNAL
    _say(draft, reply, ("body_text", "body"), speaker, reply["user_id"], None)


def _say(draft: Draft, node: Node, keys: tuple[str, str], speaker: Speaker, user: Node, name: str | None) -> None:
    plain, html = keys
    told_by_html = node["has_quoted_text"].flag() and node[html]  # where the quoted text begins
    text, cut = own_words(None if told_by_html else node[plain].text(), node[html].text())
    draft.drop("quoted or signature line", cut)
    draft.drop("attachment", node["attachments"].count())
    labels = () if speaker is Speaker.INTERNAL else (name, user.ident(), node["from_email"].text())
    draft.say(text, speaker, *labels, message=node["id"].ident(), name=name, time=node["created_at"].time())


READER = Reader(
    name="freshdesk",
    title="Freshdesk and Freshservice, a ticket with its conversations",
    takes=Takes.VALUE,
    looks_for="`conversations` (or a list) whose items hold `incoming`, or `description_text` and `requester_id`",
    matches=_is_freshdesk,
    read=_read,
    rank=220,
)
