"""Why a rule came out as it did: each of its conditions judged by itself, from the outermost to the innermost."""

from __future__ import annotations

from typing import Any, NamedTuple

import yaml

from recovery_eval.judging import View, judge
from recovery_eval.outcome import Outcome, RuleResult
from recovery_eval.rulebook import AllOf, AnyOf, Condition, NoneOf, Rule
from recovery_eval.sources import Loc

_HOLDS = {Outcome.PASS: True, Outcome.FAIL: False}


class Step(NamedTuple):
    """One condition of a rule, judged by itself.

    Attributes:
        loc: Its path in the rule's file.
        words: The condition on one line as the file has it; for lists of conditions the key alone.
        holds: Whether it holds; None where that can't be told from this transcript.
        result: What a rule would come to that required this condition and nothing else.
        parts: The conditions inside it.
    """

    loc: Loc
    words: str
    holds: bool | None
    result: RuleResult
    parts: tuple[Step, ...]


class Trace(NamedTuple):
    """A rule's result with the steps that led to it; `applies` is None where the rule always applies."""

    rule: Rule
    result: RuleResult
    applies: Step | None
    requires: Step


def trace(rule: Rule, view: View) -> Trace:
    """Judges a rule, and each of its conditions by itself."""
    applies = None if rule.applies_when is None else _step(rule, rule.applies_when, ("applies_when",), view)
    return Trace(rule, judge(rule, view), applies, _step(rule, rule.require, ("require",), view))


def alone(rule: Rule, condition: Condition) -> Rule:
    """Returns a rule that always applies and requires one condition of another rule, which is judged so by itself."""
    return rule.model_copy(update={"applies_when": None, "require": condition})


def inner_conditions(condition: Condition) -> list[tuple[Loc, Condition]]:
    """Returns the conditions that a condition is made of, each with its path below it."""
    match condition:
        case AllOf(all_of=parts) | AnyOf(any_of=parts) | NoneOf(none_of=parts):
            (head,) = type(condition).model_fields
            return [((head, number), part) for number, part in enumerate(parts)]
        case _:
            return []


# As a condition is mostly written: first what is asked for, and of whom.
_FIRST_KEYS = ("signal", "turn_by", "interrupts", "promise", "by")


def condition_words(condition: Condition) -> str:
    """Returns a condition on one line, as in `{signal: apology, by: agent}`; of a list of conditions its key."""
    if inner_conditions(condition):
        (head,) = type(condition).model_fields
        return head
    data = _plain(condition.model_dump(mode="json", by_alias=True, exclude_defaults=True))
    data = dict(sorted(data.items(), key=lambda item: item[0] not in _FIRST_KEYS))  # the rest stays in its order
    return yaml.safe_dump(data, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False).strip()


def _plain(value: Any) -> Any:
    """A list of one is shown as its only item, and whole minutes without a point, which is how they are written."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return _plain(value[0]) if len(value) == 1 else [_plain(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _step(rule: Rule, condition: Condition, loc: Loc, view: View) -> Step:
    result = judge(alone(rule, condition), view)
    parts = tuple(_step(rule, part, (*loc, *at), view) for at, part in inner_conditions(condition))
    return Step(loc, condition_words(condition), _HOLDS.get(result.outcome), result, parts)
