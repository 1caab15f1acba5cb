"""Mail: single messages (.eml) and mailboxes (mbox), put together to threads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.message import EmailMessage
from itertools import chain, pairwise
from typing import NamedTuple

from recovery_eval.errors import TranscriptError
from recovery_eval.transcript.formats.email_parts import body_of, header, parse_mail, sender
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.sources import Source
from recovery_eval.transcript.times import parse_time

_MARK = b"\xef\xbb\xbf"  # of the byte order
_HEADER = re.compile(rb"[A-Za-z][A-Za-z0-9-]{0,60}:[ \t]?\S?")
_MAIL_HEADERS = re.compile(
    rb"^(?:from|to|subject|date|message-id|received|mime-version):", re.IGNORECASE | re.MULTILINE
)
_SEPARATOR = re.compile(rb"From (?=[^\r\n]{0,400}\b(?:19|20)\d\d\b)\S[^\r\n]{0,300}\d{2}:\d{2}[^\r\n]{0,100}\r?\n")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
_ANSWER = re.compile(
    r"^(?:\s*(?:re|fwd?|aw|wg|tr|sv|vs|antw|rv|res)\s*(?:\[\d+\])?\s*:|\s*\[[^\]]{1,40}\])+", re.IGNORECASE
)
_ID = re.compile(r"<[^<>\s]{1,500}>")


class _Mail(NamedTuple):
    """A mail: its own id, the ids it answers, and its subject without "Re:"."""

    message: EmailMessage
    id: str
    answers: tuple[str, ...]
    subject: str
    line: int


def _is_mbox(head: bytes) -> bool:
    return bool(_SEPARATOR.match(head.removeprefix(_MARK).lstrip()[:500]))


def _is_mail(head: bytes) -> bool:
    """Tells whether the bytes begin with header lines, two of which only mails have."""
    start = head.removeprefix(_MARK).lstrip()
    block = re.split(rb"\r?\n\r?\n", start, maxsplit=1)[0][:20_000]
    return bool(_HEADER.match(start)) and len({found.lower() for found in _MAIL_HEADERS.findall(block)}) >= 3


def _read_mail(source: Source, place: Place, options: Options) -> Iterator[Transcript]:
    with source.open() as stream:
        raw = stream.read()
    yield _thread([_mail(raw.removeprefix(_MARK).lstrip(), 1)], place, options, MAIL.name)


def _read_mbox(source: Source, place: Place, options: Options) -> Iterator[Transcript | TranscriptError]:
    """Reads a mailbox; each thread, told by the ids that mails answer or by their subject, is a conversation."""
    for number, thread in enumerate(_threads(list(_mails(source)))):
        inside = Place(place.source, thread[0].line, place.path, f"{place.default_id}:{number}")
        try:
            yield _thread(thread, inside, options, MBOX.name)
        except TranscriptError as error:
            yield error


def _mails(source: Source) -> Iterator[_Mail]:
    """Yields the mails of a mailbox: each begins after a "From " line, with a header; other such lines are words."""
    lines: list[bytes] = []
    begun = 0
    with source.open() as stream:
        for number, (line, below) in enumerate(pairwise(chain(stream, [b""])), start=1):
            if _SEPARATOR.match(line.removeprefix(_MARK)) and (not begun or _HEADER.match(below)):
                if begun:
                    yield _mail(_unescaped(lines), begun)
                lines, begun = [], number
            elif begun:
                lines.append(line)
    if begun:
        yield _mail(_unescaped(lines), begun)


def _unescaped(lines: list[bytes]) -> bytes:
    """Returns a mail as it was sent: a mailbox puts ">" before its lines that begin with "From "."""
    return _ESCAPED.sub(rb"\1", b"".join(lines))


def _mail(raw: bytes, line: int) -> _Mail:
    message = parse_mail(raw)
    own = _ID.findall(header(message, "message-id"))
    answers = _ID.findall(f"{header(message, 'references')} {header(message, 'in-reply-to')}")
    subject = _ANSWER.sub("", header(message, "subject")).strip().casefold()
    return _Mail(message, own[0] if own else f"line {line}", tuple(answers), subject, line)


def _threads(mails: list[_Mail]) -> list[list[_Mail]]:
    """Returns mails by thread, threads in the order of their first mail.

    Mails belong together that name one id. An answer to nothing that is here goes to the latest mail of its subject.
    """
    leader: dict[str, str] = {}

    def find(key: str) -> str:
        while (up := leader.setdefault(key, key)) != key:
            leader[key] = leader[up]
            key = up
        return key

    here = {mail.id for mail in mails}
    latest: dict[str, str] = {}
    for mail in mails:
        others = list(mail.answers)
        if here.isdisjoint(others) and mail.subject in latest and _ANSWER.match(header(mail.message, "subject")):
            others.append(latest[mail.subject])
        for other in others:
            leader[find(other)] = find(mail.id)
        latest[mail.subject] = mail.id
    threads: dict[str, list[_Mail]] = {}
    for mail in mails:
        threads.setdefault(find(mail.id), []).append(mail)
    return list(threads.values())


def _thread(mails: list[_Mail], place: Place, options: Options, source_format: str) -> Transcript:
    draft = Draft(place, options.who)
    seen: set[str] = set()
    for mail in mails:
        if mail.id in seen:
            draft.drop("copy of a mail")  # as where the mails that were sent and received are put together
            continue
        seen.add(mail.id)
        _say(draft, mail)
    subject = header(mails[0].message, "subject")
    return draft.transcript(source_format, channel="email", metadata={"subject": subject} if subject else {})


def _say(draft: Draft, mail: _Mail) -> None:
    """Adds a mail; answers of machines and mass mail are dropped."""
    if header(mail.message, "auto-submitted").lower().startswith("auto-"):
        draft.drop("automatic answer")
        return
    if header(mail.message, "precedence").lower() in ("bulk", "junk", "list"):
        draft.drop("mass mail")
        return
    own, cut, attachments = body_of(mail.message)
    draft.drop("attachment", attachments)
    draft.drop("quoted or signature line", cut)
    if not own:
        draft.drop("mail without words of its own")
        return
    name, address = sender(mail.message)
    domain = f"@{address.rpartition('@')[2]}" if address else None
    time = parse_time(header(mail.message, "date"))
    draft.drop("date that can't be read", time is None and "date" in mail.message)
    draft.say(own, None, address, name, domain, message=mail.id, name=name, time=time, line=mail.line)


MAIL = Reader(
    name="email",
    title="A mail (.eml)",
    takes=Takes.BYTES,
    looks_for="header lines such as From, To, Subject and Date",
    matches=_is_mail,
    read=_read_mail,
    rank=335,
)
MBOX = Reader(
    name="mbox",
    title="A mailbox (mbox), by thread",
    takes=Takes.BYTES,
    looks_for="a line that begins with `From ` and holds a time",
    matches=_is_mbox,
    read=_read_mbox,
    rank=330,
)
