"""Rules, rulebooks, and how they are loaded."""

from recovery_eval.rulebook.conditions import (
    AllOf,
    AnyOf,
    Condition,
    InterruptionCondition,
    NoneOf,
    PromiseCondition,
    SignalCondition,
    TurnByCondition,
    needs_times,
)
from recovery_eval.rulebook.loader import builtin_library, load_rulebook, rulebook_names
from recovery_eval.rulebook.models import Rule, Rulebook, Source
from recovery_eval.rulebook.operators import Operators, Reference, Within

__all__ = [
    "AllOf",
    "AnyOf",
    "Condition",
    "InterruptionCondition",
    "NoneOf",
    "Operators",
    "PromiseCondition",
    "Reference",
    "Rule",
    "Rulebook",
    "SignalCondition",
    "Source",
    "TurnByCondition",
    "Within",
    "builtin_library",
    "load_rulebook",
    "needs_times",
    "rulebook_names",
]
