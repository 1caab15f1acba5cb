"""Plain text with a label before each turn, as in "Customer: …" or "[10:02] Priya (Agent): …".

A recording's turn may have its end beside its beginning, as in "[00:01:02 - 00:01:09] Agent: …".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from recovery_eval.transcript.models import SourceRef, Speaker, Transcript, Turn
from recovery_eval.transcript.readers.clock import ELAPSED, STAMP, Timeline, tells_minutes
from recovery_eval.transcript.readers.labels import Head, Known, choose_speakers
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes
from recovery_eval.transcript.readers.records import explain, without_surrogates
from recovery_eval.transcript.readers.roles import Roles, with_names
from recovery_eval.transcript.words import fold

# A label stands at the beginning of a line, so only so many characters of a line are looked at: linear time for all.
_HEAD_CHARACTERS = 256
_HEAD = re.compile(
    rf"""[\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*
    (?:[\[(]\s*(?P<before>{STAMP}|{ELAPSED})(?:\s*(?:[-–—]|-->)\s*(?P<until>{STAMP}|{ELAPSED}))?\s*[\])]\s*(?:[-–—]\s*)?|(?P<bare>{STAMP})\s+(?:[-–—]\s*)?)?
    (?P<dress>(?:[-*•]\s+)?(?P<bold>\*{{1,2}}|_{{1,2}})?)
    (?P<label>[^\W\d_][^:：>\[\]{{}}<"“”?!;\t\x00-\x1f]{{0,59}}?(?:\s?\[[^\[\]:]{{1,30}}\])?)(?(bold)(?P=bold)?)\s*
    (?:[\[(]\s*(?P<after>{STAMP})\s*[\])]\s*)?
    (?P<mark>:(?(bold)(?P=bold)?)(?=\s|$|[^\W\d_]|["“'‘])|：|>(?=\s|$))[ \t]*""",
    re.VERBOSE,
)
# "(10:02:11 AM) *** Sam joined the chat ***", which nobody said.
_EVENT = re.compile(rf"\s*(?:[\[(]\s*(?:{STAMP}|{ELAPSED})\s*[\])]|{STAMP})\s*\*\*\*\s.{{1,200}}\s\*\*\*\s*")


def parse_labelled_text(text: str, who: Roles, place: Place) -> Transcript:
    """Returns the conversation that a labelled text tells.

    A line that begins with a speaker's label begins a turn; any other line goes on with the turn above. A label of
    known role may stand in a list or in Markdown's bold, and without a blank behind its colon. Lines above the first
    label become a `system` turn. Lines that tell an event, "(10:02) *** Sam left ***", are counted, and no words. Every
    line end becomes a line feed, blank space around a turn's text is dropped, and lone surrogates become U+FFFD;
    nothing else changes.

    Raises:
        TranscriptError: There is no text or no label, or a label can't be told to be agent's or customer's.
    """
    text = without_surrogates(text).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise place.error("no turns: the text is empty")
    lines = text.split("\n")
    events = [number for number, line in enumerate(lines) if "***" in line and _EVENT.fullmatch(line)]
    for number in events:
        lines[number] = ""
    heads = [head for number, line in enumerate(lines) if (head := _head(number, line, who))]
    known = choose_speakers(heads, who, place)
    starts = [head for head in heads if head.key in known]
    try:
        turns = _turns(lines, starts, known, place)
        transcript = Transcript(
            id=place.default_id,
            agent_name=who.agent,
            customer_name=who.customer,
            turns=turns,
            source_format=None if place.source is None else READER.name,
            left_out={"event": len(events)} if events else {},
        )
    except ValidationError as error:
        raise place.error(explain(error, place.path)) from None
    return with_names(transcript)


def _head(number: int, line: str, who: Roles) -> Head | None:
    head = line[:_HEAD_CHARACTERS]
    if ":" not in head and "：" not in head and ">" not in head:
        return None
    found = _HEAD.match(head)
    if found is None:
        return None
    label, after = found["label"], found.end("mark")
    is_tight = found["mark"].startswith(":") and not head[after : after + 1].isspace() and after < len(head)
    # "- Note: …" and "size:M" are words of a turn; "- Agent: …" and "Agent:Sorry" are labels all the same.
    if (found["dress"] or is_tight) and who.resolve(label) is None:
        return None
    stamp = found["before"] or found["bare"] or found["after"]
    return Head(number, label, fold(label), stamp, found["until"], ">" if found["mark"] == ">" else ":", found.end())


def _turns(lines: Sequence[str], starts: Sequence[Head], known: Known, place: Place) -> tuple[Turn, ...]:
    turns = []
    source = None if place.source is None else SourceRef(file=place.source, record=place.default_id or None)
    opening = "\n".join(lines[: starts[0].line]).strip()
    if opening:
        turns.append(Turn(speaker=Speaker.SYSTEM, text=opening, line=1, source_ref=source))
    ends = [*(head.line for head in starts[1:]), len(lines)]
    texts = [
        "\n".join((lines[head.line][head.text_from :], *lines[head.line + 1 : end])).strip()
        for head, end in zip(starts, ends, strict=True)
    ]
    stamped = [(head.stamp, words) for head, words in zip(starts, texts, strict=True)]
    timeline = Timeline(tells_minutes(stamped, [head.until for head in starts if head.until]))
    for head, words in zip(starts, texts, strict=True):
        speaker, name = known[head.key]
        time, offset, end_offset = timeline.span(head.stamp, head.until)
        said = {"speaker": speaker, "text": words, "name": name, "line": head.line + 1, "source_ref": source}
        turns.append(Turn(**said, time=time, offset=offset, end_offset=end_offset))
    return tuple(turns)


def _read(text: str, place: Place, options: Options) -> Iterator[Transcript]:
    yield parse_labelled_text(text, options.who, place)


READER = Reader(
    name="text",
    title="Text with a speaker's label before each turn",
    takes=Takes.TEXT,
    looks_for="text with labels such as `Customer:` (any text that is nothing else)",
    matches=lambda _: True,
    read=_read,
    rank=1000,
)
