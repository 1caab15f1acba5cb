"""Cues of subtitles: who speaks in each, and cues of one speaker put together where the format cuts mid-sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.roles import Roles
from recovery_eval.transcript.words import looks_like_a_name

BLANK = "\ufeff \t\r\n"  # what may stand before the first cue
_LINE_END = re.compile(r"\r+\n|\r")
# Seconds between two cues of one speaker that still belong to one turn.
LONGEST_GAP = 1.5
_NAMED = re.compile(
    r"(?:[-–—]\s*)?(?:\[(?P<inside>[^\[\]\n:]{1,60})\]:?|(?P<before>[^\W\d_][^:<>\n]{0,59}?)\s?:)(?:\s+|$)"
)
_ORGANISATION = re.compile(r"\s*[\[(][^\[\]()]{1,60}[\])]$")
_DASH = re.compile(r"^[-–—]\s*\S", re.MULTILINE)
_CLOCK = re.compile(r"(?:(\d+):)?(\d{1,2}):(\d{1,2})[.,](\d{1,9})")


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that one speaker says in one cue.

    `start` and `end` count seconds, `whole` is shared by cue halves. `is_shared` tells that others speak in the cue,
    too, so that its times are not those of the words.
    """

    text: str
    speaker: str | None
    start: float
    end: float
    message: str | None = None
    whole: str | None = None
    is_shared: bool = False


def seconds(clock: str) -> float:
    """Returns a cue's time, 01:02:03.456, in seconds."""
    found = _CLOCK.fullmatch(clock.strip())
    if found is None:
        return 0.0
    hours, minutes, whole, part = found.groups()
    return int(hours or 0) * 3600 + int(minutes) * 60 + int(whole) + float(f"0.{part}")


def named(cues: Sequence[Cue], who: Roles) -> Iterator[Cue]:
    """Yields cues with the speaker whose name stands in the words: "Jane: …", "[Jane] …", or on a line of its own.

    A cue in which several are named becomes several; one in which nobody is goes on with the speaker before, save where
    dashes at two of its lines tell that two speak, and not who.
    """
    names = {label for cue in cues if (label := _label(cue.text, who)[0])}
    firsts = Counter(_first_line(cue.text, who) for cue in cues if "\n" in cue.text)
    alone = {first for first in firsts if first and (who.resolve(first) or firsts[first] > 1)}
    if alone and not names and None not in firsts:  # so every cue of several lines begins, and each names somebody
        alone |= {first for first in firsts if first}
    speaker: str | None = None
    for cue in cues:
        parts = list(_parts(cue.text, names, who))
        for part in parts:
            label, text = _label(part, who)
            first = _first_line(part, who)
            if label:
                speaker = label
            elif first in alone:
                speaker, text = first, part.partition("\n")[2]
            elif len(_DASH.findall(part)) > 1:
                speaker = None
            yield replace(cue, speaker=speaker, text=text, is_shared=len(parts) > 1)


def _label(text: str, who: Roles) -> tuple[str | None, str]:
    """Returns the name with which a text begins, if it does, and the rest."""
    found = _NAMED.match(text)
    label = (found["inside"] or found["before"]).strip() if found else ""
    known = bool(label) and (who.resolve(label) is not None or _may_name(label, who))
    return (label, text[found.end() :]) if found and known else (None, text)


def _parts(text: str, names: Collection[str], who: Roles) -> Iterator[str]:
    """Yields the words of a cue, cut before each line that begins with a name that is known or stands after a dash."""
    lines: list[str] = []
    for line in text.split("\n"):
        label, _ = _label(line, who)
        if lines and label and (label in names or who.resolve(label) or _DASH.match(line)):
            yield "\n".join(lines)
            lines = []
        lines.append(line)
    yield "\n".join(lines)


def with_line_feeds(text: str) -> str:
    """Returns the text with the line ends that its parser knows; one that was converted twice, CR CR LF, is one."""
    return _LINE_END.sub("\n", text)


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
            joined, is_shared = f"{held.text} {text}", held.is_shared or cue.is_shared
            held = replace(held, text=joined, end=max(held.end, cue.end), whole=cue.whole, is_shared=is_shared)
            continue
        if held is not None:
            yield held
        held = replace(cue, text=text)
    if held is not None:
        yield held


def say(draft: Draft, cues: Iterable[Cue]) -> None:
    """Adds cues as turns; when one ended, is not known where its cue is shared."""
    for cue in cues:
        draft.say(
            cue.text,
            None,
            *_spellings(cue.speaker),
            message=cue.message,
            name=cue.speaker,
            offset=cue.start,
            end_offset=None if cue.is_shared else cue.end,
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


def _first_line(text: str, who: Roles) -> str | None:
    """Returns the first of several lines, if it may be a name that stands alone."""
    first, end, rest = text.partition("\n")
    first = first.strip()
    return first if end and rest.strip() and first[-1:].isalpha() and _may_name(first, who) else None


def _may_name(label: str, who: Roles) -> bool:
    return looks_like_a_name(label) and not who.is_text(label)
