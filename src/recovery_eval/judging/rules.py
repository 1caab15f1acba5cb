"""Judges one transcript by one rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.judging.checks import ready
from recovery_eval.judging.view import View
from recovery_eval.judging.wording import nearest_clause, sentence
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.rulebook import Rule, Rulebook

Judge = Callable[[View], RuleResult]

KEPT_RESULTS = 500  # results without evidence that a rule keeps, for most conversations come to the same few
# Looking a member up in its enumeration costs more than the look-ups by which most rules are decided.
PASS, FAIL, NOT_APPLICABLE = Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE


def compile_rule(rule: Rule) -> Judge:
    """Makes a rule ready to judge many transcripts.

    Returns:
        A function from a view to the rule's result. Threads may share it.
    """
    applies = ready(rule.applies_when) if rule.applies_when is not None else None
    required = ready(rule.require)
    rule_id, title, weight, severity, advice = rule.id, rule.title, rule.weight, rule.severity, rule.advice

    plain: dict[tuple[Outcome, str], RuleResult] = {}  # results are values, so conversations can share them

    def judge_view(view: View) -> RuleResult:
        told = ""
        if applies is not None and applies.holds(view) is None:
            outcome = NOT_APPLICABLE
            standing, near_misses, clause = applies.why_not(view)
            evidence: Sequence[Signal] = ()  # what stands against applying is not for or against the agent
            clause += ", so the rule does not apply"
        elif (held := required.holds(view)) is not None:
            outcome = PASS
            evidence, near_misses, clause = required.why(view, held)
            standing = evidence
        else:
            outcome = FAIL
            evidence, near_misses, clause = required.why_not(view)
            standing, told = evidence, advice
        if not evidence and not near_misses:  # little to say, and said again and again
            result = plain.get((outcome, clause))
            if result is None:
                result = RuleResult(rule_id, title, outcome, weight, severity, (), (), sentence(clause), told)
                if len(plain) < KEPT_RESULTS:
                    plain[outcome, clause] = result
            return result
        if near_misses and not standing and outcome is not PASS:
            clause += nearest_clause(near_misses)
        reason = sentence(clause)
        return RuleResult(rule_id, title, outcome, weight, severity, tuple(evidence), tuple(near_misses), reason, told)

    return judge_view


def compile_rulebook(rulebook: Rulebook) -> tuple[Judge, ...]:
    """Makes every rule of a rulebook ready, in the rulebook's order."""
    return tuple(compile_rule(rule) for rule in rulebook.rules)


def judge(rule: Rule, view: View) -> RuleResult:
    """Judges one transcript by one rule. For many transcripts, `compile_rule` once and keep the judge."""
    return compile_rule(rule)(view)
