"""What was found in each turn and what nearly was, as plain text for people who write signals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from recovery_eval.display.text import cancelled_words, field, place
from recovery_eval.display.wording import TURNS_FROM_ZERO, visible
from recovery_eval.evidence import NearMiss, Signal, reading_order
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.redaction import masked


def explanation_text(
    transcript: Transcript, signals: Iterable[Signal], near_misses: Iterable[NearMiss], *, width: int = 80
) -> str:
    """Returns, turn by turn, each signal with its phrase and quote, and each near miss with what cancelled it.

    Turns count from 0. Like `checklist_text`, it shows as escapes what could drive a terminal.
    """
    found: dict[int, list[Signal]] = {}
    for signal in signals:
        found.setdefault(signal.turn, []).append(signal)
    cancelled: dict[int, list[NearMiss]] = {}
    for near in near_misses:
        cancelled.setdefault(near.turn, []).append(near)
    lines = [f"Conversation  {visible(transcript.id)}", TURNS_FROM_ZERO]
    for index, turn in enumerate(masked(transcript).turns):
        lines += ["", f"{place(index, transcript)}: {visible(turn.text) or '-'}"]
        lines += _found_in_turn(found.get(index, ()), cancelled.get(index, ()), width)
    return "\n".join(lines)


def _found_in_turn(signals: Iterable[Signal], near_misses: Iterable[NearMiss], width: int) -> Iterator[str]:
    for signal in sorted(signals, key=reading_order):
        yield from field("signal", _quoted(signal), width)
        yield from field("", f"phrase: {visible(signal.phrase)}", width)
    for near in sorted(near_misses, key=reading_order):
        yield from field("near miss", f"{_quoted(near)} – not counted: {cancelled_words(near)}", width)
        yield from field("", f"phrase: {visible(near.phrase)}", width)


def _quoted(found: Signal | NearMiss) -> str:
    return f"{visible(found.name)} «{visible(found.quote)}»"
