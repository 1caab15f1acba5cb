"""How cases came out, as plain text."""

from __future__ import annotations

from itertools import chain, repeat

from recovery_eval.display.fault import fault_text
from recovery_eval.display.text import cancelled_words, field
from recovery_eval.display.wording import WORDS, visible
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.workshop.proof import Trial


def trial_text(trial: Trial, *, width: int = 80) -> str:
    """Returns a case that came out wrong: where it stands, its text, what was found, and what nearly was."""
    lines = [fault_text(fault) for fault in trial.faults]
    for label, text in zip(chain(["text"], repeat("")), trial.case.data.text.strip().splitlines(), strict=False):
        lines += field(label, visible(text), width)
    if trial.result is not None:
        lines += field("outcome", f"{WORDS[trial.result.outcome]}: {visible(trial.result.reason)}", width)
    for signal in trial.found:
        lines += field("found", f"{_where(signal)}, by the phrase: {visible(signal.phrase)}", width)
    for near in trial.near_misses:
        cancelled = f"not counted: {cancelled_words(near)}; by the phrase: {visible(near.phrase)}"
        lines += field("near miss", f"{_where(near)}, {cancelled}", width)
    near_fit = trial.near_fit
    if near_fit is not None:
        place = f"«{visible(near_fit.quote)}» in turn {near_fit.turn} at {near_fit.start}"
        lacks = f"lacks «{visible(near_fit.lacks)}» of the phrase: {visible(near_fit.phrase)}"
        lines += field("nearly", f"{place} {lacks}", width)
    elif not trial.found and not trial.near_misses:
        lines += field("found", "nothing, and nothing nearly", width)
    return "\n".join(lines)


def _where(found: Signal | NearMiss) -> str:
    return f"{visible(found.name)} «{visible(found.quote)}» in turn {found.turn} at {found.start}"
