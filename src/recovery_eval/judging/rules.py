"""Judges one transcript by one rule."""

from __future__ import annotations

from collections.abc import Callable

from recovery_eval.judging.account import Account, Check
from recovery_eval.judging.checks import ready
from recovery_eval.judging.view import View, in_turn_order
from recovery_eval.judging.wording import nearest_clause, sentence
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.promises import LEDGER_SIGNALS
from recovery_eval.rulebook import Rule, Rulebook, needs_times

Judge = Callable[[View], RuleResult]

# Results without a quote that a rule keeps, of conversations up to so many turns long.
KEPT_RESULTS = 500
KEPT_SPEAKERS = 100
# Looking a member up in its enumeration costs more than the look-ups by which most rules are decided.
PASS, FAIL = Outcome.PASS, Outcome.FAIL
NOT_APPLICABLE, UNDETERMINED = Outcome.NOT_APPLICABLE, Outcome.UNDETERMINED


def compile_rule(rule: Rule) -> Judge:
    """Makes a rule ready to judge many transcripts.

    Returns:
        A function from a view to the rule's result. Threads may share it.
    """
    applies = ready(rule.applies_when) if rule.applies_when is not None else None
    when = "" if rule.applies_when is None else rule.applies_when.model_dump_json()
    decide = _decider(rule, applies)
    rule_id, title, weight, severity, advice = rule.id, rule.title, rule.weight, rule.severity, rule.advice
    conditions = [condition for condition in (rule.applies_when, rule.require) if condition is not None]
    is_told_by_signals = not (any(map(needs_times, conditions)) or rule.signals >= LEDGER_SIGNALS)
    named = rule.signals
    kept: dict[tuple[object, ...], RuleResult] = {}  # results are values, so conversations can share them

    def judge_view(view: View) -> RuleResult:
        speakers, signals, near_misses = view.speakers, view.signals, view.near_misses
        key: tuple[object, ...] | None = None
        result: RuleResult | None = None
        if is_told_by_signals and len(speakers) <= KEPT_SPEAKERS and named.isdisjoint(near_misses):
            # A result that shows nobody's words depends on who spoke, and on which turns hold what the rule asks for.
            key = (speakers, *[(name, *[one.turn for one in signals[name]]) for name in named if name in signals])
            result = kept.get(key)
        if result is None:
            result, is_shared = judge_anew(view)
            if key is not None and is_shared and len(kept) < KEPT_RESULTS:
                kept[key] = result
        if applies is None or result.outcome is not FAIL:
            return result
        occasion = view.occasions.get(when)
        if occasion is None:
            firsts = {signal.name: signal for signal in reversed(applies.holds(view) or ())}
            occasion = view.occasions[when] = in_turn_order(firsts.values())
        return RuleResult(*result[:-1], occasion)

    def judge_anew(view: View) -> tuple[RuleResult, bool]:
        """Returns the result, and whether it shows none of the conversation's words."""
        outcome, (standing, near_misses, clause, turns) = decide(view)
        told, searched = (advice, tuple(turns)) if outcome is FAIL else ("", ())
        if near_misses and not standing and outcome is not PASS:
            clause += nearest_clause(near_misses)
        # What stands against applying is not for or against the agent.
        evidence = () if outcome is NOT_APPLICABLE else tuple(standing)
        near, reason = tuple(near_misses), sentence(clause)
        result = RuleResult(rule_id, title, outcome, weight, severity, evidence, near, reason, told, searched)
        return result, not (standing or near)

    return judge_view


def _decider(rule: Rule, applies: Check | None) -> Callable[[View], tuple[Outcome, Account]]:
    """Makes a rule ready to tell its outcome and why.

    Only what needs times can be undetermined, so no other condition is asked that.
    """
    required = ready(rule.require)
    applies_by_time = rule.applies_when is not None and needs_times(rule.applies_when)
    required_by_time = needs_times(rule.require)

    def decide(view: View) -> tuple[Outcome, Account]:
        if applies is not None and applies.holds(view) is None:
            if applies_by_time and applies.may_hold(view):
                account = applies.why_unclear(view)
                return UNDETERMINED, account._replace(clause=f"{account.clause}, nor whether the rule applies")
            evidence, near_misses, clause, _ = applies.why_not(view)
            return NOT_APPLICABLE, Account(evidence, near_misses, f"{clause}, so the rule does not apply")
        held = required.holds(view)
        if held is not None:
            return PASS, required.why(view, held)
        if required_by_time and required.may_hold(view):
            return UNDETERMINED, required.why_unclear(view)
        return FAIL, required.why_not(view)

    return decide


def compile_rulebook(rulebook: Rulebook) -> tuple[Judge, ...]:
    """Makes every rule of a rulebook ready, in the rulebook's order."""
    return tuple(compile_rule(rule) for rule in rulebook.rules)


def judge(rule: Rule, view: View) -> RuleResult:
    """Judges one transcript by one rule. For many transcripts, `compile_rule` once and keep the judge."""
    return compile_rule(rule)(view)
