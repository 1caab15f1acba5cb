"""Why a rule came out as it did, step by step, as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from recovery_eval.display.text import cancelled_words, field
from recovery_eval.display.wording import MARKS, TURNS_FROM_ZERO, WORDS, visible
from recovery_eval.outcome import Outcome
from recovery_eval.transcript.models import Transcript
from recovery_eval.workshop.trace import Step, Trace

_HOLDS = {True: "holds", False: "does not hold", None: "undetermined"}
_MARKS = {True: MARKS[Outcome.PASS], False: MARKS[Outcome.FAIL], None: MARKS[Outcome.UNDETERMINED]}
_INDENT = "  "


def trace_text(trace: Trace, transcript: Transcript, *, width: int = 80) -> str:
    """Returns a rule's outcome in one conversation, then the tree of its conditions.

    Each is marked as holding or not; the innermost also have their words, and what nearly counted with what cancelled
    it. Turns count from 0.
    """
    rule, result = trace.rule, trace.result
    lines = [f"Conversation  {visible(transcript.id)}", f"Rule          {visible(rule.id)}: {visible(rule.title)}"]
    lines += [f"Outcome       {MARKS[result.outcome]} {WORDS[result.outcome]}", TURNS_FROM_ZERO]
    lines += field("why", visible(result.reason), width)
    lines += ["", "applies_when" if trace.applies else "applies_when: not given, so the rule always applies"]
    if trace.applies:
        lines += _step(trace.applies, 1, width)
    lines.append("require")
    if trace.applies and not trace.applies.holds and result.outcome is Outcome.NOT_APPLICABLE:
        lines.append(f"{_INDENT}(not asked, because the rule does not apply; it would come to this:)")
    lines += _step(trace.requires, 1, width)
    if result.advice:
        lines += ["", *field("advice", visible(result.advice), width)]
    return "\n".join(lines)


def _step(step: Step, depth: int, width: int) -> Iterator[str]:
    indent = _INDENT * depth
    yield f"{indent}{_MARKS[step.holds]} {visible(step.words)}: {_HOLDS[step.holds]}"
    if not step.parts:
        for line in _facts(step, width - len(indent)):
            yield indent + line
    for part in step.parts:
        yield from _step(part, depth + 1, width)


def _facts(step: Step, width: int) -> Iterator[str]:
    yield from field("", visible(step.result.reason), width)
    for signal in step.result.evidence:
        yield from field("evidence", f"turn {signal.turn}, {visible(signal.name)} «{visible(signal.quote)}»", width)
    for near in step.result.near_misses:
        told = f"turn {near.turn}, {visible(near.name)} «{visible(near.quote)}» – not counted: {cancelled_words(near)}"
        yield from field("near miss", told, width)
