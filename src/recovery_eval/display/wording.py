"""The words and marks that every display shares, and the cleaning of words that a display did not write."""

from __future__ import annotations

import re

from recovery_eval.checklist import Checklist
from recovery_eval.outcome import Outcome
from recovery_eval.promises import Promise
from recovery_eval.scoring import critical_rule_failed

MARKS = {Outcome.PASS: "✓", Outcome.FAIL: "✗", Outcome.NOT_APPLICABLE: "–", Outcome.UNDETERMINED: "?"}
WORDS = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "fail",
    Outcome.NOT_APPLICABLE: "not applicable",
    Outcome.UNDETERMINED: "undetermined",
}
TURNS_FROM_ZERO = "Turns are numbered from 0."
MEND_FIRST = "To pass, mend in this order:"
PROMISES = "Promises"
APOLOGY = "Parts of the apology"

# Line breaks and tabs only lay a text out. Other controls can drive a terminal; bidirectional controls, invisible
# characters and tags can make a reader see other words than were said.
_LAYOUT = re.compile(r"\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
_HARMFUL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    r"\U000e0000-\U000e0fff]"
    # What GitHub's runner would take for a command, where a wrapped line begins with it: "::error::", "##[group]".
    r"|(?<!\S):(?=:[A-Za-z])|#(?=#\[)"
)


def score_words(score: float | None) -> str:
    """Returns `83.3 / 100`, or `–` where no rule applied."""
    return "–" if score is None else f"{score:g} / 100"


def verdict_words(checklist: Checklist) -> str:
    """Returns whether the checklist passed and by what measure, as in `failed: the pass mark is 70`."""
    if checklist.score is None:
        return "passed: no rule applied"
    if critical_rule_failed(checklist.results):
        return "failed: a critical rule failed"
    return f"{'passed' if checklist.passed else 'failed'}: the pass mark is {checklist.provenance.pass_mark:g}"


def several(number: int, thing: str) -> str:
    """Returns `1 case` or `1,200 cases`."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def promise_terms(promise: Promise) -> str:
    """Returns who promises what until when, as in `agent, contact, strong, “by Friday” (until 2024-03-15 23:59)`."""
    parts = [promise.who, promise.kind.value, promise.strength.value]
    if promise.deadline is not None:
        until = f" (until {promise.due:%Y-%m-%d %H:%M})" if promise.due is not None else ""
        parts.append(f"“{promise.deadline}”{until}")
    return ", ".join(parts)


def visible(text: str) -> str:
    """Returns `text` as one line that is safe to print: layout becomes a space, what hides or controls an escape."""
    return _HARMFUL.sub(_escape, _LAYOUT.sub(" ", text))


def _escape(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
