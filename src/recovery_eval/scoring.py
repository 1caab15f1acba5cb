"""How results add up, and the smallest change by which they would pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from recovery_eval.outcome import Outcome, RuleResult


class Fix(NamedTuple):
    """A failed rule to mend.

    Attributes:
        rule_id: The rule.
        title: Its title.
        advice: What to do.
        score: The score, 0 to 100, that follows once this rule and those named before it are mended.
    """

    rule_id: str
    title: str
    advice: str
    score: float


def score_of(results: Sequence[RuleResult]) -> float | None:
    """Returns the weights passed over the weights that applied, times 100, to one decimal; None where no rule applied.

    It is 100 only where no rule failed, however little that one weighs.
    """
    applied = passed = 0.0
    best = 100.0
    for result in results:
        if result.outcome is Outcome.PASS:
            passed += result.weight
            applied += result.weight
        elif result.outcome is Outcome.FAIL:
            applied += result.weight
            best = 99.9
    if not applied:
        return None
    return min(round(100 * passed / applied, 1), best)


def is_passed(results: Sequence[RuleResult], pass_mark: float) -> bool:
    """Whether the score, as it is shown, reaches the pass mark and no critical rule failed; True where none applied."""
    if critical_rule_failed(results):
        return False
    score = score_of(results)
    return score is None or score >= pass_mark


def critical_rule_failed(results: Iterable[RuleResult]) -> bool:
    """Whether a critical rule failed, which no score makes up for."""
    return any(result.outcome is Outcome.FAIL and result.severity == "critical" for result in results)


def smallest_change(results: Sequence[RuleResult], pass_mark: float) -> tuple[Fix, ...]:
    """Returns the fewest failed rules that have to be mended for the results to pass; none where they pass.

    Critical rules come first, for without them nothing passes; then the heaviest, for they add most. Where two weigh
    the same, the one that comes first in the checklist does.
    """
    mended = list(results)
    failed = [index for index, result in enumerate(results) if result.outcome is Outcome.FAIL]
    failed.sort(key=lambda index: (results[index].severity != "critical", -results[index].weight))
    fixes: list[Fix] = []
    for index in failed:
        if is_passed(mended, pass_mark):
            break
        result = results[index]
        mended[index] = result._replace(outcome=Outcome.PASS)
        fixes.append(Fix(result.rule_id, result.title, result.advice, score_of(mended) or 0.0))
    return tuple(fixes)
