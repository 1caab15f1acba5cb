"""Slack exports: a folder or ZIP archive with one folder a channel and one file a day."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.models import Speaker, Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.folder import Folder
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes

_DAY = re.compile(r"([^/]+)/\d{4}-\d{2}-\d{2}\.json")
_SPOKEN = frozenset({"bot_message", "thread_broadcast", "file_share", "me_message"})
_MARKUP = re.compile(r"<([@#!]?)([^<>|\n]{1,2000})(?:\|([^<>\n]{0,2000}))?>")
_DEEPEST = 20


class _User(NamedTuple):
    """Somebody in the workspace; `labels` are all that may tell the role."""

    name: str
    labels: tuple[str, ...]
    is_bot: bool


def _is_export(names: frozenset[str]) -> bool:
    return bool({"users.json", "org_users.json", "channels.json"} & names) and any(
        _DAY.fullmatch(name) for name in names
    )


def _read(folder: Folder, _: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads each thread of each channel as one conversation, in the order of the threads' first messages."""
    users = _users(folder)
    days: dict[str, list[str]] = {}
    for name in sorted(folder.names):
        if found := _DAY.fullmatch(name):
            days.setdefault(found[1], []).append(name)
    for channel, files in days.items():
        threads: dict[str, list[Node]] = {}
        for file in files:
            try:
                for message in folder.document(file).objects():
                    threads.setdefault(message["thread_ts"].text() or message["ts"].text() or "", []).append(message)
            except TranscriptError as error:
                yield error
        # Comings and goings stand in threads of their own, where nobody says anything; the first other one counts them.
        silent: Counter[str] = Counter()
        spoken: list[Draft] = []
        for thread, messages in sorted(threads.items(), key=lambda item: _number(item[0])):
            draft = Draft(messages[0].place, options.who, f"{channel}/{thread}")
            try:
                if _say_all(draft, messages, users):
                    spoken.append(draft)
                else:
                    silent += draft.dropped
            except TranscriptError as error:
                yield error
        for draft in spoken:
            draft.dropped += silent
            try:
                yield draft.transcript("slack", in_order=True, channel="chat", metadata={"channel": channel})
                silent.clear()
            except TranscriptError as error:
                yield error


def _say_all(draft: Draft, messages: list[Node], users: Mapping[str, _User]) -> int:
    """Adds the messages of a thread by time, and returns how many there were."""
    said = 0
    for message in sorted(messages, key=lambda message: _number(message["ts"].text() or "")):
        subtype = message["subtype"].text()
        text = _text(message, users)
        if message["type"].text() not in (None, "message") or (subtype and subtype not in _SPOKEN) or not text:
            draft.drop(f"message {subtype}" if subtype else "message without words")
            continue
        said += 1
        draft.drop("attachment", message["files"].count())
        user_id = message["user"].text() or message["bot_id"].text() or ""
        user = users.get(user_id, _User(message["username"].text() or user_id, (), is_bot=False))
        is_bot = user.is_bot or subtype == "bot_message" or bool(message["bot_id"])
        ts = message["ts"]
        draft.say(
            text,
            Speaker.BOT if is_bot else None,
            user.name,
            user_id,
            *user.labels,
            message=ts.text(),
            file=message.place.source,
            name=user.name or None,
            time=ts.epoch(),
        )
    return said


def _users(folder: Folder) -> dict[str, _User]:
    users = {}
    for file in ("users.json", "org_users.json"):
        if file in folder.names:
            for user in folder.document(file).objects():
                profile = user["profile"]
                shown = profile["display_name"].text() or profile["real_name"].text()
                name = shown or user["real_name"].text() or user["name"].text() or ""
                email = profile["email"].text() or ""
                domain = f"@{email.rpartition('@')[2]}" if "@" in email else ""
                labels = tuple(label for label in (user["name"].text(), email, domain) if label)
                users[user["id"].ident() or ""] = _User(name, labels, is_bot=bool(user["is_bot"].flag()))
    return users


def _text(message: Node, users: Mapping[str, _User]) -> str:
    """Returns a message's words with mentions, links and signs written out; out of its blocks where it has no text."""
    text = message["text"].text() or "\n".join(
        words for key in ("blocks", "attachments") for words in _inside(message[key].value, 0)
    )
    return html.unescape(_MARKUP.sub(_shown(users), text)).strip()


def _shown(users: Mapping[str, _User]) -> Callable[[re.Match[str]], str]:
    def show(found: re.Match[str]) -> str:
        sign, what, label = found.groups()
        if sign == "@":
            return f"@{label or (users[what].name if what in users else what)}"
        if sign == "#":
            return f"#{label or what}"
        if sign == "!":
            return label or f"@{what}"
        return label or what

    return show


def _inside(value: Any, depth: int) -> Iterator[str]:
    """Yields the words in blocks and attachments, however they are nested."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _inside(item, depth + 1)
    elif isinstance(value, Mapping):
        text = value.get("text") or value.get("fallback")
        if isinstance(text, str):
            yield text
        else:
            for item in value.values():
                yield from _inside(item, depth + 1) if isinstance(item, list | Mapping) else ()


def _number(ts: str) -> Decimal:
    """Returns a time stamp as a number, exactly; it is a key with digits that a float would lose."""
    try:
        number = Decimal(ts)
    except InvalidOperation:
        return Decimal(0)
    return number if number.is_finite() else Decimal(0)


READER = Reader(
    name="slack",
    title="Slack exports",
    takes=Takes.FOLDER,
    looks_for="users.json or channels.json, and a folder a channel with a file a day, in a folder or a ZIP archive",
    matches=_is_export,
    read=_read,
    rank=350,
)
