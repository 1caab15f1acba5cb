"""Cues of subtitles: who speaks in each, and cues of one speaker put together where the format cuts mid-sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.roles import Roles
from recovery_eval.transcript.readers.words import looks_like_a_name

# Seconds between two cues of one speaker that still belong to one turn.
LONGEST_GAP = 1.5
_NAMED = re.compile(r"(?:-\s*)?(?:\[(?P<inside>[^\[\]\n:]{1,60})\]:?|(?P<before>[^\W\d_][^:<>\n]{0,59}?)\s?:)(?:\s+|$)")
_ORGANISATION = re.compile(r"\s*[\[(][^\[\]()]{1,60}[\])]$")
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,9})")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that one speaker says in one cue; `start` and `end` count seconds, `whole` is shared by cue halves."""

    text: str
    speaker: str | None
    start: float
    end: float
    message: str | None = None
    whole: str | None = None


def seconds(clock: str) -> float:
    """Returns a cue's time, 01:02:03.456, in seconds."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        return 0.0
    hours, minutes, whole, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part}")


def named(cues: Sequence[Cue], who: Roles) -> Iterator[Cue]:
    """Yields cues with the speaker whose name stands in the words: "Jane: …", "[Jane] …", or on a line of its own.

    A cue in which nobody is named goes on with the speaker before.
    """
    alone = Counter(first for cue in cues if (first := _first_line(cue.text)))
    speaker: str | None = None
    for cue in cues:
        text, first = cue.text, _first_line(cue.text)
        found = _NAMED.match(text)
        label = (found["inside"] or found["before"]).strip() if found else None
        if found and label and (who.resolve(label) or looks_like_a_name(label)):
            speaker, text = label, text[found.end() :]
        elif first and (who.resolve(first) or alone[first] > 1):
            speaker, text = first, text.partition("\n")[2]
        yield replace(cue, speaker=speaker, text=text)


def merged(cues: Iterable[Cue]) -> Iterator[Cue]:
    """Yields cues with those of one speaker joined that are halves of one cue, or that follow within `LONGEST_GAP`."""
    held: Cue | None = None
    for cue in cues:
        text = " ".join(cue.text.split())
        if not text:
            continue
        if (
            held is not None
            and held.speaker == cue.speaker
            and (cue.start - held.end <= LONGEST_GAP or (cue.whole is not None and cue.whole == held.whole))
        ):
            held = replace(held, text=f"{held.text} {text}", end=max(held.end, cue.end), whole=cue.whole)
            continue
        if held is not None:
            yield held
        held = replace(cue, text=text)
    if held is not None:
        yield held


def say(draft: Draft, cues: Iterable[Cue]) -> None:
    """Adds cues as turns."""
    for cue in cues:
        draft.say(
            cue.text,
            None,
            *_spellings(cue.speaker),
            message=cue.message,
            name=cue.speaker,
            offset=cue.start,
            end_offset=cue.end,
        )


def _spellings(name: str | None) -> Iterator[str]:
    """Yields the ways in which a caller may name a speaker: "Doe, Jane [NA]", "Doe, Jane" and "Jane Doe"."""
    if not name:
        return
    yield name
    short = _ORGANISATION.sub("", name)
    yield short
    last, comma, first = short.partition(",")
    if comma:
        yield f"{first.strip()} {last.strip()}"


def _first_line(text: str) -> str | None:
    """Returns the first of several lines, if it may be a name that stands alone."""
    first, end, rest = text.partition("\n")
    first = first.strip()
    return first if end and rest.strip() and first[-1:].isalpha() and looks_like_a_name(first) else None
