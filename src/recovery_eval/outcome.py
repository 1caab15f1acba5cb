"""How a rule came out, and the result that says why."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, NamedTuple, get_args

from recovery_eval.evidence import NearMiss, Signal

Severity = Literal["info", "minor", "major", "critical"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
MOST_WEIGHT = 1_000


class Outcome(StrEnum):
    """`UNDETERMINED`: the rule could not be judged from this transcript, for want of timestamps, say."""

    PASS = "pass"
    FAIL = "fail"
    NOT_APPLICABLE = "not_applicable"
    UNDETERMINED = "undetermined"


class RuleResult(NamedTuple):
    """One line of a checklist.

    Attributes:
        rule_id: The rule.
        title: The rule's title, as the checklist shows it.
        outcome: How it came out.
        weight: What it adds to the score when it passes; above 0, and `MOST_WEIGHT` at most.
        severity: `info`, `minor`, `major` or `critical`; a failed critical rule fails the checklist.
        evidence: The words on which the outcome rests. Empty where it rests on absence.
        near_misses: Words that nearly counted, each with what cancelled it.
        reason: One plain sentence that says why.
        advice: What to do about a failure; empty unless the outcome is `fail`.
        searched: Indices of the turns in which a failed rule looked in vain for what it asks, ascending; empty where it
            failed by words that should not be there, and for any other outcome.
        occasion: The words by which a failed rule applied, the first of each signal; empty where it applies to every
            conversation, and for any other outcome.
    """

    rule_id: str
    title: str
    outcome: Outcome
    weight: float
    severity: Severity
    evidence: tuple[Signal, ...]
    near_misses: tuple[NearMiss, ...]
    reason: str
    advice: str
    searched: tuple[int, ...] = ()
    occasion: tuple[Signal, ...] = ()
