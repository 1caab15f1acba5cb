"""A checklist as plain text, for terminals, logs and `print`."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from recovery_eval.checklist import Checklist
from recovery_eval.display.wording import (
    APOLOGY,
    MARKS,
    MEND_FIRST,
    PROMISES,
    TURNS_FROM_ZERO,
    WORDS,
    promise_terms,
    score_words,
    verdict_words,
    visible,
)
from recovery_eval.evidence import NearMiss, Signal
from recovery_eval.judging.wording import first_words, why_not_counted
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.transcript.models import Transcript
from recovery_eval.transcript.redaction import masked

CONTEXT = 40  # characters shown on either side of a quote
_BOLD = "1"
_COLOURS = {Outcome.PASS: "32", Outcome.FAIL: "31", Outcome.NOT_APPLICABLE: "2", Outcome.UNDETERMINED: "33"}


def checklist_text(checklist: Checklist, *, color: bool = False, width: int = 80) -> str:
    """Returns the checklist as lines of plain text, with no line end after the last.

    Every outcome stands as a mark and a word, never as a colour alone. Control characters, invisible characters and
    those that turn the reading direction are shown as escapes, so that a transcript can't drive the terminal. Redacted
    words are masked.

    Args:
        checklist: What to show.
        color: Whether to add ANSI colours.
        width: Columns at which sentences wrap; a long word still goes beyond.
    """
    return "\n".join(
        (
            *_header(checklist, color, width),
            *_results(checklist, color, width),
            *_fixes(checklist, width),
            *_promises(checklist, width),
            *_apology(checklist, width),
        )
    )


def transcript_text(transcript: Transcript, *, width: int = 80) -> str:
    """Returns the conversation, each turn wrapped beside its index and speaker. Redacted words are masked."""
    lines = []
    for index, turn in enumerate(masked(transcript).turns):
        lines += textwrap.wrap(
            visible(turn.text) or "-",
            width,
            initial_indent=f"{index:>3}  {turn.speaker:<9} ",
            subsequent_indent=" " * 15,
            break_on_hyphens=False,
        )
    return "\n".join(lines)


def place(turn: int, transcript: Transcript | None) -> str:
    """Returns `turn 3, agent`, or `turn 3` where the transcript isn't known."""
    if transcript is None or not 0 <= turn < len(transcript.turns):
        return f"turn {turn}"
    return f"turn {turn}, {transcript.turns[turn].speaker}"


def field(label: str, text: str, width: int) -> list[str]:
    """Returns the lines of `text` beside its label, wrapped at `width` columns."""
    return textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=f"    {label:<10} ",
        subsequent_indent=" " * 15,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _header(checklist: Checklist, color: bool, width: int) -> Iterator[str]:
    provenance = checklist.provenance
    score = f"{score_words(checklist.score)}, {verdict_words(checklist)}"
    yield f"Conversation  {visible(checklist.id)}"
    yield f"Rulebook      {visible(provenance.rulebook)} {visible(provenance.rulebook_version)}"
    yield f"Score         {_paint(score, _BOLD, color)}"
    yield "-" * min(width, 80)
    yield TURNS_FROM_ZERO


def _results(checklist: Checklist, color: bool, width: int) -> Iterator[str]:
    transcript = checklist.transcript and masked(checklist.transcript)
    for result in checklist.results:
        yield ""
        head = _paint(f"{MARKS[result.outcome]} {WORDS[result.outcome]}", _COLOURS[result.outcome], color)
        yield f"{head}  {visible(result.title)}"
        yield from _details(result, transcript, width)


def _fixes(checklist: Checklist, width: int) -> Iterator[str]:
    """Yields what to mend first, where the checklist failed."""
    fixes = checklist.fixes
    if fixes:
        yield ""
        yield MEND_FIRST
    for number, fix in enumerate(fixes, start=1):
        yield from field(f"{number}.", f"{visible(fix.title)}: then {score_words(fix.score)}", width)
        yield from field("", visible(fix.advice), width)


def _promises(checklist: Checklist, width: int) -> Iterator[str]:
    """Yields what was promised and what became of it, where anything was."""
    if checklist.promises:
        yield ""
        yield PROMISES
    for promise in checklist.promises:
        where = place(promise.turn, checklist.transcript)
        terms = f"{where}: «{visible(promise.quote)}» – {visible(promise_terms(promise))}"
        yield from field(promise.status, terms, width)
        yield from field("", visible(promise.reason), width)


def _apology(checklist: Checklist, width: int) -> Iterator[str]:
    """Yields the parts of the apology that are there, with their first words, and those that are not."""
    profile = checklist.apology
    if profile.present:
        yield ""
        yield APOLOGY
        held = (f"{part} «{visible(first_words(getattr(profile, part)[0].quote))}»" for part in profile.present)
        yield from field("has", ", ".join(held), width)
        yield from field("lacks", ", ".join(profile.missing) or "none", width)


def _details(result: RuleResult, transcript: Transcript | None, width: int) -> Iterator[str]:
    yield from field("rule", visible(f"{result.rule_id}, weight {result.weight:g}, {result.severity}"), width)
    yield from field("why", visible(result.reason), width)
    for signal in result.occasion:
        yield from field("applies by", _evidence_words(signal, transcript), width)
    for signal in result.evidence:
        yield from field("evidence", _evidence_words(signal, transcript), width)
    for near in result.near_misses:
        yield from field(
            "near miss", f"{_evidence_words(near, transcript)} – not counted: {cancelled_words(near)}", width
        )
    if result.advice:
        yield from field("advice", visible(result.advice), width)


def cancelled_words(near: NearMiss) -> str:
    """Returns what cancelled a near miss, as in `ruled out as “conditional” by “if you”`, safe to print."""
    return visible(why_not_counted(near))


def _evidence_words(found: Signal | NearMiss, transcript: Transcript | None) -> str:
    return f"{place(found.turn, transcript)}, {visible(found.name)}: {_in_context(found, transcript)}"


def _in_context(found: Signal | NearMiss, transcript: Transcript | None) -> str:
    """Returns `I'm «sorry if» that upset …`, or the quote alone where the transcript isn't known."""
    quote = f"«{visible(found.quote)}»"
    if transcript is None or not 0 <= found.turn < len(transcript.turns):
        return quote
    text, start, end = transcript.turns[found.turn].text, found.start, found.end
    before = text[max(0, start - CONTEXT) : start]
    if start > CONTEXT:
        before = "… " + before.partition(" ")[2]
    after = text[end : end + CONTEXT]
    if len(text) > end + CONTEXT:
        after = after.rpartition(" ")[0] + " …"
    return visible(before).lstrip() + quote + visible(after).rstrip()


def _paint(text: str, code: str, color: bool) -> str:
    return f"\x1b[{code}m{text}\x1b[0m" if color else text
