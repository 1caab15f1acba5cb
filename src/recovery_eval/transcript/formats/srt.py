"""SubRip subtitles: speakers by convention only, "Jane: …" or "[Jane] …"."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator

from recovery_eval.transcript.formats.cues import BLANK, Cue, merged, named, say, seconds, with_line_feeds
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.readers.draft import Draft
from recovery_eval.transcript.readers.extras import needed
from recovery_eval.transcript.readers.place import Place
from recovery_eval.transcript.readers.reader import Options, Reader, Takes

_BEGINS = re.compile(r"\d+[ \t]*[\r\n]\s*\d+:\d\d:\d\d[,.]\d+[ \t]*-->")
_TAG = re.compile(r"</?(?:b|i|u|font|s)(?:\s[^<>]*)?>|\{\\[^{}]*\}", re.IGNORECASE)
_ARROW = re.compile(r"^.{0,40}-->", re.MULTILINE)


def _is_srt(text: str) -> bool:
    return bool(_BEGINS.match(text.lstrip(BLANK)[:200]))


def _read(text: str, place: Place, options: Options) -> Iterator[Transcript]:
    webvtt = needed("webvtt", "subtitles", "reading SubRip", place)
    text = with_line_feeds(text.lstrip(BLANK))
    try:
        captions = list(webvtt.from_buffer(io.StringIO(text), format="srt"))
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError) as error:
        raise place.error(f"not valid SubRip: {type(error).__name__}; export it anew") from None
    cues = []
    for number, caption in enumerate(captions, start=1):
        words = html.unescape(_TAG.sub("", caption.raw_text))
        start = seconds(caption.start)
        cues.append(Cue(words, None, start, max(start, seconds(caption.end)), str(number)))
    cues = list(named(cues, options.who))
    draft = Draft(place, options.who, in_text=True)
    draft.drop("cue that is not well-formed", max(0, len(_ARROW.findall(text)) - len(captions)))
    draft.drop("cue without words", sum(not cue.text.strip() for cue in cues))
    say(draft, merged(cues))
    yield draft.transcript("srt", channel="phone")


READER = Reader(
    name="srt",
    title="SubRip subtitles",
    takes=Takes.TEXT,
    looks_for="a number, and below it a line with times and an arrow",
    matches=_is_srt,
    read=_read,
    rank=310,
)
