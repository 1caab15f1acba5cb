"""Rules from their conditions alone, and conversations from what was found in them."""

from __future__ import annotations

from collections.abc import Sequence

from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging import View, judge
from recovery_eval.outcome import RuleResult
from recovery_eval.rulebook import Rule
from recovery_eval.sources import parse_yaml, validate
from recovery_eval.transcript.models import Speaker, Turn

C, A, B, NOTE = Speaker.CUSTOMER, Speaker.AGENT, Speaker.BOT, Speaker.INTERNAL


def rule(lines: str) -> Rule:
    head = "rule: r\ntitle: T\nwhy: W\nsource: [{framework: f, item: 1}]\nadvice: Do it.\nmay_misfire: [x]\n"
    return validate(parse_yaml(head + lines, "f.yml"), Rule)


def said(name: str, turn: int, quote: str = "words", start: int = 0) -> Signal:
    return Signal(name, turn, start, start + len(quote), quote, "phrase")


def nearly(name: str, turn: int, why: str, quote: str = "sorry if", cue: str = "if") -> NearMiss:
    return NearMiss(name, turn, 0, len(quote), quote, "phrase", why, cue)


def view(
    *found: Signal | NearMiss, speakers: Sequence[Speaker] = (C, A, C, A), minutes: Sequence[float | None] = ()
) -> View:
    """What a judge sees; `minutes` are the times of the turns since the conversation began."""
    ordered = sorted(found, key=lambda one: one.turn)
    signals = [one for one in ordered if isinstance(one, Signal)]
    near_misses = [one for one in ordered if isinstance(one, NearMiss)]
    offsets = [None if minute is None else minute * 60 for minute in minutes]
    turns = (
        [Turn(speaker=by, text="", offset=offset) for by, offset in zip(speakers, offsets, strict=True)]
        if minutes
        else []
    )
    return View.of(signals, near_misses, speakers, turns)


def verdict(
    lines: str,
    *found: Signal | NearMiss,
    speakers: Sequence[Speaker] = (C, A, C, A),
    minutes: Sequence[float | None] = (),
) -> RuleResult:
    return judge(rule(lines), view(*found, speakers=speakers, minutes=minutes))
