"""Intercom: a conversation with its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.html_text import html_words
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.pages import NOT_HELD
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import has

_ROLES = {
    "user": Speaker.CUSTOMER,
    "lead": Speaker.CUSTOMER,
    "contact": Speaker.CUSTOMER,
    "visitor": Speaker.CUSTOMER,
    "admin": Speaker.AGENT,
    "teammate": Speaker.AGENT,
    "team": Speaker.AGENT,
    "bot": Speaker.BOT,
}
_SPOKEN = frozenset({"comment", "open", "close", "assignment", "assign_and_reopen", "quick_reply"})
_NOTES = frozenset({"note", "note_and_reopen"})


def _is_intercom(value: Any) -> bool:
    return has(value, "source") and value.get("type") == "conversation" and isinstance(value["source"], Mapping)


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads `source`, which is the first message, and then the parts that say something."""
    node = Node(value, place)
    parts = node["conversation_parts"]
    if not parts["conversation_parts"]:
        parts.fail("is missing or empty, as in lists of conversations; retrieve each conversation by its id")
    draft = Draft(place, options.who, node["id"].ident())
    _say(draft, node["source"], node["created_at"], "source")
    for part in parts["conversation_parts"].objects():
        kind = part["part_type"].text() or "comment"
        if kind in _SPOKEN or kind in _NOTES:
            _say(draft, part, part["created_at"], kind)
        else:
            draft.drop(f"part {kind}")
    missing = (parts["total_count"].number() or 0) - parts["conversation_parts"].count()
    draft.drop(f"part {NOT_HELD}", max(0, int(missing)))
    channel = node["source"]["type"].text()
    yield draft.transcript("intercom", channel=channel, metadata=node.rest("source", "conversation_parts"))


def _say(draft: Draft, part: Node, created: Node, kind: str) -> None:
    draft.drop("attachment", part["attachments"].count())
    text, quoted = html_words(part["body"].text() or "")
    draft.drop("quoted or signature line", quoted)
    if not text:
        draft.drop(f"part {kind} without words")
        return
    author = part["author"]
    name = author["name"].text()
    is_bot = bool(author["from_ai_agent"].flag() or author["is_ai_answer"].flag())
    speaker = Speaker.BOT if is_bot else _ROLES.get(author["type"].text() or "")
    if kind in _NOTES:
        speaker = Speaker.INTERNAL
    labels = () if kind in _NOTES else (name, author["email"].text(), author["id"].ident(), author["type"].text())
    draft.say(
        text,
        speaker,
        *labels,
        message=part["id"].ident(),
        name=name,
        time=created.epoch(),
        redactions=[(0, len(text))] if part["redacted"].flag() else (),
    )


READER = Reader(
    name="intercom",
    title="Intercom, a conversation with its parts",
    takes=Takes.VALUE,
    looks_for="`type` conversation with `source`",
    matches=_is_intercom,
    read=_read,
    rank=190,
)
