"""Judges one transcript by one rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recovery_eval.evidence import Signal
from recovery_eval.judging.checks import ready
from recovery_eval.judging.view import View
from recovery_eval.judging.wording import nearest_clause, sentence
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.rulebook import Rule, Rulebook
from recovery_eval.rulebook.conditions import signal_names

Judge = Callable[[View], RuleResult]

# Results that a rule keeps for conversations in which nothing was said that it asks for, up to so many turns long.
KEPT_RESULTS = 500
KEPT_SPEAKERS = 100
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
    conditions = [condition for condition in (rule.applies_when, rule.require) if condition is not None]
    named = frozenset(name for condition in conditions for _, name in signal_names(condition))
    kept: dict[tuple[object, ...], RuleResult] = {}  # results are values, so conversations can share them

    def judge_view(view: View) -> RuleResult:
        if not (named.isdisjoint(view.signals) and named.isdisjoint(view.near_misses)):
            return judge_anew(view)
        rest = view[2:]  # where nothing was said that the rule asks for, this alone decides
        result = kept.get(rest)
        if result is None:
            result = judge_anew(view)
            if len(kept) < KEPT_RESULTS and len(view.speakers) <= KEPT_SPEAKERS:
                kept[rest] = result
        return result

    def judge_anew(view: View) -> RuleResult:
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
