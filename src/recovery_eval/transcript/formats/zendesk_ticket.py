"""Zendesk Support: the comments of a ticket, as the API and exports give them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.html_text import html_words
from recovery_eval.transcript.readers.labelled_text import parse_labelled_text
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.quotes import cut_quotes
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.roles import Roles
from recovery_eval.transcript.readers.shapes import first_item

_ROLES = {"end-user": Speaker.CUSTOMER, "agent": Speaker.AGENT, "admin": Speaker.AGENT}
_SYSTEM = "-1"
_CALL = "VoiceComment"  # says who called whom and for how long, in nobody's words
# A ticket made from a chat holds the whole chat in one comment.
_CHATS = ("chat", "native_messaging", "messaging")


def _is_ticket(value: Any) -> bool:
    return "author_id" in first_item(value, "comments")


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads public comments as turns of agent and customer, others as `internal` ones; quoted mail is cut."""
    node = Node(value, place)
    ticket = node["ticket"]
    users = {user["id"].ident(): user for user in node["users"].objects()}
    requester = ticket["requester_id"].ident()
    names = _names(users, requester)
    draft = Draft(place, options.who, ticket["id"].ident())
    comments = list(node["comments"].objects())
    is_only_chat = sum(_channel(comment) in _CHATS for comment in comments) == 1
    for comment in comments:
        draft.drop("attachment", comment["attachments"].count())
        author = comment["author_id"].ident()
        user = users.get(author, Node(None, place))
        name, address = user["name"].text(), user["email"].text()
        speaker = Speaker.SYSTEM if comment["type"].value == _CALL else _speaker(author, requester, user)
        via = _channel(comment)
        text, quoted = comment["plain_body"].text() or comment["body"].text() or "", 0
        if not text:
            text, quoted = html_words(comment["html_body"].text() or "")
        internal = comment["public"].flag() is False
        if via in _CHATS and not internal and _say_chat(draft, text, comment, names, is_only_chat):
            continue
        if via == "email":
            text, cut = cut_quotes(text)
            quoted += cut
        draft.drop("quoted or signature line", quoted)
        if internal:
            speaker = Speaker.INTERNAL
        if not text:
            draft.drop("comment without words")
            continue
        draft.say(
            text,
            speaker,
            *(() if speaker is Speaker.INTERNAL else (name, address, author)),
            message=comment["id"].ident(),
            name=name,
            time=comment["created_at"].time(),
        )
    asked = users.get(requester, Node(None, place))
    customer = asked["name"].text() if _speaker(requester, requester, asked) is Speaker.CUSTOMER else None
    yield draft.transcript(
        "zendesk-ticket",
        channel=_channel(ticket),
        customer_name=customer,
        metadata=node.rest("comments", "users", "meta", "links"),
    )


def _channel(node: Node) -> str | None:
    return node["via"]["channel"].ident()


def _speaker(author: str | None, requester: str | None, user: Node) -> Speaker | None:
    """Returns the role of the user where the export has it: a requester may be an agent, a copied user a customer."""
    if author == _SYSTEM:
        return Speaker.SYSTEM
    role = _ROLES.get(user["role"].text() or "")
    return role or (Speaker.CUSTOMER if author is not None and author == requester else None)


def _names(users: dict[str | None, Node], requester: str | None) -> dict[str, str]:
    names = {}
    for author, user in users.items():
        name, speaker = user["name"].text(), _speaker(author, requester, user)
        if name and speaker:
            names[name] = speaker.value
    return names


def _say_chat(draft: Draft, text: str, comment: Node, names: dict[str, str], is_only_chat: bool) -> bool:
    """Adds the turns of a chat that stands in one comment, if it can be read as one.

    Clock times count from the beginning of their own chat, so that those of several have no common order.
    """
    who = Roles(draft.who.agent, draft.who.customer, {**Roles.of(names, None, None).told, **draft.who.told})
    try:
        chat = parse_labelled_text(text, who, draft.place)
    except TranscriptError:
        return False
    draft.dropped.update(chat.left_out)
    for turn in chat.turns:
        since: dict[str, Any] = {"offset": turn.offset, "end_offset": turn.end_offset} if is_only_chat else {}
        message = comment["id"].ident()
        draft.say(turn.text, turn.speaker, turn.name, message=message, name=turn.name, time=turn.time, **since)
    return True


READER = Reader(
    name="zendesk-ticket",
    title="Zendesk Support, comments of a ticket",
    takes=Takes.VALUE,
    looks_for="`comments` whose items hold `author_id`",
    matches=_is_ticket,
    read=_read,
    rank=200,
)
