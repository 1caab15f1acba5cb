"""vCon, the IETF's container for conversations, with text dialogs, WTF transcripts and vendors' transcripts."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NoReturn

from recovery_eval.transcript.formats.email_parts import mail_text
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.html_text import html_words
from recovery_eval.transcript.readers.node import Node
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.shapes import has

_KNOWN_EXTENSIONS = frozenset({"wtf_transcription"})
_MAIL = ("multipart/", "message/")


def _is_vcon(value: Any) -> bool:
    return has(value, "parties", "dialog") or has(value, "vcon")


def _is_sealed(value: Any) -> bool:
    return has(value, "payload", "signatures") or has(value, "ciphertext")


def _refuse(value: Any, place: Place, _: Options) -> NoReturn:
    what = "encrypted" if "ciphertext" in value else "signed"
    how = "decrypt it with its key" if what == "encrypted" else "verify its signature and take out the payload"
    raise place.error(f"{place.address}this is a vCon that is {what}; {how}")


def _read(value: Any, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads dialogs in the order of their start; speech from the transcripts among the analyses."""
    node = Node(value, place)
    _refuse_unknown_extensions(node)
    parties = list(node["parties"].objects())
    draft = Draft(place, options.who, node["uuid"].ident())
    dialogs = list(node["dialog"].objects())
    analyses = [(analysis, _transcribed(analysis)) for analysis in node["analysis"].objects()]
    transcribed = {number for _, numbers in analyses for number in numbers}
    for number, dialog in enumerate(dialogs):
        kind = dialog["type"].text() or "dialog"
        if kind == "text":
            _say_text(draft, dialog, parties, number)
        elif number not in transcribed:
            draft.drop(f"dialog {kind}")
    for analysis, numbers in analyses:
        of = min((number for number in numbers if 0 <= number < len(dialogs)), default=None)
        if of is None or not _say_speech(draft, analysis, dialogs[of]["start"].time(), of):
            draft.drop(f"analysis {analysis['type'].text() or 'of no type'}")
    yield draft.transcript("vcon", metadata=node.rest("dialog", "analysis"))


def _refuse_unknown_extensions(node: Node) -> None:
    for key in ("critical", "must_support"):
        if critical := {item.text() or "" for item in node[key].items()} - _KNOWN_EXTENSIONS:
            names = ", ".join(repr(name) for name in sorted(critical))
            node[key].fail(f"names extensions that are not known here, so the vCon must not be read: {names}")


def _say_text(draft: Draft, dialog: Node, parties: list[Node], number: int) -> None:
    text = _body(draft, dialog)
    if text is None:
        draft.drop("dialog text whose body is elsewhere" if dialog["url"] else "dialog text without a body")
        return
    party = _party(dialog, parties)
    draft.say(
        text,
        None,
        *_labels(party),
        message=dialog["message_id"].ident() or str(number),
        name=party["name"].text(),
        time=dialog["start"].time(),
    )


def _party(dialog: Node, parties: list[Node]) -> Node:
    """Returns who wrote: the originator, else the party listed first."""
    told = dialog["originator"] or dialog["parties"]
    index: Any = told.value
    while isinstance(index, list) and index:
        index = index[0]
    if not isinstance(index, int) or isinstance(index, bool) or not 0 <= index < len(parties):
        told.fail("names no party; give the number, from 0, of one in 'parties'")
    return parties[index]


def _labels(party: Node) -> Iterator[str | None]:
    """Yields what may tell a party's role: the role some writers add, then name and addresses."""
    yield party["role"].text()
    yield party["name"].text()
    yield from (party[key].ident() for key in ("mailto", "tel", "uuid", "id"))


def _body(draft: Draft, dialog: Node) -> str | None:
    body, encoding = dialog["body"], dialog["encoding"].text()
    media = (dialog.first("mediatype", "mimetype").text() or "text/plain").lower()
    if not body:
        return None
    if encoding == "base64url":
        raw = _decoded(body)
    elif encoding == "json" and not isinstance(body.value, str):
        try:
            raw = json.dumps(body.value, ensure_ascii=False).encode("utf-8", "replace")
        except (ValueError, TypeError, RecursionError):
            body.fail("is not JSON, as its 'encoding' says")
    else:
        raw = (body.text() or "").encode()
    if media.startswith(_MAIL):
        text, cut, attachments = mail_text(raw, media)
        draft.drop("attachment", attachments)
    else:
        text, cut = raw.decode("utf-8", "replace"), 0
        if media.startswith("text/html"):
            text, cut = html_words(text)
    draft.drop("quoted or signature line", cut)
    return text


def _decoded(body: Node) -> bytes:
    text = body.text() or ""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        body.fail("is not base64url, as its 'encoding' says")


def _transcribed(analysis: Node) -> set[int]:
    """Returns the numbers of the dialogs whose transcript an analysis is; none where it is something else."""
    of = analysis["dialog"].value
    numbers = of if isinstance(of, list) else [of]
    is_transcript = analysis["type"].value in ("wtf_transcription", "transcript")
    return {number for number in numbers if isinstance(number, int)} if is_transcript else set()


def _say_speech(draft: Draft, analysis: Node, start: datetime | None, number: int) -> bool:
    """Adds the segments of a transcript of the WTF shape; returns whether there were any."""
    body = analysis["body"]
    if analysis["encoding"].value == "json" and isinstance(body.value, str):
        try:
            body = Node(json.loads(body.value), body.place, body.path)
        except (ValueError, RecursionError):
            body.fail("is not JSON, as its 'encoding' says")
    if not isinstance(body.value, Mapping) or not body["segments"]:
        return False
    for segment in body["segments"].objects():
        speaker = segment["speaker"].ident()
        label = body["speakers"][speaker]["label"].text() if speaker is not None else None
        offset, end = segment["start"].seconds(), segment["end"].seconds()
        draft.say(
            segment["text"].text() or "",
            None,
            label,
            f"speaker {speaker}" if speaker is not None else None,
            message=f"{number}/{segment['id'].ident() or ''}".rstrip("/"),
            name=label,
            time=_moved(start, offset),
            offset=offset,
            end_offset=end,
        )
    return True


def _moved(start: datetime | None, seconds: float | None) -> datetime | None:
    """Returns the time of a segment, so that speech and text of one vCon stand in one order."""
    try:
        return None if start is None or seconds is None else start + timedelta(seconds=seconds)
    except OverflowError:
        return None


READER = Reader(
    name="vcon",
    title="vCon, with the WTF transcript extension",
    takes=Takes.VALUE,
    looks_for="`parties` and `dialog`, or `vcon`",
    matches=_is_vcon,
    read=_read,
    rank=280,
)
SEALED = Reader(
    name="vcon-sealed",
    title="vCon, signed or encrypted: refused",
    takes=Takes.VALUE,
    looks_for="`payload` and `signatures`, or `ciphertext`",
    matches=_is_sealed,
    read=_refuse,
    rank=290,
)
