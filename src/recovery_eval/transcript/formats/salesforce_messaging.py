"""Salesforce: entries of messaging conversations, and cases with their comments and mails."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft, Drafts
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.quotes import own_words
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import first_item, has

_ROLES = {
    "Agent": Speaker.AGENT,
    "Supervisor": Speaker.AGENT,
    "EndUser": Speaker.CUSTOMER,
    "Bot": Speaker.BOT,
    "System": Speaker.SYSTEM,
}
_DRAFT = "5"


def _is_entries(value: Any) -> bool:
    return "ActorType" in (first_item(value) or first_item(value, "records"))


def _is_case(value: Any) -> bool:
    return isinstance(value, Mapping) and any(
        isinstance(value.get(key), Mapping) and has(value[key], "records") for key in ("CaseComments", "EmailMessages")
    )


def _read_entries(value: Any, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads entries of one or several conversations, each in the order of its times."""
    node = Node(value, place)
    is_list = isinstance(value, list | tuple)
    drafts = Drafts(place, options.who)
    for entry in (node if is_list else node["records"]).objects():
        draft = drafts[entry["ConversationId"].ident()]
        kind, text = entry["EntryType"].text() or "Text", entry.first("Message", "EntryPayload").text()
        if text is None or kind not in ("Text", "Message"):
            draft.drop(f"entry {kind}")
            continue
        name = entry["ActorName"].text()
        draft.say(
            text,
            _ROLES.get(entry["ActorType"].text() or ""),
            name,
            entry["ActorId"].ident(),
            message=entry["Id"].ident(),
            name=name,
            time=entry["EntryTime"].epoch(0.001),
        )
    metadata = {} if is_list else node.rest("records")
    yield from drafts.transcripts("salesforce-messaging", channel="chat", metadata=metadata)


def _read_case(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads a case: its description is the first message, comments that are not published are `internal`."""
    node = Node(value, place)
    draft = Draft(place, options.who, node.first("CaseNumber", "Id").ident())
    customer, created = node["ContactId"].ident(), node["CreatedDate"].time()
    if text := node["Description"].text():
        draft.say(text, Speaker.CUSTOMER, customer, message=node["Id"].ident(), time=created)
    for comment in node["CaseComments"]["records"].objects():
        author = comment["CreatedById"].ident()
        internal = comment["IsPublished"].flag() is False
        draft.say(
            comment["CommentBody"].text() or "",
            Speaker.INTERNAL if internal else Speaker.AGENT,
            *(() if internal else (author,)),
            message=comment["Id"].ident(),
            time=comment["CreatedDate"].time(),
        )
    for mail in node["EmailMessages"]["records"].objects():
        if mail["Status"].ident() == _DRAFT:
            draft.drop("draft")
            continue
        text, cut = own_words(mail["TextBody"].text(), mail["HtmlBody"].text())
        draft.drop("quoted or signature line", cut)
        if not text:
            draft.drop("mail without words")
            continue
        draft.say(
            text,
            Speaker.CUSTOMER if mail["Incoming"].flag() else Speaker.AGENT,
            mail["FromAddress"].text(),
            message=mail["Id"].ident(),
            name=mail["FromName"].text(),
            time=mail["MessageDate"].time(),
        )
    rest = node.rest("Description", "CaseComments", "EmailMessages")
    yield draft.transcript("salesforce-case", channel="email", metadata=rest)


ENTRIES = Reader(
    name="salesforce-messaging",
    title="Salesforce Messaging, conversation entries",
    takes=Takes.VALUE,
    looks_for="`records` (or a list) whose items hold `ActorType`",
    matches=_is_entries,
    read=_read_entries,
    rank=240,
)
CASE = Reader(
    name="salesforce-case",
    title="Salesforce, a case with comments and mails",
    takes=Takes.VALUE,
    looks_for="`CaseComments.records` or `EmailMessages.records`",
    matches=_is_case,
    read=_read_case,
    rank=250,
)
