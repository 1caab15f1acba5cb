"""Hidden words: a transcript as signals may read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recovery_eval.transcript.models import Transcript, Turn

# An unknown word for each hidden character: no phrase holds it, and it ends no sentence.
MASK = "\u2588"
# What a source puts where a name or a number stood: "[PII]", "<PERSON>", "{{EMAIL}}". It may stay, for it is no word
# that anybody said, and it tells that a name was there.
_PLACEHOLDER = re.compile(r"[\[<{(]{1,2}\s*[A-Za-z_ -]{2,40}(?:[-_ ]?\d{1,4})?\s*[\]>})]{1,2}")


def masked(transcript: Transcript) -> Transcript:
    """Returns the transcript with the characters of every redaction masked, one for one, so that offsets hold."""
    if not any(turn.redactions for turn in transcript.turns):
        return transcript
    turns = tuple(_masked_turn(turn) if turn.redactions else turn for turn in transcript.turns)
    return transcript.model_copy(update={"turns": turns})


def is_hidden(turn: Turn, start: int, end: int) -> bool:
    """Tells whether the characters from `start` up to `end` touch a redaction."""
    return any(start < to and at < end for at, to in turn.redactions)


def visible_span(turn: Turn) -> tuple[int, int]:
    """Returns the span of a turn's text, without blanks around it; of its longest part where some is redacted."""
    spans, at = [], 0
    for start, end in turn.redactions:
        spans.append((at, start))
        at = max(at, end)
    start, end = max([*spans, (at, len(turn.text))], key=lambda span: span[1] - span[0])
    part = turn.text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())


def is_placeholder(text: str) -> bool:
    """Tells whether redacted characters are such a mark as sources put in place of what they hide."""
    return bool(_PLACEHOLDER.fullmatch(text))


def marks(text: str) -> Iterator[tuple[int, int]]:
    """Yields the spans of a text that are such marks in square brackets."""
    for found in _PLACEHOLDER.finditer(text):
        if found[0].startswith("["):
            yield found.span()


def _masked_turn(turn: Turn) -> Turn:
    text = turn.text
    for start, end in turn.redactions:
        if not is_placeholder(text[start:end]):
            text = text[:start] + MASK * (end - start) + text[end:]
    return turn.model_copy(update={"text": text})
