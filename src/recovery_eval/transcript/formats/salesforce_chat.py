"""Salesforce chats: the body of a LiveChatTranscript, as HTML or text, alone or in its record."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.html_text import html_text
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes

_LINE = re.compile(r"\(\s*(?:(\d{1,4})h\s*)?(?:(\d{1,4})m\s*)?(\d{1,6})s\s*\)\s*([^:\n]{1,100}?)\s*:\s?(.*)")
_AGENT = re.compile(r"Agent\s+(\S[^:]{0,60})")
_HEADER = re.compile(r"(Chat [A-Z][a-z]+)\s*:\s*(.{1,200})")
# Lines in the middle tell events; the mark keeps them apart from what was said until the HTML is gone.
_CENTRED = re.compile(r"<p[^>]{0,40}align=[\"']?center[\"']?[^>]{0,40}>", re.IGNORECASE)
_MARK = "\x01"
_BEGINNING = 4000


def _is_body(text: str) -> bool:
    head = text[:_BEGINNING]
    return "Chat Started:" in head and bool(re.search(r"\(\s*(?:\d+h\s*)?(?:\d+m\s*)?\d+s\s*\)", head))


def _is_record(value: Any) -> bool:
    body = value.get("Body") if isinstance(value, dict) else None
    return isinstance(body, str) and _is_body(body)


def _read_body(text: str, place: Place, options: Options) -> Iterator[Transcript]:
    yield _transcript(text, Draft(place, options.who), {}, BODY.name)


def _read_record(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    node = Node(value, place)
    body = node["Body"].text() or ""
    yield _transcript(body, Draft(place, options.who, node["Id"].ident()), node.rest("Body"), RECORD.name)


def _transcript(body: str, draft: Draft, metadata: dict[str, Any], source_format: str) -> Transcript:
    """Reads `( 1m 19s ) Name: words` with what goes on below it; "Agent Name" in a line of its own tells an agent."""
    is_html = "<" in body
    if is_html:
        body = html_text(_CENTRED.sub(lambda tag: f"{tag[0]}{_MARK}", body))
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    agents = {found[1].strip() for line in lines if (found := _AGENT.fullmatch(line.lstrip(_MARK).strip()))}
    said: list[tuple[int, re.Match[str], list[str]]] = []
    for number, line in enumerate(lines, start=1):
        if found := _LINE.fullmatch(line.strip()):
            said.append((number, found, [found[5]]))
        elif line.startswith(_MARK) or _AGENT.fullmatch(line.strip()) or not said:
            if header := _HEADER.fullmatch(line.lstrip(_MARK).strip()):
                metadata.setdefault(header[1], header[2])
            elif line.strip():
                draft.drop("line of the system")
        else:
            said[-1][2].append(line)
    for number, found, words in said:
        name = found[4]
        offset = float(int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + int(found[3]))
        speaker = Speaker.AGENT if name in agents else None
        text = "\n".join(words).strip()
        draft.say(
            text,
            speaker,
            name,
            name=name,
            offset=offset,
            line=None if is_html or source_format == RECORD.name else number,
        )
    return draft.transcript(source_format, in_order=True, channel="chat", metadata=metadata)


BODY = Reader(
    name="salesforce-chat",
    title="Salesforce Chat, body of a LiveChatTranscript",
    takes=Takes.TEXT,
    looks_for="`Chat Started:` and times such as ( 1m 19s )",
    matches=_is_body,
    read=_read_body,
    rank=320,
)
RECORD = Reader(
    name="salesforce-chat-record",
    title="Salesforce Chat, LiveChatTranscript records",
    takes=Takes.VALUE,
    looks_for="`Body` that holds such a chat",
    matches=_is_record,
    read=_read_record,
    rank=230,
)
