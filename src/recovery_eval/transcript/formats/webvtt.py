"""WebVTT: subtitles with voices, as Teams and Zoom write them too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from recovery_eval.transcript.formats.cues import BLANK, Cue, merged, named, say, seconds, with_line_feeds
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes

# `cue.voice` of webvtt-py is the first voice alone; a cue may hold several.
_VOICE = re.compile(r"<v(?:\.[^\s<>]*)?[ \t]+([^<>]+)>")
_TAG = re.compile(r"</?(?:c|i|b|u|v|ruby|rt|lang)(?:[.\s][^<>]*)?>|<\d[\d:.]*>")
# Teams: the cues of one sentence share the part of their ids before the slash.
_HALF = re.compile(r"([0-9a-fA-F]{8}-[0-9a-fA-F-]{27}/\d+)-\d+")
_ARROW = re.compile(r"^.{0,40}-->", re.MULTILINE)
_NO_CUE = ("NOTE", "STYLE", "REGION")


def _is_webvtt(text: str) -> bool:
    return text.lstrip(BLANK).startswith("WEBVTT")


def _read(text: str, place: Place, options: Options) -> Iterator[Transcript]:
    """Reads cues by their voices; where none has a voice, by the names in the words, as in Zoom's files."""
    webvtt = needed("webvtt", "subtitles", "reading WebVTT", place)
    text = with_line_feeds(text.lstrip(BLANK))
    try:
        captions = list(webvtt.from_string(text))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise place.error(f"not valid WebVTT: {type(error).__name__}; export it anew") from None
    cues = [cue for caption in captions for cue in _voices(caption)]
    in_text = not any(cue.speaker for cue in cues)
    if in_text:
        cues = list(named(cues, options.who))
    draft = Draft(place, options.who, in_text=in_text)
    draft.drop("cue that is not well-formed", max(0, len(_ARROW.findall(text)) - len(captions)))
    draft.drop("block without a time", sum(map(_lacks_time, text.split("\n\n")[1:])))
    draft.drop("cue without words", sum(not cue.text.strip() for cue in cues))
    say(draft, merged(cues))
    yield draft.transcript("webvtt", channel="phone")


def _lacks_time(block: str) -> bool:
    """Whether a block, which is no note and no style, has words and no time, so that it is part of no cue."""
    return bool(block.strip()) and "-->" not in block and not block.lstrip("\n").startswith(_NO_CUE)


def _voices(caption: Any) -> Iterator[Cue]:
    """Yields what each voice says in one cue; words before the first voice have no speaker of their own.

    A cue without words is one, too, so that it is counted.
    """
    raw = caption.raw_text
    half = _HALF.fullmatch(caption.identifier or "")
    start, end = seconds(caption.start), seconds(caption.end)
    found = list(_VOICE.finditer(raw))
    begins = [0, *(voice.end() for voice in found)]
    ends = [*(voice.start() for voice in found), len(raw)]
    names = [None, *(html.unescape(voice[1]).strip() for voice in found)]
    cue = Cue("", None, start, max(start, end), caption.identifier or None, half[1] if half else None)
    said = [
        replace(cue, text=words, speaker=name)
        for name, begin, stop in zip(names, begins, ends, strict=True)
        if (words := html.unescape(_TAG.sub("", raw[begin:stop])).replace("\xa0", " ")).strip()
    ] or [cue]
    is_shared = len({one.speaker for one in said}) > 1
    yield from (replace(one, is_shared=is_shared) for one in said)


READER = Reader(
    name="webvtt",
    title="WebVTT, also of Teams and Zoom",
    takes=Takes.TEXT,
    looks_for="`WEBVTT` at the very beginning",
    matches=_is_webvtt,
    read=_read,
    rank=300,
)
